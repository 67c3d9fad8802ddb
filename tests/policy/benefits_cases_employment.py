"""Working out the cases of registering work and difficulty, and of matching."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from services.benefits.domain.employment import (
    employment_certificate,
    graduate,
    hardship,
    matching,
)
from services.benefits.domain.employment.job_seeker import JobSeeker
from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.domain.employment.vacancy import Vacancy
from services.benefits.flows.items.employment.hardship_recognition import limits_from
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures

NOW = datetime(2026, 4, 1, tzinfo=UTC)
_KEPT = {"version": 1, "created_at": NOW, "updated_at": NOW}


def unemployment(left_on: date) -> Unemployment:
    """A registration of somebody who left work on that day."""
    return Unemployment(
        id="une_0",
        person_id="psn_0",
        ordinal=1,
        region_code="990100",
        application_id="svc_0",
        leaving_reason="contract_ended",
        left_on_date=left_on,
        last_employer_name=None,
        education=None,
        employment_id=None,
        registered_on=left_on,
        cancelled_on=None,
        cancelled_for=None,
        status="registered",
        **_KEPT,  # type: ignore[arg-type]
    )


def hardship_case(case_of: Any, decided: Any) -> Any:
    def worked(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
        left = date.fromisoformat(str(given.get("left_on", "2025-01-01")))
        facts = hardship.Facts(
            limits=limits_from(figures),
            unemployment=None if given.get("unemployed") == "no" else unemployment(left),
            confirmed=frozenset(given.get("confirmed", [])),
        )
        inputs = dict(given["inputs"])  # a case is YAML without numbers
        if "disability_level" in inputs:
            inputs["disability_level"] = int(inputs["disability_level"])
        case = case_of("HRSS-006", {**given, "inputs": inputs}, day)
        said: dict[str, str] = decided(hardship.decide(case, facts))
        return said

    return worked


def certificate_case(case_of: Any, decided: Any) -> Any:
    def worked(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
        standing = ((str(given["standing"]), "une_0"),) if "standing" in given else ()
        facts = employment_certificate.Facts(figures.number("review").value, standing)
        form = {"inputs": {"purpose": "policy", "write_to_chip": True}}
        said = employment_certificate.decide(case_of("HRSS-004", form, day), facts)
        shown: dict[str, str] = decided(said)
        shown.pop("standing", None)
        review = said.terms.get("review_on")
        grace = figures.number("grace").value
        last = (Month.of(review) + grace).day(review.day) if review else "-"
        return {**shown, "last_day": str(last)}

    return worked


def graduates(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    left = date.fromisoformat(str(given["graduated_on"]))
    return {"until": str(graduate.until(left, figures.number("counts_for").value))}


def job_matching(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    weights = {name: figures.number(f"points.{name}").value for name in matching.CRITERIA}
    match = matching.matched(seeker(**given["seeker"]), vacancy(**given["vacancy"]), weights)
    points = " ".join(str(part.points) for part in match.parts)
    return {"score": str(match.score), "suits": str(match.suits), "points": points}


def seeker(**said: Any) -> JobSeeker:
    """A cook who wants to work in Demo City, or what is said otherwise."""
    pay = said.pop("expected_pay", None)
    return JobSeeker(
        **{
            "id": "jsk_0",
            "person_id": "psn_0",
            "ordinal": 1,
            "region_code": "990100",
            "application_id": "svc_0",
            "education": "bachelor",
            "occupation_wanted": "中式烹调师",
            "expected_pay": Money.yuan(pay) if pay else None,
            "wanted_region_code": "990100",
            "job_kind": None,
            "skill_level": None,
            "available_from_date": None,
            "registered_on": date(2026, 4, 1),
            "until_date": date(2026, 10, 1),
            "ended_on": None,
            "status": "registered",
            **_KEPT,
            **said,
        }
    )


def vacancy(**said: Any) -> Vacancy:
    """A cook is wanted in Demo City, or what is said otherwise."""
    pay_to = Money.yuan(said.pop("pay_to", "7000.00"))
    return Vacancy(
        **{
            "id": "vac_0",
            "employer_credit_code": "91990100MA0000001G",
            "employer_name": "示范单位",
            "party_id": "employer",
            "region_code": "990100",
            "occupation": "中式烹调师",
            "headcount": 1,
            "filled": 0,
            "pay_from": Money.yuan("3000.00"),
            "pay_to": pay_to,
            "education_least": None,
            "skill_least": None,
            "job_kind": None,
            "job_fair_id": None,
            "posted_on": date(2026, 4, 1),
            "until_date": date(2026, 6, 1),
            "closed_on": None,
            "status": "open",
            **_KEPT,
            **said,
        }
    )
