"""Working out the cases of the employment subsidies and of start-up loans."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from services.benefits.domain.decision import Case, Person
from services.benefits.domain.employment import (
    internship,
    social_insurance_subsidy,
    startup_loan,
    startup_subsidy,
    subsidy,
    welfare_post_subsidy,
)
from services.benefits.domain.employment.employment import Employment
from services.benefits.domain.employment.graduate import Graduate
from services.benefits.domain.employment.internship import Base
from services.benefits.domain.employment.startup import Business
from services.benefits.domain.employment.subsidy import Granted
from services.benefits.domain.employment.welfare_post_subsidy import Holder
from services.benefits.flows.items.employment import internship_subsidy
from services.benefits.flows.items.employment import social_insurance_subsidy as insurance_item
from services.benefits.flows.items.employment import startup_loan as loan_item
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, Month
from sscsim.policy import Figures
from tests.policy.benefits_words import case_of, decided

_THEN = datetime(2020, 1, 1, tzinfo=CHINA)
_STAMPS = (1, _THEN, _THEN)
CODE = "91990100MA0000001G"


def _work(given: Mapping[str, Any], kind: str = "flexible") -> Employment:
    """An employment since the day of the case, in difficulty unless it says not."""
    since = date.fromisoformat(str(given.get("work_since", "2020-01-01")))
    return Employment(
        id="emr_0",
        person_id="psn_0",
        ordinal=1,
        region_code="990100",
        application_id="svc_1",
        kind=kind,
        part_time=False,
        employer_credit_code=None,
        employer_name=None,
        employer_party_id=None,
        contract_kind=None,
        start_date=since,
        contract_end_date=None,
        post="-",
        monthly_wage=None,
        hardship_id="hdr_0",
        corrects_id=None,
        registered_on=since,
        ended_on=None,
        leaving_reason=None,
        status="active",
        version=1,
        created_at=_THEN,
        updated_at=_THEN,
    )


def _granted(given: Mapping[str, Any], code: str) -> tuple[Granted, ...]:
    """So many months of the item before 2026."""
    count = int(given.get("months_before", 0))
    first = Month(2026, 1) + -count
    return (Granted("sby_0", code, subsidy.months_from(first, count)),) if count else ()


def social_insurance(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    graduated = given.get("graduated_on")
    graduate = None
    if graduated is not None:
        on = date.fromisoformat(str(graduated))
        until = on + timedelta(days=730)
        graduate = Graduate(
            "grd_0", "psn_0", "990100", "-", "bachelor", on, on, until, None, "registered", *_STAMPS
        )
    base = given.get("base")
    facts = social_insurance_subsidy.Facts(
        rules=insurance_item.rules_from(figures),
        work=_work(given),
        in_difficulty=True,
        graduate=graduate,
        retires_in=Month.parse(str(given.get("retires_in", "2050-01"))),
        known=_granted(given, social_insurance_subsidy.CODE),
        insured_from=date(2020, 1, 1),
        insured_base=Money.yuan(str(base)) if base else None,
    )
    said = social_insurance_subsidy.decide(case_of("HRSS-007", given, day), facts)
    return decided(said)


def welfare_post(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    case = _of_employer(case_of("HRSS-008", given, day))
    holders = [
        Holder(
            number,
            each["days_attended"],
            f"psn_{number}",
            work=_work(given, "public_welfare"),
            known=_granted(given, welfare_post_subsidy.CODE),
        )
        for number, each in enumerate(case.inputs["posts"], start=1)
    ]
    facts = welfare_post_subsidy.Facts(
        standard=figures.money("standard"),
        full_days=figures.number("full_days"),
        most=figures.number("most").value,
        holders=holders,
    )
    said = welfare_post_subsidy.decide(case, facts)
    return decided(replace(said, terms={}))


def _of_employer(case: Case) -> Case:
    return replace(case, subject=None)


def internships(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    born = date.fromisoformat(str(given.get("born", "2004-05-20")))
    graduated = given.get("graduated_on")
    base = Base(
        "isb_0", "party_0", CODE, "-", "990100", 1, date(2020, 1, 1), "active", 1, _THEN, _THEN
    )
    facts = internship.Facts(
        internship_subsidy.rules_from(figures),
        base,
        intern=Person("psn_0", "李安", "male", born, "990100"),
        graduated_on=date.fromisoformat(str(graduated)) if graduated else None,
    )
    said = internship.decide(_of_employer(case_of("HRSS-010", given, day)), facts)
    return decided(replace(said, terms={}))


def startup(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    licensed = date.fromisoformat(str(given["inputs"]["licensed_on_date"]))
    facts = startup_subsidy.Facts(
        amount=figures.money("amount"),
        per_employee=figures.money("per_employee"),
        most_employees=figures.number("most_employees"),
        least_months=figures.number("least").value,
        most_months=figures.number("most").value,
        least_age=figures.number("least_age").value,
        on_record=frozenset(given.get("on_record", [])),
        earlier=None,
        business=Business("biz_0", CODE, "-", "psn_0", "990100", licensed, 1, _THEN, _THEN),
        staff=int(given.get("staff", 0)),
    )
    said = startup_subsidy.decide(case_of("HRSS-011", given, day), facts)
    return decided(said)


def loan(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    """The decision, the first instalment, and the day on which the guarantee pays."""
    case, rules = case_of("HRSS-012", given, day), loan_item.rules_from(figures)
    earlier = [_settled(number) for number in range(int(given.get("loans_before", 0)))]
    said = startup_loan.decide(case, startup_loan.Facts(rules, None, frozenset(), earlier))
    shown = decided(said)
    if said.amount is None:
        return shown
    term = case.inputs["term_months"]
    rate, part = said.terms["rate"], said.terms["subsidised"]
    first = startup_loan.schedule(said.amount, term, rate, part, day)[0]
    covered = first.due_date + timedelta(days=rules.covered_after_days)
    return shown | {
        "interest": first.interest.plain(),
        "interest_subsidy": first.subsidy.plain(),
        "covered_on": str(covered),
    }


def _settled(number: int) -> startup_loan.Loan:
    return startup_loan.Loan(
        id=f"sln_{number}",
        application_id="svc_1",
        ordinal=number,
        person_id="psn_0",
        person_name="-",
        business_id="biz_0",
        region_code="990100",
        amount=Money(1),
        term_months=1,
        rate=0,
        subsidised=0,
        guarantee="fund",
        bank_party_id=None,
        drawn_on=None,
        return_code=None,
        missed_on=None,
        covered=Money.zero(),
        declined_for=None,
        status="settled",
        version=1,
        created_at=_THEN,
        updated_at=_THEN,
    )
