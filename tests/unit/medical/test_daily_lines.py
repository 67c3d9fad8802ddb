"""What medical says of a region's day: as the insured side, and as the region of treatment."""

from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables import insured_settlements
from tests.unit.medical import test_manual_claims
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
CHENGDU, CHONGQING = "510100", "500000"


def asked(hospital: Hospital, side: str, role: str, region: str, day: str = "2026-04-01") -> Any:
    body = {"side": side, "role": role, "region": region, "day": day}
    path = "/internal/v1/daily-lines/of-day"
    answer = hospital.client.post(path, body, role="service")
    assert answer.status_code == 200, answer.json
    assert answer.json["more"] is False
    return answer.json["lines"]


def test_both_sides_have_the_same_lines(hospital: Hospital) -> None:
    kept = hospital.settled(hospital.stay())
    both = [asked(hospital, side, "insured", CHENGDU) for side in ("insured", "treatment")]
    for [line] in both:
        assert (line["settlement_id"], line["kind"]) == (kept["id"], "settlement")
        assert (line["state"], line["taken_back_by"]) == ("stands", None)
        assert line["funds"]["hifp"] == 935_000
        assert line["account_pay_fen"] == 30_000
    assert asked(hospital, "insured", "treatment", CHONGQING) == both[0]
    assert asked(hospital, "treatment", "treatment", CHONGQING) == both[1]
    assert asked(hospital, "insured", "treatment", CHENGDU) == []
    assert asked(hospital, "insured", "insured", CHENGDU, "2026-04-02") == []


def test_a_manual_claim_is_no_line_of_any_region(hospital: Hospital) -> None:
    """The home region owes the person; the region of treatment never hears of it."""
    visit = test_manual_claims.paid_in_full(hospital)
    test_manual_claims.filed(hospital)
    made = test_manual_claims.claim(hospital, visit).json
    assert made["status"] == "payable"
    for role, region in (("insured", "990100"), ("treatment", CHENGDU)):
        assert asked(hospital, "insured", role, region) == []


def test_of_a_reversal_amounts_are_below_zero(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    back = hospital.reverse(settled["id"]).json
    for side in ("insured", "treatment"):
        lines = {each["settlement_id"]: each for each in asked(hospital, side, "insured", CHENGDU)}
        assert lines[settled["id"]]["state"] == "reversed"
        assert lines[settled["id"]]["taken_back_by"] == back["id"]
        taken = lines[back["id"]]
        assert (taken["kind"], taken["state"]) == ("reversal", "stands")
        assert (taken["funds"]["hifp"], taken["account_pay_fen"]) == (-935_000, -30_000)


def test_an_entry_from_before_the_column_reads_its_result(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    with hospital.bench.entered(role="system"), store.write() as tx:
        tx.execute(insured_settlements.update().values(funds=None))
    body = {"side": "insured", "settlement_ids": [settled["id"]]}
    answer = hospital.client.post("/internal/v1/daily-lines/of-ids", body, role="service")
    [line] = answer.json["lines"]
    assert line["funds"]["hifp"] == 935_000
