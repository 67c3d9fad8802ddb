"""What a claim costs, fund by fund: the part of a bill that passes between regions."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.settlement.domain.chart import FUNDS
from sscsim.kernel.money import Money, sum_money

ZERO = Money.zero()


class TooMuchDeducted(ValueError):
    """An audit may take back at most what the funds pay for this claim."""


@dataclass(frozen=True, slots=True)
class Split:
    """Fund money and personal-account money of one claim.

    hifp .. oth: what each fund pays (`chart.FUNDS`)
    account: taken from the personal medical account in the insured region
    Negative throughout for a claim that takes an earlier one back.
    """

    hifp: Money = ZERO
    hifob: Money = ZERO
    hifmi: Money = ZERO
    cvlserv: Money = ZERO
    maf: Money = ZERO
    oth: Money = ZERO
    account: Money = ZERO

    @classmethod
    def of(cls, funds: Mapping[str, Money], account: Money) -> "Split":
        """A split from amounts by fund name; KeyError for a fund the chart doesn't have."""
        unknown = sorted(set(funds) - set(FUNDS))
        if unknown:
            raise KeyError(f"no such fund: {unknown}; known: {FUNDS}")
        return cls(**funds, account=account)

    @property
    def funds(self) -> dict[str, Money]:
        """Every fund's part in the order of the chart, zeros included."""
        return {name: getattr(self, name) for name in FUNDS}

    @property
    def fund_total(self) -> Money:
        return sum_money(self.funds.values())

    @property
    def clearing(self) -> Money:
        """The clearing amount (清算金额): what the insured region owes for this claim.

        Account money travels with fund money (switch `clear_account_money`, which is on).
        """
        return self.fund_total + self.account

    def __neg__(self) -> "Split":
        return Split(*(-amount for amount in (*self.funds.values(), self.account)))

    def __add__(self, other: "Split") -> "Split":
        mine, theirs = (*self.funds.values(), self.account), (*other.funds.values(), other.account)
        return Split(*(a + b for a, b in zip(mine, theirs, strict=True)))

    def __sub__(self, other: "Split") -> "Split":
        return self + -other

    def __bool__(self) -> bool:
        return any((*self.funds.values(), self.account))


def deduction(left: Split, amount: Money) -> Split:
    """The part of each fund in an audit deduction (审核扣款), the pooled fund first.

    The hospital bears it; what the person paid, also from the account, is not touched.
    Raises TooMuchDeducted unless 0 < amount <= what is left of fund money.

    >>> left = Split(hifp=Money(100), hifob=Money(50), account=Money(30))
    >>> deduction(left, Money(120)) == Split(hifp=Money(100), hifob=Money(20))
    True
    """
    if not Money.zero() < amount <= left.fund_total:
        raise TooMuchDeducted(f"{amount} of {left.fund_total}")
    taken: dict[str, Money] = {}
    for name, available in left.funds.items():
        taken[name] = min(available, amount)
        amount -= taken[name]
    return Split.of(taken, Money.zero())
