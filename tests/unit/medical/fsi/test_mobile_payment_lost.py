"""Mobile payment across regions, and where the process dies: paid for once, or waiting again.

周明 of Chongqing is registered to live in Chengdu; his bill of 980.00 is settled by his region.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from services.medical import tasks
from services.medical.store.tables import settlement_payments, settlements, visits
from services.medical.store.tables_outgoing import outgoing_messages
from sscsim import control, failpoints
from tests.contract.fsi.phone import Phone
from tests.support.bench import Bench
from tests.unit.medical.fsi.clinics import broken_laws, rows
from tests.unit.medical.fsi.test_mobile_payment import all_of, parts

pytestmark = pytest.mark.db
ZHOU = "周明"


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def phone(demo_bench: Bench) -> Iterator[Phone]:
    yield Phone(demo_bench)
    control.close()


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Have the process die where one of these points is passed, once."""
    left: set[str] = set()

    def hears(name: str) -> None:
        if name in left:
            left.discard(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    return left


def remote(phone: Phone) -> tuple[dict[str, Any], str]:
    token = phone.decoded(ZHOU)["ecToken"]
    return phone.placed(token, ZHOU), token


def is_paid_once(phone: Phone) -> bool:
    paid = [one.status for one in all_of(phone, settlement_payments)]
    sent = sorted(one.infno for one in all_of(phone, outgoing_messages))
    return (paid, sent) == (["paid"], ["6204", "6302"])


@pytest.mark.parametrize(
    "point",
    [
        "medical.settle.before_begin",
        "medical.settle.after_begin",
        "medical.settle.before_exchange",
        "medical.settle.after_exchange",
        "medical.settle.before_result",
        "medical.settle.after_result",
    ],
)
def test_across_regions_the_same_message_goes_on_after_a_crash(
    phone: Phone, dies: set[str], point: str
) -> None:
    order, token = remote(phone)
    pay = phone.message("6202", phone.payment(order))
    dies.add(point)
    with pytest.raises(Died):
        phone.post(pay)
    answer = phone.answer(pay)
    assert answer["infcode"] == 0, answer["err_msg"]
    told = answer["output"]["data"]
    whole, cash, account, fund = parts(told)
    assert (told["ordStas"], whole) == ("6", 980)
    assert phone.answer(pay) == answer
    assert is_paid_once(phone)
    assert parts(phone.asked_for(order, ZHOU)) == (whole, cash, account, fund)
    amounts = {"cashRefdAmt": cash, "psnAcctRefdAmt": account, "fundRefdAmt": fund}
    phone.good("6203", phone.back(order, token, **amounts))
    assert phone.asked_for(order, ZHOU)["ordStas"] == "7"
    assert [one.status for one in all_of(phone, visits)] == ["cancelled"]
    assert broken_laws(phone) == {}


def test_at_home_a_crash_leaves_an_order_that_waits(phone: Phone, dies: set[str]) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    before = rows(phone)
    pay = phone.message("6202", phone.payment(order))
    dies.add("medical.settle_at_home.before_commit")
    with pytest.raises(Died):
        phone.post(pay)
    changed = {name for name, count in rows(phone).items() if count != before[name]}
    assert changed <= {"interface_messages", "idempotency"}
    assert phone.asked_for(order)["ordStas"] == "0"
    assert phone.answer(pay)["output"]["data"]["ordStas"] == "6"
    assert is_paid_once(phone)


@pytest.mark.parametrize(
    ("point", "number"),
    [
        ("medical.mobile_upload.before_commit", "6201"),
        ("medical.mobile_cancel.before_commit", "6401"),
    ],
)
def test_an_upload_and_its_end_are_whole(
    phone: Phone, dies: set[str], point: str, number: str
) -> None:
    token = phone.decoded()["ecToken"]
    given = phone.upload(token)
    if number == "6401":
        given = phone.named(phone.placed(token))
    before = rows(phone)
    message = phone.message(number, given)
    dies.add(point)
    with pytest.raises(Died):
        phone.post(message)
    assert rows(phone) == before
    assert phone.answer(message)["infcode"] == 0


def test_what_the_home_region_refuses_waits_again(phone: Phone) -> None:
    phone.exchange.refuse = {
        "code": "account_frozen", "status": 409, "title": "x", "detail": "x",
        "effect": "none", "retryable": False,
    }  # fmt: skip
    order, _ = remote(phone)
    phone.refusal("6202", phone.payment(order))
    assert phone.asked_for(order, ZHOU)["ordStas"] == "0"
    assert all_of(phone, outgoing_messages) == []
    phone.exchange.refuse = None
    assert phone.good("6202", phone.payment(order))["data"]["ordStas"] == "6"
    assert is_paid_once(phone)


def test_an_order_that_nobody_knew_of_waits_again_and_ends(phone: Phone) -> None:
    phone.exchange.swallow = 1
    order, _ = remote(phone)
    phone.refusal("6202", phone.payment(order))
    assert phone.asked_for(order, ZHOU)["ordStas"] == "2"
    with phone.bench.entered(role="system"):
        tasks.expire_mobile_order(order["payOrdId"])
    assert phone.asked_for(order, ZHOU)["ordStas"] == "2", "what is being settled doesn't end"
    assert "[mobile_order_not_open]" in phone.refusal("6401", phone.named(order, ZHOU))
    [unknown] = all_of(phone, settlements)
    with phone.bench.entered(role="system"):
        tasks.resolve_unknown(unknown.id)
    assert phone.asked_for(order, ZHOU)["ordStas"] == "0"
    with phone.bench.entered(role="system"):
        tasks.expire_mobile_order(order["payOrdId"])
    assert phone.asked_for(order, ZHOU)["ordStas"] == "12"
    assert [one.status for one in all_of(phone, visits)] == ["cancelled"]
    assert broken_laws(phone) == {}


def test_an_answer_that_was_lost_is_found_by_the_job(phone: Phone) -> None:
    """Also then the order is paid for, and the hospital is told."""
    phone.exchange.lose = 1
    order, _ = remote(phone)
    pay = phone.message("6202", phone.payment(order))
    assert phone.answer(pay)["infcode"] == -1
    [unknown] = all_of(phone, settlements)
    with phone.bench.entered(role="system"):
        tasks.resolve_unknown(unknown.id)
    assert is_paid_once(phone)
    assert phone.answer(pay)["output"]["data"]["ordStas"] == "6"
    assert is_paid_once(phone)
