"""Money is a whole number of fen with a type of its own.

No float enters here, and no bare number that might be yuan. Text becomes money
through `Money.yuan`, a ratio is an exact `Fraction`, and rounding happens in one
place, half up to the fen, away from zero for negative amounts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

_YUAN = re.compile(r"(-?)(\d+)(?:\.(\d{1,2}))?")


def half_up(amount: Fraction) -> int:
    """The nearest whole number; a tie goes away from zero.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    doubled = 2 * abs(amount.numerator) + amount.denominator
    whole = doubled // (2 * amount.denominator)
    return whole if amount >= 0 else -whole


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in fen (1/100 yuan), CNY."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"Money takes a whole number of fen, not {self.fen!r}")

    @classmethod
    def zero(cls) -> "Money":
        return _ZERO

    @classmethod
    def yuan(cls, text: str) -> "Money":
        """Read yuan with at most two decimals; ValueError for anything else.

        >>> Money.yuan("12345.67").fen, Money.yuan("800").fen, Money.yuan("-0.05").fen
        (1234567, 80000, -5)
        """
        found = _YUAN.fullmatch(text)
        if not found:
            raise ValueError(f"not an amount in yuan: {text!r}")
        sign, whole, part = found.groups()
        fen = int(whole) * 100 + int((part or "").ljust(2, "0") or 0)
        return cls(-fen if sign else fen)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __mul__(self, times: int) -> "Money":
        return Money(self.fen * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.fen < other.fen if isinstance(other, Money) else NotImplemented

    def __bool__(self) -> bool:
        return self.fen != 0

    def times(self, ratio: Fraction) -> "Money":
        """This share of the amount, rounded once, half up to the fen.

        >>> Money.yuan("5117.65").times(Fraction(9, 10)).plain()
        '4605.89'
        """
        return Money(half_up(self.fen * ratio))

    def exact(self) -> Fraction:
        """The amount in fen as an exact number, for intermediate results."""
        return Fraction(self.fen)

    def plain(self) -> str:
        """Yuan with two decimals, as the hospital message interface writes it."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100}.{abs(self.fen) % 100:02d}"

    def __str__(self) -> str:
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"


_ZERO = Money(0)


def sum_money(amounts: Iterable[Money]) -> Money:
    return Money(sum(amount.fen for amount in amounts))
