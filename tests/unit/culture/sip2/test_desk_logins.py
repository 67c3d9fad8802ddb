"""93 and 99, ports of their own, terminals that are closed, and what nobody may ask before."""

from types import SimpleNamespace

import pytest

from sscsim.control import worlds
from tests.unit.culture.conftest import Desk
from tests.unit.culture.sip2.conftest import PATH, Machine, Machines


def login(machine: Machine, name: str, password: str, **fixed: str) -> str:
    said = {"uid_algorithm": "0", "pwd_algorithm": "0", **fixed}
    return machine.ask("93", ("CN", name), ("CO", password), ("CP", "hall"), **said).fixed["ok"]


def test_before_its_login_a_terminal_is_told_what_time_it_is_and_nothing_else(
    machines: Machines,
) -> None:
    stranger = machines.connection()
    said = stranger.ask("99", status_code="0", max_print_width="080", protocol_version="2.00")
    assert said.fixed["online_status"] == "Y" and said.first("BX") == "Y" * 16
    assert (said.first("AO"), said.first("AM")) == ("", "")
    for line in ("2301920260401    090000AO|AAx|AC|AD|", "1720260401    090000AO|ABx|"):
        assert stranger.say(line) is None


def test_status_says_where_one_is(machines: Machines) -> None:
    machine = machines.at("cdpl", location="一楼大厅")
    said = machine.ask("99", status_code="0", max_print_width="080", protocol_version="2.00")
    flags = ("checkin_ok", "checkout_ok", "acs_renewal_policy", "status_update_ok", "offline_ok")
    assert [said.fixed[name] for name in flags] == ["Y"] * 5
    assert (said.fixed["protocol_version"], said.fixed["transaction_date"]) == (
        "2.00",
        "20260401    090000",
    )
    assert (said.first("AO"), said.first("AN"), said.first("BX")) == ("cdpl", "一楼大厅", "Y" * 16)
    assert said.first("AM") == "成都图书馆"


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        ("here/nobody", {}),
        ("elsewhere/hall", {}),
        ("hall", {}),
        ("here/", {}),
        ("here/hall", {"pwd_algorithm": "1"}),
    ],
)
def test_a_login_that_is_wrong_in_any_way(
    machines: Machines, name: str, fixed: dict[str, str]
) -> None:
    made = machines.at("cdpl", login="hall")
    stranger = machines.connection()
    password = made.terminal["password"]
    assert login(stranger, name, password, **fixed) == "0"
    assert login(stranger, "here/hall", password + "x") == "0"
    assert stranger.say("1720260401    090000AO|ABx|") is None


def test_so_many_connections_of_a_terminal_at_once(machines: Machines) -> None:
    first = machines.at("cdpl", login="hall", max_connections=2)
    password = first.terminal["password"]
    second, third = machines.connection(), machines.connection()
    assert login(second, "here/hall", password) == "1"
    assert login(third, "here/hall", password) == "0"
    assert login(first, "here/hall", password) == "1"  # it has its place
    second.door.leave()
    assert login(third, "here/hall", password) == "1"


def test_a_terminal_that_is_closed_hears_that_once_more(machines: Machines, desk: Desk) -> None:
    machine = machines.at("cdpl")
    desk.done(f"{PATH}/{machine.terminal['id']}/close")
    said = machine.ask("17", ("AB", "1"))
    assert said.first("AF") == "本机已停用。"
    assert not machine.door.is_taken
    assert machine.say("1720260401    090000AO|AB1|") is None


def test_a_world_that_was_reset_has_other_terminals(
    machines: Machines, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = machines.at("cdpl")
    row = SimpleNamespace(id=desk.bench.sandbox, generation=2, handle="here")
    monkeypatch.setattr(worlds, "row", lambda _: row)
    assert machine.ask("17", ("AB", "1")).first("AF") == "本机已停用。"
    assert not machine.door.is_taken


def test_a_port_of_its_own_needs_no_login(machines: Machines, desk: Desk) -> None:
    made = desk.done(PATH, {"library_id": "cdpl", "login": "gate", "encoding": "gb18030"})
    with_port = desk.bench.sandbox, made["id"]
    own = SimpleNamespace(port=6002, sandbox=with_port[0], reference=with_port[1])
    without = machines.connection(own=own)
    assert without.say("1720260401    090000AO|AB1|") is None  # it has none
    from services.culture.store import store, terminals

    with desk.bench.entered(), store.write() as tx:
        one = terminals.TERMINALS.find(tx, made["id"])
        terminals.TERMINALS.change(tx, one, has_own_port=True)
    machine = machines.connection(own=own)
    barcode = desk.copies("cdpl")[0]["barcode"]
    said = machine.ask("17", ("AB", barcode))
    assert said.fixed["circulation_status"] == "03" and said.first("AJ")
    assert machine.sip.manner.encoding == "gb18030"
    assert machine.door.name == "here/gate"


def test_titles_in_the_characters_of_the_terminal(machines: Machines, desk: Desk) -> None:
    machine = machines.at("cdpl", encoding="gb18030", line_end="crlf", omitted_fields=["AG", "CH"])
    copy = desk.copies("cdpl")[0]
    line = f"1720260401    090000AOcdpl|AB{copy['barcode']}|".encode("gb18030")
    raw = machine.session.receive(line)
    assert raw is not None and raw.endswith(b"\r\n")
    name = desk.get(f"/v1/titles/{copy['title_id']}")["name"]
    assert name.encode("gb18030") in raw
    assert b"AG" not in raw
