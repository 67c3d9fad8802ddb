"""Payout months (计发月数): by how many months the personal account is divided, by age.

The table of 2005 has whole ages. Since ages are broken, from 2025 on, what lies between two whole
ages is on the straight line between them, to one decimal place: 138.4 at 60 years and 1 month.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.problems import Text

_WHOLE = Text(
    zh="{years} 岁的计发月数为 {result}", en="At {years} years the payout months are {result}"
)
_BETWEEN = Text(
    zh="{years} 岁 {months} 个月，在 {younger} 与 {older} 之间按月内插，计发月数为 {result}",
    en="At {years} years and {months} months, on the line from {younger} to {older}, the payout "
    "months are {result}",
)


@dataclass(frozen=True, slots=True)
class PayoutMonths:
    """`whole`: the table by whole age, raising FigureMissing where it has none; from `oldest` on
    it stays. `interpolated`: whether months between whole ages count; `places`: decimals."""

    whole: Callable[[int], Figure[int]]
    oldest: Figure[int]
    interpolated: Figure[bool]
    places: Figure[int]

    def at(self, age: int) -> Step:
        """The payout months at an age in months, as a step. FigureMissing below the table."""
        years, months = divmod(age, 12)
        if years >= self.oldest.value:
            years, months = self.oldest.value, 0
        younger = self.whole(years)
        if not months or not self.interpolated.value:
            return explain.number(
                "pension.payout_months",
                "younger",
                {"younger": younger, "years": str(years)},
                _WHOLE,
                places=0,
            )
        return explain.number(
            "pension.payout_months",
            "younger + (older - younger) * months / 12",
            {
                "younger": younger,
                "older": self.whole(years + 1),
                "months": months,
                "years": str(years),
            },
            _BETWEEN,
            places=self.places,
        )

    def exact(self, age: int) -> Fraction:
        """The same as a number, for comparisons."""
        return Fraction(self.at(age).decimal)
