"""Worlds: isolated, seeded, resettable, removable; and who may make them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sscsim import control, settings
from sscsim.db import engines
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem

pytestmark = pytest.mark.db


def test_a_seeded_world_starts_frozen_and_one_without_runs_from_now(client: Client) -> None:
    seeded = client.post("/sandbox/v1/sandboxes", json={"seed": "s", "preset": "demo"})
    assert seeded.status_code == 201
    assert seeded.headers["Location"] == f"/sandbox/v1/sandboxes/{seeded.json['id']}"
    assert seeded.json["clock"]["mode"] == "frozen"
    assert seeded.json["clock"]["now"] == "2026-04-01T09:00:00+08:00"
    free = client.post("/sandbox/v1/sandboxes", json={})
    assert free.json["clock"]["mode"] == "running"
    assert free.json["seed"] != seeded.json["seed"]
    for made in (seeded, free):
        control.delete(made.json["id"])


def test_a_key_sees_its_own_world_only(client: Client, make: Callable[..., Caller]) -> None:
    ours, theirs = make(), make()
    listed = ours.get("/sandbox/v1/sandboxes").json["data"]
    assert [one["id"] for one in listed] == [ours.sandbox]
    assert_problem(ours.get(f"/sandbox/v1/sandboxes/{theirs.sandbox}"), 404, "sandbox_not_found")
    refused = ours.call("DELETE", f"/sandbox/v1/sandboxes/{theirs.sandbox}")
    assert_problem(refused, 404, "sandbox_not_found")
    assert theirs.get("/sandbox/v1/sandboxes/current").json["id"] == theirs.sandbox
    everything = client.get("/sandbox/v1/sandboxes?limit=200").json["data"]
    assert {ours.sandbox, theirs.sandbox} <= {one["id"] for one in everything}


def test_nothing_of_one_world_is_seen_in_another(make: Callable[..., Caller]) -> None:
    people, nobody = make("demo", "demo"), make("empty", "demo")
    cards = people.get("/v1/cards?limit=1").json
    card = cards["data"][0]["id"]
    assert people.get(f"/v1/cards/{card}").status_code == 200
    assert nobody.get(f"/v1/cards/{card}").status_code == 404
    assert nobody.get("/v1/cards").json["data"] == []
    stolen = nobody.get(f"/v1/cards?limit=1&cursor={cards['next_cursor']}")
    assert_problem(stolen, 400, "cursor_mismatch")


def test_cursors_of_the_control_api_are_bound_to_world_and_query(
    make: Callable[..., Caller],
) -> None:
    ours, theirs = make(), make()
    for world in (ours, theirs):
        for n in range(5):
            world.post("/sandbox/v1/parties", {"name": f"P{n}", "role": "bank"})
    seen, path = [], "/sandbox/v1/parties?limit=2"
    while path:
        page = ours.get(path).json
        seen += [party["name"] for party in page["data"]]
        path = page["has_more"] and f"/sandbox/v1/parties?limit=2&cursor={page['next_cursor']}"
    assert seen == ["P4", "P3", "P2", "P1", "P0"]
    cursor = ours.get("/sandbox/v1/parties?limit=2").json["next_cursor"]
    stolen = theirs.get(f"/sandbox/v1/parties?limit=2&cursor={cursor}")
    assert_problem(stolen, 400, "cursor_mismatch")
    bent = ours.get("/sandbox/v1/parties?cursor=abc.def")
    assert_problem(bent, 400, "cursor_mismatch")


def test_the_same_seed_gives_the_same_ids(make: Callable[..., Caller]) -> None:
    order = {"name": "Bank", "role": "bank"}
    one, two = (make("empty", "twin").post("/sandbox/v1/parties", order).json for _ in range(2))
    assert one["id"] == two["id"]
    assert one["key"] != two["key"]


def test_reset_starts_again_with_the_same_keys(demo: Caller) -> None:
    before = demo.get("/sandbox/v1/canonical-export").get_data()
    party = {"name": "Bank", "role": "bank"}
    assert demo.post("/sandbox/v1/parties", party).status_code == 201
    demo.post("/sandbox/v1/clock/advance", {"by": "P2M"})
    answer = demo.post("/sandbox/v1/sandboxes/current/reset")
    assert answer.status_code == 200
    assert answer.json["generation"] == 2
    assert answer.json["clock"]["now"] == "2026-04-01T09:00:00+08:00"
    assert demo.get("/sandbox/v1/canonical-export").get_data() == before
    assert len(demo.get("/sandbox/v1/parties").json["data"]) == 1, "parties stay"


def test_a_deleted_world_leaves_nothing(
    client: Client, database: str, make: Callable[..., Caller]
) -> None:
    caller = make("demo")
    assert caller.get("/sandbox/v1/invariants").status_code == 200
    place = engines.Place(caller.sandbox, 1, "card")
    assert engines.place_exists(place)
    answer = caller.call("DELETE", f"/sandbox/v1/sandboxes/{caller.sandbox}")
    assert answer.status_code == 204
    assert not engines.place_exists(place)
    if database == "sqlite":
        assert not place.folder.parent.exists()
        assert not any(held.sandbox == caller.sandbox for held in engines.sqlite_engines.places())
    assert_problem(caller.get("/v1/cards"), 401, "credential_invalid")
    missing = client.get(f"/sandbox/v1/sandboxes/{caller.sandbox}")
    assert_problem(missing, 404, "sandbox_not_found")


def test_off_loopback_only_the_admin_token_makes_worlds(client: Client, caller: Caller) -> None:
    set_settings(bind="0.0.0.0", admin_token="let me in")
    assert_problem(client.post("/sandbox/v1/sandboxes", json={}), 401, "admin_token_required")
    assert_problem(caller.post("/sandbox/v1/sandboxes", {"seed": "x"}), 401, "admin_token_required")
    assert_problem(client.get("/sandbox/v1/sandboxes"), 401, "admin_token_required")
    admin = Caller(client, "let me in")
    made = admin.post("/sandbox/v1/sandboxes", {"seed": "x"})
    assert made.status_code == 201
    listed = admin.get("/sandbox/v1/sandboxes?limit=200").json["data"]
    assert {made.json["id"], caller.sandbox} <= {one["id"] for one in listed}
    gone = admin.call("DELETE", f"/sandbox/v1/sandboxes/{made.json['id']}")
    assert gone.status_code == 204
    assert_problem(Caller(client, "wrong").get("/sandbox/v1/sandboxes"), 401, "credential_invalid")


def test_an_empty_admin_token_lets_nobody_in(client: Client) -> None:
    set_settings(bind="0.0.0.0", admin_token="")
    answer = client.post("/sandbox/v1/sandboxes", json={}, headers={"Authorization": "Bearer "})
    assert answer.status_code == 401


def test_the_quota_holds(client: Client, database: str) -> None:
    used = len(control.worlds.every())
    set_settings(max_sandboxes=used, max_sandboxes_pg=used)
    answer = client.post("/sandbox/v1/sandboxes", json={})
    assert_problem(answer, 429, "too_many_sandboxes")


@pytest.mark.parametrize(
    "body",
    [
        {"seed": ""},
        {"seed": "has blank"},
        {"seed": 7},
        {"preset": "unheard-of"},
        {"nmae": "x"},
        {"name": "x" * 101},
        [],
        "text",
    ],
)
def test_bad_orders_are_refused_with_a_pointer(client: Client, body: Any) -> None:
    answer = client.post("/sandbox/v1/sandboxes", json=body)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"].startswith(("/", ""))


def test_parties_have_one_name_a_world_and_a_known_region(caller: Caller) -> None:
    order = {"name": "Bank", "role": "bank"}
    assert caller.post("/sandbox/v1/parties", order).status_code == 201
    assert_problem(caller.post("/sandbox/v1/parties", order), 409, "party_exists")
    unknown = caller.post(
        "/sandbox/v1/parties", {"name": "X", "role": "bank", "region_code": "000000"}
    )
    assert_problem(unknown, 422, "party_region_unknown")
    assert unknown.json["errors"][0]["pointer"] == "/region_code"
    assert_problem(caller.get("/sandbox/v1/parties/pty_" + "0" * 26), 404, "party_not_found")


def test_more_worlds_than_open_files_are_no_burden(client: Client, database: str) -> None:
    if database == "postgresql":
        pytest.skip("many small worlds are SQLite's job")
    set_settings(engine_cache=16)
    made = [control.create(seed="crowd") for _ in range(60)]
    for one in made:
        assert Caller(client, one.key).get("/v1/cards").status_code == 200
    held = engines.sqlite_engines.places()
    assert len(held) <= settings.current().engine_cache
    for one in made:
        control.delete(one.id)
    folder: Path = settings.current().data_dir / "worlds"
    assert not {path.name for path in folder.iterdir()} & {one.id for one in made}


def test_the_preset_regression_has_fixtures_and_a_month_behind_it(client: Client) -> None:
    order = {"preset": "regression"}
    made = [client.post("/sandbox/v1/sandboxes", json=order).json for _ in range(2)]
    try:
        ours, same = (Caller(client, one["key"], one["id"]) for one in made)
        shown = ours.get("/sandbox/v1/sandboxes/current").json
        assert shown["seed"] == "regression"
        assert shown["clock"]["now"] == "2026-05-01T09:00:00+08:00"
        assert len(ours.get("/v1/settlements").json["data"]) > 3
        assert ours.get("/sandbox/v1/invariants").json["holds"]
        export = ours.get("/sandbox/v1/canonical-export").data
        assert export == same.get("/sandbox/v1/canonical-export").data
        assert ours.post("/sandbox/v1/sandboxes/current/reset").status_code == 200
        assert ours.get("/sandbox/v1/clock").json["now"] == "2026-05-01T09:00:00+08:00"
    finally:
        for one in made:
            control.delete(one["id"])
