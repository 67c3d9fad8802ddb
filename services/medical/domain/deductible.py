"""The deductible (起付线): what the person pays before any fund starts.

A stay in hospital has one of its own, less for each return; outpatient visits share one a year.

The figures are those of the region where the person is *insured*, also when the hospital is
in another region, in force on the day of discharge. Step 2 of the calculation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from services.medical.problems import LevelNotCovered
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Deductible:
    """One region's rule: an amount for each hospital level, times a share for each return."""

    standard: Mapping[str, Figure[Money]]  # by hospital level
    multipliers: Figure[tuple[Fraction, ...]]  # first stay of the year, second, ...; the last stays

    def due(self, level: str, admission_number: int, in_scope: Money) -> Step:
        """What of the in-scope part the person pays first in the year's n-th stay (from 1).

        A bill smaller than the deductible is all deductible. LevelNotCovered if the policy
        names no amount for this level.
        """
        if level not in self.standard:
            raise LevelNotCovered(level=level, known=", ".join(self.standard))
        shares = self.multipliers.value
        multiplier = shares[min(admission_number, len(shares)) - 1]
        return explain.amount(
            "deductible",
            "min(standard * multiplier, in_scope)",
            {
                "level": level,
                "admission_number": str(admission_number),
                "standard": self.standard[level],
                "multiplier": Figure(multiplier, self.multipliers.basis),
                "in_scope": in_scope,
            },
            Text(
                zh="本年第 {admission_number} 次住院，起付线 {standard} × {multiplier}，"
                "扣 {result}",
                en="Stay {admission_number} of the year: deductible {standard} x {multiplier}, "
                "{result} taken",
            ),
            rounding="half_up_fen",
        )

    def rest(
        self,
        level: str,
        admission_number: int,
        in_scope: Money,
        taken: Money,
        further_part: str | Figure[str],
    ) -> Step:
        """What a further part of a stay pays first, `taken` being what counts of the earlier.

        The same amount as for the whole stay, less that. LevelNotCovered as above.
        """
        if level not in self.standard:
            raise LevelNotCovered(level=level, known=", ".join(self.standard))
        shares = self.multipliers.value
        multiplier = shares[min(admission_number, len(shares)) - 1]
        return explain.amount(
            "deductible",
            "min(max(0, standard * multiplier - taken), in_scope)",
            {
                "level": level,
                "admission_number": str(admission_number),
                "standard": self.standard[level],
                "multiplier": Figure(multiplier, self.multipliers.basis),
                "taken": taken,
                "further_part": further_part,
                "in_scope": in_scope,
            },
            Text(
                zh="中途结算后的同次住院（本年第 {admission_number} 次，{further_part}）："
                "起付线 {standard} × {multiplier}，已扣 {taken}，再扣 {result}",
                en="A further part of stay {admission_number} of the year ({further_part}): "
                "deductible {standard} x {multiplier}, {taken} taken before, {result} taken",
            ),
            rounding="half_up_fen",
        )


@dataclass(frozen=True, slots=True)
class YearDeductible:
    """One region's rule for outpatient visits: an amount a year, by the level visited."""

    standard: Mapping[str, Figure[Money]]  # by hospital level

    def due(self, level: str, used: Money, in_scope: Money) -> Step:
        """What of the in-scope part the person pays first, `used` being paid earlier this year.

        LevelNotCovered if the policy names no amount for this level.
        """
        if level not in self.standard:
            raise LevelNotCovered(level=level, known=", ".join(self.standard))
        return explain.amount(
            "deductible",
            "min(max(0, standard - used), in_scope)",
            {
                "level": level,
                "standard": self.standard[level],
                "used": used,
                "in_scope": in_scope,
            },
            Text(
                zh="门诊年度起付线 {standard}，此前已计 {used}，扣 {result}",
                en="Outpatient deductible of the year {standard}, {used} paid before: "
                "{result} taken",
            ),
        )


def base(in_scope: Money, deductible: Step) -> Step:
    """The in-scope part above the deductible: what the pool's ratio is applied to."""
    return explain.amount(
        "base",
        "in_scope - deductible",
        {"in_scope": in_scope, "deductible": deductible.money},
        Text(zh="起付线以上 {result}", en="Above the deductible: {result}"),
    )
