"""T1 and T3: the settle request and the card read, each beside its limits, on one server.

Rounds are interleaved: each round takes every cost once, and a ratio is made within the
round. Stays are admitted before they are timed; each settlement is of a stay of its own.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from benchmarks.measure import Ratio, seconds_each
from scenarios import road
from scenarios.client import Client
from sscsim.demo_people import CHEN_YU, LIN_XIAO, DemoPerson
from sscsim.world import CONTEXT_HEADER

KEY = "sk_sbx_demo"
LINE = {"item_class": "A", "quantity": 1, "unit_price_fen": 1_000}
BODY = json.dumps(
    {"visit_id": "vis_" + "0" * 26, "lines": [{"name": "x" * 60, "fen": n} for n in range(8)]}
).encode()


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The server in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.server", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


class Caller:
    """One kept-alive connection, as cheap as Python's own library makes it."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)

    def call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:200]!r}")
        return data


def raw_transaction(folder: Path) -> partial[None]:
    """What one settlement's writes cost SQLite itself: key, row, four postings, a balance."""
    database = sqlite3.connect(folder / "raw.db", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "CREATE TABLE IF NOT EXISTS k (scope TEXT PRIMARY KEY, body TEXT);"
        "CREATE TABLE IF NOT EXISTS c (id INTEGER PRIMARY KEY, body TEXT);"
        "CREATE TABLE IF NOT EXISTS p (id INTEGER PRIMARY KEY, c INT, account TEXT, fen INT);"
        "CREATE TABLE IF NOT EXISTS b (account TEXT PRIMARY KEY, fen INT);"
        "INSERT OR IGNORE INTO b VALUES ('fund', 0);"
    )
    numbers, body = count(1), "x" * 900

    def transaction() -> None:
        number = next(numbers)
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO k VALUES (?, ?)", (f"key-{number}", body))
        database.execute("INSERT INTO c VALUES (?, ?)", (number, body))
        for account in ("fund", "account", "payable", "cash"):
            database.execute("INSERT INTO p (c, account, fen) VALUES (?, ?, 1)", (number, account))
        database.execute("UPDATE b SET fen = fen + 1 WHERE account = 'fund'")
        database.execute("COMMIT")

    return partial(transaction)


class Stays:
    """Admitted stays, ready to be settled one after the other."""

    def __init__(self, port: int, person: DemoPerson, region: str) -> None:
        self.owner = Client(f"http://127.0.0.1:{port}", KEY)
        self.patient = road.known(self.owner, person)
        self.at = road.acting_as_hospital(self.owner, region)
        self.place, self.numbers = road.hospital(self.owner, region), count(1)
        self.region = region

    def admit(self, how_many: int) -> Iterator[str]:
        visits = [self._one() for _ in range(how_many)]
        return iter(visits)

    def _one(self) -> str:
        key = f"bench:{self.region}:{next(self.numbers)}"
        days = date(2026, 3, 25), date(2026, 4, 1)
        visit = road.admitted(self.at, self.patient, self.place, [LINE], key, *days)
        return str(visit["id"])


def settling(caller: Caller, visits: Iterator[str], region: str) -> partial[None]:
    def settle() -> None:
        visit = next(visits)
        headers = {
            "Authorization": f"Bearer {KEY}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"settle-{visit}",
            "SSC-Act-As": f"hospital {region}",
        }
        body = json.dumps({"visit_id": visit}).encode()
        caller.call("POST", "/v1/settlements", body, headers)

    return partial(settle)


def measured(folder: Path, rounds: int, calls: int) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Costs in seconds by name, and the ratios T1 and T3."""
    costs: dict[str, list[float]] = {
        name: []
        for name in (
            "bare Flask JSON POST",
            "raw sqlite3 transaction",
            "settle at home",
            "settle across regions",
            "card read at the service",
            "card read through the gateway",
        )
    }
    with served(folder) as port:
        caller = Caller(port)
        home = Stays(port, CHEN_YU, road.DEMO_CITY)
        away = Stays(port, LIN_XIAO, road.CHONGQING)
        card = f"/v1/cards/{away.patient.card['id']}"
        raw = raw_transaction(folder)
        json_header = {"Content-Type": "application/json"}
        through = {"Authorization": f"Bearer {KEY}"}
        for warm in range(rounds + 1):
            stays_home, stays_away = home.admit(calls), away.admit(calls)
            token = caller.call("GET", f"/context?{card}", None, {}).decode()
            direct = {CONTEXT_HEADER: token, "X-Direct": "1"}
            work: dict[str, Callable[[], object]] = {
                "bare Flask JSON POST": partial(caller.call, "POST", "/bare", BODY, json_header),
                "raw sqlite3 transaction": raw,
                "settle at home": settling(caller, stays_home, road.DEMO_CITY),
                "settle across regions": settling(caller, stays_away, road.CHONGQING),
                "card read at the service": partial(caller.call, "GET", card, None, direct),
                "card read through the gateway": partial(caller.call, "GET", card, None, through),
            }
            for name, call in work.items():
                took = seconds_each(call, calls)
                if warm:  # the first round makes stores and compiles statements
                    costs[name].append(took)
    bare, tx = costs["bare Flask JSON POST"], costs["raw sqlite3 transaction"]
    at_home, across = costs["settle at home"], costs["settle across regions"]
    served_direct, served_through = (
        costs["card read at the service"],
        costs["card read through the gateway"],
    )
    return costs, [
        Ratio(
            "T1 settle at home",
            "1/(1/bare + 1/raw transaction)",
            ">= 0.25",
            [(b + t) / s for b, t, s in zip(bare, tx, at_home, strict=True)],
        ),
        Ratio(
            "T1 settle across regions",
            "3 calls bare + 5 raw transactions, its hops",
            "(no target set)",
            [(3 * b + 5 * t) / s for b, t, s in zip(bare, tx, across, strict=True)],
        ),
        Ratio(
            "T3 card read through the gateway",
            "the same read at the service",
            ">= 0.80",
            [d / t for d, t in zip(served_direct, served_through, strict=True)],
        ),
    ]
