"""Pricers of fare systems by day: the figures in force, and the ways of the network."""

from datetime import date, datetime
from functools import lru_cache

from services.transport import terms
from services.transport.domain.network import metres_by_fare
from services.transport.domain.pricing import Pricer
from services.transport.domain.riding import Fact, RidingRules
from services.transport.domain.rules import BUS, DISTANCE, EXIT_STATION_MAXIMUM, GRADES, RAIL
from services.transport.domain.system import FareSystem
from services.transport.domain.tariff import Metres
from services.transport.store import catalogue, packs
from sscsim.db import Tx
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import china_day


class Pricers:
    """Those of one transaction: a city's own pack is read once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._packs: dict[str, str | None] = {}
        self._found: dict[tuple[str, date], Pricer] = {}

    def at(self, fare_system_id: str, entered_at: datetime) -> Pricer:
        """By the rules of the day of entry. PolicyMissing, FigureMissing."""
        key = fare_system_id, china_day(entered_at)
        found = self._found.get(key)
        if found is None:
            system = catalogue.systems()[fare_system_id]
            found = self._found[key] = _pricer(*key, self._pack(system.region))
        return found

    def rules(self, tap: Fact) -> RidingRules:
        """What the city of a metro does where a tap is missing. PolicyMissing."""
        found = self.at(tap.system_id, tap.at).rules
        assert found is not None, "a bus is tapped once"
        return found

    def _pack(self, region: str) -> str | None:
        if region not in self._packs:
            self._packs[region] = packs.text_of(self._tx, region)
        return self._packs[region]


@lru_cache(maxsize=512)
def _rules(region: str, day: date, pack: str | None) -> RidingRules:
    return terms.riding(region, day, pack)


@lru_cache(maxsize=128)
def _pricer(fare_system_id: str, day: date, pack: str | None) -> Pricer:
    system = catalogue.systems()[fare_system_id]
    rules = _rules(system.region, day, pack) if system.kind == RAIL else None
    fares = terms.fares(system.region, system.kind, day, pack)

    def way(start: str | None, end: str | None, line_id: str | None) -> dict[str, Metres]:
        return _way(system.id, start, end, line_id)

    def longest(station: str | None, charge: str) -> Figure[int] | None:
        return _longest(system.id, station if charge == EXIT_STATION_MAXIMUM else None)

    return Pricer(system.kind, fares, rules, way, longest)


@lru_cache(maxsize=65_536)
def _way(
    fare_system_id: str, start: str | None, end: str | None, line_id: str | None
) -> dict[str, Metres]:
    """Metres of the shortest way by how they are charged; of a bus the grade of its line."""
    system = catalogue.systems()[fare_system_id]
    if system.kind == BUS:
        return {_grade(system, line_id): 0}
    network = catalogue.networks()[fare_system_id]
    assert start is not None and end is not None, "a metro ride has two stations"
    legs = network.legs(start, end)
    basis = catalogue.basis_of_distances(network)
    if legs is None:  # no way leads there: as far as one can go, assumed
        return {DISTANCE: Figure(network.longest_from(end), basis)}
    metres = metres_by_fare(legs) or {DISTANCE: 0}
    return {by: Figure(length, basis) for by, length in metres.items()}


def _grade(system: FareSystem, line_id: str | None) -> str:
    """How a ride of one tap is charged: by the line's grade; where stops would be needed for it,
    as the standard grade (assumed, as nobody taps on getting off)."""
    network = catalogue.networks().get(system.id)
    fares = {line.id: line.fare for line in network.lines} if network and line_id else {}
    by = fares.get(line_id or "", GRADES[0])
    return by if by in GRADES else GRADES[0]


@lru_cache(maxsize=4_096)
def _longest(fare_system_id: str, station: str | None) -> Figure[int] | None:
    network = catalogue.networks().get(fare_system_id)
    if network is None:
        return None
    far = network.longest() if station is None else network.longest_from(station)
    return Figure(far, catalogue.basis_of_distances(network))
