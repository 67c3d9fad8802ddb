"""A counter for transit cards: card, settlement and transport in one process.

Every due job is run twice and every message comes twice (see `tests.support.transit_clearing`).
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from gateway.api import invariants as gateway_laws
from services.card import create_app as card_app
from services.settlement.invariants import figures as settlement_figures
from services.settlement.store import store as books
from services.transport import create_app
from services.transport.domain.card import PURCHASE, NewEntry
from services.transport.flows import purses
from services.transport.invariants import CHECKS, float_of_cards
from services.transport.store import store
from services.transport.store.tables_riding import riders
from sscsim import peers
from sscsim.demo_people import DemoPerson
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from tests.support.bench import Bench, SignedClient
from tests.support.transit_clearing import Clearing

SEED = "demo"
PIN = "471592"
OPERATOR = {"role": "transit"}


class CardDesk:
    """`post` and `get` for cards; `advance` lets time pass; `laws` looks at all of them."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.keys = count(1)
        card, transport = card_app(), create_app()
        self.card: SignedClient = bench.client(card)
        self.client: SignedClient = bench.client(transport)
        self.time = Clearing(bench, apps={"card": card, "transport": transport})

    # ---- calls

    def post(self, path: str, body: Any = None, key: str = "", **at: Any) -> Any:
        key = key or f"desk-{next(self.keys)}"
        return self.client.post(path, body, key=key, **(at or OPERATOR))

    def done(self, path: str, body: Any = None, key: str = "", **at: Any) -> Any:
        answer = self.post(path, body, key, **at)
        assert answer.status_code in (200, 201), answer.json
        return answer.json

    def refused(self, path: str, body: Any = None, **at: Any) -> tuple[int, str]:
        """Status and code of a refusal, after which nothing of the service has changed."""
        before = self.rows()
        answer = self.post(path, body, **at)
        assert answer.status_code >= 400, answer.json
        assert self.rows() == before
        return answer.status_code, answer.json["code"]

    def get(self, path: str, **at: Any) -> Any:
        answer = self.client.get(path, **at)
        assert answer.status_code == 200, answer.json
        return answer.json

    def rows(self) -> Any:
        with self.bench.entered(role="system"):
            tables = store.export()
        return {name: rows for name, rows in tables.items() if name not in ("jobs",)}

    # ---- cards

    def id_of(self, someone: DemoPerson, ordinal: int = 1) -> str:
        return resource_id("tca", SEED, "transport", someone.card_id(SEED), ordinal)

    def path(self, someone: DemoPerson, ordinal: int = 1) -> str:
        return f"/v1/transit-cards/{self.id_of(someone, ordinal)}"

    def anonymous(self, region: str, which: int = 1) -> str:
        return (
            f"/v1/transit-cards/{resource_id('tca', SEED, 'transport', 'anonymous', region, which)}"
        )

    def spend(self, path: str, fen: int, event: str) -> None:
        """A purchase that nobody's journey explains; the centre's book is told of it."""
        card_id = path.rpartition("/")[2]
        with self.bench.entered(role="system"), store.write() as tx:
            entry = NewEntry(card_id, PURCHASE, event, Money(-fen), tx.world.now)
            purses.post(tx, [entry])
            issuer = self._issuer(card_id)
            body = {"event": event, "issuer": issuer, "acquirer": issuer, "fare_fen": fen}
            tx.send("settlement", "/internal/v1/transit-rides", body, key=f"spent:{event}")

    def _issuer(self, card_id: str) -> str:
        return str(self.rows_of("transit_cards", id=card_id)[0]["issuer_id"])

    def rows_of(self, table: str, **where: Any) -> list[dict[str, Any]]:
        return [
            row
            for row in self.rows()[table]
            if all(row[name] == value for name, value in where.items())
        ]

    def travel(self, path: str) -> None:
        """A journey is open on the card."""
        card_id = path.rpartition("/")[2]
        with self.bench.entered(role="system"), store.write() as tx:
            row = {
                "id": tx.new_id("rdr", card_id),
                "medium": "transit_card",
                "reference": card_id,
                "region_code": "990100",
                "open_journey_id": tx.new_id("jny", card_id),
                "version": 1,
                "created_at": tx.world.now,
                "updated_at": tx.world.now,
            }
            tx.execute(riders.insert().values(**row))

    def arrive(self) -> None:
        with self.bench.entered(role="system"), store.write() as tx:
            tx.execute(riders.update().values(open_journey_id=None))

    def bank_balance(self, someone: DemoPerson) -> int:
        found = self.card.get(f"/v1/bank-accounts?person_id={someone.person_id(SEED)}").json
        return int(found["data"][0]["balance_fen"])

    # ---- looking

    def events(self) -> list[str]:
        with self.bench.entered(role="system"), store.read() as tx:
            rows = tx.all(store.common.events.select().order_by(store.common.events.c.seq))
        return [row.type for row in rows]

    def holds(self) -> None:
        """Every law of cards; and the control accounts, once every message has come."""
        self.time.deliver()
        with self.bench.entered(role="system"):
            with store.read() as tx:
                broken = {law.id: law.look(tx) for law in CHECKS}
                ours = float_of_cards(tx)
            with books.read() as tx:
                theirs = settlement_figures(tx)
        assert not {law: found for law, found in broken.items() if found is not None}
        figures = {"transport": ours, "settlement": theirs}
        held = gateway_laws._compared(figures, "float.card", ("transport", "settlement"))
        assert held == {"holds": True}


@dataclass
class Bank:
    """The card service behind a wire that loses things: what is asked of it, and what is heard."""

    answer: str = "comes"
    asked: list[str] = field(default_factory=list)
    real: Any = peers.call

    def call(self, service: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        if not path.startswith("/internal/v1/bank-debits"):
            return self.real(service, method, path, body, **more)
        self.asked.append(path)
        if self.answer == "unreachable":
            raise peers.Unreachable("the bank")
        if self.answer == "lost before":
            raise peers.NoAnswer("the bank")
        heard = self.real(service, method, path, body, **more)
        if self.answer == "lost after":
            raise peers.NoAnswer("the bank")
        return heard
