"""The pool's ratio (报销比例): by hospital level, better for the retired, less away from home.

Away from home the national text speaks of percentage *points* to take off; some regions
publish *multipliers*. They are not the same (85% less 10 points is 75%; 85% times 0.90 is
76.5%), so the policy names its mode and every explanation repeats it. Step 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.vocabulary import HOME, RETIRED
from services.medical.problems import LevelNotCovered, TreatmentNotCovered
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.problems import Text

POINTS, MULTIPLIER = "points", "multiplier"


@dataclass(frozen=True, slots=True)
class CrossRegion:
    """How the ratio changes for a stay away from home, by the kind of filing."""

    mode: Figure[str]  # points or multiplier
    points: Mapping[str, Figure[Fraction]]
    multiplier: Mapping[str, Figure[Fraction]]

    def change(self, treatment: str) -> tuple[str, dict[str, Input]]:
        """A formula around `{}` and its inputs; TreatmentNotCovered without a figure."""
        table = self.points if self.mode.value == POINTS else self.multiplier
        if treatment not in table:
            raise TreatmentNotCovered(treatment=treatment, mode=self.mode.value)
        inputs: dict[str, Input] = {"mode": self.mode, self.mode.value: table[treatment]}
        return ("{} - points" if self.mode.value == POINTS else "({}) * multiplier"), inputs


@dataclass(frozen=True, slots=True)
class Ratio:
    """One region's rule. A level that is missing in `retiree_bonus` has none."""

    base: Mapping[str, Figure[Fraction]]
    retiree_bonus: Mapping[str, Figure[Fraction]]
    cross_region: CrossRegion

    def due(
        self, level: str, category: str, treatment: str | Figure[str], rule: str = "ratio"
    ) -> Step:
        """The exact ratio for this stay, from 0 to 1, as a step of that rule.

        `treatment` is `home` or a kind of filing, as a Figure where a rule says so.
        LevelNotCovered and TreatmentNotCovered if the policy has no figure.
        """
        if level not in self.base:
            raise LevelNotCovered(level=level, known=", ".join(self.base))
        formula = "base"
        inputs: dict[str, Input] = {
            "level": level,
            "category": category,
            "treatment": treatment,
            "base": self.base[level],
        }
        if category == RETIRED and level in self.retiree_bonus:
            formula += " + bonus"
            inputs["bonus"] = self.retiree_bonus[level]
        counts_as = treatment.value if isinstance(treatment, Figure) else treatment
        if counts_as != HOME:
            around, change = self.cross_region.change(counts_as)
            formula = around.format(formula)
            inputs |= change
        return explain.rate(
            rule,
            f"max(0, min(1, {formula}))",
            inputs,
            Text(
                zh="支付比例 {result}（{level}，{category}，{treatment}）",
                en="Ratio {result} ({level}, {category}, {treatment})",
            ),
        )
