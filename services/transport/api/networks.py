"""Networks over HTTP: stations, lines, map data, GTFS."""

from typing import Any

from flask import Response

from services.transport import problems
from services.transport.api import views
from services.transport.domain.network import Network
from services.transport.flows import systems
from services.transport.store import catalogue
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

networks = Blueprint(
    "transit_networks",
    tag="Transit networks",
    description="Metro and bus networks (线网): stations, lines, distances, as map data and GTFS.",
)
_ONE = {"network_id": views.SYSTEM}
_ZIP = "application/zip"


def _shown(network: Network) -> dict[str, Any]:
    system = catalogue.systems()[network.id]
    return {
        "id": network.id,
        "region_code": system.region,
        "kind": system.kind,
        "name": system.name,
        "operator": system.operator,
        "lines": len(network.lines),
        "stations": len(network.stations),
        "distance_status": network.lines[0].status,
    }


def _line(found: Any) -> dict[str, Any]:
    network, line = found
    return {
        "id": line.id,
        "network_id": network.id,
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "mode": line.mode,
        "is_loop": line.is_loop,
        "charged_by": line.fare,
        "distance_m": line.metres,
        "distance_status": line.status,
        "station_ids": line.station_ids,
    }


def _station(found: Any) -> dict[str, Any]:
    network, station, line_ids = found
    return {
        "id": station.id,
        "network_id": network.id,
        "name_zh": station.name_zh,
        "name_en": station.name_en,
        "latitude": station.latitude,
        "longitude": station.longitude,
        "line_ids": line_ids,
    }


@networks.get(
    "/v1/transit-networks",
    listing=views.NetworkView,
    query=views.NetworkFilters,
    scope="transit.read",
    links={"getTransitNetwork": {"network_id": "$response.body#/data/0/id"}},
)
def list_transit_networks(query: Query) -> Any:
    """List networks."""
    found = systems.page_of_networks(query.page, query.filters.get("region_code"))
    return found.map(_shown)


@networks.get(
    "/v1/transit-networks/<network_id>",
    answer=views.NetworkView,
    scope="transit.read",
    problems=(problems.TransitNetworkNotFound,),
    path_examples=_ONE,
)
def get_transit_network(network_id: str) -> Any:
    """Show a network."""
    return _shown(systems.network_of(network_id))


@networks.get(
    "/v1/transit-networks/<network_id>/lines",
    listing=views.LineView,
    scope="transit.read",
    problems=(problems.TransitNetworkNotFound,),
    path_examples=_ONE,
)
def list_transit_lines(network_id: str, query: Query) -> Any:
    """List the lines (线路) of a network."""
    return systems.page_of_lines(network_id, query.page).map(_line)


@networks.get(
    "/v1/transit-networks/<network_id>/stations",
    listing=views.StationView,
    query=views.StationFilters,
    scope="transit.read",
    problems=(problems.TransitNetworkNotFound, problems.LineUnknown),
    path_examples=_ONE,
)
def list_transit_stations(network_id: str, query: Query) -> Any:
    """List the stations (车站) of a network."""
    asked = query.filters
    found = systems.page_of_stations(
        network_id, query.page, asked.get("line_id"), asked.get("name")
    )
    return found.map(_station)


@networks.get(
    "/v1/transit-networks/<network_id>/map",
    answer=views.MapView,
    scope="transit.read",
    problems=(problems.TransitNetworkNotFound,),
    path_examples=_ONE,
)
def get_transit_map(network_id: str) -> Any:
    """Show a network as map data (GeoJSON, RFC 7946): lines and stations."""
    return systems.map_of(network_id)


@networks.get(
    "/v1/transit-networks/<network_id>/gtfs.zip",
    status=200,
    raw=True,
    gives=_ZIP,
    scope="transit.read",
    problems=(problems.TransitNetworkNotFound, PolicyMissing, FigureMissing),
    path_examples=_ONE,
)
def get_transit_feed(network_id: str) -> Response:
    """Download a network as a GTFS feed, with today's list fares. Its timetable is invented."""
    return Response(systems.gtfs_of(network_id), mimetype=_ZIP)
