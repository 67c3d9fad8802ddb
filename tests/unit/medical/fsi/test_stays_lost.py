"""A stay away from home whose answer is lost: the same message, a correction, the job; deaths."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.medical import tasks
from services.medical.store import store
from sscsim import control, failpoints
from sscsim.jobs import work
from tests.contract.fsi.desk import HOSPITAL
from tests.contract.fsi.ward import Stay, Ward
from tests.support.bench import Bench

pytestmark = pytest.mark.db
BED, CEFTRIAXONE = "009911090000199", "XJ01DDX990A001040199004"
UNKNOWN = "[home_region_no_answer]"


@pytest.fixture
def ward(demo_bench: Bench) -> Iterator[Ward]:
    yield Ward(demo_bench)
    failpoints.ear = None
    control.close()


def away(ward: Ward) -> Stay:
    """Somebody insured in Chongqing, discharged in Chengdu after 2,730.00, of which 2,700.00 are in
    scope: (2,700.00 - 880.00) x 85 % = 1,547.00."""
    stay = ward.admitted("周明", "500000")
    stay.charge(stay.form("1", BED, 5, "50.00"), stay.form("2", CEFTRIAXONE, 400, "6.20"))
    stay.discharge()
    return stay


def sent(ward: Ward, stay: Stay, infno: str, form: Any) -> tuple[dict[str, Any], str]:
    """The message, and its answer's text."""
    message = ward.message(infno, form, insuplc_admdvs=stay.home)
    return message, again(ward, message)


def again(ward: Ward, message: dict[str, Any]) -> str:
    answer = ward.send(message)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def statuses(ward: Ward, stay: Stay) -> list[str]:
    path = f"/v1/settlements?visit_id={stay.key['mdtrt_id']}"
    return [row["status"] for row in ward.medical.get(path).json["data"]]


def test_both_ways_through_the_exchange(ward: Ward) -> None:
    stay = away(ward)
    tried = stay.try_("2730.00")
    message, text = sent(ward, stay, "2304", stay.bill("2730.00"))
    settled = json.loads(text)["output"]["setlinfo"]
    assert (settled["hifp_pay"], settled["acct_pay"], settled["balc"]) == (1547.0, 500.0, 0.0)
    assert tried["fund_pay_sumamt"] == settled["fund_pay_sumamt"]
    assert settled["medins_setl_id"] == message["msgid"]
    assert again(ward, message) == text, "the same message has the same bytes"
    back = stay.take_back(settled)
    assert (back["fund_pay_sumamt"], back["balc"]) == (-1547.0, 500.0)
    assert "/internal/v1/exchanges" in ward.line.asked
    ward.holds()


@pytest.mark.parametrize("trouble", ["lose", "swallow"])
def test_the_same_message_goes_on_where_no_answer_came(ward: Ward, trouble: str) -> None:
    stay = away(ward)
    setattr(ward.line, trouble, 1)
    message, text = sent(ward, stay, "2304", stay.bill("2730.00"))
    assert UNKNOWN in text
    assert statuses(ward, stay) == ["unknown"]
    assert "[visit_not_open]" in stay.bad("2405", {"data": stay.key})
    told = again(ward, message)
    settled = json.loads(told)["output"]["setlinfo"]
    assert (settled["fund_pay_sumamt"], settled["medins_setl_id"]) == (1547.0, message["msgid"])
    assert again(ward, message) == told
    assert statuses(ward, stay) == ["settled"]
    ward.holds()


def test_the_due_job_finds_out_and_the_same_message_is_told(ward: Ward) -> None:
    stay = away(ward)
    ward.line.lose = 1
    message, text = sent(ward, stay, "2304", stay.bill("2730.00"))
    assert UNKNOWN in text
    run_jobs(ward)
    assert statuses(ward, stay) == ["settled"]
    settled = json.loads(again(ward, message))["output"]["setlinfo"]
    assert (settled["fund_pay_sumamt"], settled["acct_pay"]) == (1547.0, 500.0)
    stay.take_back(settled)
    ward.holds()


def run_jobs(ward: Ward) -> None:
    """As the driver has them run."""
    assert tasks.resolve_unknown
    jobs = store.common.jobs
    with ward.bench.entered(role="system"), store.read() as tx:
        rows = [row for row in tx.all(jobs.select()) if row.name == "medical.resolve_unknown"]
    for row in rows:
        if row.status != "done":
            work.run_one(store, ward.bench.world(role="system"), row.id)


def test_a_settlement_whose_answer_was_lost_is_corrected_and_settled_anew(ward: Ward) -> None:
    """2601 undoes what the home region did; the old message stays closed, a new one settles."""
    stay = away(ward)
    ward.line.lose = 1
    message, text = sent(ward, stay, "2304", stay.bill("2730.00"))
    assert UNKNOWN in text
    original = {"psn_no": stay.key["psn_no"], "omsgid": message["msgid"], "oinfno": "2304"}
    ward.good("2601", {"data": original}, insuplc_admdvs=stay.home)
    assert "msgid" in json.loads(again(ward, message))["err_msg"]
    settled = stay.settle("2730.00")
    assert (settled["fund_pay_sumamt"], settled["acct_pay"]) == (1547.0, 500.0)
    ward.holds()


def test_an_admission_whose_answer_was_lost_is_corrected(ward: Ward) -> None:
    message = ward.message("2401", ward.admission())
    assert json.loads(again(ward, message))["infcode"] == 0
    original = {
        "psn_no": ward.facts["林晓.psn_no"],
        "omsgid": message["msgid"],
        "oinfno": "2401",
    }
    ward.good("2601", {"data": original})
    assert ward.admitted().key["mdtrt_id"]


def test_a_reversal_whose_answer_was_lost_goes_on(ward: Ward) -> None:
    stay = away(ward)
    settled = stay.settle("2730.00")
    ward.line.lose = 1
    form = {"data": {**stay.key, "setl_id": settled["setl_id"]}}
    message, text = sent(ward, stay, "2305", form)
    assert UNKNOWN in text
    back = json.loads(again(ward, message))["output"]["setlinfo"]
    assert (back["fund_pay_sumamt"], back["medins_setl_id"]) == (-1547.0, message["msgid"])
    ward.holds()


# ---- deaths


class Died(BaseException):
    """As if the process were killed there."""


def dies(name: str) -> None:
    def hear(passed: str) -> None:
        if passed == name:
            failpoints.ear = None
            raise Died(name)

    failpoints.ear = hear


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
def test_a_settlement_that_died_goes_on_with_the_same_message(ward: Ward, point: str) -> None:
    stay = away(ward)
    before = ward.rows()
    message = ward.message("2304", stay.bill("2730.00"), insuplc_admdvs=stay.home)
    dies(point)
    with pytest.raises(Died):
        ward.send(message)
    if point.endswith("before_begin"):
        assert ward.rows() == before, "nothing was written, not even the message"
    settled = json.loads(again(ward, message))["output"]["setlinfo"]
    assert (settled["fund_pay_sumamt"], settled["medins_setl_id"]) == (1547.0, message["msgid"])
    # One settlement, one row of the register for it, and the message once.
    after = ward.rows()
    assert [new - old for new, old in zip(after, before, strict=True)] == [
        0, 0, 0, 0, 1, 0, 0, 1, 1,
    ]  # fmt: skip
    ward.holds()


def test_a_message_of_a_stay_that_died_left_nothing_and_is_sent_again(ward: Ward) -> None:
    """Admission, lines, withdrawal, change and discharge are each one transaction."""
    point = "medical.message_of_stay.before_commit"
    stay: Stay | None = None

    def dead_first(infno: str, form: Any) -> Any:
        before = ward.rows()
        message = ward.message(infno, form)
        dies(point)
        with pytest.raises(Died):
            ward.send(message)
        assert ward.rows() == before, infno
        answer = json.loads(again(ward, message))
        assert answer["infcode"] == 0, answer["err_msg"]
        assert again(ward, message) == again(ward, message)
        return answer["output"]

    made = dead_first("2401", ward.admission())
    key = {"mdtrt_id": made["result"]["mdtrt_id"], "psn_no": ward.facts["林晓.psn_no"]}
    stay = Stay(ward, key, "林晓", "")
    dead_first("2301", {"feedetail": [stay.form("1", CEFTRIAXONE, 400, "6.20")]})
    dead_first("2302", {"data": [{"feedetl_sn": "0000", **key}]})
    dead_first("2301", {"feedetail": [stay.form("1", CEFTRIAXONE, 400, "6.20")]})
    dead_first("2402", stay.discharge_form())
    message = ward.message("2304", stay.bill("2480.00"))
    dies("medical.settle_at_home.before_commit")
    before = ward.rows()
    with pytest.raises(Died):
        ward.send(message)
    assert ward.rows() == before
    # (2,480.00 - 800.00) x 85 %
    assert json.loads(again(ward, message))["output"]["setlinfo"]["hifp_pay"] == 1428.0
    assert HOSPITAL in message["msgid"]
    ward.holds()
