"""The server with its real desk, over real sockets: what a fuzz leaves is a world in order."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.culture.faces.sip2 import messages
from services.culture.faces.sip2.desk import Desk as SipDesk
from services.culture.faces.sip2.layouts import PAIRS, REQUESTS
from tests.support.sip2_server import Running, Terminal, running
from tests.unit.culture.conftest import Desk
from tests.unit.culture.sip2.conftest import DATE, PATH, Machines

PASSWORD = "9-Lotus-Ponds"


@pytest.fixture
def server(machines: Machines, desk: Desk) -> Iterator[Running]:
    body = {"library_id": "cdpl", "login": "hall", "password": PASSWORD, "max_connections": 50}
    desk.done(PATH, body)
    with running(SipDesk, wrong_logins=1_000, login_s=600.0) as run:
        yield run


def logged_in(server: Running) -> Terminal:
    one = server.terminal()
    assert one.ask(f"9300CNhere/hall|CO{PASSWORD}|") == "941"
    return one


def lend(one: Terminal, patron: str, barcode: str) -> messages.Message:
    said = one.ask(f"11NN{DATE}{' ' * 18}AOcdpl|AA{patron}|AB{barcode}|AC|BOY|")
    return messages.read(said)


def take_back(one: Terminal, barcode: str) -> messages.Message:
    return messages.read(one.ask(f"09N{DATE}{DATE}APcdpl|AOcdpl|AB{barcode}|AC|"))


def test_a_loan_over_a_socket_is_that_of_rest(server: Running, desk: Desk) -> None:
    copy, reader = desk.copies("cdpl")[0], desk.lin()
    with logged_in(server) as one:
        assert lend(one, reader, copy["barcode"]).fixed["ok"] == "1"
        [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
        assert (loan["status"], loan["reader_id"]) == ("open", reader)
        assert take_back(one, copy["barcode"]).fixed["ok"] == "1"
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["status"] == "returned"


def test_random_lines_at_the_desk_leave_the_world_in_order(server: Running, desk: Desk) -> None:
    """Requests of every kind with wrong, cut, huge and swapped values, by twelve terminals."""
    copies, reader = desk.copies("cdpl"), desk.lin()
    words = [reader, *(copy["barcode"] for copy in copies[:5]), "cdpl", "here/hall", "Y", "💳", ""]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda seed: _rave(server, random.Random(seed), words), range(12)))
    with logged_in(server) as one:
        for copy in copies[:5]:  # whatever they lent goes back
            take_back(one, copy["barcode"])
        one.ask(f"25{DATE}AOcdpl|AA{reader}|AC|AD|")  # and whom they blocked may borrow again
        untouched = copies[9]["barcode"]
        assert lend(one, reader, untouched).fixed["ok"] == "1"
        assert take_back(one, untouched).fixed["ok"] == "1"
    assert desk.broken() == {}


def _rave(server: Running, chance: random.Random, words: list[str]) -> None:
    one = logged_in(server)
    for _ in range(25):
        one.send(_line(chance, words))
    one.send(f"\r9300CNhere/hall|CO{PASSWORD}|\r17{DATE}AO|ABlast|AC|")
    while "ABlast|" not in (said := one.read()):
        assert said, "the connection was ended"
    one.close()


def _line(chance: random.Random, words: list[str]) -> bytes:
    """A request that may be one: parts of the table, filled with what comes to mind."""
    layout = REQUESTS[chance.choice(sorted(PAIRS))]
    fixed = "".join(
        chance.choice([DATE, " " * each.width, "Y" * each.width, "9" * each.width])[: each.width]
        for each in layout.fixed
    )
    fields = "".join(f"{name}{_value(chance, words)}|" for name in layout.order)
    line = (layout.command + fixed + fields).encode()
    if chance.random() < 0.2:
        line = line[: chance.randrange(2, len(line))]
    if chance.random() < 0.1:
        line += b"AY3AZ%04X" % chance.randrange(65_536)
    return line.replace(b"\r", b" ").replace(b"\n", b" ")


def _value(chance: random.Random, words: list[str]) -> Any:
    if chance.random() < 0.8:
        return chance.choice(words)
    return "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(chance.randrange(400)))
