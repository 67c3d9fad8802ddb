"""The table of states, without a store; and that a price kept once is the price of all like it."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.transport import terms
from services.transport.domain import riding
from services.transport.domain.passes import Held
from services.transport.domain.pricing import Asked, Pricer, shown
from services.transport.domain.riding import Fact, Repair, Ridden, fold
from services.transport.domain.rules import BUS, DISTANCE, RAIL
from services.transport.domain.transfer import FirstRide
from services.transport.flows.riding.pricers import _longest, _way
from sscsim.kernel.explain import Basis, Figure, Source
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=CHINA)
DAY = date(2026, 4, 1)
RULES = terms.riding("990100", DAY)
LATER = NOON + timedelta(days=2)


def tap(kind: str, minute: int, number: int = 0, system: str = "M") -> Fact:
    return Fact(f"{kind}{minute:05d}-{number}", kind, NOON + timedelta(minutes=minute), system)


def hows(*facts: Fact, repairs: tuple[Repair, ...] = ()) -> list[str]:
    state, ended = fold(None, facts, lambda _: RULES, {one.key: one for one in repairs}, LATER)
    assert state is None
    return [each.how for each in ended]


def test_every_row_of_the_table() -> None:
    assert hows(tap("entry", 0), tap("exit", 30)) == ["rode"]
    assert hows(tap("entry", 0), tap("entry", 5), tap("exit", 30)) == ["entry_again", "rode"]
    assert hows(tap("exit", 0)) == ["no_entry"]
    assert hows(tap("ride", 0)) == ["bus_ride"]
    assert hows(tap("entry", 0), tap("ride", 5), tap("exit", 30)) == ["bus_ride", "rode"]
    assert hows(tap("entry", 0)) == ["forgotten_exit"]
    assert hows(tap("entry", 0), tap("exit", 719)) == ["rode"]
    assert hows(tap("entry", 0), tap("exit", 720)) == ["forgotten_exit", "no_entry"]
    other = tap("exit", 30, system="N")
    assert hows(tap("entry", 0), other) == ["entry_again", "no_entry"]


def test_staff_close_what_is_open_and_repair_what_is_not() -> None:
    entry = tap("entry", 0)
    early = Repair(entry.id, riding.NOT_GONE_IN, NOON + timedelta(minutes=10))
    assert hows(entry, repairs=(early,)) == ["not_gone_in"]
    assert hows(entry, tap("exit", 5), repairs=(early,)) == ["rode"]
    assert hows(entry, tap("exit", 15), repairs=(early,)) == ["not_gone_in", "no_entry"]
    late = Repair(entry.id, riding.EXIT_ADDED, LATER, "S")
    assert hows(entry, repairs=(late,)) == ["exit_added"]
    assert hows(entry, tap("entry", 30), repairs=(late,)) == ["exit_added", "forgotten_exit"]
    lone = tap("exit", 0)
    added = Repair(lone.id, riding.ENTRY_ADDED, LATER, "S")
    [ridden] = fold(None, [lone], lambda _: RULES, {lone.id: added}, LATER)[1]
    assert (ridden.how, ridden.start) == ("entry_added", "S")


def test_of_one_moment_what_fits_the_state_comes_first() -> None:
    assert hows(tap("exit", 0), tap("entry", 0)) == ["rode"]
    assert hows(tap("entry", 0), tap("entry", 30, 1), tap("exit", 30, 2)) == [
        "rode",
        "forgotten_exit",
    ]


_taps = st.lists(
    st.builds(
        tap,
        st.sampled_from(("entry", "exit", "ride")),
        st.integers(0, 2_000),
        st.integers(0, 2),
        st.sampled_from(("M", "N")),
    ),
    max_size=12,
    unique_by=lambda fact: fact.id,
)


@given(_taps, st.randoms(use_true_random=False), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_the_order_of_arrival_decides_nothing(taps: list[Fact], random: object, cut: int) -> None:
    def all_of(facts: list[Fact]) -> tuple[object, list[Ridden]]:
        return fold(None, facts, lambda _: RULES, {}, LATER)

    whole = all_of(taps)
    random.shuffle(shuffled := list(taps))  # type: ignore[attr-defined]
    assert all_of(shuffled) == whole
    # and going on from a state comes to the same as from the beginning
    ordered = sorted(taps, key=lambda fact: (fact.at, fact.id))
    moments = sorted({fact.at for fact in ordered})
    if moments:
        at = moments[cut % len(moments)]
        first = [fact for fact in ordered if fact.at < at]
        state, ended = fold(None, first, lambda _: RULES, {}, at - timedelta(seconds=1))
        rest = [fact for fact in ordered if fact.at >= at]
        last, more = fold(state, rest, lambda _: RULES, {}, LATER)
        assert (last, [*ended, *more]) == whole
    # each tap is part of one journey
    used = [one.id for ridden in whole[1] for one in {ridden.entry, ridden.exit} if one is not None]
    assert sorted(used) == sorted(fact.id for fact in taps)


# ---------------------------------------------------------------- prices


def _pricer(region: str, mode: str, system: str) -> Pricer:
    fares = terms.fares(region, mode, DAY)
    rules = terms.riding(region, DAY) if mode == RAIL else None
    return Pricer(
        mode,
        fares,
        rules,
        lambda *way: _way(system, *way),
        lambda station, _: _longest(system, station),
    )


PRICERS = {
    system: _pricer(region, mode, system)
    for system, region, mode in (
        ("DEMO-METRO", "990100", RAIL),
        ("GZ-METRO", "440100", RAIL),
        ("SH-METRO", "310000", RAIL),
        ("CQ-RAIL", "500000", RAIL),
        ("DEMO-BUS", "990100", BUS),
        ("HK-BUS", "460100", BUS),
    )
}
_moments = st.integers(0, 60 * 24 * 7).map(lambda minute: NOON + timedelta(minutes=minute))
_first = st.none() | st.builds(
    FirstRide,
    st.sampled_from((RAIL, BUS)),
    _moments,
    st.sampled_from((100, 200, 300)).map(Money),
    st.sampled_from((None, "L1")),
    st.sampled_from((None, "V1")),
)
_held = (
    st.none()
    | st.builds(Held, first_entered_at=_moments)
    | st.builds(Held, holder=st.just("adult"), rides_before=st.sampled_from((0, 99, 100)))
)


@st.composite
def _asked(draw: st.DrawFn, system: str) -> Asked:
    entered = draw(_moments)
    stays = draw(st.sampled_from((1, 10, 11, 119, 121, 180, 181, 240, 241)))
    is_bus = PRICERS[system].mode == BUS
    how = riding.BUS_RIDE if is_bus else draw(st.sampled_from((riding.RODE, riding.NOT_GONE_IN)))
    stations = [f"{system}-{number:03d}" for number in (0, 1, 5)]
    return Asked(
        how=how,
        entered_at=entered,
        exited_at=entered + timedelta(minutes=stays) if how == riding.RODE else None,
        start=None if is_bus else draw(st.sampled_from(stations)),
        end=None if is_bus else draw(st.sampled_from(stations)),
        line_id=draw(st.sampled_from((None, "L1"))),
        vehicle_id=draw(st.sampled_from((None, "V1"))),
        waited=timedelta(minutes=stays) if how == riding.NOT_GONE_IN else None,
        medium=draw(st.sampled_from(("card", "ticket"))),
        is_local=draw(st.booleans()),
        age=draw(st.none() | st.sampled_from((17, 59, 60, 64, 65, 69, 70))),
        statuses=draw(st.frozensets(st.sampled_from(("student", "pupil", "disabled")))),
        trips=draw(st.sampled_from((0, 14, 15, 40))),
        spent=Money(draw(st.sampled_from((0, 6_999, 7_000, 7_001)))),
        uses=draw(st.sampled_from((0, 99, 100, 119, 120))),
        first=draw(_first),
        held=draw(_held),
    )


@given(st.data(), st.sampled_from(sorted(PRICERS)))
@settings(max_examples=300, deadline=None)
def test_what_agrees_in_its_signature_costs_the_same(data: st.DataObject, system: str) -> None:
    """Kept prices are what the calculation gives for each of them by itself."""
    pricer = PRICERS[system]
    for asked in data.draw(st.lists(_asked(system), min_size=1, max_size=6)):
        if asked.held is not None and pricer._pass(asked) is None:
            continue
        assert pricer.price(asked) == shown(pricer.explained(asked))


def test_the_longest_way_is_asked_for_by_the_known_station() -> None:
    asked: list[tuple[str | None, str]] = []
    basis = Basis("case", "m", "1", "builtin", "2020-01-01", Source("case", "case", "invented"))

    def longest(station: str | None, charge: str) -> Figure[int]:
        asked.append((station, charge))
        return Figure(30_000, basis)

    fares = terms.fares("990100", RAIL, DAY)
    pricer = Pricer(RAIL, fares, RULES, lambda *_: {DISTANCE: 0}, longest)
    pricer.price(Asked(riding.ENTRY_AGAIN, NOON, start="A"))
    pricer.price(Asked(riding.NO_ENTRY, NOON, end="B"))
    assert asked == [("A", "exit_station_maximum"), ("B", "network_maximum")]
