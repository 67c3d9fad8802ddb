"""A complaint to labour inspection (劳动保障监察, HRSS-081): investigated, ordered, closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_relations as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import dispute
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

ACCEPTED, TRANSFERRED, ORDERED = "accepted", "transferred", "ordered"
CLOSED, PENALISED = "closed", "penalised"
INSPECTION: Final = Machine(
    "inspection case",
    initial=ACCEPTED,
    edges=[
        (ACCEPTED, "transfer", TRANSFERRED),
        (ACCEPTED, "order", ORDERED),
        (ACCEPTED, "dismiss", CLOSED),
        (TRANSFERRED, "order", ORDERED),
        (TRANSFERRED, "dismiss", CLOSED),
        (ORDERED, "correct", CLOSED),
        (ORDERED, "penalise", PENALISED),
        (PENALISED, "correct", CLOSED),
    ],
)
INSPECTION_STATUSES: Final = INSPECTION.states
OPEN: Final = (ACCEPTED, TRANSFERRED, ORDERED)
CARD_HELD_BACK: Final = "card_held_back"

NOT_YET = decision.reason(
    "violation_in_future",
    "行为终了日期 {day} 晚于今天",
    "The violation ended on {day}, which is after today",
)
TOO_OLD = decision.reason(
    "violation_too_old",
    "违法行为终了于 {day}，已超过 {months} 个月",
    "The violation ended on {day}, more than {months} months ago",
    "两年内未被发现或者举报投诉的，不再查处",
)
KNOWN = decision.reason(
    "complaint_known",
    "对该单位同一行为的投诉正在办理（{record_id}）",
    "A complaint of the same violation is being looked into ({record_id})",
)
EMPLOYER_WANTED = decision.reason(
    "employer_code_wanted",
    "须写明被投诉单位的统一社会信用代码",
    "The unified social credit code of the employer is wanted",
)


@dataclass(frozen=True, slots=True)
class InspectionTimes:
    """Times of an inspection: finish_days and extension_days are working days."""

    look_back_months: int
    finish_days: int
    extension_days: int
    correct_days: int


@dataclass(frozen=True, slots=True)
class InspectionCase:
    """One case. owed: what the person says is owed; ordered: what the employer is to pay."""

    id: str
    application_id: str
    person_id: str
    person_name: str
    region_code: str
    employer_credit_code: str
    employer_name: str
    violation: str
    people_concerned: int
    owed: Money | None
    accepted_on: date
    finish_by: date
    is_extended: bool
    is_overdue: bool
    finding: str | None
    ordered: Money | None
    ordered_on: date | None
    correct_by: date | None
    fine: Money | None
    closed_on: date | None
    due_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at; `known`: an open case of the person about the same."""

    times: InspectionTimes
    known: InspectionCase | None


def decide(case: Case, facts: Facts) -> Decision:
    """Taken up when it ended within two years and is not looked into already."""
    ended: date = case.inputs["happened_until_date"]
    against = []
    if ended > case.today:
        against.append(NOT_YET.with_(day=ended.isoformat()))
    elif dispute.is_over(ended, case.today, facts.times.look_back_months):
        months = facts.times.look_back_months
        against.append(TOO_OLD.with_(day=ended.isoformat(), months=months))
    if facts.known is not None:
        against.append(KNOWN.with_(record_id=facts.known.id))
    if against:
        return decision.reject(*against)
    if "employer_credit_code" not in case.inputs:
        return decision.ask_supplement("employer_credit_code", why=(EMPLOYER_WANTED,))
    return decision.approve()


def check_penalty(
    case: InspectionCase, fine: Money, today: date, limits: tuple[Money, Money] | None
) -> None:
    """CorrectionTimeRuns while the employer may still correct; FineOutOfRange outside `limits`,
    which there are where cards are held back."""
    if case.correct_by is not None and today <= case.correct_by:
        raise problems.CorrectionTimeRuns(record_id=case.id, until=case.correct_by.isoformat())
    if limits is not None and not limits[0] <= fine <= limits[1]:
        raise problems.FineOutOfRange(least=limits[0].fen, most=limits[1].fen)
