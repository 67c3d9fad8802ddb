"""A network as map data: GeoJSON (RFC 7946), longitude before latitude."""

from collections.abc import Mapping
from typing import Any

from services.transport.domain.chains import chains
from services.transport.domain.network import Line, Network, Station


def geojson(network: Network) -> Mapping[str, Any]:
    """Every line as lines, every station as a point. The source doesn't say its datum."""
    lines = [_line(network, line) for line in network.lines if line.segments]
    stations = [_station(station) for station in network.stations.values()]
    return {"type": "FeatureCollection", "features": [*lines, *stations]}


def _line(network: Network, line: Line) -> dict[str, Any]:
    runs = [[_place(network.stations[name]) for name in run] for run in chains(line)]
    return {
        "type": "Feature",
        "id": line.id,
        "geometry": {"type": "MultiLineString", "coordinates": runs},
        "properties": {
            "kind": "line",
            "name_zh": line.name_zh,
            "name_en": line.name_en,
            "mode": line.mode,
            "distance_m": line.metres,
            "distance_status": line.status,
        },
    }


def _station(station: Station) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": station.id,
        "geometry": {"type": "Point", "coordinates": _place(station)},
        "properties": {
            "kind": "station",
            "name_zh": station.name_zh,
            "name_en": station.name_en,
        },
    }


def _place(station: Station) -> list[float]:
    return [float(station.longitude), float(station.latitude)]
