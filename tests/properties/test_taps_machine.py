"""Cards at gates and on buses, with network and without, in any order and however often told.

A state machine over the flows: each card's journeys are at every moment what `demo_rides` works
out by hand from the taps that came so far, whoever brought them, late, twice or in disorder, by
gates whose clocks are wrong. In the end every journey is charged exactly once, what was taken off
each purse is the sum of its fares, no purse was below its overdraft, and the laws hold.
"""

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.transport.domain.taps import ACCEPTED, ADJUSTED, Seen
from services.transport.invariants import CHECKS
from sscsim import peers
from sscsim.kernel.periods import CHINA
from tests.support import demo_rides
from tests.support.bench import Bench
from tests.support.demo_fares import STATIONS, Person
from tests.support.demo_rides import Ride, Tapped
from tests.support.tap_town import VEHICLES, Town

pytestmark = pytest.mark.db
IS_LONG = settings().max_examples >= 100
SETTINGS = settings(
    max_examples=150 if IS_LONG else 8,
    stateful_step_count=60 if IS_LONG else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
START = datetime(2026, 4, 1, 6, 0, tzinfo=CHINA)
RICH, POOR = 30_000, 500
PEOPLE = (
    (Person(), RICH),
    (Person(born=date(2006, 1, 1), is_student=True), RICH),
    (Person(born=date(1950, 3, 8)), RICH),
    (Person(is_local=False), RICH),
    (Person(), POOR),
)
SKEWS = (-40, 0, 0, 45)
"""Seconds by which a gate's clock may be wrong: no two taps a minute apart are of one moment."""
LATEST = timedelta(hours=24)
"""What is uploaded later waits for a decision, and is no part of any journey before."""
OFFLINE_AT_ONCE, OFFLINE_IN_ALL = 2_000, 5_000
CODES_OF_THE_POOR = {"BALANCE_TOO_LOW", "ENTRY_REFUSED", "HOT_LISTED"}

who = st.integers(0, len(PEOPLE) - 1)
stations = st.sampled_from(STATIONS)
gaps = st.sampled_from([1, 1, 3, 9, 11, 20, 45, 59, 89, 121])
kinds = st.sampled_from(["entry", "exit", "exit", "ride"])
moves = st.tuples(kinds, stations, st.integers(0, 3), gaps)


class Taps(RuleBasedStateMachine):
    """One world; `bench` is set by the test."""

    bench: Bench

    @initialize()
    def begin(self) -> None:
        self.bench.at(START).make()
        self.town = Town(self.bench)
        self.town.open()
        self.loaded_at = START
        self.cards = [self.town.card(person, fen) for person, fen in PEOPLE]
        self.known: list[list[Tapped]] = [[] for _ in PEOPLE]
        self.queue: list[tuple[int, Tapped, Seen]] = []
        self.brought: list[tuple[int, Tapped, Seen]] = []

    def to(self, moment: datetime) -> None:
        """On to the moment; gates load the hot list before it is too old for them."""
        self.bench.at(moment)
        if moment - self.loaded_at >= timedelta(hours=6):
            self.loaded_at = moment
            self.town.load_lists()

    # ---- taps

    def tap(self, kind: str, station: int, bus: int, gap: int, skew: int = 0) -> Tapped:
        """`gap` minutes after the last one."""
        self.to(self.bench.now + timedelta(minutes=gap))
        moment = self.bench.now + timedelta(seconds=skew)
        if kind == "ride":
            return Tapped(moment, kind, *VEHICLES[bus])
        return Tapped(moment, kind, station)

    @rule(number=who, kind=kinds, station=stations, bus=st.integers(0, 3), gap=gaps)
    def with_network(self, number: int, kind: str, station: int, bus: int, gap: int) -> None:
        tap = self.tap(kind, station, bus, gap)
        seen = self.town.seen(self.cards[number], tap)
        [taken] = self.town.online(seen)
        if taken.result in (ACCEPTED, ADJUSTED):
            self.known[number].append(tap)
        else:
            assert PEOPLE[number][1] == POOR and taken.code in CODES_OF_THE_POOR, taken
        [again] = self.town.online(seen)
        assert again.code in ("DUPLICATE", *CODES_OF_THE_POOR), again

    @rule(
        number=who,
        kind=kinds,
        station=stations,
        bus=st.integers(0, 3),
        gap=gaps,
        skew=st.sampled_from(SKEWS),
        taken=st.sampled_from([0, 160, 200, 360, 800]),
    )
    def without_network(
        self, number: int, kind: str, station: int, bus: int, gap: int, skew: int, taken: int
    ) -> None:
        """The gate takes what it thinks is right, and queues the tap."""
        tap = self.tap(kind, station, bus, gap, skew)
        seen = self.town.offline(self.cards[number], tap, 0 if kind == "entry" else taken)
        if seen is not None:
            self.queue.append((number, tap, seen))

    @rule(
        number=who,
        moves=st.lists(st.tuples(kinds, stations, st.integers(0, 3), gaps), min_size=2, max_size=5),
    )
    def a_trip_without_network(self, number: int, moves: list[tuple[str, int, int, int]]) -> None:
        for kind, station, bus, gap in moves:
            self.without_network(number, kind, station, bus, gap, 0, 0)

    @precondition(lambda self: self.queue)
    @rule(luck=st.integers(0, 1_000), part=st.sampled_from([0.3, 0.7, 1.0]))
    def sync(self, luck: int, part: float) -> None:
        """Some of the queue in any order, one of it twice, and perhaps one of an earlier sync."""
        dice = random.Random(luck)
        dice.shuffle(self.queue)
        many = max(1, int(part * len(self.queue)))
        some, self.queue = self.queue[:many], self.queue[many:]
        twice = [some[0]] + ([dice.choice(self.brought)] if self.brought else [])
        lines = self.town.upload([seen for _, _, seen in (*some, *twice)])
        for (number, tap, _), line in zip(some, lines, strict=False):
            self.decided(number, tap, line.result, line.code)
        for line in lines[len(some) :]:
            assert line.result == "rejected", line
        self.brought += some

    def decided(self, number: int, tap: Tapped, result: str | None, code: str | None) -> None:
        if self.bench.now - tap.at > LATEST:
            assert code in ("LATE_UPLOAD", "TOO_OLD", "HOT_LISTED"), (tap, code)
        elif result in (ACCEPTED, ADJUSTED):
            self.known[number].append(tap)
        else:
            may = {"CUMULATIVE_ABOVE_LIMIT"}
            if PEOPLE[number][1] == POOR:
                may.add("HOT_LISTED")
            assert code in may, (tap, code)

    @rule(hours=st.sampled_from([1, 3, 6, 12]))
    def wait(self, hours: int) -> None:
        self.to(self.bench.now + timedelta(hours=hours))
        self.holds()

    # ---- what holds

    def holds(self) -> None:
        """At a full hour, when journeys that are forgotten by then have been closed."""
        hour = self.bench.now.replace(minute=0, second=0, microsecond=0)
        self.to(hour + timedelta(hours=1))
        self.town.run_due()
        for number, card in enumerate(self.cards):
            person, fen = PEOPLE[number]
            expected = demo_rides.rides(person, self.known[number], self.bench.now)
            found = self.town.rides(card)
            assert found == expected, told(number, found, expected)
            charged = self.town.charged(card)
            total = sum(ride.fare for ride in expected)
            assert sum(fare for status, fare in charged.items()) == total
            now = self.town.now(card)
            assert now.balance.fen == fen - charged.get("taken", 0)
            assert now.balance.fen >= -now.overdraft.fen
            if fen == RICH:
                assert set(charged) <= {"taken"}
        with self.town.read() as tx:
            for law in CHECKS:
                against = law.look(tx)
                assert against is None, (law.id, against)

    def teardown(self) -> None:
        if not hasattr(self, "town"):
            return
        try:
            if self.queue:
                self.sync(0, 1.0)
            self.bench.at(self.bench.now + timedelta(hours=13))
            self.holds()
        finally:
            self.bench.drop()


def told(number: int, found: list[Ride], expected: list[Ride]) -> str:
    """Where the journeys part, line by line."""
    only = [f"- {ride}" for ride in expected if ride not in found]
    return "\n".join([f"card {number}", *only, *(f"+ {r}" for r in found if r not in expected)])


@pytest.mark.timeout(14_400 if IS_LONG else 600)
def test_each_journey_is_charged_once_whatever_happens(database: str) -> None:
    Taps.bench = Bench()
    try:
        run_state_machine_as_test(Taps, settings=SETTINGS)
    finally:
        peers.use_local({})
