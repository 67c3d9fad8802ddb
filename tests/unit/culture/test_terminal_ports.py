"""Terminals that are known by the port they call: claimed, shown, given back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sscsim import settings
from sscsim.control import own_ports
from tests.unit.culture.conftest import Desk

PATH = "/v1/library-terminals"


@pytest.fixture
def two_ports(desk: Desk) -> Iterator[None]:
    """Of a range of two; given back in the end, since all worlds share them."""
    before = settings.current()
    settings.use(replace(before, sip2_own_ports="7201-7202"))
    yield
    for row in own_ports.every("culture"):
        own_ports.release(*row[1:])
    settings.use(before)


def added(desk: Desk, login: str, **more: object) -> dict[str, object]:
    body = {"library_id": "cdpl", "login": login, "has_own_port": True, **more}
    return dict(desk.done(PATH, body))


def patched(desk: Desk, terminal: object, **body: object) -> object:
    shown = desk.client.get(f"{PATH}/{terminal}")
    etag = {"If-Match": shown.headers["ETag"]}
    answer = desk.client.call("PATCH", f"{PATH}/{terminal}", body, headers=etag)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_terminal_has_the_port_it_is_shown_and_gives_it_back(desk: Desk, two_ports: None) -> None:
    first, second = added(desk, "hall-1"), added(desk, "hall-2")
    assert (first["own_port"], second["own_port"]) == (7201, 7202)
    assert desk.get(f"{PATH}/{first['id']}")["own_port"] == 7201
    shown = [one.get("own_port") for one in desk.get(PATH)["data"]]
    assert sorted(shown) == [7201, 7202]
    closed = desk.done(f"{PATH}/{first['id']}/close")
    assert "own_port" not in closed
    assert added(desk, "hall-3")["own_port"] == 7201


def test_without_a_port_to_give_nothing_is_set_up(desk: Desk, two_ports: None) -> None:
    added(desk, "hall-1")
    added(desk, "hall-2")
    before = desk.written()
    body = {"library_id": "cdpl", "login": "hall-3", "has_own_port": True}
    refused = desk.refused(PATH, body, 409)
    assert refused["code"] == "no_own_port_left"
    assert "7201-7202" in refused["detail"]
    assert desk.written() == before
    plain = desk.done(PATH, body | {"has_own_port": False})
    assert "own_port" not in plain


def test_a_terminal_gets_a_port_later_and_loses_it_again(desk: Desk, two_ports: None) -> None:
    made = added(desk, "hall-1", has_own_port=False)
    assert "own_port" not in made
    assert patched(desk, made["id"], has_own_port=True)["own_port"] == 7201  # type: ignore[index]
    assert patched(desk, made["id"], location="door")["own_port"] == 7201  # type: ignore[index]
    assert "own_port" not in patched(desk, made["id"], has_own_port=False)  # type: ignore[operator]
    assert own_ports.every("culture") == []


def test_a_terminal_whose_port_was_lost_claims_another(desk: Desk, two_ports: None) -> None:
    """As after a fork: the record says yes, and the port is the original's."""
    made = added(desk, "hall-1")
    own_ports.release(*own_ports.every("culture")[0][1:])
    assert "own_port" not in desk.get(f"{PATH}/{made['id']}")
    assert patched(desk, made["id"], has_own_port=True)["own_port"] == 7201  # type: ignore[index]
