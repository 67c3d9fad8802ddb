"""Any metro or bus ride in Demo City costs what a person works out from the figures.

`tests/support/demo_fares` is that person: literals and plain integers, nothing of the service.
"""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.transport import terms
from services.transport.domain.network import metres_by_fare
from services.transport.domain.quote import Journey, Quote, quote
from services.transport.domain.rider import Rider
from services.transport.domain.rules import EXIT_STATION_MAXIMUM
from services.transport.domain.transfer import FirstRide
from services.transport.store import catalogue
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, age_on
from tests.support import demo_fares
from tests.support.demo_fares import Before, Paid, Person, Ridden

FIRST = datetime(2026, 4, 1, tzinfo=CHINA)
RULES = {kind: terms.fares("990100", kind, FIRST.date()) for kind in ("rail", "bus")}
METRO = catalogue.networks()["DEMO-METRO"]

people = st.builds(
    Person,
    born=st.sampled_from([date(1950, 3, 8), date(1956, 4, 2), date(1990, 5, 20), date(2006, 1, 1)]),
    is_student=st.booleans(),
    is_local=st.booleans(),
    has_card=st.booleans(),
)
moments = st.integers(0, 10 * 24 * 60 - 1).map(lambda minute: FIRST + timedelta(minutes=minute))
stations = st.sampled_from(demo_fares.STATIONS)
stays = st.sampled_from([1, 10, 11, 60, 120, 121, 300])
trips, spent = st.sampled_from([0, 19, 20, 40]), st.sampled_from([0, 10_000, 10_001, 20_001])
gaps = st.none() | st.sampled_from([0, 9, 10, 60, 61, 90, 91])


def rider(who: Person, at: datetime, before: Before) -> Rider:
    return Rider(
        medium="card" if who.has_card else "ticket",
        card_is_local=who.is_local,
        age=age_on(who.born, at.date()),
        statuses=frozenset({"student"} if who.is_student else ()),
        trips_before=before.trips,
        spent_before=Money(before.spent),
    )


def told(made: Quote) -> Paid:
    return Paid(made.list_fare.fen, made.fare.fen, made.share("transfer_discount").fen)


@given(people, stations, stations, moments, stays, trips, spent, gaps)
def test_a_metro_ride(
    who: Person, start: int, end: int, at: datetime, stay: int, trip: int, sum_: int,
    gap: int | None,
) -> None:  # fmt: skip
    bus = None if gap is None else Ridden(at - timedelta(minutes=gap), "DEMO-BUS-L01", "B-1")
    before = Before(trip, sum_, bus)
    one, other = (f"DEMO-METRO-{number:03d}" for number in (start, end))
    legs = METRO.legs(one, other)
    assert legs is not None

    def longest(charge: str) -> Figure[int]:
        assert charge == EXIT_STATION_MAXIMUM
        return Figure(METRO.longest_from(other), catalogue.basis_of_distances(METRO))

    journey = Journey(
        "rail",
        metres_by_fare(legs) or {"distance": 0},
        at,
        at + timedelta(minutes=stay),
        is_same_station=start == end,
        longest=longest,
    )
    first = None if bus is None else FirstRide("bus", bus.at, Money(200), bus.line, bus.vehicle)
    made = quote(journey, rider(who, at, before), RULES["rail"], first)
    assert told(made) == demo_fares.rail(who, start, end, at, stay, before)


@given(people, st.sampled_from(sorted(demo_fares.BUS_FARE)), moments, gaps, st.booleans())
def test_a_bus_ride(who: Person, line: str, at: datetime, gap: int | None, again: bool) -> None:
    bus = None if gap is None else Ridden(at - timedelta(minutes=gap), "DEMO-BUS-L01", "B-1")
    before, vehicle = Before(first=bus), "B-1" if again else "B-2"
    journey = Journey(
        "bus",
        {"standard" if line == "DEMO-BUS-L01" else "ordinary": 0},
        at,
        line_id=line,
        vehicle=vehicle,
    )
    first = None if bus is None else FirstRide("bus", bus.at, Money(200), bus.line, bus.vehicle)
    made = quote(journey, rider(who, at, before), RULES["bus"], first)
    assert told(made) == demo_fares.bus(who, line, vehicle, at, before)
