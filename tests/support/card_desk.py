"""A counter of the card service: calls through its doors, and a clock that runs its jobs."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.card import create_app, tasks
from services.card.flows.invariants import CHECKS
from services.card.store import store
from sscsim.jobs.tasks import TASKS
from tests.support.bench import Bench

assert tasks


@dataclass
class Desk:
    """`desk.post(path, body)` as the owner or, with role=…, as a party; 2xx or it fails."""

    bench: Bench
    ran: list[tuple[str, str]] = field(default_factory=list)
    _keys: int = 0

    def __post_init__(self) -> None:
        self.api = self.bench.client(create_app())

    def tried(self, method: str, path: str, body: Any = None, **at: Any) -> Any:
        """The answer, whatever it is; every write has a key of its own."""
        self._keys += 1
        key = None if method == "GET" else f"k{self._keys}"
        return self.api.call(method, path, body, key=at.pop("key", key), **at)

    def post(self, path: str, body: Any = None, **at: Any) -> Any:
        answer = self.tried("POST", path, body, **at)
        assert answer.status_code < 300, answer.text
        return answer.json

    def get(self, path: str, **at: Any) -> Any:
        answer = self.tried("GET", path, **at)
        assert answer.status_code == 200, answer.text
        return answer.json

    def refused(self, path: str, body: Any = None, **at: Any) -> str:
        """The code of the refusal."""
        answer = self.tried("POST", path, body, **at)
        assert answer.status_code >= 400, answer.text
        return str(answer.json["code"])

    # ---- usual things

    def person(self, name: str = "李安", born: str = "1990-01-01", **more: Any) -> str:
        body = {"name": name, "sex": "male", "birth_date": born, "region_code": "990100", **more}
        return str(self.post("/v1/persons", body)["id"])

    def apply(self, person_id: str, **more: Any) -> Any:
        return self.post("/v1/applications", {"person_id": person_id, **more})

    def application(self, application_id: str) -> Any:
        return self.get(f"/v1/applications/{application_id}")

    def card(self, card_id: str) -> Any:
        return self.get(f"/v1/cards/{card_id}")

    def active_card(self, person_id: str, password: str | None = "471592") -> str:
        """A card made at once, collected, enabled, and with a password."""
        made = self.apply(person_id, mark="instant")
        self.post(f"/v1/applications/{made['id']}/collect")
        self.post(f"/v1/cards/{made['card_id']}/enable")
        if password:
            path = f"/v1/cards/{made['card_id']}/reset-password"
            self.post(path, {"new_password": password})
        return str(made["card_id"])

    def upload(self, batch_id: str, stage: str, content: bytes) -> Any:
        body = {"stage": stage, "content_base64": base64.b64encode(content).decode()}
        return self.tried("POST", f"/v1/production-batches/{batch_id}/returns", body)

    def events(self, subject: str) -> list[str]:
        events = store.common.events
        with self.bench.entered(role="system"), store.read() as tx:
            rows = tx.all(events.select().where(events.c.subject == subject).order_by(events.c.seq))
        return [row.type for row in rows]

    # ---- time

    def advance(self, **by: int) -> None:
        """Move the clock; what falls due runs in order, each job twice (at least once)."""
        end = self.bench.now + timedelta(**by)
        while (job := self._next(end)) is not None:
            self.bench.at(max(self.bench.now, job.due_at))
            for _ in range(2):
                with self.bench.entered(role="system"):
                    TASKS[job.name].function(job.key)
            self.ran.append((job.name, job.key))
            with self.bench.entered(role="system"), store.write() as tx:
                jobs = store.common.jobs
                tx.execute(jobs.update().where(jobs.c.id == job.id).values(status="done"))
        self.bench.at(end)

    def _next(self, end: datetime) -> Any:
        jobs = store.common.jobs
        with self.bench.entered(role="system"), store.read() as tx:
            return tx.one(
                jobs.select()
                .where(jobs.c.status == "due", jobs.c.due_at <= end)
                .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                .limit(1)
            )

    def laws_hold(self) -> None:
        with self.bench.entered(role="system"), store.read() as tx:
            assert [law.id for law in CHECKS if law.look(tx) is not None] == []
