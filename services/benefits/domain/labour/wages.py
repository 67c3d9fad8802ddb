"""Wages of migrant workers, paid from the project's account onto their cards (HRSS-082).

The general contractor keeps one account a project (农民工工资专用账户), registers the workers
by their real names, and has a sheet paid a month; nobody else touches the money or the card.
"""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_relations as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

OPEN, NOTICED, CLOSED = "open", "noticed", "closed"
PROJECT: Final = Machine(
    "wage project",
    initial=OPEN,
    edges=[(OPEN, "complete", NOTICED), (NOTICED, "close", CLOSED)],
)
PROJECT_STATUSES: Final = PROJECT.states

SENT, RETURNED, REISSUED, PAID = "sent", "returned", "reissued", "paid"
LINE: Final = Machine(
    "wage line",
    initial=SENT,
    edges=[
        (SENT, "pay", PAID),
        (SENT, "return", RETURNED),
        (RETURNED, "reissue", REISSUED),
        (REISSUED, "pay", PAID),
        (REISSUED, "return", RETURNED),
    ],
)
LINE_STATUSES: Final = LINE.states
SHEET_STATUSES: Final = ("sent", "returned", "reissued", "paid")

UNKNOWN = decision.reason(
    "wage_project_unknown",
    "没有登记的项目 {number}",
    "No project {number} is registered here",
    "工程建设项目须开设农民工工资专用账户",
)
ANOTHERS = decision.reason(
    "wage_project_of_another",
    "项目 {number} 由其他总承包单位登记",
    "The project {number} is another contractor's",
    "总承包单位代发",
)
OVER = decision.reason(
    "wage_account_closed",
    "项目 {number} 的专用账户已注销",
    "The account of the project {number} is closed",
)
UNSIGNED = decision.reason(
    "wage_sheet_unsigned",
    "工资支付表未经工人签字确认",
    "The workers have not signed the sheet",
    "工资支付表须经本人签字确认",
)
STRANGER = decision.reason(
    "worker_not_registered",
    "第 {line} 行人员未在该项目实名登记",
    "Whoever line {line} names is not registered with the project",
    "未实名登记的不得进场、不得代发",
)
TWICE = decision.reason(
    "worker_listed_twice",
    "第 {line} 行人员重复",
    "Line {line} names a worker again",
)
TOO_MANY_DAYS = decision.reason(
    "more_days_than_the_month",
    "第 {line} 行出勤 {days} 天，超过当月 {most} 天",
    "Line {line} counts {days} days in a month of {most}",
)
MONTH_TO_COME = decision.reason(
    "wage_month_to_come",
    "工资月份 {month} 尚未开始",
    "The month {month} has not begun",
)
PAID_BEFORE = decision.reason(
    "wage_sheet_known",
    "{month} 的工资支付表已办理（{record_id}）",
    "The sheet of {month} was paid already ({record_id})",
    "同一项目、分包单位、月份一份工资支付表",
)
SHORT = decision.reason(
    "wage_account_short",
    "专用账户余额 {left} 分，不足支付 {total} 分",
    "The account holds {left} fen, which is less than {total}",
    "专用账户资金不得支付工资以外的款项，余额不足须先拨付人工费用",
)


@dataclass(frozen=True, slots=True)
class WageProject:
    """One project with its account. deposited: labour costs paid in; sent: wages ordered of it.

    closable_on: from this day on the account may be closed, after the notice of completion
    """

    id: str
    party_id: str
    number: str
    name: str
    region_code: str
    contractor_credit_code: str
    deposited: Money
    sent: Money
    noticed_on: date | None
    closable_on: date | None
    closed_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def left(self) -> Money:
        """What the account holds that no sheet has ordered."""
        return self.deposited - self.sent


@dataclass(frozen=True, slots=True)
class WageDeposit:
    """Labour costs (人工费用) paid into the account."""

    id: str
    project_id: str
    party_id: str
    amount: Money
    memo: str | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class WageWorker:
    """A worker registered by the real name (实名登记). `name` is what the bank compares."""

    id: str
    project_id: str
    party_id: str
    region_code: str
    person_id: str
    social_security_number: str
    name: str
    post: str | None
    registered_on: date
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class WageSheet:
    """One month's sheet of a project, or of one of its subcontractors."""

    id: str
    application_id: str
    project_id: str
    party_id: str
    region_code: str
    subcontractor_credit_code: str
    wage_month: str
    lines: int
    total: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class WageLine:
    """One worker's wage. payment_id: the payment that stands; return_code: the bank's last."""

    id: str
    sheet_id: str
    ordinal: int
    party_id: str
    region_code: str
    worker_id: str
    person_id: str
    days_worked: int
    amount: Money
    payment_id: str
    order_id: str
    return_code: str | None
    paid_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. workers: id of the registration by social security number."""

    project: WageProject | None
    workers: Mapping[str, str]
    earlier: str | None


def decide(case: Case, facts: Facts) -> Decision:
    """Paid when the contractor's registered workers signed it and the account holds the sum."""
    number, project = case.inputs["project_number"], facts.project
    if project is None:
        return decision.reject(UNKNOWN.with_(number=number))
    if project.party_id != case.party_id:
        return decision.reject(ANOTHERS.with_(number=number))
    sheet = case.inputs["sheet"]
    against = _of_month(case, facts)
    if project.status == CLOSED:
        against.append(OVER.with_(number=number))
    if "signed_sheet" not in case.inputs:
        against.append(UNSIGNED)
    against += _of_lines(sheet, facts.workers, Month.parse(case.inputs["wage_month"]))
    total = sum((each["wage_fen"] for each in sheet), Money(0))
    if total > project.left:
        against.append(SHORT.with_(left=project.left.fen, total=total.fen))
    if against:
        return decision.reject(*against)
    workers = [facts.workers[each["social_security_number"]] for each in sheet]
    return decision.approve(project_id=project.id, total=total, workers=workers)


def _of_month(case: Case, facts: Facts) -> list[decision.Reason]:
    month = Month.parse(case.inputs["wage_month"])
    if month > Month.of(case.today):
        return [MONTH_TO_COME.with_(month=str(month))]
    if facts.earlier is not None:
        return [PAID_BEFORE.with_(month=str(month), record_id=facts.earlier)]
    return []


def _of_lines(
    sheet: Sequence[Mapping[str, Any]], workers: Mapping[str, str], month: Month
) -> list[decision.Reason]:
    """What is wrong with single lines, each named by its place."""
    most = calendar.monthrange(month.first.year, month.first.month)[1]
    against: list[decision.Reason] = []
    named: Counter[str] = Counter()
    for place, line in enumerate(sheet, start=1):
        number, days = line["social_security_number"], line["days_worked"]
        named[number] += 1
        if number not in workers:
            against.append(STRANGER.with_(line=place))
        if named[number] > 1:
            against.append(TWICE.with_(line=place))
        if days > most:
            against.append(TOO_MANY_DAYS.with_(line=place, days=days, most=most))
    return against


def status_of(lines: Sequence[str]) -> str:
    """Where a sheet stands, by the states of its lines: the one that needs somebody most.

    >>> status_of(["paid", "returned", "sent"]), status_of(["paid", "paid"])
    ('returned', 'paid')
    """
    return next(word for word in (RETURNED, SENT, REISSUED, PAID) if word in lines)


def check_closing(project: WageProject, today: date, unpaid: int, days: int) -> None:
    """WageAccountInNotice before the notice is over, WagesUnpaid while wages did not arrive."""
    if project.closable_on is not None and today < project.closable_on:
        raise problems.WageAccountInNotice(days=days, until=project.closable_on.isoformat())
    if unpaid:
        raise problems.WagesUnpaid(record_id=project.id, lines=unpaid)
