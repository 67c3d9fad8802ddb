"""Short names of worlds, and ports that belong to one thing of a world."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import Client

from sscsim import control, settings
from sscsim.control import handles, own_ports, schema, store, worlds
from sscsim.db import migrations
from tests.unit.gateway.conftest import Caller

BEFORE = "control_0008"
"""The revision before there were handles."""


@pytest.mark.db
def test_a_world_goes_by_a_short_name_made_from_its_id(make: Callable[..., Caller]) -> None:
    caller = make()
    shown = caller.get("/sandbox/v1/sandboxes/current").json
    assert shown["handle"] == caller.sandbox.removeprefix("sbx_")[:8].lower()
    found = worlds.by_handle(shown["handle"])
    assert found is not None
    assert found.id == caller.sandbox
    assert worlds.by_handle(f" {shown['handle'].upper()} ") == found
    assert caller.get("/sandbox/v1/sandboxes").json["data"][0]["handle"] == shown["handle"]


@pytest.mark.db
def test_the_default_world_goes_by_demo(client: Client) -> None:
    sandbox = control.ensure_demo()
    found = worlds.by_handle("demo")
    assert found is not None
    assert found.id == sandbox


@pytest.mark.db
def test_a_name_of_no_world_or_of_a_removed_one_is_nobodys(client: Client) -> None:
    made = control.create(seed="h", preset="empty")
    row = worlds.row(made.id)
    assert row is not None
    control.delete(made.id)
    for name in (row.handle, "nobody", "", " ", "demo' OR 1=1"):
        assert worlds.by_handle(name) is None, name


@pytest.mark.db
def test_worlds_of_nearly_the_same_id_have_names_of_their_own(client: Client) -> None:
    ids = ("sbx_SAMESAME1", "sbx_SAMESAME2", "sbx_SameSame1", "sbx_samesame1")
    for sandbox in ids:
        control.create(seed="h", preset="empty", sandbox_id=sandbox)
    rows = [worlds.row(sandbox) for sandbox in ids]
    assert [row.handle for row in rows if row] == [
        "samesame",
        "samesame2",
        "samesame1",
        "samesame1-2",
    ]
    for sandbox in ids:
        control.delete(sandbox)


@pytest.mark.db
def test_a_fork_has_a_name_of_its_own_and_a_reset_world_keeps_its(
    client: Client, make: Callable[..., Caller]
) -> None:
    caller = make()
    name = caller.get("/sandbox/v1/sandboxes/current").json["handle"]
    fork = caller.post("/sandbox/v1/sandboxes/current/fork", {}).json
    assert fork["handle"] not in ("", name)
    assert worlds.by_handle(fork["handle"]).id == fork["id"]  # type: ignore[union-attr]
    control.reset(caller.sandbox)
    assert worlds.by_handle(name).id == caller.sandbox  # type: ignore[union-attr]
    control.delete(fork["id"])


def test_worlds_from_before_there_were_names_get_theirs(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/old.db", poolclass=sa.NullPool)
    with engine.begin() as conn:
        migrations.upgrade(conn, "control", BEFORE)
        fields = [c.name for c in schema.sandboxes.columns if c.name not in ("handle", "seq")]
        for sandbox in ("sbx_demo", "sbx_ABCDEFGHJK", "sbx_ABCDEFGHMN"):
            values = dict.fromkeys(fields, 1) | {"id": sandbox, "clock_mode": "frozen"}
            marks = ", ".join(f":{name}" for name in fields)
            text = f"INSERT INTO sandboxes ({', '.join(fields)}) VALUES ({marks})"
            conn.execute(sa.text(text), values)
    with engine.begin() as conn:
        migrations.upgrade(conn, "control")
        query = "SELECT id, handle FROM sandboxes ORDER BY seq"
        found: dict[str, str] = dict(list(conn.execute(sa.text(query))))
    engine.dispose()
    assert found == {
        "sbx_demo": "demo",
        "sbx_ABCDEFGHJK": "abcdefgh",
        "sbx_ABCDEFGHMN": "abcdefghm",
    }


@pytest.mark.parametrize("sandbox", ["sbx_", "", "sbx_ä/ö", "x" * 60])
def test_any_id_gives_a_name_that_fits(sandbox: str) -> None:
    names = handles.candidates(sandbox)
    for _ in range(200):
        name = next(names)
        assert 0 < len(name) <= 40
        assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in name)


# ---- own ports


@pytest.fixture
def two_ports() -> Any:
    """A range of two; the fixture's world is made by whoever uses it."""
    before = settings.current()
    settings.use(replace(before, sip2_own_ports="7101-7102"))
    yield
    settings.use(before)


@pytest.mark.db
def test_a_port_stands_for_one_thing_of_one_world(
    client: Client, make: Callable[..., Caller], two_ports: None
) -> None:
    ours, theirs = make(), make()
    assert own_ports.claim(ours.sandbox, "culture", "lte_A") == 7101
    assert own_ports.claim(ours.sandbox, "culture", "lte_A") == 7101, "again: the same"
    assert own_ports.claim(theirs.sandbox, "culture", "lte_A") == 7102
    with pytest.raises(own_ports.NoPortLeft):
        own_ports.claim(theirs.sandbox, "culture", "lte_B")
    assert own_ports.of_world(ours.sandbox, "culture") == {"lte_A": 7101}
    assert own_ports.of(theirs.sandbox, "culture", "lte_B") is None
    assert [row.port for row in own_ports.every("culture")] == [7101, 7102]
    assert own_ports.every("card") == []
    own_ports.release(ours.sandbox, "culture", "lte_A")
    own_ports.release(ours.sandbox, "culture", "lte_A")
    assert own_ports.claim(theirs.sandbox, "culture", "lte_B") == 7101


@pytest.mark.db
def test_ports_go_with_the_generation_and_with_the_world_and_no_fork_has_them(
    client: Client, make: Callable[..., Caller], two_ports: None
) -> None:
    ours = make()
    own_ports.claim(ours.sandbox, "culture", "lte_A")
    fork = ours.post("/sandbox/v1/sandboxes/current/fork", {}).json
    assert own_ports.of_world(fork["id"], "culture") == {}
    own_ports.claim(fork["id"], "culture", "lte_A")
    control.reset(ours.sandbox)
    assert own_ports.of_world(ours.sandbox, "culture") == {}
    control.delete(fork["id"])
    assert own_ports.every("culture") == []


@pytest.mark.db
def test_without_a_range_any_free_port_does(make: Callable[..., Caller]) -> None:
    before, ours = settings.current(), make()
    settings.use(replace(before, sip2_own_ports="0"))
    try:
        found = {own_ports.claim(ours.sandbox, "culture", name) for name in ("lte_A", "lte_B")}
    finally:
        settings.use(before)
    assert len(found) == 2
    assert all(1024 < port < 65_536 for port in found)


def test_the_store_is_at_the_newest_revision(sqlite: str) -> None:
    with store.read() as tx:
        found = tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert found == schema.HEAD
