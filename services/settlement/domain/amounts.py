"""What a claim costs, fund by fund: the part of a bill that passes between regions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.settlement.domain.chart import FUNDS
from sscsim.kernel.money import Money

ZERO = Money.zero()


class TooMuchDeducted(ValueError):
    """An audit may take back at most what the funds pay for this claim."""


@dataclass(frozen=True, slots=True)
class Split:
    """Fund money and personal-account money of one claim.

    hifp .. oth: what each fund pays (`chart.FUNDS`)
    account: taken from the personal medical account in the insured region
    other: of a claim that is no medical bill, what it is for as a whole
    Negative throughout for a claim that takes an earlier one back.
    """

    hifp: Money = ZERO
    hifob: Money = ZERO
    hifmi: Money = ZERO
    cvlserv: Money = ZERO
    maf: Money = ZERO
    oth: Money = ZERO
    account: Money = ZERO
    other: Money = ZERO

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
        return Money(
            self.hifp.fen
            + self.hifob.fen
            + self.hifmi.fen
            + self.cvlserv.fen
            + self.maf.fen
            + self.oth.fen
        )

    @property
    def clearing(self) -> Money:
        """The clearing amount (清算金额): what the insured region owes for this claim.

        Account money travels with fund money (switch `clear_account_money`, which is on).
        """
        return self.fund_total + self.account + self.other

    @property
    def deductible(self) -> Money:
        """What an audit or a dispute may take off: not the account's money, which was spent."""
        return self.fund_total + self.other

    @property
    def _parts(self) -> tuple[Money, ...]:
        return (*self.funds.values(), self.account, self.other)

    def __neg__(self) -> "Split":
        return Split(*(-amount for amount in self._parts))

    def __add__(self, other: "Split") -> "Split":
        return Split(
            self.hifp + other.hifp,
            self.hifob + other.hifob,
            self.hifmi + other.hifmi,
            self.cvlserv + other.cvlserv,
            self.maf + other.maf,
            self.oth + other.oth,
            self.account + other.account,
            self.other + other.other,
        )

    def __sub__(self, other: "Split") -> "Split":
        return self + -other

    def __bool__(self) -> bool:
        return any(self._parts)


def deduction(left: Split, amount: Money) -> Split:
    """The part of each fund in an audit deduction (审核扣款), the pooled fund first.

    The hospital bears it; what the person paid, also from the account, is not touched.
    Raises TooMuchDeducted unless 0 < amount <= what is left of fund money.

    >>> left = Split(hifp=Money(100), hifob=Money(50), account=Money(30))
    >>> deduction(left, Money(120)) == Split(hifp=Money(100), hifob=Money(20))
    True
    """
    if not Money.zero() < amount <= left.deductible:
        raise TooMuchDeducted(f"{amount} of {left.deductible}")
    taken: dict[str, Money] = {}
    for name, available in left.funds.items():
        taken[name] = min(available, amount)
        amount -= taken[name]
    return replace(Split.of(taken, Money.zero()), other=min(left.other, amount))
