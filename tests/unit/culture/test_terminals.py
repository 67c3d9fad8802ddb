"""Terminals of the libraries: set up, changed, given another password, closed, logged in."""

from typing import Any

import pytest

from services.culture import problems_terminals as problems
from services.culture.domain import terminal as domain
from services.culture.flows import terminals
from services.culture.store import store
from tests.unit.culture.conftest import Desk

PATH = "/v1/library-terminals"


def added(desk: Desk, login: str = "hall-1", **more: Any) -> Any:
    return desk.done(PATH, {"library_id": "cdpl", "login": login, **more})


def logged_in(desk: Desk, login: str, password: str) -> domain.Terminal:
    with desk.bench.entered(role="library", region="510100"):
        return terminals.log_in(login, password)


@pytest.mark.db
def test_a_terminal_logs_in_with_the_password_it_was_shown_once(desk: Desk) -> None:
    made = added(desk)
    assert made["patron_id_kinds"] == list(domain.PATRON_ID_KINDS)
    assert (made["encoding"], made["line_end"], made["checksum"]) == ("utf-8", "cr", "as_asked")
    assert len(made["password"]) == 20
    shown = desk.get(f"{PATH}/{made['id']}")
    assert "password" not in shown and "password_digest" not in shown
    assert shown["status"] == "active" and "name" not in shown
    assert logged_in(desk, "hall-1", made["password"]).id == made["id"]
    for login, password in (("hall-1", "wrong-password"), ("hall-2", made["password"])):
        with pytest.raises(problems.TerminalLoginWrong):
            logged_in(desk, login, password)


def test_a_password_that_people_chose_is_kept_as_a_digest_only(desk: Desk) -> None:
    made = added(desk, password="9-Lotus-Ponds")
    assert made["password"] == "9-Lotus-Ponds"
    with desk.bench.entered():
        [row] = store.export()["library_terminals"]
        with store.read() as tx:
            kept = terminals.rows.with_login(tx, "hall-1")
    assert "password_digest" not in row
    assert kept is not None and "Lotus" not in kept.password_digest
    other = added(desk, "hall-2", password="9-Lotus-Ponds")
    with desk.bench.entered(), store.read() as tx:
        second = terminals.rows.with_login(tx, "hall-2")
    assert second is not None and second.password_digest != kept.password_digest
    assert other["id"] != made["id"]


def test_a_login_belongs_to_one_terminal_of_the_world(desk: Desk) -> None:
    added(desk)
    before = desk.written()
    refused = desk.refused(PATH, {"library_id": "cql", "login": "hall-1"}, 409)
    assert refused["code"] == "library_terminal_login_taken"
    assert refused["errors"][0]["pointer"] == "/login"
    assert desk.written() == before


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"login": "hall 1"}, "/login"),
        ({"login": "a/b"}, "/login"),
        ({"password": "short"}, "/password"),
        ({"password": "with|bar|in|it"}, "/password"),
        ({"patron_id_kinds": []}, "/patron_id_kinds"),
        ({"patron_id_kinds": ["card_no", "card_no"]}, "/patron_id_kinds"),
        ({"omitted_fields": ["af"]}, "/omitted_fields/0"),
        ({"omitted_fields": ["AF", "AF"]}, "/omitted_fields"),
        ({"encoding": "cp850"}, "/encoding"),
        ({"max_connections": 0}, "/max_connections"),
    ],
)
def test_what_a_terminal_may_not_be(desk: Desk, said: Any, pointer: str) -> None:
    body = {"library_id": "cdpl", "login": "hall-1", **said}
    refused = desk.refused(PATH, body, 400)
    assert [each["pointer"] for each in refused["errors"]] == [pointer]
    assert desk.get(PATH)["data"] == []


def test_settings_are_changed_by_who_saw_them(desk: Desk) -> None:
    made = added(desk)
    path, tag = f"{PATH}/{made['id']}", desk.client.get(f"{PATH}/{made['id']}").headers["ETag"]
    said = {"encoding": "gb18030", "line_end": "crlf", "omitted_fields": ["AF", "AG"]}
    changed = desk.client.call("PATCH", path, said, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.json
    assert {name: changed.json[name] for name in said} == said
    assert changed.json["checksum"] == "as_asked"
    stale = desk.client.call("PATCH", path, said, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert desk.client.call("PATCH", path, said).status_code == 428


def test_another_password_ends_the_one_before(desk: Desk) -> None:
    made = added(desk)
    again = desk.done(f"{PATH}/{made['id']}/rotate-password", {})
    assert again["password"] != made["password"]
    assert logged_in(desk, "hall-1", again["password"]).id == made["id"]
    with pytest.raises(problems.TerminalLoginWrong):
        logged_in(desk, "hall-1", made["password"])
    chosen = desk.done(f"{PATH}/{made['id']}/rotate-password", {"password": "Seven-Bridges"})
    assert logged_in(desk, "hall-1", chosen["password"]).id == made["id"]


def test_a_closed_terminal_is_over(desk: Desk) -> None:
    made = added(desk)
    path = f"{PATH}/{made['id']}"
    assert desk.done(f"{path}/close")["status"] == "closed"
    with pytest.raises(problems.TerminalLoginWrong):
        logged_in(desk, "hall-1", made["password"])
    before = desk.written()
    for verb, body in (("close", None), ("rotate-password", {})):
        refused = desk.refused(f"{path}/{verb}", body, 409)
        assert refused["code"] == "library_terminal_closed"
    assert desk.written() == before
    refused = desk.refused(PATH, {"library_id": "cdpl", "login": "hall-1"}, 409)
    assert refused["code"] == "library_terminal_login_taken"


def test_a_library_sets_up_machines_in_its_own_region_only(desk: Desk) -> None:
    body = {"library_id": "cdpl", "login": "hall-1"}
    here, there = ({"role": "library", "region": code} for code in ("510100", "500000"))
    refused = desk.refused(PATH, body, 403, **there)
    assert refused["code"] == "region_not_allowed"
    made = desk.done(PATH, body, **here)
    for verb in ("close", "rotate-password"):
        refused = desk.refused(
            f"{PATH}/{made['id']}/{verb}", {} if verb != "close" else None, 403, **there
        )
        assert refused["code"] == "region_not_allowed"
    assert desk.refused(PATH, body | {"login": "x"}, 403, role="holder")["status"] == 403
    assert desk.refused(f"{PATH}/lte_{'0' * 26}/close", status=404)["code"] == (
        "library_terminal_not_found"
    )


def test_machines_are_listed_by_library(desk: Desk) -> None:
    first, second = added(desk), added(desk, "branch-1", library_id="cql")
    found = desk.get(f"{PATH}?library_id=cql")["data"]
    assert [each["id"] for each in found] == [second["id"]]
    assert [each["id"] for each in desk.get(PATH)["data"]] == [second["id"], first["id"]]
    assert all("password" not in each for each in desk.get(PATH)["data"])
