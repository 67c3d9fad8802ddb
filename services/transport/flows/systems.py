"""Fare systems and networks, as they are asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.transport import problems, terms
from services.transport.domain.geojson import geojson
from services.transport.domain.gtfs import feed
from services.transport.domain.network import Line, Network, Station
from services.transport.domain.rules import Concession, FareRules
from services.transport.domain.system import FareSystem
from services.transport.store import catalogue, packs, store
from sscsim import policy, world
from sscsim.db import Page, PageQuery
from sscsim.db.pages import read_cursor, write_cursor
from sscsim.kernel.explain import STATUSES
from sscsim.policy import Figures


@dataclass(frozen=True)
class ShownSystem:
    """A fare system with its rules on a day; `rules` None where no figures hold then."""

    system: FareSystem
    on: date
    title: str | None
    note: str | None
    rules: FareRules | None
    status: str | None

    @property
    def concessions(self) -> tuple[Concession, ...]:
        return self.rules.concessions if self.rules else ()


def system_of(fare_system_id: str) -> FareSystem:
    """FareSystemNotFound."""
    found = catalogue.systems().get(fare_system_id)
    if found is None:
        raise problems.FareSystemNotFound(fare_system_id=fare_system_id)
    return found


def network_of(network_id: str) -> Network:
    """TransitNetworkNotFound."""
    found = catalogue.networks().get(network_id)
    if found is None:
        raise problems.TransitNetworkNotFound(network_id=network_id)
    return found


def get(fare_system_id: str, on: date | None = None) -> ShownSystem:
    """A fare system with its rules on the day; FareSystemNotFound."""
    system, day = system_of(fare_system_id), on or world.today()
    with store.read() as tx:
        pack = packs.text_of(tx, system.region)
    try:
        figures = policy.scheme(terms.SERVICE, system.region, system.kind, pack).on(day)
        rules = terms.rules_from(figures)
    except (policy.PolicyMissing, policy.FigureMissing):
        return ShownSystem(system, day, None, None, None, None)
    scheme, status = figures.scheme, _status(figures)
    if status is None:
        return ShownSystem(system, day, None, None, None, None)
    return ShownSystem(system, day, scheme.title, scheme.note or None, rules, status)


def _status(figures: Figures) -> str | None:
    """The status of the least trustworthy figure in force; None where there is none."""
    held = (leaf.on(figures.day) for leaf in figures.scheme.leaves.values())
    found = (dated.source.status for dated in held if dated)
    return max(found, key=STATUSES.index, default=None)


def page_of_systems(page: PageQuery, region_code: str | None, on: date | None) -> Page:
    """Fare systems in the order of the catalogue."""
    found = [
        system.id for system in catalogue.systems().values() if region_code in (None, system.region)
    ]
    return _page(found, page).map(lambda name: get(name, on))


def page_of_networks(page: PageQuery, region_code: str | None) -> Page:
    """Networks in the order of the catalogue."""
    systems = catalogue.systems()
    found = [
        network
        for network in catalogue.networks().values()
        if region_code in (None, systems[network.id].region)
    ]
    return _page(found, page)


def page_of_stations(
    network_id: str, page: PageQuery, line_id: str | None, name: str | None
) -> Page:
    """Stations by id, of one line in its order, or with these characters in the name.

    TransitNetworkNotFound, LineUnknown.
    """
    network = network_of(network_id)
    return _page(list(_stations(network, line_id, name)), page)


def _stations(network: Network, line_id: str | None, name: str | None) -> Iterator[Any]:
    ids = network.stations if line_id is None else _line(network, line_id).station_ids
    for station in map(network.stations.__getitem__, ids):
        if name is None or name.lower() in f"{station.name_zh} {station.name_en.lower()}":
            yield network, station, lines_at(network, station)


def page_of_lines(network_id: str, page: PageQuery) -> Page:
    """Lines in the order of the catalogue; TransitNetworkNotFound."""
    return _page([(network_of(network_id), line) for line in network_of(network_id).lines], page)


def lines_at(network: Network, station: Station) -> list[str]:
    return [line.id for line in network.lines if station.id in line.station_ids]


def _line(network: Network, line_id: str) -> Line:
    found = {line.id: line for line in network.lines}.get(line_id)
    if found is None:
        raise problems.LineUnknown(network.id, line_id)
    return found


def map_of(network_id: str) -> Mapping[str, Any]:
    """The network as GeoJSON (RFC 7946); TransitNetworkNotFound."""
    return geojson(network_of(network_id))


def gtfs_of(network_id: str, on: date | None = None) -> bytes:
    """The network as a GTFS feed; TransitNetworkNotFound, and PolicyMissing without fares."""
    network, system = network_of(network_id), system_of(network_id)
    day = on or world.today()
    with store.read() as tx:
        pack = packs.text_of(tx, system.region)
    return feed(network, system, terms.fares(system.region, system.kind, day, pack), day)


def _page(found: list[Any], page: PageQuery) -> Page:
    at = world.current()
    start = read_cursor(page, at) if page.cursor else 0
    end = start + page.limit
    return Page(list(found[start:end]), write_cursor(page, at, end) if end < len(found) else None)
