"""A town with venues and passes: culture, card and settlement are the real services."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import Any

from services.card import create_app as card_app
from services.culture import create_app
from services.culture import tasks as _known  # noqa: F401  # their functions
from services.culture.flows import laws_passes
from services.culture.store import store
from services.settlement import create_app as settlement_app
from services.settlement.invariants import CHECKS as SETTLEMENT_LAWS
from services.settlement.store import store as books
from sscsim import clock, peers
from sscsim.demo_people import CHEN_YU, SEED, DemoPerson
from sscsim.jobs import outbox, tasks
from sscsim.kernel.ids.resource import resource_id
from tests.support.bench import Bench, SignedClient

PIN = "135790"
PHOTO = {"photo_sha256": "ab" * 32}


def venue_id(code: str) -> str:
    """The id of a venue that the demo world begins with."""
    return resource_id("ven", SEED, "culture", code)


def moment(text: str) -> datetime:
    """`2026-04-01 09:00` in China."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=clock.SHANGHAI)


class _Back(Exception):
    """Takes a corruption back."""


@dataclass
class Town:
    """Where passes are sold and gates stand; due jobs are run by hand."""

    bench: Bench
    client: SignedClient
    card: SignedClient
    settlement: SignedClient
    keys: Iterator[int] = field(default_factory=lambda: count(1))
    gates: Iterator[int] = field(default_factory=lambda: count(1))

    def person(
        self, region_code: str, number: int = 1, birth: date = date(1990, 1, 1)
    ) -> DemoPerson:
        """Somebody of a city with a card that is in use."""
        made = DemoPerson(
            name="张三",
            sex="male",
            birth_date=birth,
            region_code=region_code,
            insurance_kind="",
            category="",
            enrolled_from=birth,
            card_issued_on=birth,
        )
        body = {
            "social_security_number": made.social_security_number,
            "name": made.name,
            "sex": made.sex,
            "birth_date": birth.isoformat(),
            "region_code": region_code,
        }
        added = self.card.post("/v1/persons", body, key=f"p{region_code}{number}")
        assert added.status_code == 201, added.json
        card = self.card.post("/v1/cards", {"person_id": added.json["id"]}, key=f"c{region_code}")
        enabled = self.card.post(f"/v1/cards/{card.json['id']}/enable", key=f"e{region_code}")
        assert enabled.status_code == 200, enabled.json
        return made

    # ---- calls

    def post(self, path: str, body: Any = None, **at: Any) -> Any:
        at.setdefault("key", f"k{next(self.keys)}")
        return self.client.post(path, body, **at)

    def done(self, path: str, body: Any = None, status: int = 200, **at: Any) -> Any:
        answer = self.post(path, body, **at)
        assert answer.status_code == status, answer.json
        return answer.json

    def refused(self, path: str, body: Any = None, **at: Any) -> str:
        answer = self.post(path, body, **at)
        assert answer.status_code >= 400, answer.json
        return str(answer.json["code"])

    def get(self, path: str, **at: Any) -> Any:
        answer = self.client.get(path, **at)
        assert answer.status_code == 200, answer.json
        return answer.json

    # ---- passes

    def ordered(self, of: DemoPerson = CHEN_YU, product: str = "demo_year", **more: Any) -> Any:
        body = {"product_code": product, "person_id": of.person_id(SEED), "pay_by": "cash", **more}
        return self.post("/v1/travel-passes", body)

    def sold(self, of: DemoPerson = CHEN_YU, product: str = "demo_year", **more: Any) -> str:
        """The path of a pass that is paid."""
        answer = self.ordered(of, product, **more)
        assert answer.status_code == 201, answer.json
        return f"/v1/travel-passes/{answer.json['id']}"

    def active(self, of: DemoPerson = CHEN_YU, product: str = "demo_year", **more: Any) -> str:
        path = self.sold(of, product, **more)
        self.done(f"{path}/activate", PHOTO)
        return path

    def account(self, fen: int, of: DemoPerson = CHEN_YU) -> str:
        """The path of the account on the person's card, with money."""
        body = {"card_id": of.card_id(SEED), "reserved_phone": "19900000001"}
        made = self.card.post("/v1/bank-accounts", body, key=f"acc{of.card_id(SEED)}").json
        path = f"/v1/bank-accounts/{made['id']}"
        said = {"password": PIN, "reserved_phone": "19900000001"}
        self.card.post(f"{path}/activate", said, key=f"act{made['id']}")
        if fen:
            self.card.post(f"{path}/credits", {"amount_fen": fen}, key=f"cash{made['id']}")
        return path

    def balance(self, account: str) -> int:
        return int(self.card.get(account).json["balance_fen"])

    # ---- gates

    def arrives(self, code: str, of: DemoPerson = CHEN_YU, **more: Any) -> Any:
        """What a gate of the venue says when the person shows their card and face."""
        body = {
            "venue_id": venue_id(code),
            "gate_no": "G1",
            "sequence": next(self.gates),
            "credential": {"card_id": of.card_id(SEED)},
            "face": "match",
            **more,
        }
        said = {name: value for name, value in body.items() if value is not None}
        return self.done("/v1/venue-admissions", said, 201)

    def reasons(self, code: str, of: DemoPerson = CHEN_YU, **more: Any) -> list[str]:
        """Why the gate keeps the person out; none: they are in."""
        said = self.arrives(code, of, **more)
        assert (said["result"] == "admitted") == (not said["reasons"])
        return [each["code"] for each in said["reasons"]]

    def reserve(
        self, code: str, day: str, number: int = 1, of: DemoPerson = CHEN_YU, **more: Any
    ) -> Any:
        body = {
            "venue_id": venue_id(code),
            "date": day,
            "slot_number": number,
            "person_id": of.person_id(SEED),
            **more,
        }
        return self.post("/v1/venue-reservations", body)

    def slots(self, code: str, day: str) -> Any:
        return self.get(f"/v1/venue-slots?venue_id={venue_id(code)}&date={day}")["data"]

    # ---- time

    def at(self, text: str) -> None:
        self.bench.at(moment(text))

    def run_due(self, until: date | datetime) -> None:
        """The due jobs of the service up to an instant, in their order, each at its time."""
        last = (
            until
            if isinstance(until, datetime)
            else datetime.combine(until, time(12), clock.SHANGHAI)
        )
        jobs = store.common.jobs
        while True:
            with self.bench.entered(), store.read() as tx:
                row = tx.one(
                    jobs.select()
                    .where(jobs.c.status == "due", jobs.c.due_at <= last)
                    .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                    .limit(1)
                )
            if row is None:
                self.bench.at(max(last, self.bench.now))
                self.deliver()
                return
            self.bench.at(max(row.due_at, self.bench.now))
            self.deliver()
            with self.bench.entered(role="system"):
                tasks.TASKS[row.name].function(row.key)
                with store.write() as tx:
                    tx.execute(jobs.update().where(jobs.c.id == row.id).values(status="done"))

    def deliver(self) -> None:
        """Messages to other services, until none waits."""
        at = self.bench.world(role="system")
        while outbox._some(store, at) is not outbox.Drained.EMPTY:
            pass

    # ---- laws

    def holds(self) -> None:
        """Every law of passes and venues, and of the books."""
        self.deliver()
        for kept, laws in ((store, laws_passes.CHECKS), (books, SETTLEMENT_LAWS)):
            with self.bench.entered(), kept.read() as tx:
                found = {law.id: law.look(tx) for law in laws}
            broken = {name: why for name, why in found.items() if why is not None}
            assert not broken, broken

    def with_corruption(self, corruption: Any, law: Any) -> Any:
        """What a law finds while a corruption, which must touch a row, is there."""
        found = None
        try:
            with self.bench.entered(), store.write() as tx:
                assert tx.execute(corruption).rowcount, corruption
                found = law.look(tx)
                raise _Back
        except _Back:
            return found

    def written(self) -> dict[str, int]:
        """How many rows each table has: what a refusal must leave as it is."""
        with self.bench.entered():
            return {name: len(rows) for name, rows in store.export().items()}

    def books(self, book: str = "V") -> dict[str, int]:
        shown = self.settlement.get(f"/v1/books/{book}/accounts").json
        listed = shown.get("accounts", ())  # a book without postings isn't there
        return {each["account"]: each["balance_fen"] for each in listed}


def town(bench: Bench) -> Town:
    """All services of a town in this process."""
    culture, card, settlement = create_app(), card_app(), settlement_app()
    peers.use_local({"card": card, "settlement": settlement, "culture": culture})
    return Town(bench, bench.client(culture), bench.client(card), bench.client(settlement))
