"""What a bill looks at in the person's insurance year, and what it adds to it."""

from dataclasses import dataclass, fields
from typing import Any, Self

from sscsim.kernel.money import Money

_ZERO = Money.zero()


class _Sums:
    """Sums that bills add to and reversals take from."""

    __slots__ = ()

    def plus(self, bill: Self) -> Self:
        return self._combined(bill, 1)

    def minus(self, bill: Self) -> Self:
        """As if the bill had never been: what a reversal leaves."""
        return self._combined(bill, -1)

    def _combined(self, bill: Self, sign: int) -> Self:
        pairs: dict[str, Any] = {
            f.name: getattr(self, f.name) + getattr(bill, f.name) * sign
            for f in fields(self)  # type: ignore[arg-type]
        }
        return type(self)(**pairs)


@dataclass(frozen=True, slots=True)
class YearSoFar(_Sums):
    """Accumulators (累计) of one person, insurance and insurance year; also one bill's part."""

    stays: int = 0
    pool: Money = _ZERO  # paid for stays in hospital, and for what shares their cap
    outpatient_deductible: Money = _ZERO
    outpatient_pool: Money = _ZERO  # paid for outpatient visits, and for what shares their cap
    large_amount: Money = _ZERO
    big_illness_counted: Money = _ZERO
    assistance: Money = _ZERO
    pharmacy_deductible: Money = _ZERO
    pharmacy_pool: Money = _ZERO
    chronic_pool: Money = _ZERO  # paid for chronic diseases that have caps of their own only
    prenatal_pool: Money = _ZERO
    delivery_pool: Money = _ZERO  # paid within the quota of deliveries
    work_injury: Money = _ZERO


@dataclass(frozen=True, slots=True)
class DiseaseYear(_Sums):
    """The same for one chronic disease (门诊慢特病) that the person is registered for."""

    deductible: Money = _ZERO
    pool: Money = _ZERO


@dataclass(frozen=True, slots=True)
class Counts:
    """Which accumulators a bill looks at and moves.

    `pool` is where the pool's payment is added (None: there is no cap that it could use up),
    `deductible` where a deductible of the year is; `beside` what uses up the same cap without
    being added to here.
    """

    pool: str | None
    deductible: str | None = None
    beside: tuple[str, ...] = ()
    is_stay: bool = False

    def used(self, year: YearSoFar) -> Money:
        """What of the pool's cap was used before."""
        sums = (getattr(year, name) for name in (self.pool, *self.beside) if name is not None)
        return Money(sum(paid.fen for paid in sums))

    def deducted(self, year: YearSoFar) -> Money:
        """What of the year's deductible was paid before."""
        paid: Money = getattr(year, self.deductible) if self.deductible else _ZERO
        return paid

    def adds(self, deducted: Money, paid: Money) -> dict[str, Any]:
        added: dict[str, Any] = {}
        if self.pool is not None:
            added[self.pool] = paid
        if self.deductible is not None:
            added[self.deductible] = deducted
        if self.is_stay:
            added["stays"] = 1
        return added
