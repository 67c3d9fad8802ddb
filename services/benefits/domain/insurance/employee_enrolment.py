"""Enrolment of employees by their employer (职工参保登记, HRSS-052)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment.employment import CODE_OF_ANOTHER
from services.benefits.domain.insurance import declaration, staff_line
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.staff_line import Asked, Known, Office
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-052"
EMPLOYERS_ONLY = decision.reason(
    "insurance_employers_only",
    "由用人单位办理，职工不能自行申报",
    "It is the employer's to hand in, by its own key",
    "社会保险法第五十八条、第六十条",
)
EMPLOYER_UNKNOWN = decision.reason(
    "employer_not_insured",
    "统一社会信用代码 {credit_code} 在 {region} 未办理单位参保登记",
    "The employer {credit_code} is not registered for social insurance in {region}",
    "社会保险法第五十七条：用人单位应当自成立之日起三十日内申请办理社会保险登记",
)
NOT_ON_RECORD = decision.reason(
    "employment_not_on_record",
    "第 {number} 行：未查到就业登记，须提供用工备案材料",
    "Line {number}: the employment is not on record, a proof of hiring is wanted",
    "社会保险经办条例第六条：先数据核查",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """employer: as the region's insurance knows it. theirs: whether the key that hands in is the
    employer's. on_record: people who work there by their employment records."""

    employer: InsuredEmployer | None
    theirs: bool
    office: Office | None = None
    people: Mapping[str, Known] | None = None
    on_record: frozenset[str] = frozenset()


def refused(case: Case, facts: Facts) -> Decision | None:
    """What stands against the employer itself."""
    code = case.inputs["employer_credit_code"]
    if case.subject is not None:
        return decision.refuse_acceptance(EMPLOYERS_ONLY)
    if facts.employer is None:
        return decision.reject(
            EMPLOYER_UNKNOWN.with_(credit_code=code, region=case.competent_region)
        )
    if not facts.theirs:
        return decision.reject(CODE_OF_ANOTHER.with_(credit_code=code))
    return None


def decide(case: Case, facts: Facts) -> Decision:
    """All staff or nobody; without a record of the employment a proof of hiring is asked for."""
    no = refused(case, facts)
    if no is not None:
        return no
    assert facts.office is not None and facts.people is not None
    lines = asked(case)
    against = staff_line.all_faults(lines, facts.people, facts.office)
    if against:
        return decision.reject(*against)
    if "employment_proof" not in case.inputs:
        lacking = [
            NOT_ON_RECORD.with_(number=each.number)
            for each in lines
            if facts.people[each.social_security_number].person_id not in facts.on_record
        ]
        if lacking:
            return decision.ask_supplement("employment_proof", why=tuple(lacking))
    return decision.approve(facts=facts)


def asked(case: Case) -> Sequence[Asked]:
    """The form's staff as lines of a list."""
    return [
        Asked(
            number=number,
            social_security_number=each["social_security_number"],
            change=declaration.JOINED,
            wage=each["monthly_wage_fen"],
            first=Month.parse(each["from_month"]),
            name=each["name"],
            hired_on=each["hired_on_date"],
            part_time=each.get("flexible_hours", False),
        )
        for number, each in enumerate(case.inputs.get("staff", ()), start=1)
    ]
