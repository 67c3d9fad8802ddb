"""To which account of the card benefits of a scheme are paid (待遇发放账户, HRSS-055)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import CardFile
from services.benefits.domain.decision import Case, Decision, Reason
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-055"
ACTIVE, REPLACED = "active", "replaced"
MACHINE: Final = Machine("payout account", initial=ACTIVE, edges=[(ACTIVE, "replace", REPLACED)])
STATUSES: Final = MACHINE.states
SCHEMES: Final = ("pension", "work_injury", "unemployment")
SCHEME_OF: Final = {
    "employee_pension": "pension",
    "institution_pension": "pension",
    "resident_pension": "pension",
    "work_injury": "work_injury",
    "unemployment": "unemployment",
}
"""The fund that pays -> the scheme whose account it is paid to."""

NOT_THEIRS = decision.reason(
    "payout_account_not_theirs",
    "账户 {account_id} 不是本人社会保障卡的银行账户",
    "The account {account_id} is on no card of the person",
    "户名、证件与账户一致",
)
NOT_IN_ORDER = decision.reason(
    "payout_account_not_in_order",
    "账户 {account_id} 状态为 {status}，不能接收待遇",
    "The account {account_id} is {status}: no benefit can be paid to it",
)
MONTH_OVER = decision.reason(
    "payout_month_over",
    "生效月份 {month} 已过",
    "The month {month}, from which it is to hold, is over",
)
SAME_ACCOUNT = decision.reason(
    "payout_account_same",
    "待遇已发放至该账户（{record_id}）",
    "Benefits are paid to this account already ({record_id})",
)


@dataclass(frozen=True, slots=True)
class PayoutAccount:
    """One choice as recorded. from_month: from which on it holds; live: 1 for the last one."""

    id: str
    person_id: str
    scheme: str
    ordinal: int
    account_id: str
    from_month: str
    application_id: str
    status: str
    live: int | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card service knows of the person, and the choice that stands."""

    file: CardFile
    current: PayoutAccount | None


def decide(case: Case, facts: Facts) -> Decision:
    """Changed when the account is of the person's card and in order."""
    account_id, now = case.inputs["account_id"], Month.of(case.today)
    against: list[Reason] = []
    mine = [each for each in facts.file.accounts if each.id == account_id and each.card_id]
    if not mine:
        against.append(NOT_THEIRS.with_(account_id=account_id))
    elif mine[0].status != "active":
        against.append(NOT_IN_ORDER.with_(account_id=account_id, status=mine[0].status))
    if month_of(case) < now:
        against.append(MONTH_OVER.with_(month=str(month_of(case))))
    if facts.current is not None and facts.current.account_id == account_id:
        against.append(SAME_ACCOUNT.with_(record_id=facts.current.id))
    return decision.reject(*against) if against else decision.approve()


def month_of(case: Case) -> Month:
    """From which month on it holds: this one unless another was said."""
    said = case.inputs.get("effective_month")
    return Month.parse(said) if said is not None else Month.of(case.today)
