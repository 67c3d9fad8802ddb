"""A message id is answered once: repeated, in parallel, after a crash, for another content."""

import json
import threading
from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables_interface import sign_ins
from sscsim.db import Tx
from tests.unit.medical.fsi.conftest import ANYBODY, SIGN_IN, His

pytestmark = pytest.mark.db


def count(his: His) -> tuple[int, int, int]:
    """Sign-ins, events and message ids that are kept."""
    with his.client.bench.entered(role="system"), store.read() as tx:
        tables = (sign_ins, store.common.events, store.common.idempotency)
        return tuple(len(tx.all(table.select())) for table in tables)  # type: ignore[return-value]


def test_the_same_message_gets_the_same_answer(his_on_each: His) -> None:
    his = his_on_each
    message = his.message("9001", SIGN_IN)
    first = his.post(message)
    signed_anew = {**message, "cainfo": "other", "signtype": "SM2", "inf_time": ""}
    as_text = {**message, "input": json.dumps(SIGN_IN)}
    for again in (message, signed_anew, as_text):
        assert his.post(again, "/CSB").data == first.data
    assert count(his)[0] == 1


def test_another_content_is_refused_and_changes_nothing(his_on_each: His) -> None:
    his = his_on_each
    message = his.message("9001", SIGN_IN)
    first, kept = his.post(message), count(his)
    other = {"signIn": {**SIGN_IN["signIn"], "opter_no": "002"}}
    for change in ({"input": other}, {"opter": "9"}, {"infno": "9002"}, {"input": {}}):
        refused = his.post({**message, **change}).json
        assert refused["infcode"] == -1
    assert "重复" in his.post({**message, "input": other}).json["err_msg"]
    assert count(his) == kept
    assert his.post(message).data == first.data


def test_a_refused_message_leaves_nothing_and_may_be_put_right(his_on_each: His) -> None:
    his = his_on_each
    before = count(his)
    message = his.message("9002", {"signOut": {"sign_no": "1" * 30, "opter_no": "001"}})
    assert his.post(message).json["infcode"] == -1
    assert count(his) == before
    right = {**message, "infno": "9001", "input": SIGN_IN}
    assert his.post(right).json["infcode"] == 0


def test_two_institutions_may_use_the_same_id(his_on_each: His) -> None:
    his = his_on_each
    message = his.message("9001", SIGN_IN)
    one = his.post(message).json
    other = his.post({**message, "fixmedins_code": "H50000000003"}).json
    assert other["infcode"] == 0, other
    assert one["output"] != other["output"]


def test_parallel_repeats_are_carried_out_once(his_on_each: His) -> None:
    his = his_on_each
    message = json.dumps(his.message("9001", SIGN_IN)).encode()
    heard: list[Any] = []

    def send() -> None:
        heard.append(his.client.post("/fsi/", message, **ANYBODY).data)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 6
    assert len(set(heard)) == 1
    assert json.loads(heard[0])["infcode"] == 0
    assert count(his)[0] == 1


class Crash(BaseException):
    """As a process that ends: nobody handles it."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_before_the_answer(
    his_on_each: His, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    his = his_on_each
    message = his.message("9001", SIGN_IN)
    before = count(his)

    def crash(*_: Any) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        # the answer is the last thing in the transaction, `committed` the first behind it
        patched.setattr(Tx, "answer" if when == "before" else "committed", crash)
        with pytest.raises(Crash):
            his.post(message)
    assert count(his) == before if when == "before" else count(his)[0] == before[0] + 1
    again = his.post(message)
    assert again.json["infcode"] == 0
    assert his.post(message).data == again.data
    assert count(his)[0] == before[0] + 1


def test_a_question_is_answered_once_too(his_on_each: His) -> None:
    his = his_on_each
    asked = {"data": {"type": "gend", "admdvs": "990100", "date": "2026-04-01"}}
    message = his.message("1901", asked)
    first = his.post(message)
    assert first.json["infcode"] == 0, first.json
    assert his.post(message).data == first.data
    other = {"data": {**asked["data"], "type": "naty"}}
    assert "重复" in his.post({**message, "input": other}).json["err_msg"]
