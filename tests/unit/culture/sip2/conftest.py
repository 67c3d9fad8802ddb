"""A terminal at a library's desk, over the same world that REST sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from services.culture.faces.sip2 import messages
from services.culture.faces.sip2.desk import Desk as SipDesk
from services.culture.faces.sip2.door import Door, Places
from services.culture.faces.sip2.messages import Message
from services.culture.faces.sip2.session import Session
from sscsim import control
from sscsim.control import worlds
from sscsim.demo_people import LIN_XIAO, SEED
from tests.unit.culture.conftest import Desk

DATE = "20260401    090000"
PATH = "/v1/library-terminals"


@dataclass
class Machine:
    """One connection of a terminal, logged in unless it is said otherwise."""

    desk: Desk
    terminal: Any
    session: Session
    door: Door
    sip: SipDesk

    def say(self, text: str) -> str | None:
        """A line as it is; the answer without its end."""
        said = self.session.receive(text.encode(self.sip.manner.encoding))
        return None if said is None else said.decode(self.sip.manner.encoding).rstrip("\r\n")

    def ask(self, command: str, *fields: tuple[str, str], **fixed: str) -> Message:
        """A request from its parts; the answer as it is read."""
        if any(name == "transaction_date" for name in _names(command)):
            fixed.setdefault("transaction_date", DATE)
        said = self.say(messages.write(messages.message(command, fields, **fixed)))
        assert said is not None
        return messages.read(said)

    # -- the commonest requests

    def lend(self, patron: str, barcode: str, *more: tuple[str, str], **fixed: str) -> Message:
        fixed.setdefault("sc_renewal_policy", "N")
        fixed.setdefault("no_block", "N")
        return self.ask("11", ("AA", patron), ("AB", barcode), *more, **fixed)

    def take_back(self, barcode: str, *more: tuple[str, str], **fixed: str) -> Message:
        fixed.setdefault("no_block", "N")
        fixed.setdefault("return_date", DATE)
        return self.ask("09", ("AB", barcode), *more, **fixed)

    def patron(self, patron: str, summary: str = "", *more: tuple[str, str]) -> Message:
        return self.ask("63", ("AA", patron), *more, language="019", summary=summary)


def _names(command: str) -> list[str]:
    from services.culture.faces.sip2.layouts import LAYOUTS

    return [each.name for each in LAYOUTS[command].fixed]


@dataclass
class Machines:
    """Terminals of this world, each set up by its library over REST."""

    desk: Desk
    places: Places = field(default_factory=Places)

    def connection(self, terminal: Any = None, own: Any = None) -> Machine:
        """A connection that nobody has logged in on."""
        door = Door("127.0.0.1", own, self.places)
        sip = SipDesk(door)
        return Machine(self.desk, terminal, Session(sip), door, sip)

    def at(self, library: str = "cdpl", login: str = "", **settings: Any) -> Machine:
        login = login or f"m{next(self.desk.keys)}"
        body = {"library_id": library, "login": login, **settings}
        made = self.connection(self.desk.done(PATH, body))
        answer = made.ask(
            "93",
            ("CN", f"here/{login}"),
            ("CO", made.terminal["password"]),
            uid_algorithm="0",
            pwd_algorithm="0",
        )
        assert answer.fixed["ok"] == "1"
        return made


@pytest.fixture
def machines(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """The bench's world is the one that the handle `here` names."""
    row = SimpleNamespace(id=desk.bench.sandbox, generation=1, handle="here")
    known = {desk.bench.sandbox: row}
    monkeypatch.setattr(worlds, "row", known.get)
    monkeypatch.setattr(worlds, "by_handle", {"here": row}.get)
    as_system: Callable[..., Any] = lambda _row, **more: desk.bench.world(  # noqa: E731
        **{"role": "system", **more}
    )
    monkeypatch.setattr(worlds, "world_of", as_system)
    monkeypatch.setattr(control, "touch", lambda _: None)
    yield Machines(desk)


@pytest.fixture
def machine(machines: Machines) -> Machine:
    return machines.at("cdpl")


CARD = LIN_XIAO.card_id(SEED)


def only_copy(desk: Desk, library: str, **more: Any) -> Any:
    """The one copy of a title of its own."""
    said = {"isbn": "9787998900017", "name": "渡口来信", "author": "周清和", "price_fen": 3_000}
    title = desk.done("/v1/titles", said)
    return desk.done("/v1/copies", {"library_id": library, "title_id": title["id"], **more})
