"""A HIS compares its own amounts, and is told where they part."""

from typing import Any

import pytest

from services.medical.domain.comparison import PLACES
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db

OURS = {
    "total_fen": 1_234_567, "own_pay_fen": 34_567, "over_limit_fen": 0, "preself_fen": 20_000,
    "in_scope_fen": 1_180_000, "deductible_fen": 80_000, "base_fen": 1_100_000, "ratio_bp": 8500,
    "hifp_fen": 935_000, "hifob_fen": 0, "hifmi_fen": 0, "cvlserv_fen": 0, "maf_fen": 0,
    "oth_fen": 0,
    "hospital_part_fen": 0, "person_part_fen": 299_567, "own_account_pay_fen": 30_000,
    "family_account_pay_fen": 0, "cash_pay_fen": 269_567, "clearing_amount_fen": 965_000,
}  # fmt: skip
"""The worked example, by hand."""


def compared(hospital: Hospital, settlement_id: str, amounts: dict[str, int]) -> Any:
    return hospital.client.post(f"/v1/settlements/{settlement_id}/compare", {"amounts": amounts})


def test_the_same_amounts_are_equal(hospital: Hospital) -> None:
    assert list(OURS) == list(PLACES)
    settled = hospital.settled(hospital.stay())
    told = compared(hospital, settled["id"], OURS).json
    assert (told["is_equal"], len(told["compared"])) == (True, len(OURS))
    assert "first_difference" not in told


def test_the_first_step_that_differs_is_named(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    # with Chongqing's deductible of 880.00 by mistake: 10,920.00 x 85% = 9,282.00
    told = compared(
        hospital,
        settled["id"],
        {"hifp_fen": 928_200, "total_fen": 1_234_567, "deductible_fen": 88_000},
    ).json
    assert [one["name"] for one in told["compared"]] == ["total_fen", "deductible_fen", "hifp_fen"]
    assert told["is_equal"] is False
    assert told["first_difference"] == {
        "name": "deductible_fen", "step": 2, "ours": 80_000, "theirs": 88_000, "difference": 8_000,
    }  # fmt: skip
    assert told["first_step"]["rule"] == "deductible"
    assert "deductible.level_3" in told["first_step"]["basis"]


def test_what_no_step_computes_is_zero(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    told = compared(hospital, settled["id"], {"maf_fen": 5}).json
    assert told["first_difference"] == {"name": "maf_fen", "ours": 0, "theirs": 5, "difference": 5}
    assert "first_step" not in told


def test_a_reversal_has_an_explanation_but_nothing_to_compare(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    explained = hospital.get(f"/v1/settlements/{settled['id']}/explanation")
    assert explained["totals"]["total_fen"] == 1_234_567
    assert explained["sums_to_total"] is True
    back = hospital.reverse(settled["id"]).json
    assert hospital.get(f"/v1/settlements/{back['id']}/explanation")["totals"] == {
        "total_fen": -1_234_567, "fund_pay_fen": -935_000, "hospital_part_fen": 0,
        "account_pay_fen": -30_000, "cash_pay_fen": -269_567,
    }  # fmt: skip
    refused = compared(hospital, back["id"], {"total_fen": 1})
    assert (refused.status_code, refused.json["code"]) == (409, "settlement_not_explained")


@pytest.mark.parametrize(
    ("amounts", "code", "pointer"),
    [
        ({}, "invalid_request", "/amounts"),
        ({"hifp_fen": 1.5}, "invalid_request", "/amounts/hifp_fen"),
        ({"hifpay": 1}, "unknown_field", "/amounts/hifpay"),
    ],
)
def test_bad_amounts_are_refused(
    hospital: Hospital, amounts: dict[str, Any], code: str, pointer: str
) -> None:
    settled = hospital.settled(hospital.stay())
    refused = compared(hospital, settled["id"], amounts)
    assert (refused.status_code, refused.json["code"]) == (400, code)
    assert refused.json["errors"][0]["pointer"] == pointer
