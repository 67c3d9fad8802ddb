"""The pool's ratio (报销比例): by hospital level, better for the retired, less away from home.

What the retired get more is a figure by hospital level, or a ladder by age (年龄阶梯); a region
may have ratios of their own for minors (未成年人).

Away from home the national text speaks of percentage *points* to take off; some regions
publish *multipliers*. They are not the same (85% less 10 points is 75%; 85% times 0.90 is
76.5%), so the policy names its mode and every explanation repeats it. Step 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.vocabulary import HOME, RETIRED
from services.medical.problems import AgeNotKnown, LevelNotCovered, TreatmentNotCovered
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
class Rung:
    """From this age on, whole years on the day of discharge, so much is added to the ratio."""

    age: int
    added: Fraction


@dataclass(frozen=True, slots=True)
class Minors:
    """Who is younger than `below_age` on the day of discharge has these ratios instead.

    Whose age isn't told is taken for grown up.
    """

    below_age: Figure[int]
    base: Mapping[str, Figure[Fraction]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One region's rule. A level that is missing in `retiree_bonus` has none; where there is a
    ladder, it stands in for the figures by level."""

    base: Mapping[str, Figure[Fraction]]
    retiree_bonus: Mapping[str, Figure[Fraction]]
    cross_region: CrossRegion
    ladder: Figure[tuple[Rung, ...]] | None = None
    minors: Minors | None = None

    def due(
        self,
        level: str,
        category: str,
        treatment: str | Figure[str],
        age: int | None = None,
        rule: str = "ratio",
    ) -> Step:
        """The exact ratio for this stay, from 0 to 1, as a step of that rule.

        `treatment` is `home` or a kind of filing, as a Figure where a rule says so.
        LevelNotCovered and TreatmentNotCovered if the policy has no figure, AgeNotKnown if
        the bonus depends on an age that wasn't told.
        """
        minors = self.minors if age is not None else None
        by_level = self.base
        if minors is not None and age is not None and age < minors.below_age.value:
            by_level = minors.base
        if level not in by_level:
            raise LevelNotCovered(level=level, known=", ".join(by_level))
        formula = "base"
        inputs: dict[str, Input] = {
            "level": level,
            "category": category,
            "treatment": treatment,
            "base": by_level[level],
        }
        if minors is not None:
            below = minors.below_age
            inputs["age"] = str(age)  # words: the formula doesn't reckon with them
            inputs["minor_below"] = Figure(str(below.value), below.basis)
        if category == RETIRED:
            bonus = self._bonus(level, age)
            if bonus is not None:
                formula += " + bonus"
                inputs["bonus"] = bonus
            if self.ladder is not None:
                inputs["age"] = str(age)  # a word, here too
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

    def _bonus(self, level: str, age: int | None) -> Figure[Fraction] | None:
        """What the retired get more, if anything."""
        if self.ladder is None:
            return self.retiree_bonus.get(level)
        if age is None:
            raise AgeNotKnown()
        reached = [rung.added for rung in self.ladder.value if rung.age <= age]
        return Figure(reached[-1], self.ladder.basis) if reached else None
