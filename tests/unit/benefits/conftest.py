"""A counter in a world with the people of the demo; card and settlement are the real services."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from services.benefits import create_app
from services.benefits.flows import due, payments
from services.benefits.store import store
from services.card import create_app as card_app
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.demo_people import CHEN_YU, SEED, DemoPerson
from tests.support.bench import Bench, SignedClient

SEEKING = {"education": "bachelor", "occupation_wanted": "厨师", "region_code": "990100"}
STUDENT = {
    "school_name": "示范学院",
    "student_number": "2022010203",
    "graduation_date": "2026-06-30",
    "category": "orphan",
}
PROOF = {"title": "孤儿证明", "sha256": "ab" * 32}


class _Back(Exception):
    """Takes a corruption back."""


@dataclass
class Counter:
    """Where applications are handed in; jobs are run by hand."""

    bench: Bench
    client: SignedClient
    card: SignedClient
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def post(self, path: str, body: Any = None, **at: Any) -> Any:
        at.setdefault("key", f"k{next(self.keys)}")
        return self.client.post(path, body, **at)

    def hand_in(
        self, code: str, inputs: Any, of: DemoPerson = CHEN_YU, *, key: str = "", **more: Any
    ) -> Any:
        """The answer to an application by the person's card; `more`: further fields of it."""
        body = {"item_code": code, "card_id": of.card_id(SEED), "inputs": inputs, **more}
        return self.post("/v1/service-applications", body, key=key or f"k{next(self.keys)}")

    def applied(self, code: str, inputs: Any, of: DemoPerson = CHEN_YU, **more: Any) -> Any:
        answer = self.hand_in(code, inputs, of, **more)
        assert answer.status_code == 201, answer.json
        return answer.json

    def act(self, known: Any, verb: str, body: Any = None, **at: Any) -> Any:
        """The answer to one more call on an application."""
        return self.post(f"/v1/service-applications/{known['id']}/{verb}", body, **at)

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.json
        return answer.json

    def now(self, known: Any) -> Any:
        return self.client.get(f"/v1/service-applications/{known['id']}").json

    def set_mode(self, mode: str, region: str = "990100") -> None:
        answer = self.client.call(
            "PATCH",
            f"/v1/review-settings/{region}",
            {"mode": mode},
            headers={"If-Match": "*"},
        )
        assert answer.status_code == 200, answer.json

    def code(self, of: DemoPerson) -> str:
        """What the person's electronic card shows now; signed when it is first asked for."""
        known = self.card.get(f"/v1/electronic-cards?person_id={of.person_id(SEED)}").json["data"]
        if not known:
            channel = {"channel_no": "CH-1", "name": "示范政务"}
            self.card.post("/v1/electronic-card-channels", channel, key="channel")
            signing = {
                "channel_no": "CH-1",
                "sign_no": f"SN-{of.person_id(SEED)[-8:]}",
                "name": of.name,
                "social_security_number": of.social_security_number,
                "password": "471592",
                "face": "match",
            }
            made = self.card.post("/v1/electronic-cards", signing, key=f"e{next(self.keys)}")
            assert made.status_code == 201, made.json
            known = [made.json]
        shown = {"electronic_card_id": known[0]["id"], "scene": "government_counter"}
        code = self.card.post("/v1/codes", shown, key=f"c{next(self.keys)}")
        return str(code.json["text"])

    def written(self) -> dict[str, int]:
        """How many rows each table has: what a refusal must leave as it is."""
        with self.bench.entered():
            return {name: len(rows) for name, rows in store.export().items()}

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

    def run_due(self, until: datetime) -> None:
        """The due jobs of the service up to an instant, in their order, each at its time."""
        tasks = {
            "benefits.take_up": due.take_up,
            "benefits.decide": due.decide,
            "benefits.mark_overdue": due.mark_overdue,
            "benefits.lapse_supplement": due.lapse,
            "benefits.end_notice": due.end_notice,
            "benefits.pay_out": payments.pay_out,
        }
        ran: set[tuple[str, str]] = set()
        jobs = store.common.jobs
        while True:
            with self.bench.entered(), store.read() as tx:
                rows = tx.all(
                    jobs.select().where(jobs.c.status == "due", jobs.c.due_at <= until)
                    .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                )  # fmt: skip
            todo = [row for row in rows if (row.name, row.key) not in ran and row.name in tasks]
            if not todo:
                self.bench.at(max(until, self.bench.now))
                return
            row = todo[0]
            ran.add((row.name, row.key))
            self.bench.at(max(row.due_at, self.bench.now))
            with self.bench.entered(role="system"):
                tasks[row.name](row.key)


@pytest.fixture
def counter(demo_bench: Bench) -> Iterator[Counter]:
    card, settlement = card_app(), settlement_app()
    benefits = create_app()
    peers.use_local({"card": card, "settlement": settlement, "benefits": benefits})
    yield Counter(demo_bench, demo_bench.client(benefits), demo_bench.client(card))
    peers.use_local({})
