"""The order in which things come, and a crash between any two of them, leave no trace.

The story of `tests/support/clearing_story.py`, told in every order that causality allows (P15),
with a correction before or after the late success it undoes (P16), and with a crash at any
point of any step (P20), comes to the same canonical export, byte for byte.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.settlement.flows import exchange
from tests.support.clearing_story import (
    CLOSED,
    STORY,
    Crash,
    World,
    due,
    everything,
    hearing,
    orders,
    run,
    told,
)
from tests.support.settlement import settlement_id

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("sqlite"), pytest.mark.timeout(1200)]
IS_LONG = settings().max_examples >= 100


def bounded(short: int, long: int) -> Any:
    """So many worlds, and no time spent on a smaller counterexample: each costs seconds."""
    return settings(
        max_examples=long if IS_LONG else short,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


@cache
def as_it_stands() -> tuple[str, str]:
    """What it comes to in the order in which it is written: at once, and when all is paid."""
    with told([step.name for step in STORY]) as world:
        assert world.road.broken() == {}
        at_once = world.export()
        world.road.advance(CLOSED)
        assert world.road.broken() == {}
        return at_once, world.export()


@given(orders(), st.booleans())
@bounded(8, 60)
def test_p15_any_order_that_causality_allows_gives_the_same_books(
    order: list[str], to_the_end: bool
) -> None:
    with told(order) as world:
        assert world.road.broken() == {}
        at_once, paid = as_it_stands()
        assert world.export() == at_once
        if to_the_end:
            world.road.advance(CLOSED)
            assert world.export() == paid


@given(st.randoms())
@bounded(2, 12)
def test_p15_jobs_that_commute_do(chance: Any) -> None:
    """What falls due at one instant and may run in parallel runs in any order here."""
    with told([step.name for step in STORY]) as world:
        for beside in due(world, CLOSED):
            chance.shuffle(beside)
            for job in beside:
                run(world, job, lambda once: once())
        assert world.export() == as_it_stands()[1]


# ---- P16


def _late_success(world: World) -> None:
    """The answer that was lost is found after all."""
    with world.bench.entered(role="service"):
        exchange.query(settlement_id(1))


def _given_up(world: World) -> None:
    """The care side gives up waiting, and closes the exchange (2601's first half)."""
    with world.bench.entered(role="service"):
        exchange.cancel(settlement_id(1))


@given(st.integers(1, 10**6), st.integers(0, 10**4), st.booleans())
@bounded(5, 40)
def test_p16_a_correction_and_the_late_success_it_undoes_commute(
    hifp: int, account: int, is_booked: bool
) -> None:
    """The insured side did it and its answer was lost. Whoever comes first: all deltas are zero."""
    exports = []
    for order in ((_late_success, _given_up), (_given_up, _late_success)):
        world = World()
        try:
            world.road.insured.lose_answer = True
            with pytest.raises(Exception, match=r".") as lost:
                world.road.ask(1, hifp=hifp, account=account)
            assert getattr(lost.value, "effect", "unknown") == "unknown"
            for happen in order:
                happen(world)
            world.ask("correct 2", partial(world.road.correct, 2, 1))
            if is_booked:
                world.book("correct 2")
            assert world.road.broken() == {}
            exports.append(world.export())
        finally:
            world.bench.drop()
    assert exports[0] == exports[1]


@given(st.booleans())
@bounded(2, 2)
def test_p16_what_never_happened_can_not_happen_late(asked_twice: bool) -> None:
    """The tombstone came first: the late request is turned away, and nothing is posted (X6)."""
    world = World()
    try:
        _given_up(world)
        empty = world.export()
        for _ in range(1 + asked_twice):
            with pytest.raises(Exception, match=r".") as refused:
                world.road.ask(1)
            assert getattr(refused.value, "code", "") == "exchange_cancelled"
        assert world.export() == empty
    finally:
        world.bench.drop()


# ---- P20


@cache
def passings() -> tuple[tuple[tuple[str, int], ...], str]:
    """Each point of the undisturbed story, as (name, which passing), and its export."""
    counted: dict[str, int] = {}
    found: list[tuple[str, int]] = []

    def hear(name: str) -> None:
        counted[name] = counted.get(name, 0) + 1
        found.append((name, counted[name]))

    world = World()
    try:
        with hearing(hear):
            everything(world, lambda step: step())
        assert world.road.broken() == {}
        return tuple(found), world.export()
    finally:
        world.bench.drop()


def crashed_at(*points: tuple[str, int]) -> str:
    """The export of the story in which the process died at these passings, and began again."""
    left, counted = {*points}, dict[str, int]()

    def hear(name: str) -> None:
        counted[name] = counted.get(name, 0) + 1
        if (name, counted[name]) in left:
            left.discard((name, counted[name]))
            raise Crash(name)

    def again(step: Callable[[], Any]) -> Any:
        while True:
            try:
                return step()
            except Crash:
                continue

    world = World()
    try:
        with hearing(hear):
            everything(world, again)
        assert not left, "each of them was passed"
        assert world.road.broken() == {}
        return world.export()
    finally:
        world.bench.drop()


@given(st.data())
@bounded(4, 40)
def test_p20_a_crash_anywhere_loses_nothing_and_doubles_nothing(data: st.DataObject) -> None:
    points, undisturbed = passings()
    chosen = data.draw(st.lists(st.sampled_from(points), min_size=1, max_size=6, unique=True))
    assert crashed_at(*chosen) == undisturbed


def test_p20_the_story_passes_points_of_every_step() -> None:
    names = {name for name, _ in passings()[0]}
    at_hand = ("exchange", "care_side", "deduct", "dispute")
    of_a_month = ("freeze", "generate", "sign", "notify", "pay", "close")
    steps = (*at_hand, "provider_pay", *(f"cycle_{step}" for step in of_a_month))
    for step in steps:
        assert any(name.startswith(f"settlement.{step}") for name in names), step


def test_p20_each_point_once_in_one_story() -> None:
    """Every name kills the first passing of itself, all in one life of the world."""
    points, undisturbed = passings()
    assert crashed_at(*((name, nth) for name, nth in points if nth == 1)) == undisturbed
