"""Reversals: everything is given back once, the newest first."""

import pytest

from services.medical.store import store
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from sscsim.kernel import explain
from tests.unit.medical.conftest import CLAIM, Hospital
from tests.unit.medical.test_lost_answers import run_job

pytestmark = pytest.mark.db
IN_DEMO_CITY = "H99010000003"


def state(hospital: Hospital, person: str) -> tuple[int, list[dict]]:
    account = hospital.get(f"/v1/personal-accounts/{person}")["balance_fen"]
    years = hospital.get(f"/v1/accumulators?person_id={person}")["data"]
    kept = ("stays", "pool_used_fen", "large_amount_used_fen", "big_illness_counted_fen")
    return account, [{name: year[name] for name in kept} for year in years]


def test_a_reversal_is_a_settlement_with_the_other_sign(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    settled = hospital.settled(visit_id)
    answer = hospital.reverse(settled["id"])
    assert answer.status_code == 201, answer.json
    back = answer.json
    assert (back["kind"], back["status"], back["reverses"]) == (
        "reversal", "settled", settled["id"],
    )  # fmt: skip
    amounts = [name for name in settled if name.endswith("_fen")]
    assert {name: -back[name] for name in amounts} == {name: settled[name] for name in amounts}
    assert back["funds"]["hifp"] == -935_000
    assert back["claim_id"] == CLAIM
    original = hospital.get(f"/v1/settlements/{settled['id']}")
    assert (original["status"], original["reversed_by"]) == ("reversed", back["id"])
    assert answer.headers["Location"] == f"/v1/settlements/{back['id']}"
    told = hospital.get(f"/v1/settlements/{back['id']}?expand=explanation")["explanation"]
    assert explain.faults(told) == []
    assert told["totals"]["fund_pay_fen"] == -935_000
    assert hospital.broken_laws() == {}


@pytest.mark.parametrize(
    ("person", "institution"), [(LIN_XIAO, "H50000000003"), (CHEN_YU, IN_DEMO_CITY)]
)
def test_account_and_accumulators_are_as_if_it_had_never_been(
    hospital: Hospital, person: object, institution: str
) -> None:
    who = person.person_id("demo")  # type: ignore[attr-defined]
    before = state(hospital, who)[0]
    visit_id = hospital.stay(person=person, institution=institution)
    settled = hospital.settled(visit_id)
    hospital.reverse(settled["id"])
    nothing = {"stays": 0, "pool_used_fen": 0, "large_amount_used_fen": 0,
               "big_illness_counted_fen": 0}  # fmt: skip
    assert state(hospital, who) == (before, [nothing])
    visit = hospital.get(f"/v1/visits/{visit_id}")
    assert (visit["status"], "settlement_id" in visit) == ("open", False)
    again = hospital.settled(visit_id, "again")
    assert again["cash_pay_fen"] == settled["cash_pay_fen"]
    assert hospital.broken_laws() == {}


def test_at_home_the_book_is_told(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay(person=CHEN_YU, institution=IN_DEMO_CITY))
    back = hospital.reverse(settled["id"]).json
    first, second = hospital.messages("/internal/v1/local-settlements")
    assert (first["kind"], second["kind"], second["original"]) == (
        "settle", "reverse", settled["id"],
    )  # fmt: skip
    assert (second["settlement_id"], second["funds"]) == (back["id"], first["funds"])
    assert hospital.exchange.asked == []


def test_it_is_reversed_once(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    back = hospital.reverse(settled["id"])
    assert hospital.reverse(settled["id"]).data == back.data
    second = hospital.reverse(settled["id"], key="another")
    assert (second.status_code, second.json["code"]) == (409, "settlement_already_reversed")
    third = hospital.reverse(back.json["id"], key="a-third")
    assert (third.status_code, third.json["code"]) == (409, "settlement_not_reversible")


def test_the_newest_of_a_year_goes_first(hospital: Hospital) -> None:
    early = hospital.settled(hospital.stay(), "early")
    late = hospital.settled(
        hospital.stay(admission_date="2026-03-30", discharge_date="2026-04-01"), "late"
    )
    refused = hospital.reverse(early["id"], key="first-try")
    assert (refused.status_code, refused.json["code"]) == (409, "later_settlement_exists")
    assert late["id"] in refused.json["detail"]
    assert hospital.get(f"/v1/settlements/{early['id']}")["status"] == "settled"
    assert hospital.reverse(late["id"], key="late-back").status_code == 201
    assert hospital.reverse(early["id"], key="early-back").status_code == 201
    assert hospital.broken_laws() == {}


def test_a_lost_answer_of_a_reversal_is_recovered_by_the_same_key(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    hospital.exchange.lose = 1
    unknown = hospital.reverse(settled["id"])
    assert (unknown.status_code, unknown.json["effect"]) == (504, "unknown")
    assert hospital.get(f"/v1/settlements/{settled['id']}")["status"] == "reversing"
    back = hospital.reverse(settled["id"])
    assert back.status_code == 201
    assert hospital.get(f"/v1/settlements/{settled['id']}")["status"] == "reversed"
    assert state(hospital, LIN_XIAO.person_id("demo"))[0] == 30_000
    assert hospital.broken_laws() == {}


@pytest.mark.parametrize(("fault", "status"), [("lose", "reversed"), ("swallow", "settled")])
def test_the_job_finds_what_became_of_a_reversal(
    hospital: Hospital, fault: str, status: str
) -> None:
    settled = hospital.settled(hospital.stay())
    setattr(hospital.exchange, fault, 1)
    assert hospital.reverse(settled["id"]).status_code == 504
    [newest, _] = hospital.get("/v1/settlements")["data"]
    run_job(hospital, newest["id"])
    assert hospital.get(f"/v1/settlements/{settled['id']}")["status"] == status
    assert hospital.reverse(settled["id"]).status_code == 201
    assert state(hospital, LIN_XIAO.person_id("demo"))[0] == 30_000
    assert hospital.broken_laws() == {}


def test_what_is_not_there_is_not_reversed(hospital: Hospital) -> None:
    answer = hospital.reverse("stl_" + "0" * 26)
    assert (answer.status_code, answer.json["code"]) == (404, "settlement_not_found")


def test_events_tell_of_both(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    hospital.reverse(settled["id"])
    events = store.common.events
    with hospital.bench.entered(role="system"), store.read() as tx:
        rows = tx.all(events.select().where(events.c.subject == settled["id"]).order_by("seq"))
    assert [row.type for row in rows] == ["settlement.completed", "settlement.reversed"]
    assert rows[0].data["clearing_amount_fen"] == 965_000
    assert rows[1].data["clearing_amount_fen"] == -965_000
