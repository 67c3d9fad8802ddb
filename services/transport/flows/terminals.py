"""Terminals (终端) of operators: registered, blocked, found."""

from collections.abc import Mapping
from typing import Any

from services.transport import problems
from services.transport import problems_riding as riding_problems
from services.transport.domain import terminals as words
from services.transport.domain.rules import BUS, GRADES
from services.transport.domain.system import FareSystem
from services.transport.domain.terminals import Terminal
from services.transport.flows import systems
from services.transport.store import catalogue, store
from services.transport.store import terminals as rows
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.problems import Text

_NEEDS_STATION = Text(zh="闸机须有车站", en="is missing: a gate stands in a station")
_NEEDS_LINE = Text(zh="车载机须有线路", en="is missing: a reader on a bus is on a line")
_NEEDS_VEHICLE = Text(zh="车载机须有车辆", en="is missing: a reader is on a bus")
_BY_STOPS = Text(
    zh="该线路按站计价，不能一次刷卡",
    en="is a line that is charged by its stops: one tap doesn't say them",
)
_NOT_THERE = Text(zh="与终端种类不符", en="is nothing that such a terminal has")
_WRONG_KIND = Text(zh="与票制不符", en="is of no use in this fare system")


def register(
    fare_system_id: str,
    kind: str,
    number: str | None = None,
    station_id: str | None = None,
    line_id: str | None = None,
    vehicle_id: str | None = None,
) -> Terminal:
    """Put a terminal into service; its operator is the fare system's.

    FareSystemNotFound, RegionNotAllowed, StationUnknown, LineUnknown, TerminalForm,
    TerminalNumberTaken.
    """
    system = systems.system_of(fare_system_id)
    world.require_region(system.region)
    _check(system, kind, station_id, line_id, vehicle_id)
    with store.write() as tx:
        tx.lock("terminals", system.region)
        given = number or rows.next_number(tx, system.region)
        if rows.by_number(tx, [given]):
            raise riding_problems.TerminalNumberTaken(number=given)
        made = made_new(tx, system, kind, given, station_id, line_id, vehicle_id)
        rows.add(tx, made)
        tx.emit("terminal.registered", made.id, {"id": made.id, "number": given, "kind": kind})
        return tx.answer(made)


def made_new(
    tx: Tx,
    system: FareSystem,
    kind: str,
    number: str,
    station_id: str | None,
    line_id: str | None,
    vehicle_id: str | None,
) -> Terminal:
    return words.new(
        tx.new_id("trm", number),
        number,
        system.operator.id,
        system.id,
        kind,
        (station_id, line_id, vehicle_id),
        tx.world.now,
    )


def _check(
    system: FareSystem,
    kind: str,
    station_id: str | None,
    line_id: str | None,
    vehicle_id: str | None,
) -> None:
    network = catalogue.networks().get(system.id)
    if (kind == words.BUS) != (system.kind == BUS) and kind != words.COUNTER:
        raise riding_problems.TerminalForm(_WRONG_KIND, "/kind")
    if kind == words.GATE and station_id is None:
        raise riding_problems.TerminalForm(_NEEDS_STATION, "/station_id")
    if station_id is not None and (network is None or station_id not in network.stations):
        raise problems.StationUnknown(system.id, station_id, "/station_id")
    if kind != words.BUS:
        for name, value in (("line_id", line_id), ("vehicle_id", vehicle_id)):
            if value is not None:
                raise riding_problems.TerminalForm(_NOT_THERE, f"/{name}")
        return
    if station_id is not None:
        raise riding_problems.TerminalForm(_NOT_THERE, "/station_id")
    if line_id is None:
        raise riding_problems.TerminalForm(_NEEDS_LINE, "/line_id")
    if vehicle_id is None:
        raise riding_problems.TerminalForm(_NEEDS_VEHICLE, "/vehicle_id")
    fares = {line.id: line.fare for line in network.lines} if network else {}
    if line_id not in fares:
        raise problems.LineUnknown(system.id, line_id)
    if fares[line_id] not in GRADES:
        raise riding_problems.TerminalForm(_BY_STOPS, "/line_id")


def block(terminal_id: str) -> Terminal:
    """Take a terminal out of service: no tap with network is taken from it. TerminalNotFound."""
    return _moved(terminal_id, words.BLOCKED, "blocked")


def unblock(terminal_id: str) -> Terminal:
    """Put it into service again; TerminalNotFound."""
    return _moved(terminal_id, words.ACTIVE, "unblocked")


def _moved(terminal_id: str, status: str, told: str) -> Terminal:
    with store.write() as tx:
        known = held(tx, terminal_id)
        if known.status != status:
            known = rows.change(tx, known, status=status)
            tx.emit(f"terminal.{told}", known.id, {"id": known.id, "number": known.number})
        return tx.answer(known)


def held(tx: Tx, terminal_id: str) -> Terminal:
    """Locked; TerminalNotFound, RegionNotAllowed."""
    found = rows.find(tx, terminal_id, locked=True)
    if found is None:
        raise riding_problems.TerminalNotFound(terminal_id=terminal_id)
    world.require_region(systems.system_of(found.fare_system_id).region)
    return found


def get(terminal_id: str) -> Terminal:
    """TerminalNotFound."""
    with store.read() as tx:
        found = rows.find(tx, terminal_id)
    if found is None:
        raise riding_problems.TerminalNotFound(terminal_id=terminal_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Terminals, the newest first."""
    with store.read() as tx:
        return rows.page(tx, page, filters)
