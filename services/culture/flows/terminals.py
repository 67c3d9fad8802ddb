"""Terminals of a library: set up, changed, given another password, closed, logged in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.culture import problems_terminals as problems
from services.culture.domain import terminal as domain
from services.culture.domain.terminal import Terminal
from services.culture.flows import known
from services.culture.store import store
from services.culture.store import terminals as rows
from sscsim import world
from sscsim.control import keys, own_ports
from sscsim.db import Page, PageQuery, Tx
from sscsim.web import Match

_SERVICE: Final = "culture"


@dataclass(frozen=True, slots=True)
class Opened:
    """A terminal with its password in clear: shown this once."""

    terminal: Terminal
    password: str

    @property
    def id(self) -> str:
        return self.terminal.id

    @property
    def version(self) -> int:
        return self.terminal.version

    @property
    def created_at(self) -> datetime:
        return self.terminal.created_at

    @property
    def updated_at(self) -> datetime:
        return self.terminal.updated_at


def add(library_id: str, login: str, password: str | None = None, **said: Any) -> Opened:
    """Set a terminal up; a password that isn't named is made.

    LibraryNotFound, RegionNotAllowed, TerminalLoginTaken, NoPortLeft.
    """
    at = known.desk(library_id)
    password = password or keys.new_password()
    with store.write() as tx:
        tx.lock("terminals", login)
        if rows.with_login(tx, login) is not None:
            raise problems.TerminalLoginTaken(login)
        terminal_id = tx.new_id("lte", login)
        made = Terminal(
            id=terminal_id,
            library_id=at.id,
            login=login,
            password_digest=domain.digest(password, terminal_id),
            status=domain.ACTIVE,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
            **said,
        )
        rows.TERMINALS.add(tx, made)
        _with_port(tx, made)
        _told(tx, "library_terminal.added", made)
        return tx.answer(Opened(made, password))


def change(terminal_id: str, match: Match, **changes: Any) -> Terminal:
    """What is not named stays as it is; connections that are open go on as they began.

    TerminalNotFound, RegionNotAllowed, EtagMismatch, TerminalClosed, NoPortLeft.
    """
    with store.write() as tx:
        one = _open(tx, terminal_id, match)
        changed = rows.TERMINALS.change(tx, one, **changes)
        _with_port(tx, changed)
        _told(tx, "library_terminal.changed", changed)
        return tx.answer(changed)


def rotate_password(terminal_id: str, password: str | None = None) -> Opened:
    """Another password from now on. TerminalNotFound, RegionNotAllowed, TerminalClosed."""
    password = password or keys.new_password()
    with store.write() as tx:
        one = _open(tx, terminal_id)
        kept = domain.digest(password, one.id)
        changed = rows.TERMINALS.change(tx, one, password_digest=kept)
        _told(tx, "library_terminal.password_rotated", changed)
        return tx.answer(Opened(changed, password))


def close(terminal_id: str) -> Terminal:
    """It logs in no more. TerminalNotFound, RegionNotAllowed, TerminalClosed."""
    with store.write() as tx:
        one = _open(tx, terminal_id)
        status = domain.MACHINE.after(one.status, "close")
        changed = rows.TERMINALS.change(tx, one, status=status)
        _with_port(tx, changed)
        _told(tx, "library_terminal.closed", changed)
        return tx.answer(changed)


def own_ports_here() -> dict[str, int]:
    """The ports of this world's terminals, by their ids."""
    return own_ports.of_world(world.current().sandbox, _SERVICE)


def get(terminal_id: str) -> Terminal:
    """TerminalNotFound."""
    with store.read() as tx:
        return _found(tx, terminal_id)


def page(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        return rows.TERMINALS.page(tx, page, filters)


def log_in(login: str, password: str) -> Terminal:
    """The terminal behind a login. TerminalLoginWrong, whatever it is that doesn't fit."""
    with store.read() as tx:
        one = rows.with_login(tx, login)
    if one is None:
        domain.digest(password, login)  # as long as for one that there is
        raise problems.TerminalLoginWrong()
    if not one.is_password(password) or one.status != domain.ACTIVE:
        raise problems.TerminalLoginWrong()
    return one


def _with_port(tx: Tx, one: Terminal) -> None:
    """Claim or give back the terminal's port, which all worlds share. NoPortLeft.

    Last in the transaction: a port whose terminal came to nothing leads nowhere, and is the same
    terminal's again when it comes back.
    """
    if one.has_own_port and one.status == domain.ACTIVE:
        own_ports.claim(tx.world.sandbox, _SERVICE, one.id)
    else:
        own_ports.release(tx.world.sandbox, _SERVICE, one.id)


def _found(tx: Tx, terminal_id: str, *, lock: bool = False) -> Terminal:
    one = rows.TERMINALS.find(tx, terminal_id, lock=lock)
    if one is None:
        raise problems.TerminalNotFound(terminal_id=terminal_id)
    return one


def _open(tx: Tx, terminal_id: str, match: Match | None = None) -> Terminal:
    one = _found(tx, terminal_id, lock=True)
    known.desk(one.library_id)
    if match is not None:
        match.check(one.version)
    if one.status != domain.ACTIVE:
        raise problems.TerminalClosed(terminal_id=terminal_id)
    return one


def _told(tx: Tx, type: str, one: Terminal) -> None:
    tx.emit(type, one.id, {"id": one.id, "library_id": one.library_id, "login": one.login})
