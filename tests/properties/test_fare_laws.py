"""Laws of fares over any journey and rider: what is paid is at most what is listed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transport import terms
from services.transport.domain.concession import lack
from services.transport.domain.quote import Journey, list_fare, quote
from services.transport.domain.rider import MEDIA, Moment, Rider
from services.transport.domain.rules import NETWORK_MAXIMUM, STATUSES
from services.transport.domain.transfer import FirstRide
from services.transport.problems import ConcessionNotDue, FareRuleMissing
from services.transport.store import catalogue
from sscsim.kernel.explain import Basis, Figure, Source, faults
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

DAY = date(2026, 4, 1)
START = datetime(2026, 4, 1, tzinfo=CHINA)
SYSTEMS = sorted(catalogue.systems())
RULES = {
    name: terms.fares(system.region, system.kind, DAY)
    for name, system in catalogue.systems().items()
}

riders = st.builds(
    Rider,
    medium=st.sampled_from(MEDIA),
    card_is_local=st.booleans(),
    age=st.none() | st.integers(0, 110),
    statuses=st.frozensets(st.sampled_from(STATUSES)),
    height_cm=st.none() | st.integers(80, 200),
    nth_child=st.none() | st.integers(1, 3),
    trips_before=st.integers(0, 60),
    spent_before=st.integers(0, 30_000).map(Money),
    uses_before=st.integers(0, 130),
)
moments = st.integers(0, 30 * 24 * 60 - 1).map(lambda minute: START + timedelta(minutes=minute))
metres = st.integers(0, 150_000)
systems = st.sampled_from(SYSTEMS)
late = st.sampled_from([name for name in SYSTEMS if RULES[name].overtime])


def way(name: str, length: int, at: datetime, **more: Any) -> Journey:
    kind = catalogue.systems()[name].kind
    return Journey(kind, {"distance" if kind == "rail" else "standard": length}, at, **more)


@given(name=systems, length=metres, more=metres)
def test_a_longer_way_is_never_cheaper(name: str, length: int, more: int) -> None:
    near, far = (list_fare(way(name, m, START), RULES[name]) for m in (length, length + more))
    assert Money.zero() < near <= far


@given(name=systems, length=metres, rider=riders, at=moments, named=st.booleans())
def test_a_quote_adds_up(name: str, length: int, rider: Rider, at: datetime, named: bool) -> None:
    made = quote(way(name, length, at, named_station=named), rider, RULES[name])
    assert Money.zero() <= made.fare <= made.list_fare
    assert made.fare + made.share("concession_discount") == made.list_fare
    assert faults(made.explanation.as_json()) == []


@given(name=systems, length=metres, rider=riders, at=moments)
def test_no_concession_that_is_due_is_lower_than_the_one_given(
    name: str, length: int, rider: Rider, at: datetime
) -> None:
    rules, journey = RULES[name], way(name, length, at)
    given_fare = quote(journey, rider, rules).fare
    for each in rules.concessions:
        asking = Rider(**{**_fields(rider), "wanted": each.code})
        if lack(each, rules, rider, Moment(at), False) is None:
            assert quote(journey, asking, rules).fare >= given_fare
        else:
            with pytest.raises(ConcessionNotDue):
                quote(journey, asking, rules)


def _fields(rider: Rider) -> dict[str, Any]:
    return {name: getattr(rider, name) for name in Rider.__slots__}


@given(
    name=systems,
    length=metres,
    rider=riders,
    at=moments,
    before=st.integers(0, 200),
    mode=st.sampled_from(("rail", "bus")),
    fare=st.integers(0, 1000).map(Money),
)
def test_a_transfer_never_costs_more(
    name: str, length: int, rider: Rider, at: datetime, before: int, mode: str, fare: Money
) -> None:
    first = FirstRide(mode, at - timedelta(minutes=before), fare)
    journey, rules = way(name, length, at), RULES[name]
    alone = quote(journey, rider, rules)
    try:
        made = quote(journey, rider, rules, first)
    except FareRuleMissing:
        assert name == "HZ-METRO"
        return
    assert Money.zero() <= made.fare <= alone.fare
    assert made.fare + made.share("transfer_discount") == alone.fare
    assert faults(made.explanation.as_json()) == []


@given(name=late, length=metres, rider=riders, at=moments, stay=st.integers(0, 600), far=metres)
def test_staying_too_long_costs_at_least_the_highest_fare(
    name: str, length: int, rider: Rider, at: datetime, stay: int, far: int
) -> None:
    basis = Basis("test", "metres", "1", "builtin", "2026-01-01", Source("t", "t", "invented"))
    out = at + timedelta(minutes=stay)
    rules = RULES[name]
    journey = way(name, length, at, exited_at=out, longest=lambda charge: Figure(far, basis))
    made = quote(journey, rider, rules)
    assert rules.time_limit is not None
    assert rules.overtime is not None
    assert made.is_overtime == (stay > rules.time_limit.value)
    assert faults(made.explanation.as_json()) == []
    if made.is_overtime:
        stated = rules.overtime.network_maximum
        highest = list_fare(way(name, far, at), rules)
        if stated is not None and rules.overtime.charge.value == NETWORK_MAXIMUM:
            highest = stated.value
        assert made.fare >= highest
