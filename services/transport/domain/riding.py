"""Journeys are a fold of taps: the table of states, as a pure step over them.

A card is idle or has one journey open. Each tap, and the passing of time, leads from one to the
other and may end a journey. The order of arrival plays no part: taps are taken in the order of
their moments, and of one moment what fits the state comes first.

| state | what happens | what becomes of it |
|---|---|---|
| idle | entry | a journey is open |
| open | exit, same system | it is completed; its price minds distance, overtime, same station |
| open | entry | it is incomplete (`entry_again`), and another is open |
| open | exit of another system | it is incomplete (`entry_again`), and that exit has no entry |
| open | so long without an exit | it is incomplete (`forgotten_exit`) |
| open | staff close it at the counter | it is repaired |
| idle | exit | a journey without entry (`no_entry`) |
| any | ride on a bus | a journey of its own, at once; an open one stays open (assumed) |
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from services.transport.domain.taps import ENTRY, EXIT, RIDE
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

RODE, BUS_RIDE = "rode", "bus_ride"
ENTRY_AGAIN, FORGOTTEN, NO_ENTRY = "entry_again", "forgotten_exit", "no_entry"
WAYS_IN_COMPLETE: Final = (ENTRY_AGAIN, FORGOTTEN, NO_ENTRY)
"""Journeys that lack a tap, by the rule they are charged by."""

NOT_GONE_IN, EXIT_ADDED, ENTRY_ADDED, WAIVED = (
    "not_gone_in",
    "exit_added",
    "entry_added",
    "waived",
)
REPAIRS: Final = (NOT_GONE_IN, EXIT_ADDED, ENTRY_ADDED, WAIVED)
"""What staff do: tapped but not gone in; a station is added; or the operator was at fault."""

HOWS: Final = (RODE, BUS_RIDE, *WAYS_IN_COMPLETE, *REPAIRS)

NETWORK_MAXIMUM, FROM_STATION, LOWEST, NOTHING, REFUSE = (
    "network_maximum",
    "station_maximum",
    "lowest_fare",
    "nothing",
    "refuse",
)


@dataclass(frozen=True, slots=True)
class RidingRules:
    """What a city charges where a tap is missing, and how long it waits; minutes and days.

    What is charged is the highest fare from or to the station that is known, or of the network, the
    lowest fare, or nothing; an exit without entry may be refused at the gate instead (`refuse`).
    `not_gone_in_free`: from the entry tap on; later `not_gone_in_later` is charged.
    """

    no_entry: Figure[str]
    entry_again: Figure[str]
    forgotten: Figure[str]
    forgotten_after: Figure[int]
    not_gone_in_free: Figure[int]
    not_gone_in_later: Figure[str]
    same_station_at_counter: Figure[bool] | None  # None: nobody is free there
    repair_within: Figure[int]  # days
    least_balance: Figure[Money]  # of a purse that wants in


@dataclass(frozen=True, slots=True)
class Fact:
    """A tap that was accepted, as the fold takes it."""

    id: str
    kind: str
    at: datetime
    system_id: str
    station_id: str | None = None
    line_id: str | None = None
    vehicle_id: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """What staff said of the journey that began with the tap `key`; of `REPAIRS`."""

    key: str
    kind: str
    at: datetime
    station_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ridden:
    """A journey as the taps make it, before any price.

    `key`: the id of the tap that it began with, or of the exit without one. `how`: of `HOWS`.
    """

    key: str
    how: str
    system_id: str
    entry: Fact | None
    exit: Fact | None
    closed_at: datetime
    repair: Repair | None = None

    @property
    def entered_at(self) -> datetime:
        return self.closed_at if self.entry is None else self.entry.at

    @property
    def start(self) -> str | None:
        """Where it began: by tap, or as staff say."""
        if self.entry is not None:
            return self.entry.station_id
        return None if self.repair is None else self.repair.station_id

    @property
    def end(self) -> str | None:
        if self.exit is not None:
            return self.exit.station_id
        if self.repair is None or self.repair.kind == WAIVED:
            return None
        return self.repair.station_id if self.repair.kind == EXIT_ADDED else self.start

    @property
    def first_tap(self) -> Fact:
        tap = self.entry or self.exit
        assert tap is not None, "a journey has a tap"
        return tap


State = Fact | None
"""The entry tap of the open journey."""
RulesOf = Callable[[Fact], RidingRules]
"""What a city does, by its rules of the day of the tap."""


def step(
    state: State, fact: Fact, rules: RulesOf, repairs: Mapping[str, Repair]
) -> tuple[State, tuple[Ridden, ...]]:
    """What one tap makes of the state, and the journeys that end by it."""
    state, ended = waited(state, fact.at, rules, repairs)
    if fact.kind == RIDE:
        ridden = Ridden(fact.id, BUS_RIDE, fact.system_id, fact, fact, fact.at)
        return state, (*ended, ridden)
    if fact.kind == ENTRY:
        if state is not None:
            ended = (*ended, _lacking(state, ENTRY_AGAIN, fact.at, repairs))
        return fact, ended
    if state is not None and state.system_id == fact.system_id:
        ridden = Ridden(state.id, RODE, state.system_id, state, fact, fact.at)
        return None, (*ended, ridden)
    if state is not None:
        ended = (*ended, _lacking(state, ENTRY_AGAIN, fact.at, repairs))
    return None, (*ended, _without_entry(fact, repairs))


def waited(
    state: State, until: datetime, rules: RulesOf, repairs: Mapping[str, Repair]
) -> tuple[State, tuple[Ridden, ...]]:
    """What time alone makes of the state: staff closed the journey, or nobody ever did."""
    if state is None:
        return None, ()
    limit = forgotten_at(state, rules)
    repair = repairs.get(state.id)
    if repair is not None and repair.at <= until and repair.at < limit:
        return None, (_repaired(state, repair, repair.at),)
    if limit <= until:
        return None, (_lacking(state, FORGOTTEN, limit, repairs),)
    return state, ()


def forgotten_at(entry: Fact, rules: RulesOf) -> datetime:
    """When a journey that was begun so counts as forgotten."""
    return entry.at + timedelta(minutes=rules(entry).forgotten_after.value)


def fold(
    state: State,
    facts: Iterable[Fact],
    rules: RulesOf,
    repairs: Mapping[str, Repair],
    until: datetime,
) -> tuple[State, list[Ridden]]:
    """The state after all the taps, and the journeys that ended, by the moments they ended at.

    `until`: the present moment; an open journey that is forgotten by then is ended.
    """
    ended: list[Ridden] = []
    for group in _moments(facts):
        state, more = waited(state, group[0].at, rules, repairs)
        ended += more
        while group:
            fact = group.pop(_next(state, group))
            state, more = step(state, fact, rules, repairs)
            ended += more
    state, more = waited(state, until, rules, repairs)
    return state, [*ended, *more]


def _moments(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """The taps by moment, those of one moment by their ids."""
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.id))
    return (list(group) for _, group in groupby(ordered, key=lambda fact: fact.at))


def _next(state: State, group: Sequence[Fact]) -> int:
    """Which tap of one moment comes first: who is in goes out, who is out goes in.

    An exit where one is open, by its own system first, else an entry; so the order of arrival
    decides nothing.
    """
    if len(group) == 1:
        return 0

    def rank(number: int) -> tuple[int, str]:
        fact = group[number]
        fits = state is not None and fact.kind == EXIT and fact.system_id == state.system_id
        goes_in = state is None and fact.kind == ENTRY
        late = fact.kind == (EXIT if state is None else ENTRY)
        return (0 if fits or goes_in else 2 if late else 1), fact.id

    return min(range(len(group)), key=rank)


def _lacking(entry: Fact, how: str, at: datetime, repairs: Mapping[str, Repair]) -> Ridden:
    repair = repairs.get(entry.id)
    if repair is not None:
        return _repaired(entry, repair, at)
    return Ridden(entry.id, how, entry.system_id, entry, None, at)


def _repaired(entry: Fact, repair: Repair, at: datetime) -> Ridden:
    return Ridden(entry.id, repair.kind, entry.system_id, entry, None, at, repair)


def _without_entry(fact: Fact, repairs: Mapping[str, Repair]) -> Ridden:
    found = Ridden(fact.id, NO_ENTRY, fact.system_id, None, fact, fact.at)
    repair = repairs.get(fact.id)
    return found if repair is None else replace(found, how=repair.kind, repair=repair)
