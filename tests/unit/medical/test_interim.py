"""Interim settlements (中途结算): a stay in parts, each computed on the one before."""

import datetime as dt
from typing import Any

import pytest

from sscsim.clock import SHANGHAI
from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHAO_XIAOMAN, DemoPerson
from sscsim.kernel import explain
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
IN_DEMO_CITY, IN_CHONGQING = "H99010000003", "H50000000003"


def stay(
    hospital: Hospital, charges: dict[str, int], person: DemoPerson = CHEN_YU, **more: Any
) -> str:
    """A stay that goes on, with so many fen of class A on each of these days."""
    asked = {"institution": IN_DEMO_CITY, "admission_date": "2026-03-01", "discharge_date": None}
    visit_id: str = hospital.admit(person=person, **(asked | more))["id"]
    hospital.charge(visit_id, [line(day, fen) for day, fen in charges.items()])
    return visit_id


def line(day: str, fen: int) -> dict[str, Any]:
    return {"item_class": "A", "quantity": 1, "unit_price_fen": fen, "charged_on": day}


def interim(hospital: Hospital, visit_id: str, until: str, key: str = "part-1") -> Any:
    return hospital.settle(visit_id, key, interim=True, until=until)


def years(hospital: Hospital, person: DemoPerson) -> dict[int, tuple[int, int]]:
    """Stays and pool money by insurance year."""
    found = hospital.get(f"/v1/accumulators?person_id={person.person_id('demo')}")["data"]
    return {year["insurance_year"]: (year["stays"], year["pool_used_fen"]) for year in found}


MARCH = {"2026-03-10": 500_000, "2026-03-25": 300_000}


def test_two_parts_come_to_the_whole_stay(hospital: Hospital) -> None:
    """(5,000 - 800) at 80 % and then 3,000 at 80 %: what (8,000 - 800) at 80 % would be."""
    visit_id = stay(hospital, MARCH)
    pre = hospital.client.post(
        f"/v1/visits/{visit_id}/pre-settle", {"interim": True, "until": "2026-03-15"}
    ).json
    first = interim(hospital, visit_id, "2026-03-15").json
    assert (first["is_interim"], first["discharge_date"]) == (True, "2026-03-15")
    assert (first["total_fen"], first["deductible_fen"], first["fund_pay_fen"]) == (
        500_000, 80_000, 336_000,
    )  # fmt: skip
    assert pre["fund_pay_fen"] == 336_000
    visit = hospital.get(f"/v1/visits/{visit_id}")
    assert (visit["status"], visit["settled_until"]) == ("open", "2026-03-15")
    assert "settlement_id" not in visit
    rest = hospital.settled(visit_id, "rest")
    assert ("is_interim" in rest, rest["total_fen"]) == (False, 300_000)
    assert (rest["deductible_fen"], rest["fund_pay_fen"]) == (0, 240_000)
    assert years(hospital, CHEN_YU) == {2025: (1, 576_000)}
    visit = hospital.get(f"/v1/visits/{visit_id}")
    assert (visit["status"], visit["total_fen"]) == ("settled", 800_000)
    assert hospital.broken_laws() == {}


def test_the_explanation_names_the_part_and_the_deductible_that_is_left(hospital: Hospital) -> None:
    visit_id = stay(hospital, {"2026-03-10": 50_000, "2026-03-25": 300_000})
    first = interim(hospital, visit_id, "2026-03-15").json
    told = hospital.get(f"/v1/settlements/{first['id']}/explanation")["steps"]
    assert told[0]["rule"] == "bill.part"
    assert told[0]["inputs"] == {
        "until": "2026-03-15", "stay_fen": 350_000, "settled_fen": 0, "later_fen": 300_000,
    }  # fmt: skip
    rest = hospital.settled(visit_id, "rest")
    assert (first["deductible_fen"], rest["deductible_fen"]) == (50_000, 30_000)
    explanation = hospital.get(f"/v1/settlements/{rest['id']}/explanation")
    assert explain.faults(explanation) == []
    part, _, deductible = explanation["steps"][:3]
    assert (part["rule"], part["inputs"]["settled_fen"]) == ("bill.part", 50_000)
    assert deductible["inputs"]["further_part"] == "rest_of_the_first"
    assert deductible["inputs"]["taken_fen"] == 50_000


def test_the_parts_are_taken_back_newest_first(hospital: Hospital) -> None:
    visit_id = stay(hospital, MARCH)
    first = interim(hospital, visit_id, "2026-03-15").json
    rest = hospital.settled(visit_id, "rest")
    refused = hospital.reverse(first["id"]).json
    assert (refused["code"], rest["id"] in refused["detail"]) == ("later_settlement_exists", True)
    assert hospital.reverse(rest["id"], "back-2").status_code == 201
    visit = hospital.get(f"/v1/visits/{visit_id}")
    assert (visit["status"], visit["settled_until"]) == ("open", "2026-03-15")
    assert hospital.reverse(first["id"], "back-3").status_code == 201
    assert "settled_until" not in hospital.get(f"/v1/visits/{visit_id}")
    assert years(hospital, CHEN_YU) == {2025: (0, 0)}
    whole = hospital.settled(visit_id, "whole")
    assert (whole["total_fen"], whole["fund_pay_fen"]) == (800_000, 576_000)
    assert hospital.broken_laws() == {}


def test_what_is_settled_is_not_touched(hospital: Hospital) -> None:
    visit_id = stay(hospital, MARCH)
    interim(hospital, visit_id, "2026-03-15")
    lines = hospital.get(f"/v1/visits/{visit_id}/fee-lines")["data"]
    settled = next(found["id"] for found in lines if found["charged_on"] == "2026-03-10")
    post = hospital.client.post
    late = post(f"/v1/visits/{visit_id}/fee-lines", {"fee_lines": [line("2026-03-15", 1)]}).json
    assert late["code"] == "charge_date_wrong"
    assert late["errors"][0]["pointer"] == "/fee_lines/0/charged_on"
    withdraw = f"/v1/visits/{visit_id}/fee-lines/withdraw"
    assert post(withdraw, {"fee_line_ids": [settled]}).json["code"] == "visit_partly_settled"
    assert settled not in post(withdraw, {}).json["withdrawn"]
    discharge = post(f"/v1/visits/{visit_id}/discharge", {"discharge_date": "2026-03-15"}).json
    assert discharge["code"] == "visit_partly_settled"
    empty = hospital.settled(visit_id, "rest")
    assert (empty["total_fen"], empty["fund_pay_fen"]) == (0, 0)
    assert hospital.broken_laws() == {}


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({}, {"interim": True}),
        ({}, {"until": "2026-03-15"}),
        ({}, {"interim": True, "until": "2026-02-28"}),
        ({}, {"interim": True, "until": "2026-04-02"}),
        ({"discharge_date": "2026-03-20"}, {"interim": True, "until": "2026-03-20"}),
        (
            {"kind": "outpatient", "admission_date": "2026-03-25"},
            {"interim": True, "until": "2026-03-25"},
        ),
    ],
)
def test_a_day_outside_of_the_stay(hospital: Hospital, more: Any, asked: Any) -> None:
    charged = "2026-03-25" if "kind" in more else "2026-03-10"
    visit_id = stay(hospital, {charged: 500_000}, **more)
    answer = hospital.settle(visit_id, **asked)
    assert (answer.status_code, answer.json["code"]) == (422, "interim_dates_wrong")
    assert answer.json["errors"][0]["pointer"] == "/until"
    assert hospital.get("/v1/settlements")["data"] == []


def test_nothing_charged_up_to_that_day(hospital: Hospital) -> None:
    visit_id = stay(hospital, {"2026-03-25": 500_000})
    assert interim(hospital, visit_id, "2026-03-15").json["code"] == "visit_has_no_fee_lines"


def test_the_home_region_decides_and_the_refusal_leaves_the_stay(hospital: Hospital) -> None:
    visit_id = stay(hospital, MARCH, LIN_XIAO, institution=IN_CHONGQING)
    answer = interim(hospital, visit_id, "2026-03-31")
    assert (answer.status_code, answer.json["code"]) == (422, "interim_only_at_year_end")
    assert "2026-12-31" in answer.json["detail"]
    assert hospital.get(f"/v1/visits/{visit_id}")["status"] == "open"
    assert hospital.settled(visit_id, "whole")["total_fen"] == 800_000


def test_across_the_year_and_across_regions(hospital: Hospital) -> None:
    """Each part falls into its year; the stay counts in the first, and its deductible holds on."""
    hospital.bench.at(dt.datetime(2027, 1, 10, 9, tzinfo=SHANGHAI))
    visit_id = stay(
        hospital,
        {"2026-12-28": 1_000_000, "2027-01-05": 500_000},
        LIN_XIAO,
        institution=IN_CHONGQING,
        admission_date="2026-12-20",
    )
    first = interim(hospital, visit_id, "2026-12-31").json
    rest = hospital.settled(visit_id, "rest")
    assert (first["fund_pay_fen"], rest["fund_pay_fen"]) == (782_000, 425_000)
    assert years(hospital, LIN_XIAO) == {2026: (1, 782_000), 2027: (0, 425_000)}
    refused = hospital.reverse(first["id"]).json
    assert (refused["code"], rest["id"] in refused["detail"]) == ("later_settlement_exists", True)
    undone = {"operation": "createSettlement", "settlement_id": first["id"]}
    refused = hospital.client.post("/v1/corrections", undone, key="fix").json
    assert refused["code"] == "later_settlement_exists"
    assert hospital.reverse(rest["id"], "back-2").status_code == 201
    assert hospital.reverse(first["id"], "back-3").status_code == 201
    assert years(hospital, LIN_XIAO) == {2026: (0, 0), 2027: (0, 0)}
    assert hospital.broken_laws() == {}


def test_a_new_deductible_where_the_policy_says_so(hospital: Hospital) -> None:
    """Residents of Demo City, 500.00 and 65 %, each time: (5,000 - 500) and (3,000 - 500)."""
    hospital.bench.at(dt.datetime(2026, 7, 10, 9, tzinfo=SHANGHAI))
    charges = {"2026-06-28": 500_000, "2026-07-05": 300_000}
    visit_id = stay(hospital, charges, ZHAO_XIAOMAN, admission_date="2026-06-20")
    first = interim(hospital, visit_id, "2026-06-30").json
    rest = hospital.settled(visit_id, "rest")
    assert (first["fund_pay_fen"], rest["fund_pay_fen"]) == (292_500, 162_500)
    assert (first["deductible_fen"], rest["deductible_fen"]) == (50_000, 50_000)
    assert years(hospital, ZHAO_XIAOMAN) == {2025: (1, 292_500), 2026: (0, 162_500)}
