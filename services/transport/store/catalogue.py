"""Fare systems and networks as they are built in: `catalogue/`, read strictly and once.

Stations, lines and segments are tables of comma-separated values; whatever names something that
isn't there is refused with file and row.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.transport.domain.network import Line, Network, Segment, Station
from services.transport.domain.rules import BUS, DISTANCE, GRADES, OWN_LINES, RAIL, STAGES
from services.transport.domain.system import FareSystem, Operator
from sscsim.kernel import regions
from sscsim.kernel.explain import STATUSES, Basis, Source
from sscsim.kernel.problems import Text
from sscsim.policy import PolicyError, read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
_FARES = {RAIL: (DISTANCE, *OWN_LINES), BUS: (STAGES, *GRADES)}
_DERIVED = Source(
    "metromancn",
    "Great-circle metres between neighbouring stations, times 1.0574; stations of metromancn",
    "assumed",
    "https://github.com/metromancn/MetroMapOpenMiniProgram",
)
_INVENTED = Source("invented", "An invented network", "invented")


@cache
def systems() -> Mapping[str, FareSystem]:
    """Every fare system by id, in the order of the file."""
    [rows] = read_yaml((FOLDER / "systems.yaml").read_text(encoding="utf-8"), "systems.yaml")
    found = {system.id: system for system in map(_system, rows)}
    if len(found) != len(rows):
        raise PolicyError("systems.yaml", "id", "an id stands twice")
    return found


@cache
def regions_of_operators() -> Mapping[str, str]:
    """The city of each operator; one that runs two systems there stands once."""
    return {system.operator.id: system.region for system in systems().values()}


def _system(row: Mapping[str, Any]) -> FareSystem:
    keys = {"id", "region", "kind", "name", "operator", "network"}
    if row.keys() != keys:
        raise PolicyError("systems.yaml", str(row.get("id")), f"has exactly the keys {keys}")
    if not regions.is_known(row["region"]) or row["kind"] not in (RAIL, BUS):
        raise PolicyError("systems.yaml", row["id"], "names an unknown region or kind")
    said = row["operator"]
    operator = Operator(said["id"], Text(zh=said["zh"], en=said["en"]))
    name = Text(zh=row["name"]["zh"], en=row["name"]["en"])
    return FareSystem(row["id"], row["region"], row["kind"], name, operator, row["network"])


@cache
def networks() -> Mapping[str, Network]:
    """Every network by id, which is its fare system's."""
    stations: dict[str, dict[str, Station]] = {
        system.id: {} for system in systems().values() if system.has_network
    }
    for where, row in _rows("stations.csv"):
        station = Station(
            row["station_id"], row["name_zh"], row["name_en"], row["latitude"], row["longitude"]
        )
        _of(stations, row["network_id"], where)[station.id] = station
    segments: dict[str, list[Segment]] = {}
    for where, row in _rows("segments.csv"):
        metres = int(row["metres"])
        if metres <= 0:
            raise PolicyError("segments.csv", where, "a segment has a length")
        found = Segment(row["line_id"], row["from_station_id"], row["to_station_id"], metres)
        segments.setdefault(found.line_id, []).append(found)
    lines: dict[str, list[Line]] = {name: [] for name in stations}
    for where, row in _rows("lines.csv"):
        line = _line(row, tuple(segments.pop(row["line_id"], ())), where)
        known = _of(stations, row["network_id"], where)
        if not set(line.station_ids) <= known.keys():
            raise PolicyError("lines.csv", where, "the line serves an unknown station")
        lines[row["network_id"]].append(line)
    if segments:
        raise PolicyError("segments.csv", next(iter(segments)), "no such line")
    return {name: Network(name, stations[name], tuple(lines[name])) for name in stations}


def _line(row: Mapping[str, str], segments: tuple[Segment, ...], where: str) -> Line:
    if row["fare"] not in _FARES[row["mode"]] or row["status"] not in STATUSES:
        raise PolicyError("lines.csv", where, "unknown mode, fare or status")
    return Line(
        row["line_id"], row["name_zh"], row["name_en"], row["mode"], row["is_loop"] == "true",
        row["fare"], row["status"], segments,
    )  # fmt: skip


def _of(stations: Mapping[str, dict[str, Station]], name: str, where: str) -> dict[str, Station]:
    if name not in stations:
        raise PolicyError("catalogue", where, f"no network {name!r}")
    return stations[name]


def _rows(file: str) -> Iterator[tuple[str, dict[str, str]]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened, strict=True):
            yield next(iter(row.values())), row


def basis_of_distances(network: Network) -> Basis:
    """Where the metres of a network come from: none of them is an operator's."""
    status = network.lines[0].status
    source = _INVENTED if status == "invented" else _DERIVED
    return Basis(
        f"transport/networks/{network.id}", "segments.metres", "1", "builtin", "2025-01-23", source
    )
