"""93/94: a terminal logs in; or it comes by a port of its own, which says who it is."""

from typing import Any, Final

from services.culture import problems_terminals as problems
from services.culture.domain.terminal import Terminal
from services.culture.faces.sip2 import seat
from services.culture.faces.sip2.door import Door
from services.culture.faces.sip2.messages import Message, message
from services.culture.faces.sip2.seat import Seat
from services.culture.flows import terminals
from sscsim import world
from sscsim.control import worlds

_PLAIN: Final = ("0", " ", "")
"""Algorithms of login and password: in clear, which is the only one that anybody agreed on."""


def by_login(said: Message, door: Door) -> Seat | None:
    """The seat that CN (`{handle}/{login}`) and CO open; None where they are wrong, in a way that
    isn't plain, or where all places of the terminal are taken."""
    handle, _, login = said.first("CN").strip().partition("/")
    ways = (said.fixed.get("uid_algorithm", "0"), said.fixed.get("pwd_algorithm", "0"))
    row = worlds.by_handle(handle) or worlds.row(handle)
    if row is None or not login or any(way not in _PLAIN for way in ways):
        return None
    with world.entered(worlds.world_of(row)):
        try:
            terminal = terminals.log_in(login, said.first("CO"))
        except problems.TerminalLoginWrong:
            return None
    return _seated(door, terminal, row, f"{handle}/{login}")


def by_port(door: Door) -> Seat | None:
    """The seat of the terminal whose port it is; None where it was closed, or has no place left."""
    row = worlds.row(door.own.sandbox) if door.own is not None else None
    if row is None or door.own is None:
        return None
    with world.entered(worlds.world_of(row)):
        try:
            terminal = terminals.get(door.own.reference)
        except problems.TerminalNotFound:
            return None
    if terminal.status != "active" or not terminal.has_own_port:
        return None
    return _seated(door, terminal, row, f"{row.handle or row.id}/{terminal.login}")


def _seated(door: Door, terminal: Terminal, row: Any, name: str) -> Seat | None:
    if not door.take(row.id, terminal.id, name, terminal.max_connections):
        return None
    return seat.of(terminal, row.id, row.generation)


def answered(is_in: bool) -> Message:
    return message("94", ok="1" if is_in else "0")
