"""Rules of the employment items, without a store: each reason for itself, and all together."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.benefits.domain.employment import employment, hardship, unemployment
from services.benefits.domain.employment.employer import Employer
from services.benefits.domain.employment.employment import Employment
from sscsim.kernel.periods import Month
from tests.policy.benefits_cases import case_of

TODAY = date(2026, 4, 1)
NOW = datetime(2026, 4, 1, tzinfo=UTC)
CODE, OTHER = "91990100MA0000001G", "91990100MA0000002K"
CONTRACT = {"title": "劳动合同", "sha256": "ab" * 32}


def record(**said: Any) -> Employment:
    """A full-time job since January, or what is said otherwise."""
    return Employment(
        **{
            "id": "emr_0",
            "person_id": "psn_0",
            "ordinal": 1,
            "region_code": "990100",
            "application_id": "svc_0",
            "kind": "employed",
            "part_time": False,
            "employer_credit_code": OTHER,
            "employer_name": "示范单位",
            "employer_party_id": None,
            "contract_kind": "open_ended",
            "start_date": date(2026, 1, 5),
            "contract_end_date": None,
            "post": "厨师",
            "monthly_wage": None,
            "hardship_id": None,
            "corrects_id": None,
            "registered_on": date(2026, 1, 5),
            "ended_on": None,
            "leaving_reason": None,
            "status": "active",
            "version": 1,
            "created_at": NOW,
            "updated_at": NOW,
            **said,
        }
    )


def registering(facts: dict[str, Any], **inputs: Any) -> Any:
    form = {
        "employment_kind": "employed",
        "employer_credit_code": CODE,
        "employer_name": "示范单位",
        "contract_kind": "open_ended",
        "start_date": "2026-03-02",
        "post": "厨师",
        "contract": CONTRACT,
        **inputs,
    }
    seen = {"working_age": 16, "retires_in": Month(2050, 1), "known": (), **facts}
    case = case_of("HRSS-002", {"inputs": form}, TODAY)
    return employment.decide(case, employment.Facts(**seen))


def codes(said: Any) -> list[str]:
    return [reason.code for reason in said.reasons]


@pytest.mark.parametrize(
    ("known", "inputs", "wanted"),
    [
        (record(), {}, ["employed_already"]),
        (record(employer_credit_code=CODE), {}, ["employed_here_already"]),
        (record(status="corrected"), {}, []),
        (record(status="ended", ended_on=date(2026, 3, 1)), {}, []),
        (record(status="ended", ended_on=date(2026, 3, 2)), {}, ["employed_already"]),
        (record(part_time=True), {"part_time": True}, []),
        (record(part_time=True), {}, ["employed_already"]),
        (record(kind="flexible", employer_credit_code=None), {"part_time": True}, []),
        (record(kind="flexible", employer_credit_code=None), {}, ["employed_already"]),
    ],
)
def test_two_employments_at_once(known: Employment, inputs: Any, wanted: list[str]) -> None:
    assert codes(registering({"known": [known]}, **inputs)) == wanted


def test_every_reason_is_named() -> None:
    owner = Employer("emp_0", CODE, "示范单位", "another", 1, NOW, NOW)
    said = registering(
        {"known": [record()], "owner": owner, "party_id": "mine"},
        start_date="2026-04-02",
        contract_kind="fixed_term",
        contract_end_date="2026-04-01",
    )
    assert codes(said) == [
        "employment_starts_later",
        "contract_over",
        "employed_already",
        "credit_code_of_another_employer",
    ]


def test_the_employers_report_needs_no_contract() -> None:
    form = {"contract": CONTRACT}
    assert registering({"party_id": "mine"}, **form).outcome == "approve"
    case = case_of("HRSS-002", {"inputs": {"post": "厨师"}}, TODAY)
    assert employment.decide(case, employment.NO_FACTS).outcome == "ask_supplement"


def test_a_correction_must_be_possible() -> None:
    other = record(id="emr_1", start_date=date(2025, 1, 1), ended_on=date(2025, 12, 31))
    known = [record(status="active"), other]
    right = record(id="emr_2", corrects_id="emr_0", start_date=date(2026, 1, 1))
    assert employment.impossible(right, known, TODAY) is None
    early = record(id="emr_2", corrects_id="emr_0", start_date=date(2025, 12, 31))
    assert employment.impossible(early, known, TODAY) == "emr_1 covers the same days"
    late = record(id="emr_2", corrects_id="emr_0", start_date=date(2026, 4, 2))
    assert employment.impossible(late, known, TODAY) is not None


def _unemployed(known: list[Employment], **inputs: Any) -> Any:
    form = {"leaving_reason": "resigned", "left_on_date": "2026-03-31", "seeks_work": True}
    form["last_employer_name"] = "示范单位"
    case = case_of("HRSS-003", {"inputs": {**form, **inputs}}, TODAY)
    return unemployment.decide(case, unemployment.Facts(16, Month(2050, 1), known))


def test_unemployment_rests_on_the_employment_that_ended_last() -> None:
    first = record(status="ended", ended_on=date(2025, 3, 31))
    last = record(id="emr_1", ordinal=2, status="ended", ended_on=date(2026, 3, 31))
    assert _unemployed([first, last]).terms["employment_id"] == "emr_1"
    assert codes(_unemployed([first])) == ["left_on_differs"]
    assert codes(_unemployed([record()])) == ["still_employed"]
    assert _unemployed([]).missing == ("termination_proof",)
    assert codes(_unemployed([], left_on_date="2026-04-02")) == ["left_in_future"]


def _recognition(**said: Any) -> hardship.Recognition:
    return hardship.Recognition(
        **{
            "id": "hdr_0",
            "person_id": "psn_0",
            "ordinal": 1,
            "region_code": "990100",
            "application_id": "svc_0",
            "category": "low_income",
            "confirmed_by": "data",
            "members": [],
            "unemployment_id": "une_0",
            "recognised_on": date(2025, 4, 1),
            "until_date": date(2026, 4, 1),
            "next_check_on": TODAY,
            "checks": 0,
            "ended_on": None,
            "ended_for": None,
            "status": "recognised",
            "version": 1,
            "created_at": NOW,
            "updated_at": NOW,
            **said,
        }
    )


FOUND = {
    "living": True,
    "retired": False,
    "unemployed": True,
    "confirmed": frozenset({"low_income"}),
    "members_work": False,
}


@pytest.mark.parametrize(
    ("about", "found", "day", "why"),
    [
        ({}, {}, TODAY, None),
        ({}, {}, date(2026, 4, 2), "expired"),
        ({}, {"living": False, "retired": True}, TODAY, "died"),
        ({}, {"retired": True}, TODAY, "retired"),
        ({}, {"unemployed": False}, TODAY, "not_unemployed"),
        ({}, {"confirmed": frozenset()}, TODAY, "category_over"),
        ({"confirmed_by": "document"}, {"confirmed": frozenset()}, TODAY, None),
        ({"category": "zero_employment_family", "confirmed_by": "records"}, {}, TODAY, None),
        (
            {"category": "zero_employment_family", "confirmed_by": "records"},
            {"members_work": True},
            TODAY,
            "category_over",
        ),
    ],
)
def test_the_yearly_check(about: Any, found: Any, day: date, why: str | None) -> None:
    checked = hardship.Checked(**{**FOUND, **found})
    assert hardship.ended_by(_recognition(**about), checked, day) == why
