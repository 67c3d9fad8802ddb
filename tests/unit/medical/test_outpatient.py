"""Outpatient visits: a deductible and a cap a year, at home and across regions."""

from typing import Any

import pytest

from services.medical.store import store, tables
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.money import Money
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db

IN_CHENGDU, IN_CHONGQING = "H51010000003", "H50000000003"


def visit(hospital: Hospital, yuan: int, institution: str = IN_CHENGDU, **more: Any) -> str:
    """An outpatient's visit of one class A line; its id."""
    made = hospital.admit(
        institution=institution,
        kind="outpatient",
        admission_date="2026-03-30",
        discharge_date=None,
        **more,
    )
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": yuan * 100}
    hospital.charge(made["id"], [line])
    return str(made["id"])


def test_the_deductible_is_paid_once_a_year(hospital: Hospital) -> None:
    first = hospital.settled(visit(hospital, 500), "one")
    # 500.00 - 200.00 = 300.00 x 50% = 150.00; of 350.00 left the account pays its 300.00
    assert (first["deductible_fen"], first["funds"]["hifp"]) == (20_000, 15_000)
    assert (first["own_account_pay_fen"], first["cash_pay_fen"]) == (30_000, 5_000)
    second = hospital.settled(visit(hospital, 500), "two")
    # nothing left of the deductible: 500.00 x 50%
    assert (second["deductible_fen"], second["funds"]["hifp"]) == (0, 25_000)
    packs = [pack["pack"] for pack in second["policy_origin"]["packs"]]
    assert packs == ["medical/510100/employee_outpatient"]
    person = LIN_XIAO.person_id("demo")
    [year] = hospital.get(f"/v1/accumulators?person_id={person}")["data"]
    assert (year["stays"], year["pool_used_fen"]) == (0, 0)
    assert year["outpatient_deductible_used_fen"] == 20_000
    assert year["outpatient_pool_used_fen"] == 40_000
    assert hospital.broken_laws() == {}


def test_stays_and_outpatient_visits_have_a_cap_each(hospital: Hospital) -> None:
    hospital.settled(hospital.stay(), "stay")
    settled = hospital.settled(visit(hospital, 10_000), "one")
    # (10,000.00 - 200.00) x 50% = 4,900.00, of which the year's cap lets 2,000.00
    assert settled["funds"] == {
        "hifp": 200_000, "hifob": 0, "hifmi": 0, "cvlserv": 0, "maf": 0, "oth": 0,
    }  # fmt: skip
    after = hospital.settled(visit(hospital, 100), "two")
    assert after["funds"]["hifp"] == 0
    assert hospital.broken_laws() == {}


def test_a_reversal_gives_the_year_back(hospital: Hospital) -> None:
    settled = hospital.settled(visit(hospital, 500), "one")
    assert hospital.reverse(settled["id"]).status_code == 201
    again = hospital.settled(visit(hospital, 500), "two")
    assert again["deductible_fen"] == 20_000
    assert hospital.broken_laws() == {}


def test_across_regions_the_home_policy_decides(hospital: Hospital) -> None:
    settled = hospital.settled(visit(hospital, 500, IN_CHONGQING), "one")
    # filed as a long-term resident: nothing is taken off Chengdu's 50%
    assert (settled["treatment"], settled["funds"]["hifp"]) == ("long_term", 15_000)
    assert hospital.exchange.asked[0]["request"]["visit_kind"] == "outpatient"
    assert hospital.broken_laws() == {}


def test_it_ends_on_its_day(hospital: Hospital) -> None:
    shown = hospital.get(f"/v1/visits/{visit(hospital, 1)}")
    assert (shown["kind"], shown["discharge_date"]) == ("outpatient", "2026-03-30")
    assert [v["id"] for v in hospital.get("/v1/visits?kind=outpatient")["data"]] == [shown["id"]]
    assert hospital.get("/v1/visits?kind=inpatient")["data"] == []
    body = {
        "person_id": LIN_XIAO.person_id("demo"),
        "institution_id": shown["institution_id"],
        "insurance_kind": "employee_basic_medical",
        "kind": "outpatient",
        "admission_date": "2026-03-30",
        "discharge_date": "2026-03-31",
    }
    refused = hospital.client.post("/v1/visits", body)
    assert (refused.status_code, refused.json["code"]) == (422, "visit_lasts_a_day")
    assert refused.json["errors"][0]["pointer"] == "/discharge_date"


def test_a_pool_above_its_outpatient_cap_is_found(hospital: Hospital) -> None:
    hospital.settled(visit(hospital, 500), "one")
    table = tables.insured_settlements
    with hospital.bench.entered(role="system"), store.write() as tx:
        tx.execute(table.update().values(pool_cap=Money(1)))
    found = hospital.broken_laws()["P6.cap"]
    assert (found["counts_in"], found["pool_fen"], found["cap_fen"]) == (
        "outpatient_pool",
        15_000,
        1,
    )
