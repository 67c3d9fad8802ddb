"""The rules of a pass, whatever visits are asked for in whatever order: none is beyond a limit, and
what its months give away is what it brought."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.culture.domain import pass_course, pass_use
from services.culture.domain.pass_rules import CLASSES, ClassLimit, Limits, Product
from services.culture.domain.pass_use import Use
from sscsim.kernel.explain import Basis, Figure, Source
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.shares import largest_remainder

_BASIS = Basis("case", "leaf", "1", "builtin", "2026-01-01", Source("s", "s", "invented"))
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
SPOTS = {f"V{number}": kind for number, kind in enumerate(CLASSES)} | {"V9": CLASSES[0]}


def figure(value: Any) -> Any:
    return Figure(value, _BASIS)


class Passes(RuleBasedStateMachine):
    """A pass: visits are asked for, and the rules say which of them may be."""

    @initialize(
        day=st.integers(1, 3),
        year=st.integers(1, 5),
        uses=st.integers(1, 4),
        choose=st.integers(1, 3),
        price=st.integers(1, 40_000),
    )
    def begin(self, day: int, year: int, uses: int, choose: int, price: int) -> None:
        self.product = Product("p", "p", "p", {}, SPOTS)
        self.limits = Limits(
            per_spot_per_day=figure(day),
            per_spot_per_year=figure(year),
            classes={kind: ClassLimit(figure(uses), None) for kind in CLASSES[1:3]},
            choose_of=figure(CLASSES[3:]),
            choose=figure(choose),
        )
        self.bounds = (day, year, uses, choose)
        self.used: list[Use] = []
        self.pool = Money(price)
        self.slices = pass_course.slices(self.pool, FIRST, LAST)

    @rule(venue=st.sampled_from(sorted(SPOTS)), day=st.integers(0, 3))
    def visits(self, venue: str, day: int) -> None:
        wanted = Use(venue, FIRST + dt.timedelta(days=day))
        if not pass_use.against(self.product, self.limits, self.used, wanted):
            self.used.append(wanted)

    @invariant()
    def no_limit_is_passed(self) -> None:
        if not hasattr(self, "used"):
            return
        day, year, uses, choose = self.bounds
        for venue in SPOTS:
            here = [use for use in self.used if use.venue == venue]
            assert len(here) <= year
            assert all(sum(other.day == use.day for other in here) <= day for use in here)
        for kind in CLASSES[1:3]:
            assert sum(SPOTS[use.venue] == kind for use in self.used) <= uses
        chosen = {use.venue for use in self.used if SPOTS[use.venue] in CLASSES[3:]}
        assert len(chosen) <= choose
        assert pass_use.broken(self.product, self.limits, self.used) is None

    @invariant()
    def months_give_away_what_was_sold(self) -> None:
        if not hasattr(self, "used"):
            return
        assert sum_money(self.slices.values()) == self.pool
        visits = {venue: sum(use.venue == venue for use in self.used) for venue in SPOTS}
        if any(visits.values()):
            for part in self.slices.values():
                weights = {venue: count * 1_000 for venue, count in visits.items()}
                given = largest_remainder(part, weights)  # type: ignore[arg-type]
                assert sum_money(given.values()) == part


Passes.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestPasses = Passes.TestCase
