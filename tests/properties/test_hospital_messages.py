"""Broken messages in great number: no failure of ours, and nothing written by a refused one.

Structure-aware: each begins as a good message of the field tables and is bent in one to three
places, of which a mutation knows what it bends. The seed is fixed, so that a failure comes back.
"""

import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from services.medical import create_app
from services.medical.faces.fsi import catalogue
from services.medical.faces.fsi.transactions import all_answers
from services.medical.store import store
from sscsim import control, peers
from tests.support.bench import Bench
from tests.unit.medical.conftest import People
from tests.unit.medical.fsi.conftest import ENVELOPE, HOSPITAL, His

SEED = 20261130
SHORT, LONG = 250, 20_000
STRANGE: list[Any] = [
    None, "", " ", "null", "NULL", 0, -1, 1.5, 10**40, True, [], {}, [[]], "１２", "x" * 5000,
    "\u202e", "'; --", "9" * 30, "2026-02-30", "2026-04-01 25:00:00", "null\u00a0", "名", {"a": []},
]  # fmt: skip
PATHS = ("/fsi/", "/CSB", "/fsi/9001", "/fsi/api/fsiPsnInfoService/queryPsnInfo", "/fsi/x/y")
Mutation = Callable[[random.Random, dict[str, Any]], None]


@pytest.fixture
def his(sqlite: str) -> Iterator[His]:
    bench = Bench(preset="demo").make()
    peers.use_local({"card": People(bench.seed).app()})
    yield His(bench.client(create_app()))
    bench.drop()
    control.close()


def a_value(dice: random.Random, kind: str) -> Any:
    return {
        "date": "2026-04-01",
        "time": "2026-04-01 08:00:00",
        "number": dice.choice(["1.00", 2, "0"]),
        "integer": 1,
        "digits": "12",
    }.get(kind, dice.choice(["1", "01", "001", "310", "gend", "990100", HOSPITAL]))


def a_message(dice: random.Random, number: int) -> dict[str, Any]:
    """A message that is in order as far as the tables go."""
    infno = dice.choice(sorted(all_answers()))
    layout = catalogue.layout(infno)
    assert layout is not None
    given = {
        node.name: {field.name: a_value(dice, field.type.kind) for field in node.fields}
        for node in layout.input
    }
    msgid = f"{HOSPITAL}20260401{number:010d}"
    return {"infno": infno, "msgid": msgid, **ENVELOPE, "input": given}


def bend_envelope(dice: random.Random, message: dict[str, Any]) -> None:
    message[dice.choice([*message, "unheard_of"])] = dice.choice(STRANGE)


def drop_a_field(dice: random.Random, message: dict[str, Any]) -> None:
    message.pop(dice.choice(list(message)), None)


def another_number(dice: random.Random, message: dict[str, Any]) -> None:
    known = list(catalogue.transactions())
    message["infno"] = dice.choice([*known, "0000", "9001A", "９００１", 9001, "1" * 30])


def bend_input(dice: random.Random, message: dict[str, Any]) -> None:
    """A value, a node or a name of the input."""
    given = message.get("input")
    if not isinstance(given, dict) or not given:
        return
    node = dice.choice(list(given))
    if isinstance(given[node], dict) and given[node] and dice.random() < 0.8:
        given[node][dice.choice(list(given[node]))] = dice.choice(STRANGE)
    else:
        given[node] = dice.choice([*STRANGE, [given[node], given[node]]])


def drop_from_input(dice: random.Random, message: dict[str, Any]) -> None:
    given = message.get("input")
    if isinstance(given, dict) and given:
        node = given[dice.choice(list(given))]
        if isinstance(node, dict) and node:
            node.pop(dice.choice(list(node)))


def input_as_text(dice: random.Random, message: dict[str, Any]) -> None:
    text = json.dumps(message.get("input"))
    message["input"] = text[: dice.randrange(len(text) + 1)] if dice.random() < 0.5 else text


def cut(dice: random.Random, body: bytes) -> bytes:
    """Half a message, one with a byte that is another's, or one in another encoding."""
    way = dice.randrange(4)
    at = dice.randrange(len(body))
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + bytes([dice.randrange(256)]) + body[at + 1 :]
    return body.decode().encode("gb18030" if way == 2 else "utf-16")


MUTATIONS: tuple[Mutation, ...] = (
    bend_envelope,
    drop_a_field,
    another_number,
    bend_input,
    bend_input,
    drop_from_input,
    input_as_text,
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {},
    {"x-tif-paasid": "a", "x-tif-timestamp": "1", "x-tif-nonce": "", "x-tif-signature": "z"},
    {"x-ca-key": "H", "x-ca-signature": ":::"},
    {"apikey": "\u00e9"},
)


def kept(his: His) -> list[int]:
    """How much there is in every table of the store."""
    with his.client.bench.entered(role="system"), store.read() as tx:
        tables = store.metadata.tables.values()
        return [tx.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables]


@pytest.mark.parametrize("signatures", ["lenient", "strict"])
def test_no_message_breaks_us_and_a_refused_one_leaves_nothing(
    his: His, signatures: str, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(SEED)
    his.settle(signatures=signatures, profile=dice.choice(["lenient", "hunan"]))
    many = LONG if request.config.getoption("--long") else SHORT
    served, before = 0, kept(his)
    for number in range(many if signatures == "lenient" else many // 8):
        message = a_message(dice, number)
        for mutation in dice.choices(MUTATIONS, k=dice.randrange(4)):
            mutation(dice, message)
        body = json.dumps(message, ensure_ascii=dice.random() < 0.5).encode("utf-8", "replace")
        if dice.random() < 0.1:
            body = cut(dice, body)
        answer = his.post(body, dice.choice(PATHS), **dice.choice(HEADERS))
        said = f"{number}: {body[:600]!r} {answer.status_code} {answer.text[:300]}"
        assert answer.status_code in (200, 401), said
        shown = json.loads(answer.text, parse_float=Decimal)
        after = kept(his)
        if answer.status_code == 200 and shown["infcode"] == 0:
            served += 1
        else:
            assert after == before, said
            assert answer.status_code == 401 or (shown["err_msg"] and shown["infcode"] == -1), said
        before = after
    assert served if signatures == "lenient" else not served
