"""What is left in an account after a death goes to the heirs (账户余额继承).

Of an annuity (rules on enterprise annuities, article 24; rules on the occupational annuity, article
9) and of a private pension (State Council 2022 no. 7). Until heirs are named, by whoever settled
the estate, the balance waits; nothing else is done with the account. It is divided by their parts:
whole fen each, the fen that are left to the largest remainders, so that the shares are the balance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sscsim.kernel import explain
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

OCCUPATIONAL, ENTERPRISE = "occupational_annuity", "enterprise_annuity"
PRIVATE_PENSION: Final = "private_pension"
ACCOUNT_KINDS: Final = (OCCUPATIONAL, ENTERPRISE, PRIVATE_PENSION)
"""Each is the fund that it is paid out of."""
MOST_HEIRS: Final = 20

WAITING, DIVIDED, PAID_OUT = "waiting", "divided", "paid"
MACHINE: Final = Machine(
    "inheritance of an account",
    initial=WAITING,
    edges=[(WAITING, "divide", DIVIDED), (DIVIDED, "pay", PAID_OUT)],
)
STATUSES: Final = MACHINE.states

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"
SHARE: Final = Machine(
    "share of an heir",
    initial=ORDERED,
    edges=[(ORDERED, "pay", PAID), (ORDERED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
SHARE_STATUSES: Final = SHARE.states


@dataclass(frozen=True, slots=True)
class AccountInheritance:
    """amount: what was divided, None until then; proof_number: of what names the heirs."""

    id: str
    account_kind: str
    account_id: str
    ordinal: int
    person_id: str
    person_name: str
    region_code: str
    died_on: date
    opened_on: date
    application_id: str | None
    amount: Money | None
    proof_number: str | None
    divided_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class InheritanceShare:
    """amount = what reaches the heir's card + tax."""

    id: str
    inheritance_id: str
    number: int
    person_id: str
    person_name: str
    parts: int
    amount: Money
    tax: Money
    payment_id: str
    tax_payment_id: str | None
    explanation: dict[str, Any]
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def net(self) -> Money:
        """What reaches the card."""
        return self.amount - self.tax


def divided(balance: Money, parts: Sequence[int]) -> list[Money]:
    """The balance by parts, largest remainders first, the earlier of equal ones (最大余额法).

    >>> [share.fen for share in divided(Money(100), [1, 1, 1])]
    [34, 33, 33]
    >>> [share.fen for share in divided(Money(7), [2, 3])]
    [3, 4]
    """
    whole = sum(parts)
    shares = [balance.fen * part // whole for part in parts]
    remainders = [balance.fen * part % whole for part in parts]
    order = sorted(range(len(parts)), key=lambda at: (-remainders[at], at))
    for at in order[: balance.fen - sum(shares)]:
        shares[at] += 1
    return [Money(share) for share in shares]


def share_step(balance: Money, part: int, whole: int, share: Money) -> Step:
    """How an heir's share comes about: the part of the whole without what makes no fen (`rest`,
    before it is divided), and a fen more where that is among the largest."""
    rest = Money(balance.fen * part % whole)
    down = Money(balance.fen * part // whole)
    return explain.amount(
        "inheritance.share",
        "(balance * part - rest) / whole + fen",
        {"balance": balance, "part": part, "whole": whole, "rest": rest, "fen": share - down},
        Text(
            zh="余额 {balance} 元按 {part}/{whole} 继承，舍去不足一分的余数（{rest}/{whole}），"
            "最大余额法补 {fen} 元，应得 {result} 元",
            en="{part}/{whole} of {balance}, without what makes no fen ({rest}/{whole}), and {fen} "
            "by the largest remainder: {result}",
        ),
    )
