"""The institution's own number of a bill: settled once, whatever the key (X3)."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
BILL = {"bill_number": "HIS-1"}


def refused(answer: Any, settlement_id: str) -> str:
    assert answer.status_code == 409, answer.json
    assert settlement_id in answer.json["detail"]
    assert answer.json["effect"] == "none"
    return str(answer.json["code"])


def test_the_same_bill_under_another_key_is_refused_and_names_the_first(hospital: Hospital) -> None:
    first = hospital.settled(hospital.stay(), **BILL)
    assert first["bill_number"] == "HIS-1"
    other = hospital.stay(person=CHEN_YU, is_emergency=True)
    assert refused(hospital.settle(other, "key-2", **BILL), first["id"]) == "bill_number_used"
    assert hospital.get(f"/v1/visits/{other}")["status"] == "open"
    assert [s["id"] for s in hospital.get("/v1/settlements?bill_number=HIS-1")["data"]] == [
        first["id"]
    ]
    assert hospital.settle(first["visit_id"], **BILL).json == first, "the same key: the same answer"


def test_a_settled_visit_under_another_key_names_the_settlement(hospital: Hospital) -> None:
    first = hospital.settled(hospital.stay())
    again = hospital.settle(first["visit_id"], "key-2")
    assert refused(again, first["id"]) == "visit_not_open"


def test_a_number_is_free_again_after_a_reversal(hospital: Hospital) -> None:
    first = hospital.settled(hospital.stay(), **BILL)
    assert hospital.reverse(first["id"]).status_code == 201
    assert hospital.settled(first["visit_id"], "key-2", **BILL)["status"] == "settled"


def test_another_institution_may_have_the_same_number(hospital: Hospital) -> None:
    hospital.settled(hospital.stay(), **BILL)
    elsewhere = hospital.stay(person=LIN_XIAO, institution="H51010000003")
    assert hospital.settled(elsewhere, "key-2", **BILL)["status"] == "settled"


def test_while_the_outcome_is_unknown_the_number_is_taken(hospital: Hospital) -> None:
    hospital.exchange.lose = 1
    visit_id = hospital.stay()
    assert hospital.settle(visit_id, **BILL).status_code == 504
    unknown = hospital.get(f"/v1/visits/{visit_id}")["settlement_id"]
    other = hospital.stay(person=CHEN_YU, is_emergency=True)
    assert refused(hospital.settle(other, "key-2", **BILL), unknown) == "bill_number_used"


@pytest.mark.parametrize("wrong", ["", "x" * 41, 7])
def test_a_number_has_1_to_40_characters(hospital: Hospital, wrong: Any) -> None:
    answer = hospital.settle(hospital.stay(), bill_number=wrong)
    assert answer.status_code in (400, 422)
    assert answer.json["errors"][0]["pointer"] == "/bill_number"
