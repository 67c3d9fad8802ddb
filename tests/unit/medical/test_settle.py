"""Settling over HTTP: the worked example, both directions, at home, and what is refused."""


import pytest

from tests.unit.medical.conftest import CLAIM, Hospital

pytestmark = pytest.mark.db


def test_the_worked_example_comes_out_to_the_fen(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    settled = hospital.settled(visit_id)
    assert settled["status"] == "settled"
    assert settled["total_fen"] == 1_234_567
    assert settled["funds"]["hifp"] == 935_000
    assert settled["person_part_fen"] == 299_567
    assert settled["account_pay_fen"] == 30_000
    assert settled["cash_pay_fen"] == 269_567
    assert settled["clearing_amount_fen"] == 965_000
    assert settled["claim_id"] == CLAIM
    assert settled["treatment"] == "long_term"
    assert settled["policy_origin"]["status"] == "assumed"
    assert hospital.get(f"/v1/visits/{visit_id}")["status"] == "settled"
    assert hospital.broken_laws() == {}
