"""A rule that is told in steps of whole numbers: "from two years on six months, from three nine".

The law says many durations and counts so. Between two rungs the lower one holds; below the first
there is nothing.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Ladder:
    """`rungs`: pairs of a number and what it gives from there on, the first of each rising.

    ValueError if they don't rise, or without any.
    """

    rungs: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        if not self.rungs:
            raise ValueError("a ladder has a rung")
        if any(upper[0] <= lower[0] for lower, upper in pairwise(self.rungs)):
            raise ValueError("the rungs of a ladder rise")

    def at(self, number: int) -> int:
        """What the number gives; 0 below the first rung.

        >>> [Ladder(((12, 3), (24, 6))).at(months) for months in (11, 12, 23, 24, 400)]
        [0, 3, 3, 6, 6]
        """
        index = bisect_right(self.rungs, number, key=lambda rung: rung[0])
        return self.rungs[index - 1][1] if index else 0


@dataclass(frozen=True, slots=True)
class Reach:
    """A step of a fare by distance: a journey of at most `metres`, inclusive, costs `fare`."""

    metres: int
    fare: Money
