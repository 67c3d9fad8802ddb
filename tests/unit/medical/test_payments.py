"""Admitting by code, and paying the cash part: once, found out when unanswered, given back."""

from typing import Any

import pytest

from services.medical import tasks
from services.medical.store import store
from sscsim.demo_people import LIN_XIAO
from sscsim.jobs import work
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
LIN = LIN_XIAO.person_id("demo")
BY_CODE = {"method": "code", "code": "c1", "face": "match"}


def settled(hospital: Hospital) -> dict[str, Any]:
    hospital.people.codes |= {"c1": LIN_XIAO, "c2": LIN_XIAO}
    return hospital.settled(hospital.stay())


def pay(hospital: Hospital, made: dict[str, Any], key: str = "p1", **body: Any) -> Any:
    path = f"/v1/settlements/{made['id']}/payments"
    return hospital.client.post(path, body or BY_CODE, key=key)


def payments(hospital: Hospital, made: dict[str, Any]) -> list[str]:
    listed = hospital.get(f"/v1/settlements/{made['id']}/payments")["data"]
    return [one["status"] for one in listed]


def status(hospital: Hospital, made: dict[str, Any]) -> Any:
    return hospital.get(f"/v1/settlements/{made['id']}").get("payment_status")


def run(hospital: Hospital, name: str) -> None:
    """Run the jobs of this name as the driver would, whenever they are due."""
    assert tasks.resolve_payment
    jobs = store.common.jobs
    with hospital.bench.entered(role="system"), store.read() as tx:
        due = tx.all(jobs.select().where(jobs.c.name == name, jobs.c.status == "due"))
    for row in due:
        work.run_one(store, hospital.bench.world(role="system"), row.id)


def undo(hospital: Hospital, made: dict[str, Any], way: str) -> None:
    if way == "reversed":
        answer = hospital.reverse(made["id"])
    else:
        body = {"operation": "createSettlement", "settlement_id": made["id"]}
        answer = hospital.client.post("/v1/corrections", body, key="fix")
    assert answer.status_code == 201, answer.json


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_code_admits_once(hospital: Hospital) -> None:
    hospital.people.codes["a.code.shown"] = LIN_XIAO
    made = hospital.admit()  # by id, for its institution
    body = {
        "code": "a.code.shown",
        "institution_id": made["institution_id"],
        "insurance_kind": "employee_basic_medical",
        "admission_date": "2026-03-25",
    }
    both = hospital.client.post("/v1/visits", {**body, "person_id": LIN})
    assert code_of(both) == (422, "one_identification")
    admitted = hospital.client.post("/v1/visits", body)
    assert admitted.status_code == 201, admitted.json
    told = (admitted.json["person_id"], admitted.json["card_id"])
    assert told == (LIN, LIN_XIAO.card_id("demo"))
    assert code_of(hospital.client.post("/v1/visits", body)) == (409, "code_used")


def test_paid_by_code_once_and_given_back_by_a_reversal(hospital: Hospital) -> None:
    made = settled(hospital)
    assert status(hospital, made) is None
    paid = pay(hospital, made)
    assert paid.status_code == 201, paid.json
    assert (paid.json["status"], paid.json["amount_fen"]) == ("paid", 269_567)
    assert pay(hospital, made).data == paid.data
    assert code_of(pay(hospital, made, "p2")) == (409, "settlement_already_paid")
    assert list(hospital.people.paid.values()) == [269_567]
    assert status(hospital, made) == "paid"
    back = hospital.reverse(made["id"])
    assert back.status_code == 201, back.json
    assert "payment_status" not in back.json
    assert status(hospital, made) == "refunding"
    run(hospital, "medical.refund_payment")
    assert (status(hospital, made), payments(hospital, made)) == ("refunded", ["refunded"])
    assert hospital.people.refunded == [paid.json["code_payment_id"]]
    assert code_of(pay(hospital, made, "p3")) == (409, "settlement_not_payable")
    assert hospital.broken_laws() == {}


@pytest.mark.parametrize("method", ["cash", "bank_card"])
def test_paid_at_the_counter(hospital: Hospital, method: str) -> None:
    made = settled(hospital)
    for wrong in ({"method": method, "code": "c1"}, {"method": "code"},
                  {"method": method, "face": "match"}):  # fmt: skip
        assert code_of(pay(hospital, made, str(wrong), **wrong)) == (422, "payment_code_needed")
    assert pay(hospital, made, method=method).json["status"] == "paid"
    assert hospital.people.paid == {}
    hospital.reverse(made["id"])
    assert status(hospital, made) == "refunded"


@pytest.mark.parametrize(
    ("body", "then"), [(BY_CODE, "refunding"), ({"method": "cash"}, "refunded")]
)
def test_a_correction_gives_it_back_like_a_reversal(
    hospital: Hospital, body: dict[str, str], then: str
) -> None:
    made = settled(hospital)
    assert pay(hospital, made, **body).status_code == 201
    undo(hospital, made, "corrected")
    assert status(hospital, made) == then
    assert hospital.get(f"/v1/settlements/{made['id']}")["status"] == "corrected"
    run(hospital, "medical.refund_payment")
    assert (status(hospital, made), payments(hospital, made)) == ("refunded", ["refunded"])
    assert code_of(pay(hospital, made, "p2")) == (409, "settlement_not_payable")
    assert hospital.broken_laws() == {}


def test_a_refusal_is_passed_on_and_another_key_may_try(hospital: Hospital) -> None:
    made = settled(hospital)
    hospital.people.refuse = "bank_balance_too_low"
    assert code_of(pay(hospital, made)) == (409, "bank_balance_too_low")
    assert (status(hospital, made), payments(hospital, made)) == ("unpaid", ["refused"])
    hospital.people.refuse = None
    assert code_of(pay(hospital, made)) == (409, "bank_balance_too_low")
    assert pay(hospital, made, "p2").json["status"] == "paid"


def test_a_lost_answer_is_found_by_the_same_key(hospital: Hospital) -> None:
    made = settled(hospital)
    hospital.people.lose = 1
    lost = pay(hospital, made)
    assert code_of(lost) == (504, "payment_no_answer")
    assert (lost.json["effect"], status(hospital, made)) == ("unknown", "pending")
    assert code_of(pay(hospital, made, "p2")) == (409, "settlement_already_paid")
    assert pay(hospital, made).json["status"] == "paid"
    assert len(hospital.people.paid) == 1


@pytest.mark.parametrize("way", ["reversed", "corrected"])
def test_a_lost_answer_is_found_by_the_job_also_when_it_was_undone(
    hospital: Hospital, way: str
) -> None:
    made = settled(hospital)
    hospital.people.lose = 1
    pay(hospital, made)
    undo(hospital, made, way)
    run(hospital, "medical.resolve_payment")
    assert status(hospital, made) == "refunding"
    run(hospital, "medical.refund_payment")
    assert payments(hospital, made) == ["refunded"]
    assert len(hospital.people.refunded) == 1


def test_what_never_came_is_closed_and_the_key_pays_anew(hospital: Hospital) -> None:
    made = settled(hospital)
    hospital.people.swallow = 1
    assert code_of(pay(hospital, made)) == (504, "payment_no_answer")
    run(hospital, "medical.resolve_payment")
    assert payments(hospital, made) == ["cancelled"]
    assert len(hospital.people.closed) == 1
    assert pay(hospital, made).json["status"] == "paid"
    assert payments(hospital, made) == ["paid", "cancelled"]


def test_an_account_that_takes_nothing_back_leaves_it_to_the_hospital(hospital: Hospital) -> None:
    made = settled(hospital)
    pay(hospital, made)
    hospital.reverse(made["id"])
    hospital.people.refuse = "bank_account_not_usable"
    run(hospital, "medical.refund_payment")
    [kept] = hospital.get(f"/v1/settlements/{made['id']}/payments")["data"]
    assert (kept["status"], kept["problem"]["code"]) == ("kept", "bank_account_not_usable")
    assert status(hospital, made) == "refunding"


def test_nothing_to_pay(hospital: Hospital) -> None:
    visit = hospital.admit()["id"]
    hospital.charge(visit, [{"item_class": "A", "quantity": 1, "unit_price_fen": 100}])
    made = hospital.settled(visit)
    assert made["cash_pay_fen"] == 0
    assert code_of(pay(hospital, made)) == (409, "nothing_to_pay")
