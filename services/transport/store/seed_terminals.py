"""The terminals that a new world of the preset `demo` begins with: a few in each demo city."""

from typing import Final

from services.transport.domain import terminals as words
from services.transport.store import catalogue, terminals
from sscsim.db import Tx

_GATES: Final = {
    "DEMO-METRO": (0, 1, 3, 5, 10),
    "CD-METRO": (0, 1, 5, 10),
    "CQ-RAIL": (0, 1, 5, 10),
    "GZ-METRO": (0, 5),
    "SH-METRO": (0, 5),
    "HZ-METRO": (0, 5),
    "NJ-METRO": (0, 5),
    "HF-METRO": (0, 5),
}
"""Fare system, and at which of its stations there is a gate."""

_BUSES: Final = (
    ("DEMO-BUS", "DEMO-BUS-L01", "DEMO-1001"),
    ("DEMO-BUS", "DEMO-BUS-L02", "DEMO-2001"),
    ("CQ-BUS", "CQ-BUS-L01", "CQ-1001"),
    ("HK-BUS", "HK-BUS-L01", "HK-1001"),
)
_COUNTERS: Final = ("DEMO-METRO", "CD-METRO", "CQ-RAIL")


def plant(tx: Tx, preset: str) -> None:
    """Gates are 000101 and on, readers on buses 000201, counters 000901, behind the city's code."""
    if preset == "empty":
        return
    for system, stations in _GATES.items():
        ids = sorted(catalogue.networks()[system].stations)
        for number, station in enumerate(stations, start=101):
            _add(tx, system, words.GATE, number, (ids[station], None, None))
    counted: dict[str, int] = {}
    for system, line, vehicle in _BUSES:
        number = counted[system] = counted.get(system, 200) + 1
        _add(tx, system, words.BUS, number, (None, line, vehicle))
    for system in _COUNTERS:
        _add(tx, system, words.COUNTER, 901, (None, None, None))


def _add(
    tx: Tx,
    system_id: str,
    kind: str,
    number: int,
    place: tuple[str | None, str | None, str | None],
) -> None:
    system = catalogue.systems()[system_id]
    given = f"{system.region}{number:06d}"
    terminals.add(
        tx,
        words.new(
            tx.new_id("trm", given), given, system.operator.id, system_id, kind, place, tx.world.now
        ),
    )
