"""Declaration of contributions by an employer (缴费申报, HRSS-056)."""

from collections.abc import Sequence
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.contributions.check import NOT_YET_OVER
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.insurance import declaration, staff_line
from services.benefits.domain.insurance.employee_enrolment import Facts, refused
from services.benefits.domain.insurance.staff_line import Asked, Office
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-056"
REASON_WANTED = decision.reason(
    "arrears_reason_wanted",
    "补缴须说明原因",
    "A reason is wanted for arrears",
    "社会保险费申报缴纳管理规定",
)


def decide(case: Case, facts: Facts) -> Decision:
    """All lines or none; arrears want a reason."""
    no = refused(case, facts)
    if no is not None:
        return no
    assert facts.office is not None and facts.people is not None
    lines = asked(case)
    against = [
        *of_month(facts.office),
        *staff_line.all_faults(lines, facts.people, facts.office),
    ]
    if against:
        return decision.reject(*against)
    late = any(each.change == declaration.ARREARS for each in lines)
    if late and "reason_for_arrears" not in case.inputs:
        return decision.ask_supplement("reason_for_arrears", why=(REASON_WANTED,))
    return decision.approve(facts=facts)


def of_month(office: Office) -> Sequence[Reason]:
    """What stands against the month itself."""
    return [NOT_YET_OVER.with_(month=str(office.month))] if office.month > office.now else []


def asked(case: Case) -> Sequence[Asked]:
    """The form's lines."""
    month = Month.parse(case.inputs["contribution_month"])
    return [
        Asked(
            number=number,
            social_security_number=each["social_security_number"],
            change=each["change"],
            wage=each["monthly_wage_fen"],
            first=first_of(each["change"], each.get("from_month"), month),
        )
        for number, each in enumerate(case.inputs.get("lines", ()), start=1)
    ]


def first_of(change: str, said: str | None, month: Month) -> Month:
    """From which month a line holds: as it says; else leavers from the next month on."""
    if said is not None:
        return Month.parse(said)
    return month + 1 if change == declaration.LEFT else month
