"""Bills under another policy: who gains, who loses, and where."""

import csv
import io
from typing import Any

import pytest

from sscsim import policy
from sscsim.demo_people import LIN_XIAO
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db

BILL = {
    "home_region_code": "510100",
    "insurance_kind": "employee_basic_medical",
    "level": "level_3",
    "discharge_date": "2026-04-01",
    "in_scope_fen": 1_180_000,
}


def asked(hospital: Hospital, path: str = "/v1/what-if", **body: Any) -> Any:
    return hospital.client.post(path, body)


def test_a_bill_under_another_regions_policy(hospital: Hospital) -> None:
    told = asked(hospital, under={"region_code": "990100"}, bills=[BILL]).json
    [bill] = told["bills"]
    # Chengdu: (11,800.00 - 800.00) x 85% = 9,350.00; Demo City: 11,000.00 x 80% = 8,800.00
    assert (bill["fund_pay_before_fen"], bill["fund_pay_after_fen"]) == (935_000, 880_000)
    assert bill["person_part_difference_fen"] == 55_000
    assert [(s["rule"], s["difference"]) for s in bill["steps"][:2]] == [
        ("ratio", -500), ("pool.payment", -55_000),
    ]  # fmt: skip
    assert told["summary"] == {
        "gain": 0, "lose": 1, "same": 0,
        "fund_pay_before_fen": 935_000, "fund_pay_after_fen": 880_000,
        "person_part_before_fen": 245_000, "person_part_after_fen": 300_000,
    }  # fmt: skip


def test_an_older_version_of_the_law(hospital: Hospital) -> None:
    told = asked(
        hospital,
        under={"on": "2023-06-30"},
        bills=[BILL | {"home_region_code": "990100"}],
    ).json
    [bill] = told["bills"]
    # until 30 June 2023: deductible 900.00, 75%: 10,900.00 x 75% = 8,175.00
    assert (bill["fund_pay_before_fen"], bill["fund_pay_after_fen"]) == (880_000, 817_500)
    assert bill["steps"][0] == {
        "rule": "deductible", "before": 80_000, "after": 90_000, "difference": 10_000,
    }  # fmt: skip


def test_a_persons_bills_share_a_year(hospital: Hospital) -> None:
    later = BILL | {"discharge_date": "2026-05-01"}
    someone_else = BILL | {"person": "other"}
    under = {"region_code": "990100"}
    told = asked(hospital, under=under, bills=[later, BILL, someone_else]).json
    assert [bill["id"] for bill in told["bills"]] == ["bill-2", "bill-3", "bill-1"]
    # the second stay in Demo City has half a deductible: (11,800.00 - 400.00) x 80%
    assert [bill["fund_pay_after_fen"] for bill in told["bills"]] == [880_000, 880_000, 912_000]
    assert told["summary"]["lose"] == 2


def test_own_figures_decide_and_bad_ones_are_refused(hospital: Hospital) -> None:
    pack = policy.builtin_text("medical", "510100")
    assert pack is not None
    better = pack.replace('{value: "85", source: cd}', '{value: "90", source: cd}')
    told = asked(hospital, under={"pack": better}, bills=[BILL]).json
    assert told["bills"][0]["fund_pay_after_fen"] == 990_000  # 11,000.00 x 90%
    assert told["summary"]["gain"] == 1
    refused = asked(hospital, under={"pack": "title: x"}, bills=[BILL])
    assert (refused.status_code, refused.json["code"]) == (422, "policy_pack_refused")
    assert refused.json["errors"][0]["pointer"] == "/under/pack"


def test_a_stored_year_is_replayed(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay(), "one")
    reversed_one = hospital.settled(hospital.stay(), "two")
    assert hospital.reverse(reversed_one["id"]).status_code == 201
    stored = {"home_region_code": "510100", "insurance_year": 2026}
    told = asked(hospital, under={"region_code": "990100"}, stored=stored).json
    [bill] = told["bills"]
    assert (bill["id"], bill["person_id"]) == (settled["id"], LIN_XIAO.person_id("demo"))
    assert bill["fund_pay_before_fen"] == settled["fund_pay_fen"]
    assert bill["fund_pay_after_fen"] == 880_000
    of_nobody = stored | {"person_id": "psn_" + "0" * 26}
    assert asked(hospital, under={"on": "2026-01-01"}, stored=of_nobody).json["bills"] == []


def test_the_same_as_csv(hospital: Hospital) -> None:
    answer = asked(hospital, "/v1/what-if/table", under={"region_code": "990100"}, bills=[BILL])
    assert answer.content_type.startswith("text/csv")
    [line] = csv.DictReader(io.StringIO(answer.text))
    assert (line["id"], line["first_step"]) == ("bill-1", "ratio")
    assert line["person_part_difference_fen"] == "55000"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"under": {"on": "2026-01-01"}}, 422, "one_set_of_bills"),
        ({"under": {}, "bills": [BILL]}, 400, "invalid_request"),
        ({"under": {"on": "2026-01-01"}, "bills": []}, 400, "invalid_request"),
        ({"under": {"region_code": "440300"}, "bills": [BILL]}, 422, "policy_missing"),
        ({"under": {"on": "2001-01-01"}, "bills": [BILL]}, 422, "policy_figure_missing"),
    ],
)
def test_what_cannot_be_priced_is_refused(
    hospital: Hospital, body: dict[str, Any], status: int, code: str
) -> None:
    refused = asked(hospital, **body)
    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_chronic_bills_share_the_year_of_their_disease(hospital: Hospital) -> None:
    bill = BILL | {
        "home_region_code": "990100", "visit_kind": "chronic", "disease": "diabetes",
        "in_scope_fen": 30_000,
    }  # fmt: skip
    told = asked(hospital, under={"on": "2023-06-30"}, bills=[bill, bill]).json
    # (300.00 - 50.00) x 70% and 300.00 x 70%; before July 2023 the deductible was 100.00
    assert [one["fund_pay_before_fen"] for one in told["bills"]] == [17_500, 21_000]
    assert [one["fund_pay_after_fen"] for one in told["bills"]] == [14_000, 21_000]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"visit_kind": "chronic"}, "visit_kind_fields_wrong"),
        ({"delivery": "natural"}, "visit_kind_fields_wrong"),
        ({"insurance_kind": "work_injury", "visit_kind": "pharmacy"}, "visit_kind_not_insured"),
    ],
)
def test_a_bill_says_what_its_kind_needs(
    hospital: Hospital, more: dict[str, Any], code: str
) -> None:
    answer = asked(hospital, under={"on": "2023-06-30"}, bills=[BILL | more])
    assert (answer.status_code, answer.json["code"]) == (422, code)


RETIRED = BILL | {"home_region_code": "990100", "category": "retired"}


def test_a_ladder_by_age(hospital: Hospital) -> None:
    """Demo City pays the retired by age from 2027 on: at 70, 80% and 6 points of 11,000.00."""
    told = asked(hospital, under={"on": "2027-01-01"}, bills=[RETIRED | {"age": 70}]).json
    [bill] = told["bills"]
    assert (bill["fund_pay_before_fen"], bill["fund_pay_after_fen"]) == (935_000, 946_000)
    refused = asked(hospital, under={"on": "2027-01-01"}, bills=[RETIRED])
    assert (refused.status_code, refused.json["code"]) == (422, "age_not_known")


def test_categories_of_assistance(hospital: Hospital) -> None:
    """Chengdu in place of Demo City, for somebody destitute: all that the pool leaves."""
    poor = BILL | {"home_region_code": "990100", "entitlements": ["destitute"]}
    told = asked(hospital, under={"region_code": "510100"}, bills=[poor]).json
    [bill] = told["bills"]
    assert (bill["person_part_before_fen"], bill["person_part_after_fen"]) == (0, 0)
    assert bill["fund_pay_after_fen"] == 1_180_000
    assert ("assistance.payment", 300_000, 245_000) in [
        (step["rule"], step["before"], step["after"]) for step in bill["steps"]
    ]
