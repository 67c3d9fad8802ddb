"""Schemes, their figures through time, and the figures of one day."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sscsim.kernel.explain import Basis, Figure, Source
from sscsim.kernel.ladder import Ladder, Reach
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, Window
from sscsim.policy.errors import FigureMissing
from sscsim.policy.units import Band, Rung, Segment

_WHOLE = ("count", "days", "working_days", "months", "day_of_month", "metres", "minutes")
"""The units of whole numbers."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a figure and the day from which it holds; `ended` takes the figure out."""

    since: date
    value: Any
    source: Source
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A figure through time."""

    name: str
    unit: str
    last_checked: date
    description: str
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """The value in force on the day, if any."""
        index = bisect_right(self.values, day, key=lambda dated: dated.since)
        found = self.values[index - 1] if index else None
        return None if found is None or found.ended else found


@dataclass(frozen=True, slots=True)
class Scheme:
    """All figures of one set of rules of one region (or, joint, of several)."""

    service: str
    regions: tuple[str, ...]
    name: str
    title: str
    version: str
    origin: str  # "builtin", or "world" for a world's own pack
    pack: str  # "medical/510100/employee_inpatient"
    note: str
    leaves: Mapping[str, Leaf] = field(repr=False)

    def on(self, day: date) -> "Figures":
        return Figures(self, day)


@dataclass(frozen=True, slots=True)
class Figures:
    """A scheme on one day. Each getter gives a Figure, or raises FigureMissing."""

    scheme: Scheme
    day: date

    def money(self, leaf: str) -> Figure[Money]:
        return self._get(leaf, "yuan")

    def cap(self, leaf: str) -> Figure[Money | None]:
        """A limit in money; None where the policy says that there is none."""
        return self._get(leaf, "yuan_cap")

    def ratio(self, leaf: str) -> Figure[Fraction]:
        """A percentage, percentage points or a multiplier, as an exact fraction."""
        return self._get(leaf, "percent", "points", "multiplier")

    def ratios(self, leaf: str) -> Figure[tuple[Fraction, ...]]:
        return self._get(leaf, "percents")

    def segments(self, leaf: str) -> Figure[tuple[Segment, ...]]:
        return self._get(leaf, "segments")

    def ages(self, leaf: str) -> Figure[tuple[Rung, ...]]:
        return self._get(leaf, "ages")

    def ladder(self, leaf: str) -> Figure[Ladder]:
        return self._get(leaf, "ladder")

    def number(self, leaf: str) -> Figure[int]:
        return self._get(leaf, *_WHOLE)

    def month_day(self, leaf: str) -> Figure[tuple[int, int]]:
        return self._get(leaf, "month_day")

    def month(self, leaf: str) -> Figure[Month]:
        return self._get(leaf, "year_month")

    def bands(self, leaf: str) -> Figure[tuple[Band, ...]]:
        return self._get(leaf, "bands")

    def reaches(self, leaf: str) -> Figure[tuple[Reach, ...]]:
        return self._get(leaf, "reaches")

    def windows(self, leaf: str) -> Figure[tuple[Window, ...]]:
        return self._get(leaf, "windows")

    def flag(self, leaf: str) -> Figure[bool]:
        return self._get(leaf, "flag")

    def word(self, leaf: str) -> Figure[str]:
        return self._get(leaf, "word")

    def words(self, leaf: str) -> Figure[tuple[str, ...]]:
        return self._get(leaf, "words")

    def has(self, leaf: str) -> bool:
        """Whether the figure is in force; for rules that a region may not have at all."""
        found = self.scheme.leaves.get(leaf)
        return found is not None and found.on(self.day) is not None

    def under(self, group: str) -> list[str]:
        """The names below a group that have a value: `under("ratio")` -> ["level_1", ...]."""
        prefix = group + "."
        names = [
            leaf.removeprefix(prefix) for leaf in self.scheme.leaves if leaf.startswith(prefix)
        ]
        return [name for name in names if self.has(prefix + name)]

    def _get(self, name: str, *units: str) -> Figure[Any]:
        leaf = self.scheme.leaves.get(name)
        found = leaf.on(self.day) if leaf else None
        if leaf is None or found is None:
            raise FigureMissing(pack=self.scheme.pack, leaf=name, day=self.day.isoformat())
        if leaf.unit.partition("(")[0] not in units:
            raise TypeError(f"{self.scheme.pack}#{name} is in {leaf.unit}, not {units}")
        scheme = self.scheme
        basis = Basis(
            scheme.pack, name, scheme.version, scheme.origin, found.since.isoformat(), found.source
        )
        return Figure(found.value, basis)
