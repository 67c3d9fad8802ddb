"""A contribution to the private pension (个人养老金缴费, HRSS-039): reserved, then taken.

The application reserves room of the year; the money is taken from the card's account, or comes
through the bank of the funds account. What isn't paid by the end of the day is over, and its
room is free again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_private_pension as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.private_pension import account, room
from services.benefits.domain.private_pension.account import PrivatePension
from services.benefits.domain.private_pension.opening import DRAWS_ALREADY
from services.benefits.domain.private_pension.room import RoomRule
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-039"
CARD_ACCOUNT, ELECTRONIC_CARD, AT_BANK = "card_account", "electronic_card", "bank"
PAY_BY: Final = (CARD_ACCOUNT, ELECTRONIC_CARD, AT_BANK)

DUE, PAYING, PAID = "due", "paying", "paid"
FAILED, REFUNDED = "failed", "refunded"
MACHINE: Final = Machine(
    "private pension contribution",
    initial=DUE,
    edges=[
        (DUE, "begin_payment", PAYING),
        (PAYING, "begin_payment", PAYING),
        (PAYING, "refuse_payment", DUE),
        (PAYING, "pay", PAID),
        (DUE, "take_in", PAID),
        (DUE, "fail", FAILED),
        (PAID, "refund", REFUNDED),
    ],
)
STATUSES: Final = MACHINE.states
COUNTED: Final = (DUE, PAYING, PAID)
"""These use up room of the year."""

NO_ACCOUNT = decision.reason(
    "private_pension_no_account",
    "尚未开立个人养老金账户",
    "There is no private pension account",
    "国办发〔2022〕7号：先开立账户，再缴费",
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution. year_limit: of the year, when it was taken in; reference: what the bank
    says that took it, or through which it came. tries: attempts to take it off the card."""

    id: str
    pension_id: str
    person_id: str
    application_id: str | None
    year: int
    amount: Money
    year_limit: Money
    pay_by: str
    bank_code: str
    funds_account_id: str
    tries: int
    reference: str | None
    paid_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def event(self) -> str:
        """What the card service takes the money for, once."""
        return f"{self.id}/{self.tries}"

    @property
    def counts(self) -> room.Contribution:
        status = room.PAID if self.status in COUNTED else room.RETURNED
        return room.Contribution(self.year, self.amount, self.bank_code, status)


@dataclass(frozen=True, slots=True)
class Facts:
    """pension: of the person, if there is one; known: all contributions, of all banks."""

    rule: RoomRule
    pension: PrivatePension | None
    known: Sequence[Contribution] = ()


def against(year: int, now: int, asked: Money, facts: Facts) -> list[decision.Reason]:
    """Every reason against it."""
    if facts.pension is None:
        return [NO_ACCOUNT]
    drawn = [DRAWS_ALREADY] if facts.pension.status != account.OPEN else []
    counted = [each.counts for each in facts.known]
    return [*drawn, *facts.rule.refuses(year, now, asked, counted)]


def decide(case: Case, facts: Facts) -> Decision:
    """Within the room of this year, whichever bank."""
    asked: Money = case.inputs["amount_fen"]
    reasons = against(case.inputs["contribution_year"], case.today.year, asked, facts)
    return decision.reject(*reasons) if reasons else decision.approve(asked)


def moved(known: Contribution, event: str) -> str:
    """The state that follows; PrivatePensionContributionState."""
    if not MACHINE.allows(known.status, event):
        raise problems.PrivatePensionContributionState(
            contribution_id=known.id, status=known.status, event=event
        )
    return MACHINE.after(known.status, event)
