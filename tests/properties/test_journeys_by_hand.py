"""Any taps of a card, in any order, come to the journeys and fares that a person works out.

`tests/support/demo_rides` is that person; what is held against it is the fold and its prices, as
they are before anything is read or written. `test_taps_machine` has the same with stores.
"""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.transport.domain.grants import IN_FORCE, Grant
from services.transport.domain.journeys import Journey, Rider
from services.transport.domain.pricing import Pricer
from services.transport.domain.record import City, Outcome, Record
from services.transport.domain.ridden import outcome
from services.transport.domain.riding import Fact
from services.transport.flows.riding import pricers
from services.transport.store import catalogue
from sscsim.kernel.periods import CHINA, china_day
from tests.support import demo_rides
from tests.support.demo_fares import Person
from tests.support.demo_rides import Ride, Tapped

DAY = datetime(2026, 4, 1, tzinfo=CHINA)
METRO, BUS, CITY = "DEMO-METRO", "DEMO-BUS", "990100"
LINES = ("DEMO-BUS-L01", "DEMO-BUS-L02")

people = st.builds(
    Person,
    born=st.sampled_from([date(1950, 3, 8), date(1961, 4, 2), date(1990, 5, 20), date(2006, 1, 1)]),
    is_student=st.booleans(),
    is_local=st.booleans(),
)
MINUTES = (
    *(1, 5, 9, 10, 11, 20, 30, 40, 60, 61, 90, 91),
    *(119, 120, 121, 400, 719, 720, 721, 1_500),
)
steps = st.tuples(
    st.sampled_from([*MINUTES[:7], *MINUTES]),
    st.sampled_from(["entry", "exit", "exit", *LINES]),
    st.integers(0, 11),
    st.sampled_from(["B-1", "B-2"]),
)


def happened(moves: list[tuple[int, str, int, str]], begin: int) -> list[Tapped]:
    """So many minutes apart."""
    now, found = DAY + timedelta(minutes=begin), []
    for minutes, kind, station, vehicle in moves:
        now += timedelta(minutes=minutes)
        is_bus = kind in LINES
        found.append(Tapped(now, "ride", kind, vehicle) if is_bus else Tapped(now, kind, station))
    return found


def fact(tap: Tapped) -> Fact:
    key = f"{tap.at.isoformat()}/{tap.kind}"
    if isinstance(tap.place, str):
        return Fact(key, "ride", tap.at, BUS, None, tap.place, tap.vehicle)
    return Fact(key, tap.kind, tap.at, METRO, f"{METRO}-{tap.place:03d}")


def pricer(system: str, at: datetime) -> Pricer:
    return pricers._pricer(system, china_day(at), None)


def city(now: datetime) -> City:
    return City(
        system=lambda name: catalogue.systems()[name],
        pricer=pricer,
        rules=lambda system: pricers._rules(CITY, DAY.date(), None),
        journey_id=lambda key: f"journey/{key}",
        day_of=lambda region, at: china_day(at),
        now=now,
    )


def record(who: Person) -> Record:
    rider = Rider(
        "rider", "transit_card", "card", "person", who.born, CITY if who.is_local else "510100",
        None, None, 1, DAY, DAY,
    )  # fmt: skip
    grant = Grant(
        id="grant", person_id="person", ordinal=1, status="student", region_code=CITY,
        holds_in=None, granted_by="test", evidence=None, from_date=date(2020, 1, 1),
        until_date=date(2030, 1, 1), terms=(), state=IN_FORCE, withdrawn_on=None,
        version=1, created_at=DAY, updated_at=DAY,
    )  # fmt: skip
    return Record(rider, "normal", grants=(grant,) if who.is_student else ())


def place(journey: Journey) -> int | str | None:
    if journey.line_id is not None:
        return journey.line_id
    return station(journey.entry_station_id)


def station(known: str | None) -> int | None:
    return None if known is None else int(known.rpartition("-")[2])


def shown(found: Outcome) -> list[Ride]:
    return [
        Ride(
            each.after.entered_at,
            each.after.exited_at,
            place(each.after),
            station(each.after.exit_station_id),
            each.after.status,
            each.after.list_fare.fen,
            each.after.fare.fen,
            each.after.transfer_discount.fen,
            each.after.vehicle_id,
        )
        for each in found.changes
    ]


@settings(max_examples=2_000 if settings().max_examples >= 100 else 250)
@given(people, st.lists(steps, min_size=1, max_size=12), st.integers(0, 4_000), st.randoms())
def test_taps_in_any_order(who: Person, moves: list[tuple[int, str, int, str]], begin: int,
                           luck: object) -> None:  # fmt: skip
    taps = happened(moves, begin)
    now = taps[-1].at + timedelta(minutes=1)
    arrived = [fact(each) for each in taps]
    luck.shuffle(arrived)  # type: ignore[attr-defined]
    found = outcome(record(who), arrived, city(now))
    expected = demo_rides.rides(who, taps, now)
    assert shown(found) == expected
