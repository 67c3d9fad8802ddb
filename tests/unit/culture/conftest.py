"""Desks of libraries in a world with the people of the demo; card and settlement are the real
services, and due jobs are run in their order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from services.card import create_app as card_app
from services.culture import create_app, tasks_libraries  # noqa: F401  # their functions
from services.culture.flows.invariants import CHECKS
from services.culture.store import store
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.clock import SHANGHAI
from sscsim.db import Store
from sscsim.demo_people import LIN_XIAO, SEED, DemoPerson
from sscsim.jobs import outbox, tasks
from tests.support.bench import Bench, SignedClient
from tests.support.culture import Town
from tests.support.culture import town as a_town

LAWS = {law.id: law for law in CHECKS}
PIN = "471592"


class _Back(Exception):
    """Takes a corruption back."""


@dataclass
class Desk:
    """Counters of all libraries, acted for by the world's owner unless a call says otherwise."""

    bench: Bench
    client: SignedClient
    card: SignedClient
    settlement: SignedClient
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def post(self, path: str, body: Any = None, **at: Any) -> Any:
        at.setdefault("key", f"k{next(self.keys)}")
        return self.client.post(path, body, **at)

    def done(self, path: str, body: Any = None, **at: Any) -> Any:
        answer = self.post(path, body, **at)
        assert answer.status_code in (200, 201), answer.json
        return answer.json

    def get(self, path: str, **at: Any) -> Any:
        answer = self.client.get(path, **at)
        assert answer.status_code == 200, answer.json
        return answer.json

    def refused(self, path: str, body: Any = None, status: int = 422, **at: Any) -> Any:
        answer = self.post(path, body, **at)
        assert answer.status_code == status, answer.json
        return answer.json

    # -- people and things

    def reader(self, of: DemoPerson, library: str, **more: Any) -> str:
        """The reader's id, registered at a library by card."""
        body = {"library_id": library, "card_id": of.card_id(SEED), **more}
        return str(self.done("/v1/readers", body)["id"])

    def lin(self) -> str:
        """The reader of the preset."""
        return str(self.get(f"/v1/readers?person_id={LIN_XIAO.person_id(SEED)}")["data"][0]["id"])

    def copies(self, owner: str, **more: Any) -> list[Any]:
        """Copies of a library that can be lent, by barcode."""
        query = "".join(f"&{name}={value}" for name, value in more.items())
        found = self.get(f"/v1/copies?owner_id={owner}&status=available&limit=200{query}")["data"]
        books = [copy for copy in found if copy["medium"] == more.get("medium", "book")]
        return sorted(books, key=lambda copy: str(copy["barcode"]))

    def everywhere(self, number: int) -> Any:
        """One of the titles that every library has, as the search shows it."""
        found = self.get("/v1/copies?owner_id=demo_branch&limit=200")["data"]
        first = sorted(found, key=lambda copy: str(copy["barcode"]))[number]
        return self.get(f"/v1/titles/{first['title_id']}")

    def copy_of(self, title: Any, owner: str) -> Any:
        found = self.get(f"/v1/copies?title_id={title['id']}&owner_id={owner}")["data"]
        return min(found, key=lambda copy: str(copy["barcode"]))

    def lend(self, reader_id: str, library: str, barcode: str, **more: Any) -> Any:
        body = {"library_id": library, "barcode": barcode, "reader_id": reader_id, **more}
        return self.done("/v1/loans", body)

    def give_back(self, library: str, barcode: str, **more: Any) -> Any:
        return self.done("/v1/loans/return", {"library_id": library, "barcode": barcode, **more})

    def account(self, of: DemoPerson, fen: int) -> str:
        """An account on the person's card with so much money; its path."""
        body = {"card_id": of.card_id(SEED), "reserved_phone": "19900000001"}
        made = self.card.post("/v1/bank-accounts", body, key=f"a{next(self.keys)}").json
        path = f"/v1/bank-accounts/{made['id']}"
        said = {"password": PIN, "reserved_phone": "19900000001"}
        assert (
            self.card.post(f"{path}/activate", said, key=f"a{next(self.keys)}").status_code == 200
        )
        paid = self.card.post(f"{path}/credits", {"amount_fen": fen}, key=f"a{next(self.keys)}")
        assert paid.status_code == 201, paid.json
        return path

    # -- time and messages

    def at_day(self, day: date, hour: int = 9) -> None:
        """Move to a day, and do all that falls due until then, each at its time."""
        until = datetime.combine(day, time(hour), SHANGHAI)
        jobs = store.common.jobs
        ran: set[tuple[str, str, Any]] = set()
        while True:
            with self.bench.entered(role="system"), store.read() as tx:
                todo = [
                    row
                    for row in tx.all(
                        jobs.select()
                        .where(jobs.c.status == "due", jobs.c.due_at <= until)
                        .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                    )
                    if (row.name, row.key, row.due_at) not in ran
                ]
            if not todo:
                break
            row = todo[0]
            ran.add((row.name, row.key, row.due_at))
            self.bench.at(max(row.due_at, self.bench.now))
            self.run(row.name, row.key)
        self.bench.at(max(until, self.bench.now))

    def after_days(self, days: int) -> None:
        self.at_day(self.bench.now.date() + timedelta(days=days))

    def run(self, name: str, key: str) -> None:
        """One due job, and that it is done; completing needs the driver's row, so mark it here."""
        jobs = store.common.jobs
        with self.bench.entered(role="system"):
            tasks.TASKS[name].function(key)
            with store.write() as tx:
                here = (jobs.c.name == name, jobs.c.key == key)
                tx.execute(jobs.update().where(*here).values(status="done"))

    def due(self, name: str) -> list[str]:
        jobs = store.common.jobs
        with self.bench.entered(), store.read() as tx:
            here = jobs.select().where(jobs.c.name == name, jobs.c.status == "due")
            return [row.key for row in tx.all(here.order_by(jobs.c.key))]

    def deliver(self, of: Store = store) -> None:
        """Messages to the books, each delivered twice."""
        messages = of.common.outbox
        at = self.bench.world(role="system")
        while outbox._some(of, at) is not outbox.Drained.EMPTY:
            pass
        with self.bench.entered(role="system"), of.write() as tx:
            tx.execute(
                messages.update()
                .where(messages.c.status == "delivered")
                .values(status="waiting", attempts=0)
            )
        while outbox._some(of, at) is not outbox.Drained.EMPTY:
            pass
        with self.bench.entered(role="system"), of.read() as tx:
            dead = tx.all(messages.select().where(messages.c.status == "dead"))
            assert [(row.key, row.last_error) for row in dead] == []

    # -- what holds

    def broken(self) -> dict[str, Any]:
        """The laws that do not hold, with their counterexamples."""
        with self.bench.entered(), store.read() as tx:
            found = {name: law.look(tx) for name, law in LAWS.items()}
        return {name: why for name, why in found.items() if why is not None}

    def with_corruption(self, corruption: Any, law: str) -> Any:
        """What a law finds while a corruption, which must touch a row, is there."""
        found = None
        try:
            with self.bench.entered(), store.write() as tx:
                assert tx.execute(corruption).rowcount, corruption
                found = LAWS[law].look(tx)
                raise _Back
        except _Back:
            return found

    def written(self) -> dict[str, int]:
        """How many rows each table has: what a refusal must leave as it is."""
        with self.bench.entered():
            return {name: len(found) for name, found in store.export().items()}

    def figures(self, of: Store = store) -> dict[str, int]:
        client = self.client if of is store else self.settlement
        answer = client.get("/internal/v1/invariants", role="service").json
        return {k: v for k, v in answer["figures"].items() if k.startswith("deposit.reader")}

    def balances(self, library: str) -> dict[str, int]:
        """The trial balance of a library's book."""
        shown = self.settlement.get(f"/v1/books/L:{library}/trial-balance").json
        return {row["account"]: row["balance_fen"] for row in shown["accounts"]}


@pytest.fixture
def desk(demo_bench: Bench) -> Iterator[Desk]:
    card, settlement, culture = card_app(), settlement_app(), create_app()
    before = dict(peers._local)
    peers.use_local({"card": card, "settlement": settlement, "culture": culture})
    yield Desk(
        demo_bench,
        demo_bench.client(culture),
        demo_bench.client(card),
        demo_bench.client(settlement),
    )
    peers.use_local(before)


@pytest.fixture
def town(demo_bench: Bench) -> Iterator[Town]:
    """Venues and passes, on the same services."""
    before = dict(peers._local)
    yield a_town(demo_bench)
    peers.use_local(before)
