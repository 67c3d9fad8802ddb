"""A world as one file: out of one database, into either, and nothing hostile gets in."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sscsim import control, db, settings
from tests.conftest import pg_url
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem
from tests.unit.gateway.test_snapshots import SNAPSHOTS, _export, _person, _taken

pytestmark = pytest.mark.db

EXPORT = "/sandbox/v1/sandboxes/current/export"
IMPORT = "/sandbox/v1/sandboxes/import"
Lines = list[Any]


def _file(caller: Caller, **query: str) -> bytes:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    answer = caller.get(f"{EXPORT}?{asked}" if asked else EXPORT)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/gzip"
    return answer.data


@pytest.fixture
def load(client: Any) -> Iterator[Callable[..., Any]]:
    made: list[str] = []

    def post(file: bytes, query: str = "") -> Any:
        answer = client.post(
            IMPORT + query,
            data=file,
            headers={"Content-Type": "application/gzip", "Accept-Language": "en"},
        )
        if answer.status_code == 201:
            made.append(answer.json["id"])
        return answer

    yield post
    for sandbox in made:
        control.delete(sandbox)


def _lived(caller: Caller) -> None:
    """Something of every kind: a write with a key, a party, an advance, a fault rule."""
    _person(caller)
    order = {"name": "医院", "role": "hospital", "region_code": "510100"}
    caller.post("/sandbox/v1/parties", order)
    caller.post("/sandbox/v1/clock/advance", {"by": "P2D"})
    caller.post("/sandbox/v1/faults", {"match": {"path": "/v1/loans"}, "fault": "reset"})


def test_what_comes_in_is_what_went_out(demo: Caller, load: Callable[..., Any]) -> None:
    _lived(demo)
    file = _file(demo)
    answer = load(file, "?name=copy")
    assert answer.status_code == 201, answer.text
    other = Caller(demo.client, answer.json["key"], answer.json["id"])
    assert answer.json["name"] == "copy"
    assert _export(other) == _export(demo)
    shown = [world.get("/sandbox/v1/sandboxes/current").json for world in (demo, other)]
    for view in shown:
        for name in ("id", "name", "handle", "created_at", "updated_at"):
            del view[name]
    assert shown[0] == shown[1]
    assert other.get("/sandbox/v1/invariants").json["holds"]
    # …and goes on with the same bytes: an old key is known, new ids are the same
    again = {"Idempotency-Key": "person 3"}
    for name, headers in (("新来的", again), ("又一个人", {"Idempotency-Key": "k"})):
        body = {"name": name, "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}
        one, same = (world.post("/v1/persons", body, **headers) for world in (demo, other))
        assert one.data == same.data and one.status_code == 201
    advances = [w.post("/sandbox/v1/clock/advance", {"by": "P2D"}) for w in (demo, other)]
    assert advances[0].data == advances[1].data
    assert _export(other) == _export(demo)


def test_a_file_has_the_same_bytes_twice_and_says_its_checksum(demo: Caller) -> None:
    answers = [demo.get(EXPORT) for _ in range(2)]
    assert answers[0].data == answers[1].data
    assert demo.get(SNAPSHOTS).json["data"] == []
    digest = base64.b64encode(hashlib.sha256(answers[0].data).digest()).decode()
    assert answers[0].headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_a_snapshot_can_be_exported(demo: Caller, load: Callable[..., Any]) -> None:
    before, kept = _export(demo), _taken(demo)
    _person(demo)
    made = load(_file(demo, snapshot_id=kept["id"]))
    assert _export(Caller(demo.client, made.json["key"])) == before


def test_no_key_is_in_the_file(demo: Caller) -> None:
    party = demo.post("/sandbox/v1/parties", {"name": "银行", "role": "bank"}).json
    text = gzip.decompress(_file(demo)).decode()
    for secret in (demo.key, party["key"]):
        assert secret not in text
        assert hashlib.sha256(secret.encode()).hexdigest() not in text
    assert '"control.keys"' not in text and '"control.tokens"' not in text


def test_a_file_goes_from_one_database_to_the_other(
    demo: Caller, load: Callable[..., Any], tmp_path: Path
) -> None:
    _lived(demo)
    before, file = _export(demo), _file(demo)
    here = settings.current()
    url = "" if here.on_postgres else pg_url()
    db.close_all()
    control.close()
    settings.use(replace(here, database_url=url, data_dir=tmp_path))
    try:
        made = load(file)
        assert made.status_code == 201, made.text
        other = Caller(demo.client, made.json["key"])
        assert _export(other) == before
        assert _file(other) == file
        control.delete(made.json["id"])
    finally:
        db.close_all()
        control.close()
        settings.use(here)


# ---- hostile files


def _lines(file: bytes) -> Lines:
    return [json.loads(line) for line in gzip.decompress(file).splitlines()]


def _packed(lines: Lines) -> bytes:
    """The lines as a file whose checksums and counts are right."""
    everything, rows, digest, total = hashlib.sha256(), 0, hashlib.sha256(), 0
    out = []
    for line in lines[:-1]:
        if isinstance(line, dict) and "end" in line:
            line = {"end": line["end"], "rows": rows, "sha256": digest.hexdigest()}
            total, rows, digest = total + rows, 0, hashlib.sha256()
        text = db.canonical(line).encode("utf-8", "surrogatepass") + b"\n"
        if isinstance(line, list):
            digest.update(text)
            rows += 1
        everything.update(text)
        out.append(text)
    end = {"end": "ssc-world", "rows": total, "sha256": everything.hexdigest()}
    return gzip.compress(b"".join(out) + db.canonical(end).encode() + b"\n")


def _of(lines: Lines, table: str) -> int:
    """Where the first row of a table stands."""
    return 1 + next(
        number
        for number, line in enumerate(lines)
        if isinstance(line, dict) and line.get("table") == table
    )


def _with(file: bytes, change: Callable[[Lines], Any]) -> bytes:
    lines = _lines(file)
    change(lines)
    return _packed(lines)


def _set(table: str, column: str, value: Any) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        at = _of(lines, table)
        lines[at][lines[at - 1]["columns"].index(column)] = value

    return change


def _header(**more: Any) -> Callable[[Lines], None]:
    return lambda lines: lines[0].update(more)


def _world(**more: Any) -> Callable[[Lines], None]:
    return lambda lines: lines[0]["world"].update(more)


def _rename(table: str, name: str) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        for line in lines:
            for word in ("table", "end"):
                if isinstance(line, dict) and line.get(word) == table:
                    line[word] = name

    return change


def _twice(lines: Lines) -> None:
    at = _of(lines, "card.persons")
    lines.insert(at, lines[at])


BROKEN = {
    "a row twice": (_twice, "world_file_row_refused"),
    "no such word": (_set("card.cards", "status", "very_lost"), "world_file_row_refused"),
    "text for a number": (_set("card.cards", "version", "1"), "world_file_row_refused"),
    "a truth for a number": (_set("card.cards", "version", True), "world_file_row_refused"),
    "more than 64 bits": (_set("card.cards", "version", 2**63), "world_file_row_refused"),
    "too long": (_set("card.cards", "id", "x" * 41), "world_file_row_refused"),
    "a NUL": (_set("card.persons", "name", "a\0b"), "world_file_row_refused"),
    "half a letter": (_set("card.persons", "name", "\ud800"), "world_file_row_refused"),
    "nothing where something must be": (
        _set("card.cards", "id", None),
        "world_file_row_refused",
    ),
    "a list": (_set("card.cards", "id", ["a"]), "world_file_row_refused"),
    "a later epoch": (_set("card.world_meta", "epoch", 99), "world_file_row_refused"),
    "a path for a table": (_rename("card.persons", "card.../../etc"), "world_file_not_known"),
    "a path for a service": (_rename("card.persons", "../x.persons"), "world_file_not_known"),
    "no such table": (_rename("card.persons", "card.people"), "world_file_not_known"),
    "keys": (_rename("control.parties", "control.keys"), "world_file_not_known"),
    "its own schema": (_rename("card.persons", "card.alembic_version"), "world_file_not_known"),
    "a newer file": (_header(version=2), "world_file_not_known"),
    "a newer schema": (
        lambda lines: lines[0]["stores"].update(card="card_9999"),
        "world_file_not_known",
    ),
    "no such store": (_header(stores={"cards": "cards_0001"}), "world_file_broken"),
    "a store too many": (lambda lines: lines[0]["stores"].update(x="x_1"), "world_file_broken"),
    "a column too many": (_world(id="sbx_demo"), "world_file_not_known"),
    "no such preset": (_world(preset="../../etc"), "world_file_not_known"),
    "a clock past its end": (_world(clock_us=2**62), "world_file_row_refused"),
    "a rate of nothing": (_world(clock_rate=0), "world_file_row_refused"),
    "quotas nobody can read": (_world(quotas="[]"), "world_file_row_refused"),
    "quotas without a number": (
        _world(quotas='{"quotas":[{"name":"x","scope":"key","requests":"1","window_s":1}]}'),
        "world_file_row_refused",
    ),
    "a fault rule nobody can read": (
        _set("control.faults", "rule", "not{json"),
        "world_file_row_refused",
    ),
    "no generation": (_world(generation="1/../2"), "world_file_row_refused"),
    "no seed": (lambda lines: lines[0]["world"].pop("seed"), "world_file_row_refused"),
}


def test_what_is_wrong_is_refused_whole(demo: Caller, load: Callable[..., Any]) -> None:
    _lived(demo)
    file = _file(demo)
    assert load(_packed(_lines(file))).status_code == 201  # right as long as nothing is changed
    root = settings.current().data_dir / "worlds"
    folders = sorted(root.iterdir()) if root.exists() else []
    for name, (change, code) in BROKEN.items():
        answer = load(_with(file, change), "?name=hostile")
        assert (name, answer.status_code, answer.json["code"]) == (name, 422, code)
        assert answer.json["effect"] == "none"
    assert "hostile" not in {row.name for row in control.worlds.every()}
    if root.exists():
        assert sorted(root.iterdir()) == folders


def test_a_changed_or_cut_off_file_is_refused(demo: Caller, load: Callable[..., Any]) -> None:
    _person(demo)
    file = _file(demo)
    plain = gzip.decompress(file)
    bad = {
        "cut off": file[: len(file) // 2],
        "cut off between lines": gzip.compress(plain[: plain.rindex(b'{"end"')]),
        "one letter": gzip.compress(plain.replace(b'"active"', b'"actife"', 1)),
        "no gzip": plain,
        "nothing": b"",
        "nothing in it": gzip.compress(b""),
        "no lines": gzip.compress(b"[" * 100_000),
        "more behind it": gzip.compress(plain + b"{}\n"),
        "numbers that are none": gzip.compress(plain.replace(b"[1,", b"[NaN,", 1)),
    }
    for name, sent in bad.items():
        answer = load(sent)
        assert (name, answer.status_code) == (name, 422), answer.text
        assert answer.json["code"] == "world_file_broken", name


def test_a_bomb_is_put_out(demo: Caller, load: Callable[..., Any]) -> None:
    set_settings(max_import_unpacked_bytes=20_000_000)
    lines = gzip.decompress(_file(demo)).splitlines(keepends=True)
    head = b"".join(lines[: 1 + next(n for n, line in enumerate(lines) if b"parties" in line)])
    bomb = gzip.compress(head + b'["' + b"x" * 200_000_000)
    assert len(bomb) < 300_000
    assert load(bomb).json["code"] == "world_file_broken"
    lines = gzip.compress(head + (b"[" + b" " * 1_000_000 + b"]\n") * 30)
    assert load(lines).json["code"] == "world_file_broken"
    many = gzip.compress(b'{"format":"ssc-world"' + b" " * 15_000_000 + b"}\n" + head * 100_000)
    assert load(many).status_code == 422
    set_settings(max_import_bytes=1000)
    assert_problem(load(bomb), 413, "body_too_large")


def test_the_body_limit_of_other_calls_stays(caller: Caller, load: Callable[..., Any]) -> None:
    set_settings(max_body_bytes=1000)
    refused = caller.post("/sandbox/v1/parties", {"name": "x" * 2000, "role": "bank"})
    assert_problem(refused, 413, "body_too_large")
    assert load(b"x" * 2000).json["code"] == "world_file_broken"
    answer = caller.client.post(IMPORT, json={"a": 1})
    assert answer.status_code == 415


def test_only_who_may_make_sandboxes_may_import(demo: Caller, load: Callable[..., Any]) -> None:
    file = _file(demo)
    set_settings(bind="0.0.0.0", admin_token="admin")
    assert load(file).status_code == 401
    hospital = demo.post("/sandbox/v1/parties", {"name": "x", "role": "bank"}).json["key"]
    assert Caller(demo.client, hospital).get(EXPORT).status_code == 403
