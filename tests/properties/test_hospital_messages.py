"""Broken messages in great number: no failure of ours, and nothing written by a refused one.

Structure-aware: each begins as a good message of the field tables and is bent in up to three
places, of which a mutation knows what it bends. A good message speaks of people that there are,
and of visits and settlements that earlier ones made, so that many get as far as the rules. The
seed is fixed, so that a failure comes back.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from services.card import create_app as card_app
from services.medical import create_app
from services.medical.faces.fsi import catalogue
from services.medical.faces.fsi.layout import TOP, UNLISTED, Node
from services.medical.faces.fsi.transactions import all_answers
from services.medical.store import store
from sscsim import control, peers
from sscsim.demo_people import WANG_GUILAN
from tests.contract.fsi.clinic import AMOXICILLIN
from tests.support.bench import Bench
from tests.unit.medical.fsi.conftest import ENVELOPE, HOSPITAL, His

SEED = 20261130
SHORT, LONG = 250, 20_000
STRANGE: list[Any] = [
    None, "", " ", "null", "NULL", 0, -1, 1.5, 10**40, True, [], {}, [[]], "１２", "x" * 5000,
    "\u202e", "'; --", "9" * 30, "2026-02-30", "2026-04-01 25:00:00", "null\u00a0", "名", {"a": []},
]  # fmt: skip
PATHS = ("/fsi/", "/CSB", "/fsi/9001", "/fsi/api/fsiPsnInfoService/queryPsnInfo", "/fsi/x/y")
Mutation = Callable[[random.Random, dict[str, Any]], None]


PATIENT = WANG_GUILAN
ROAD = ("2201", "2203", "2204", "2206", "2207", "2208", "2205", "2204")
"""Sent unbent before all others, so that there is something to speak of."""
CHAINED = frozenset(ROAD) | {"2202", "2203A", "2206A", "2207A", "2601"}


@pytest.fixture
def his(sqlite: str) -> Iterator[His]:
    bench = Bench(preset="demo").make()
    card, medical = card_app(), create_app()
    peers.use_local({"card": card, "medical": medical})
    yield His(bench.client(medical))
    bench.drop()
    control.close()


@dataclass
class Known:
    """What a hospital system knows so far, by the fields that ask for it."""

    facts: dict[str, Any]
    lines: int = 0
    visits: list[str] = field(default_factory=list)
    settlements: list[str] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def learn(self, message: dict[str, Any], answer: dict[str, Any]) -> None:
        self.sent.append((str(message["infno"]), str(message["msgid"])))
        output = answer.get("output")
        for node in output.values() if isinstance(output, dict) else ():
            for name, known in (("mdtrt_id", self.visits), ("setl_id", self.settlements)):
                if isinstance(node, dict) and node.get(name):
                    known.append(node[name])

    def value(self, dice: random.Random, name: str) -> Any:
        """The value that a field of that name should have; None: no field that we know."""
        if name == "feedetl_sn":
            self.lines += 1
            return str(dice.choice([self.lines, max(1, self.lines - 1), self.lines]))
        if name == "mdtrt_id" and self.visits:
            return dice.choice([self.visits[-1], self.visits[-1], dice.choice(self.visits)])
        if name == "setl_id" and self.settlements:
            return dice.choice([self.settlements[-1], dice.choice(self.settlements)])
        return self.facts.get(name)


def known_to(his: His) -> Known:
    number, seed = PATIENT.social_security_number, his.client.bench.seed
    return Known(
        {
            "psn_no": PATIENT.person_id(seed),
            "insutype": "310",
            "psn_name": PATIENT.name,
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": number,
            "card_sn": "",
            "psn_cert_type": "01",
            "certno": number,
            "psn_type": "12",
            "begntime": "2026-04-01 08:00:00",
            "fee_ocur_time": "2026-04-01 08:10:00",
            "med_type": "11",
            "dise_codg": "E78.500x901",
            "ipt_otp_no": "1",
            "caty": "A03",
            "diag_type": "1",
            "diag_srt_no": 1,
            "diag_code": "E78.500x901",
            "vali_flag": "1",
            "med_list_codg": AMOXICILLIN,
            "cnt": 100,
            "pric": "9.8",
            "det_item_fee_sumamt": 980,
            "medfee_sumamt": 980,
            "inscp_scp_amt": 980,
            "fulamt_ownpay_amt": 0,
            "overlmt_selfpay": 0,
            "preselfpay_amt": 0,
            "chrg_bchno": "B1",
            "hosp_appr_flag": "1",
            "rx_circ_flag": "0",
            "psn_setlway": "01",
            "acct_used_flag": "1",
            "exp_content": "",
            "invono": "",
        }
    )


def a_value(dice: random.Random, kind: str) -> Any:
    return {
        "date": "2026-04-01",
        "time": "2026-04-01 08:00:00",
        "number": dice.choice(["1.00", 2, "0"]),
        "integer": 1,
        "digits": "12",
        "flag": True,
        "bytes": [1, 2],
        "object": {},
    }.get(kind, dice.choice(["1", "01", "001", "310", "gend", "990100", HOSPITAL]))


def a_message(
    dice: random.Random, number: int, known: Known, infno: str | None = None
) -> dict[str, Any]:
    """A message that is in order as far as the tables go, and mostly as the rules go."""
    served = sorted(all_answers())
    infno = infno or dice.choice([*served, *sorted(CHAINED)])
    layout = catalogue.layout(infno)
    assert layout is not None
    nodes = {node.name: filled(dice, node, known) for node in layout.input}
    for node in layout.input:
        if node.inside is not None:
            nodes[node.inside][node.name] = [nodes[node.name]]
    outer = [node for node in layout.input if node.inside is None]
    given = dict(nodes.get(TOP, {})) | {
        node.name: [nodes[node.name]] if node.many else nodes[node.name]
        for node in outer
        if node.name != TOP
    }
    if infno == "2601" and known.sent:
        original, msgid = dice.choice(known.sent[-5:])
        given["data"] |= {"oinfno": original[:5], "omsgid": msgid}
    msgid = f"{HOSPITAL}20260401{number:010d}"
    return {"infno": infno, "msgid": msgid, **ENVELOPE, "input": given}


def filled(dice: random.Random, node: Node, known: Known) -> dict[str, Any]:
    made = {}
    for one in node.fields:
        value = known.value(dice, one.name)
        if value is None and one.code_table not in (None, UNLISTED):
            value = dice.choice(list(catalogue.code_tables()[str(one.code_table)].values))
        if value is None:
            value = a_value(dice, one.type.kind)
            value = value[: one.longest] if isinstance(value, str) else value
        made[one.name] = value
    return made


def strange(dice: random.Random) -> Any:
    return copy.deepcopy(dice.choice(STRANGE))


def bend_envelope(dice: random.Random, message: dict[str, Any]) -> None:
    message[dice.choice([*message, "unheard_of"])] = strange(dice)


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
    item = given[node]
    if isinstance(item, list) and item:
        item = dice.choice(item)
    if isinstance(item, dict) and item and dice.random() < 0.8:
        item[dice.choice(list(item))] = strange(dice)
    else:
        given[node] = copy.deepcopy(dice.choice([*STRANGE, [given[node], given[node]]]))


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
    many = many if signatures == "lenient" else many // 8
    known, served, before = known_to(his), set(), kept(his)
    for number in range(many):
        is_plain = number < len(ROAD)
        message = a_message(dice, number, known, ROAD[number] if is_plain else None)
        for mutation in [] if is_plain else dice.choices(MUTATIONS, k=dice.randrange(4)):
            mutation(dice, message)
        body = json.dumps(message, ensure_ascii=dice.random() < 0.5).encode("utf-8", "replace")
        if not is_plain and dice.random() < 0.1:
            body = cut(dice, body)
        answer = his.post(body, dice.choice(PATHS), **dice.choice(HEADERS))
        said = f"{number}: {body[:600]!r} {answer.status_code} {answer.text[:300]}"
        assert answer.status_code in (200, 401), said
        shown = json.loads(answer.text, parse_float=Decimal)
        after = kept(his)
        if answer.status_code == 200 and shown["infcode"] == 0:
            served.add(message.get("infno"))
            known.learn(message, shown)
        else:
            assert after == before, said
            assert answer.status_code == 401 or (shown["err_msg"] and shown["infcode"] == -1), said
            assert signatures == "strict" or not is_plain, said
        before = after
    assert served >= {*ROAD} if signatures == "lenient" else not served
    assert broken_laws(his) == {}


def broken_laws(his: His) -> dict[str, Any]:
    found = his.client.get("/internal/v1/invariants", role="service").json
    return {law["id"]: law["counterexample"] for law in found["checks"] if not law["holds"]}
