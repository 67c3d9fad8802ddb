"""Keys of a world: made narrower, rotated with an overlap, revoked; parties changed and removed."""

import ast
import functools
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sscsim import clock, control
from sscsim.control import keys
from tests.unit.gateway.conftest import Caller, set_settings

pytestmark = pytest.mark.db
Make = Callable[..., Caller]
HOSPITAL = {"name": "People's Hospital", "role": "hospital", "region_code": "510100"}


def with_key(owner: Caller, key: str) -> Caller:
    return Caller(owner.client, key, owner.sandbox)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_sandbox_and_a_party_come_with_a_client(client: Client, caller: Caller) -> None:
    made = client.post("/sandbox/v1/sandboxes", json={"preset": "empty"}).json
    try:
        assert made["client_id"].startswith("cli_") and made["client_secret"]
        party = caller.post("/sandbox/v1/parties", HOSPITAL).json
        assert party["client_id"].startswith("cli_") and party["client_secret"]
        again = caller.get(f"/sandbox/v1/parties/{party['id']}").json
        assert {"key", "client_secret"} & set(again) == set()
    finally:
        control.delete(made["id"])


def test_keys_are_listed_by_their_ends_never_in_clear(caller: Caller) -> None:
    party = caller.post("/sandbox/v1/parties", HOSPITAL).json
    listed = caller.get("/sandbox/v1/keys")
    assert caller.key not in listed.text and party["key"] not in listed.text
    shown = {item["shown"] for item in listed.json["data"]}
    assert f"sk_sbx_…{caller.key[-4:]}" in shown and f"sk_sbx_…{party['key'][-4:]}" in shown
    of_party = caller.get(f"/sandbox/v1/keys?party_id={party['id']}").json["data"]
    assert [item["party_id"] for item in of_party] == [party["id"]]
    assert all(
        "party_id" not in k for k in caller.get("/sandbox/v1/keys?party_id=owner").json["data"]
    )


def test_a_narrow_key_does_what_it_names_and_no_more(demo: Caller) -> None:
    made = demo.post("/sandbox/v1/keys", {"name": "cards", "scopes": ["card.read"]})
    assert made.status_code == 201, made.text
    narrow = with_key(demo, made.json["key"])
    assert narrow.get("/v1/cards").status_code == 200
    assert code(narrow.get("/v1/persons")) == (403, "scope_missing")
    assert code(narrow.get("/sandbox/v1/clock")) == (403, "scope_missing")
    assert code(narrow.post("/sandbox/v1/parties", HOSPITAL)) == (403, "scope_missing")


def test_numbers_are_clear_only_with_the_scope_that_is_always_named(demo: Caller) -> None:
    for scopes, clear in ((["*"], False), (["person.read", "person.pii"], True)):
        made = demo.post("/sandbox/v1/keys", {"name": "x", "scopes": scopes}).json
        person = with_key(demo, made["key"]).get("/v1/persons?limit=1").json["data"][0]
        assert ("*" not in person["social_security_number"]) is clear


def test_a_key_is_never_wider_than_its_role(caller: Caller) -> None:
    party = caller.post("/sandbox/v1/parties", HOSPITAL).json
    order = {"name": "wide", "party_id": party["id"], "scopes": ["card.read", "person.pii"]}
    refused = caller.post("/sandbox/v1/keys", order)
    assert code(refused) == (422, "scope_not_of_role")
    assert refused.json["errors"][0]["pointer"] == "/scopes/1"
    typo = caller.post("/sandbox/v1/keys", {"name": "typo", "scopes": ["cards.read"]})
    assert code(typo) == (422, "scope_unknown")


def test_a_read_only_key_reads(demo: Caller) -> None:
    made = demo.post("/sandbox/v1/keys", {"name": "look", "kind": "read_only"}).json
    assert made["key"].startswith("pk_sbx_")
    reader = with_key(demo, made["key"])
    assert reader.get("/v1/cards").status_code == 200
    assert code(reader.post("/v1/persons", {})) == (403, "read_only_key")
    assert code(reader.post("/sandbox/v1/sandboxes/current/reset")) == (403, "read_only_key")


def test_after_a_rotation_both_keys_are_good_until_the_overlap_ends(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = caller.get("/sandbox/v1/keys").json["data"]
    own = next(item for item in first if item["shown"].endswith(caller.key[-4:]))
    made = caller.post(f"/sandbox/v1/keys/{own['id']}/rotate", {"overlap": "PT10M"})
    assert made.status_code == 201, made.text
    new = with_key(caller, made.json["key"])
    assert caller.get("/sandbox/v1/clock").status_code == 200
    assert new.get("/sandbox/v1/clock").status_code == 200
    old = new.get(f"/sandbox/v1/keys/{own['id']}").json
    assert (old["status"], old["replaced_by"]) == ("replaced", made.json["id"])
    again = new.post(f"/sandbox/v1/keys/{own['id']}/rotate", {})
    assert code(again) == (409, "key_ended")
    real = clock.real_seconds
    monkeypatch.setattr(clock, "real_seconds", lambda: real() + 601)
    assert code(caller.get("/sandbox/v1/clock")) == (401, "credential_expired")
    assert new.get("/sandbox/v1/clock").status_code == 200


def test_a_key_with_an_end_ends(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    past = {"name": "late", "expires_at": "2001-01-01T00:00:00+08:00"}
    assert code(caller.post("/sandbox/v1/keys", past)) == (422, "key_expiry_past")
    made = caller.post(
        "/sandbox/v1/keys", {"name": "short", "expires_at": "2099-12-31T00:00:00+08:00"}
    ).json
    short = with_key(caller, made["key"])
    assert short.get("/sandbox/v1/clock").status_code == 200
    monkeypatch.setattr(clock, "real_seconds", lambda: 4_102_600_000.0)
    assert code(short.get("/sandbox/v1/clock")) == (401, "credential_expired")


def test_a_revoked_key_is_good_for_nothing_and_the_owner_keeps_one(caller: Caller) -> None:
    made = caller.post("/sandbox/v1/keys", {"name": "gone"}).json
    other = with_key(caller, made["key"])
    assert caller.post(f"/sandbox/v1/keys/{made['id']}/revoke").json["status"] == "revoked"
    assert code(other.get("/sandbox/v1/clock")) == (401, "credential_expired")
    listed = caller.get("/sandbox/v1/keys?party_id=owner").json["data"]
    own = next(k for k in listed if k["shown"] == f"sk_sbx_…{caller.key[-4:]}")
    assert code(caller.post(f"/sandbox/v1/keys/{own['id']}/revoke")) == (409, "last_owner_key")


def test_keys_outlive_a_reset_and_die_with_the_world(make: Make) -> None:
    one = make()
    made = one.post("/sandbox/v1/keys", {"name": "stays"}).json
    assert one.post("/sandbox/v1/sandboxes/current/reset").status_code == 200
    stays = with_key(one, made["key"])
    assert stays.get("/sandbox/v1/clock").status_code == 200
    control.delete(one.sandbox)
    assert code(stays.get("/sandbox/v1/clock")) == (401, "credential_invalid")


def test_a_party_changes_and_its_key_follows(demo: Caller) -> None:
    party = demo.post("/sandbox/v1/parties", HOSPITAL)
    url, tag = party.headers["Location"], party.headers["ETag"]
    key = with_key(demo, party.json["key"])
    number = key.get("/v1/persons?limit=1").json["data"][0]["social_security_number"]
    assert "*" in number
    changed = demo.call(
        "PATCH", url, {"role": "bank", "region_code": None}, headers={"If-Match": tag}
    )
    assert changed.status_code == 200 and "region_code" not in changed.json
    number = key.get("/v1/persons?limit=1").json["data"][0]["social_security_number"]
    assert "*" not in number
    stale = demo.call("PATCH", url, {"role": "library"}, headers={"If-Match": tag})
    assert code(stale) == (412, "etag_mismatch")


def test_a_removed_party_takes_its_keys_along(caller: Caller) -> None:
    party = caller.post("/sandbox/v1/parties", HOSPITAL)
    key = with_key(caller, party.json["key"])
    gone = caller.call(
        "DELETE", party.headers["Location"], headers={"If-Match": party.headers["ETag"]}
    )
    assert gone.status_code == 204
    assert code(key.get("/v1/cards")) == (401, "credential_invalid")
    assert caller.get(party.headers["Location"]).status_code == 404
    assert caller.get("/sandbox/v1/clients").text.count(party.json["client_id"]) == 0


def test_acting_as_a_party_is_never_more_than_the_owners_key(demo: Caller) -> None:
    demo.post("/sandbox/v1/parties", {"name": "bank", "role": "bank"})
    narrow = demo.post("/sandbox/v1/keys", {"name": "n", "scopes": ["person.read"]}).json
    acting = with_key(demo, narrow["key"])
    person = acting.get("/v1/persons?limit=1", **{"SSC-Act-As": "bank"}).json["data"][0]
    assert "*" in person["social_security_number"], "a bank would see it, this key does not"
    refused = acting.get("/v1/cards", **{"SSC-Act-As": "bank"})
    assert code(refused) == (403, "scope_missing")


def test_the_demo_key_is_public_and_stays(client: Client) -> None:
    control.ensure_demo()
    demo = Caller(client, keys.DEMO_KEY)
    listed = demo.get("/sandbox/v1/keys?party_id=owner").json["data"]
    own = next(k for k in listed if k["shown"] == "sk_sbx_…demo")
    for what in ("revoke", "rotate"):
        answer = demo.post(f"/sandbox/v1/keys/{own['id']}/{what}")
        assert code(answer) == (409, "demo_key_stays")
    set_settings(bind="0.0.0.0")
    assert code(demo.get("/sandbox/v1/clock")) == (401, "credential_invalid")


def test_keys_of_another_world_are_not_there(make: Make) -> None:
    one, other = make(), make()
    made = one.post("/sandbox/v1/keys", {"name": "mine"}).json
    assert other.get(f"/sandbox/v1/keys/{made['id']}").status_code == 404
    assert other.post(f"/sandbox/v1/keys/{made['id']}/revoke").status_code == 404
    assert other.post(f"/sandbox/v1/keys/{made['id']}/rotate", {}).status_code == 404
    assert one.get(f"/sandbox/v1/keys/{made['id']}").status_code == 200


def test_no_key_is_taken_from_an_address(demo: Caller) -> None:
    for name in ("key", "api_key", "access_token", "token"):
        answer = demo.client.get(f"/v1/cards?{name}={demo.key}")
        assert code(answer) == (401, "credential_missing")
        assert demo.key not in answer.text
        form = demo.client.post("/v1/persons/search", data={name: demo.key})
        assert code(form) == (401, "credential_missing")


def test_a_key_of_a_party_that_a_restore_took_away_is_nobodys(caller: Caller) -> None:
    snapshot = caller.post("/sandbox/v1/sandboxes/current/snapshots", {"name": "before"})
    assert snapshot.status_code < 300, snapshot.text
    party = caller.post("/sandbox/v1/parties", HOSPITAL).json
    key = with_key(caller, party["key"])
    url = f"{snapshot.headers['Location']}/restore"
    assert caller.post(url).status_code < 300
    assert code(key.get("/v1/cards")) == (401, "credential_invalid")
    assert caller.post("/sandbox/v1/parties", HOSPITAL).json["id"] == party["id"]
    assert code(key.get("/v1/cards")) == (401, "credential_invalid"), "the name is the same only"


def together(*works: Callable[[], Any]) -> list[Any]:
    """All at the same moment, each in a thread."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_rotations_at_the_same_moment_one_is_done(caller: Caller) -> None:
    made = caller.post("/sandbox/v1/keys", {"name": "raced"}).json
    url = f"/sandbox/v1/keys/{made['id']}/rotate"
    answers = together(*[lambda: caller.post(url, {}).status_code] * 4)
    assert sorted(answers) == [201, 409, 409, 409]


def test_two_last_keys_are_not_revoked_at_the_same_moment(caller: Caller) -> None:
    caller.post("/sandbox/v1/keys", {"name": "second"})
    listed = caller.get("/sandbox/v1/keys?party_id=owner").json["data"]
    ids = [item["id"] for item in listed if item["kind"] == "secret"]
    assert len(ids) == 2
    sandbox = caller.sandbox

    def revoked(key_id: str) -> str:
        try:
            return keys.revoke(sandbox, key_id).id
        except keys.LastOwnerKey:
            return "refused"

    done = together(*(functools.partial(revoked, key_id) for key_id in ids))
    assert done.count("refused") == 1


SECRET = re.compile(r"secret|token$|password$|digest$|signature|_hash$|^hash$|proof", re.IGNORECASE)


OF_WHAT_IS_PUBLIC = (
    "packs.py",
    "invent.py",
    "chain.py",
    "statements.py",
    "reconcile_day.py",
    "form.py",
)
"""Digests of policy packs, sealed days, statements, differences, papers: anybody may see them."""


def test_secrets_are_compared_in_constant_time() -> None:
    """No `==` or `!=` between what is secret and what was sent."""
    root = Path(__file__).resolve().parents[3]
    found = []
    for folder in ("sscsim", "gateway", "services"):
        for file in (root / folder).rglob("*.py"):
            if file.name in OF_WHAT_IS_PUBLIC or "migrations" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Compare):
                    continue
                if not isinstance(node.ops[0], ast.Eq | ast.NotEq):
                    continue
                sides = [node.left, *node.comparators]
                columns = any(".c." in ast.unparse(side) for side in sides)
                names = [ast.unparse(side).rpartition(".")[2] for side in sides]
                if (
                    not columns
                    and any(
                        isinstance(side, ast.Name | ast.Attribute) and SECRET.search(name)
                        for side, name in zip(sides, names, strict=True)
                    )
                    and not any(isinstance(side, ast.Constant) for side in sides)
                ):
                    found.append(f"{file.relative_to(root)}:{node.lineno} {ast.unparse(node)}")
    assert found == [], "\n".join(found)
