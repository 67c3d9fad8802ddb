"""For how many months the benefit is paid (领取期限), and what is left of them.

Law on social insurance, article 46: by the months contributed, at most 12, 18 or 24 months; after
new work the time counts anew, and what it earns is put together with what was not drawn, at most
24 months. Provinces say how many months each time gives, below these limits.
"""

from dataclasses import dataclass, replace

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.explain import Figure
from sscsim.kernel.ladder import Ladder

NOTHING_LEFT = decision.reason(
    "benefit_months_used_up",
    "领取期限共 {granted} 个月，已用完",
    "All {granted} months of benefit are used up",
    "社会保险法第四十六条",
)


@dataclass(frozen=True, slots=True)
class DurationRule:
    """by_months: what months of contributions give in the region; most: the law's limit by
    them; together: the limit for old and new months put together."""

    by_months: Figure[Ladder]
    most: Figure[Ladder]
    together: Figure[int]

    def earned(self, contributed: int) -> Figure[int]:
        """Months that contributions since the last claim give; the figure that decided.

        contributed: whole months, not negative.
        """
        here = self.by_months.value.at(contributed)
        limit = self.most.value.at(contributed)
        if here <= limit:
            return Figure(here, self.by_months.basis)
        return Figure(limit, self.most.basis)

    def granted(self, contributed: int, left: int = 0) -> Figure[int]:
        """Months of a new claim. left: of the claim before, not drawn; not above `together`."""
        earned = self.earned(contributed)
        if left + earned.value <= self.together.value:
            return Figure(left + earned.value, earned.basis)
        return self.together


@dataclass(frozen=True, slots=True)
class Period:
    """The months of one claim: how many were granted, and where they went.

    paid: month by month; settled: at once, on early work. ValueError for more than was granted.
    """

    granted: int
    paid: int = 0
    settled: int = 0

    def __post_init__(self) -> None:
        if min(self.granted, self.paid, self.settled) < 0 or self.left < 0:
            raise ValueError(f"{self.paid} and {self.settled} of {self.granted} months")

    @property
    def used(self) -> int:
        return self.paid + self.settled

    @property
    def left(self) -> int:
        """Months that can still be drawn, or are kept for the next claim."""
        return self.granted - self.used

    @property
    def against(self) -> Reason | None:
        """Why no further month is paid; None while some are left."""
        return None if self.left else NOTHING_LEFT.with_(granted=self.granted)

    def draw(self) -> "Period":
        """A month more was paid; ValueError when nothing is left."""
        return replace(self, paid=self.paid + 1)

    def settle(self, months: int) -> "Period":
        """Months were paid at once; they count as drawn (相应计算为领取期限)."""
        return replace(self, settled=self.settled + months)
