"""Snapshots, restores and forks at the gateway: all of a world, of one instant."""

from collections.abc import Callable
from typing import Any

import pytest

from sscsim import control, settings
from sscsim.control import generations, places, schema, state
from sscsim.control import store as control_store
from sscsim.db import copies_sqlite, engines
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem

pytestmark = pytest.mark.db

SNAPSHOTS = "/sandbox/v1/sandboxes/current/snapshots"
FORK = "/sandbox/v1/sandboxes/current/fork"


def _export(caller: Caller) -> bytes:
    answer = caller.get("/sandbox/v1/canonical-export")
    assert answer.status_code == 200, answer.text
    return answer.data


def _person(caller: Caller, name: str = "新来的") -> Any:
    body = {"name": name, "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}
    answer = caller.post("/v1/persons", body, **{"Idempotency-Key": f"person {len(name)}"})
    assert answer.status_code == 201, answer.text
    return answer.json


def _taken(caller: Caller, name: str = "") -> Any:
    answer = caller.post(SNAPSHOTS, {"name": name} if name else {})
    assert answer.status_code == 201, answer.text
    return answer.json


def _restored(caller: Caller, snapshot: Any) -> Any:
    answer = caller.post(f"{SNAPSHOTS}/{snapshot['id']}/restore")
    assert answer.status_code == 200, answer.text
    return answer.json


def _forked(caller: Caller, **asked: Any) -> Caller:
    answer = caller.post(FORK, asked)
    assert answer.status_code == 201, answer.text
    return Caller(caller.client, answer.json["key"], answer.json["id"])


def _rows(sandbox: str) -> int:
    """Rows of the control store that bear this sandbox's name, also as a snapshot's."""
    with control_store.read() as tx:
        return sum(
            len(
                [
                    name
                    for (name,) in tx.execute(table.select().with_only_columns(table.c.sandbox))
                    if name == sandbox or name.startswith(sandbox + ".")
                ]
            )
            for table in (*schema.OF_A_WORLD, schema.removals)
        )


def _places(sandbox: str) -> list[str]:
    """Folders or schemas that this sandbox has."""
    if not settings.current().on_postgres:
        folder = settings.current().data_dir / "worlds" / sandbox
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    with engines.postgres().connect() as conn:
        found = conn.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars()
        mine = "w_" + sandbox.removeprefix("sbx_").lower() + "_"
        return sorted({name[len(mine) :].split("_")[0] for name in found if mine in name})


def test_a_restore_brings_back_every_byte(demo: Caller) -> None:
    before = _export(demo)
    kept = _taken(demo, "as it began")
    assert kept["object"] == "snapshot" and kept["name"] == "as it began"
    assert kept["taken_at"] == "2026-04-01T09:00:00+08:00"
    assert kept["size_bytes"] > 100_000
    _person(demo)
    demo.post("/sandbox/v1/clock/advance", {"by": "P1D"})
    assert _export(demo) != before
    restored = _restored(demo, kept)
    assert restored["generation"] == 2
    assert restored["clock"]["now"] == "2026-04-01T09:00:00+08:00"
    assert _export(demo) == before
    assert demo.get("/sandbox/v1/invariants").json["holds"]


def test_a_restore_can_be_done_again_and_worlds_go_on_from_it(demo: Caller) -> None:
    kept = _taken(demo)
    first = _person(demo)
    _restored(demo, kept)
    assert demo.get(f"/v1/persons/{first['id']}").status_code == 404
    assert _person(demo) == first  # the key was given back too
    _restored(demo, kept)
    assert _restored(demo, kept)["generation"] == 4
    assert _person(demo, "另一个")["id"] != first["id"]


def test_a_fork_goes_on_with_the_same_ids_and_neither_sees_the_other(demo: Caller) -> None:
    fork = _forked(demo, name="what if")
    try:
        shown = fork.get("/sandbox/v1/sandboxes/current").json
        assert shown["name"] == "what if" and "key" not in shown
        assert shown["seed"] == demo.get("/sandbox/v1/sandboxes/current").json["seed"]
        assert _export(fork) == _export(demo)
        one, other = _person(demo), _person(fork)
        assert one == other
        only_here = _person(fork, "只在这里")
        assert demo.get(f"/v1/persons/{only_here['id']}").status_code == 404
        for world in (demo, fork):
            done = world.post("/sandbox/v1/clock/advance", {"by": "P40D"})
            assert done.status_code == 202
        operations = [
            world.get("/sandbox/v1/sandboxes/current").json["clock"]["now"]
            for world in (demo, fork)
        ]
        assert operations[0] == operations[1]
    finally:
        control.delete(fork.sandbox)


def test_a_fork_of_a_snapshot_is_as_it_was_then(demo: Caller) -> None:
    before, kept = _export(demo), _taken(demo)
    _person(demo)
    fork = _forked(demo, snapshot_id=kept["id"])
    try:
        assert _export(fork) == before != _export(demo)
        assert fork.get(SNAPSHOTS).json["data"] == []
    finally:
        control.delete(fork.sandbox)


def test_parties_come_back_and_keys_stay_as_they_are(demo: Caller) -> None:
    order = {"name": "旧医院", "role": "hospital", "region_code": "510100"}
    old = demo.post("/sandbox/v1/parties", order).json
    kept = _taken(demo)
    later = demo.post("/sandbox/v1/parties", {**order, "name": "新医院"}).json
    _restored(demo, kept)
    names = [one["name"] for one in demo.get("/sandbox/v1/parties").json["data"]]
    assert names == ["旧医院"]
    by_old = Caller(demo.client, old["key"])
    assert by_old.get("/v1/cards").status_code == 200
    by_later = Caller(demo.client, later["key"])
    assert_problem(by_later.get("/v1/cards"), 401, "credential_invalid")


def test_a_running_advance_is_not_cut_in_two(caller: Caller, inline: Any) -> None:
    inline.paused = True
    caller.post("/sandbox/v1/clock/advance", {"by": "P1D"})
    for path in (SNAPSHOTS, FORK):
        refused = caller.post(path)
        assert_problem(refused, 409, "world_moving")
        assert refused.headers["Retry-After"]
    inline.paused = False
    inline.work()
    assert caller.post(SNAPSHOTS).status_code == 201


def test_the_control_rows_of_a_world_come_back(caller: Caller) -> None:
    caller.post("/sandbox/v1/clock/advance", {"by": "P1D"})
    kept = _taken(caller)
    caller.put("/sandbox/v1/clock", {"mode": "running", "rate": 60})
    second = caller.post("/sandbox/v1/clock/advance", {"by": "P1D"}).json
    assert _restored(caller, kept)["clock"]["mode"] == "frozen"
    with control_store.read() as tx:
        rows = tx.execute(
            schema.operations.select().where(schema.operations.c.sandbox == caller.sandbox)
        ).all()
    assert [(row.status, row.generation) for row in rows] == [("succeeded", 2)]
    assert caller.get(f"/sandbox/v1/operations/{second['id']}").status_code == 404


def test_a_list_of_snapshots_is_the_worlds_own(make: Callable[..., Caller]) -> None:
    ours, theirs = make(seed="one seed"), make(seed="one seed")
    kept = [_taken(ours, name) for name in ("a", "b", "c")]
    page = ours.get(SNAPSHOTS + "?limit=2").json
    assert [one["name"] for one in page["data"]] == ["c", "b"] and page["has_more"]
    assert ours.get(f"{SNAPSHOTS}/{kept[0]['id']}").json == kept[0]
    assert theirs.get(SNAPSHOTS).json["data"] == []
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/restore")):
        refused = theirs.call(method, f"{SNAPSHOTS}/{kept[0]['id']}{path}")
        assert_problem(refused, 404, "snapshot_not_found")
    refused = theirs.post(FORK, {"snapshot_id": kept[0]["id"]})
    assert_problem(refused, 404, "snapshot_not_found")


def test_parties_and_readers_may_not(demo: Caller) -> None:
    order = {"name": "医院", "role": "hospital", "region_code": "510100"}
    hospital = Caller(demo.client, demo.post("/sandbox/v1/parties", order).json["key"])
    kept = _taken(demo)
    for path in (SNAPSHOTS, FORK, f"{SNAPSHOTS}/{kept['id']}/restore"):
        assert hospital.post(path).status_code == 403
    assert hospital.get(SNAPSHOTS).status_code == 403


def test_snapshots_are_counted_and_a_number_is_given_once(make: Callable[..., Caller]) -> None:
    set_settings(max_snapshots_per_world=2)
    caller = make()
    first, second = _taken(caller), _taken(caller)
    assert_problem(caller.post(SNAPSHOTS), 429, "too_many_snapshots")
    assert caller.call("DELETE", f"{SNAPSHOTS}/{second['id']}").status_code == 204
    third = _taken(caller)
    assert len({first["id"], second["id"], third["id"]}) == 3
    assert caller.get(f"{SNAPSHOTS}/{second['id']}").status_code == 404


def test_a_deleted_world_takes_its_snapshots_with_it(make: Callable[..., Caller]) -> None:
    caller = make("demo")
    _taken(caller)
    gone = _taken(caller)
    assert len(_places(caller.sandbox)) == 3
    caller.call("DELETE", f"{SNAPSHOTS}/{gone['id']}")
    assert len(_places(caller.sandbox)) == 2
    control.delete(caller.sandbox)
    assert _places(caller.sandbox) == []
    assert _rows(caller.sandbox) == 0


def test_what_a_dead_process_left_half_made_goes(
    make: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it had been killed: nothing is cleaned up behind it."""
    caller = make("demo")
    before = _export(caller)
    kept = _taken(caller)
    monkeypatch.setattr(places, "remove", lambda *_: False)

    class Killed(BaseException):
        pass

    def kill(name: str) -> None:
        raise Killed(name)

    for module in ("snapshots", "generations"):
        monkeypatch.setattr(f"sscsim.control.{module}.failpoint", kill)
    with pytest.raises(Killed):
        control.snapshots.take(caller.sandbox, "", lambda *_: None)
    with pytest.raises(Killed):
        control.snapshots.fork(caller.sandbox, "", lambda *_: None)
    with pytest.raises(Killed):
        control.restore(caller.sandbox, kept["id"])
    assert len(_places(caller.sandbox)) == 4
    monkeypatch.undo()
    set_settings(max_sandboxes_pg=500)
    with control_store.write() as tx:
        tx.execute(schema.removals.update().values(since_ms=0))
    places.remove_doomed()
    assert len(_places(caller.sandbox)) == 2
    assert _export(caller) == before
    assert [one["id"] for one in caller.get(SNAPSHOTS).json["data"]] == [kept["id"]]
    with control_store.read() as tx:
        living = {row.id for row in tx.execute(schema.sandboxes.select())}
        named = {row.sandbox for table in state.tables() for row in tx.execute(table.select())}
    assert {name.partition(".")[0] for name in named} <= living


@pytest.mark.parametrize("slower", ["reset", "restore"])
def test_the_slower_of_two_restores_leaves_the_faster_ones_world_alone(
    demo: Caller, monkeypatch: pytest.MonkeyPatch, slower: str
) -> None:
    kept = _taken(demo)
    row, before = generations._row, _export(demo)

    def overtaken(sandbox: str) -> Any:
        monkeypatch.setattr(generations, "_row", row)
        found = row(sandbox)
        control.restore(sandbox, kept["id"])
        places.remove_doomed(sandbox)
        return found

    monkeypatch.setattr(generations, "_row", overtaken)
    with pytest.raises(generations.WorldReplaced):
        if slower == "reset":
            control.reset(demo.sandbox)
        else:
            control.restore(demo.sandbox, kept["id"])
    assert _export(demo) == before
    _person(demo)


def test_a_place_that_is_spared_outlives_a_failure(demo: Caller) -> None:
    at = control.find(demo.sandbox)
    assert at is not None
    before = _export(demo)
    with pytest.raises(OSError), places.building(demo.sandbox, at.generation):
        raise OSError("the answer to the commit was lost")
    assert _export(demo) == before


def test_a_snapshot_of_a_world_that_is_just_being_removed_says_so(
    demo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    if settings.current().on_postgres:
        pytest.skip("a schema goes all at once")
    demo.get("/v1/cards")
    at = control.find(demo.sandbox)
    assert at is not None
    gone = engines.Place(demo.sandbox, at.generation, "gone").file
    files = copies_sqlite.files
    looks = iter([[gone]])
    monkeypatch.setattr(copies_sqlite, "files", lambda place: next(looks, files(place)))
    answer = demo.post(SNAPSHOTS, {})
    assert (answer.status_code, answer.json["code"]) == (404, "sandbox_gone"), answer.text
    assert demo.get(SNAPSHOTS).json["data"] == []
