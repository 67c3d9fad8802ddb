"""Rides that are cleared: transport and settlement in one process, and a clock that runs both.

Every job is run twice and every message delivered twice: both come at least once.
"""

import contextlib
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from services.settlement import create_app as settlement_app
from services.settlement import invariants as settlement_laws
from services.settlement import tasks as settlement_tasks
from services.settlement.flows import book_pages
from services.settlement.problems_books import BookNotFound
from services.settlement.store import store as books
from services.transport import invariants_clearing, tasks
from services.transport.domain.journeys import PURSE, TAKEN
from services.transport.flows.clearing import due
from services.transport.store import batches, store
from services.transport.store.tables_riding import transit_charges
from sscsim import peers
from sscsim.db import Store
from sscsim.jobs import TASKS, outbox
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from tests.support.bench import Bench

assert tasks
assert settlement_tasks
CD_METRO, CQ_RAIL, GZ_METRO = "OP-CD-METRO", "OP-CQ-RAIL", "OP-GZ-METRO"
CQ_BUS, SH_METRO, NJ_METRO = "OP-CQ-BUS", "OP-SH-METRO", "OP-NJ-METRO"
IC_CD, IC_CQ, IC_GZ, IC_SH, IC_NJ = "IC-CD", "IC-CQ", "IC-GZ", "IC-SH", "IC-NJ"
_STORES: tuple[Store, ...] = (books, store)


class _TakenBack(Exception):
    pass


@dataclass
class Clearing:
    """`charge` fills the day, `advance` lets it be closed and paid."""

    bench: Bench
    times: int = 2
    ran: list[tuple[str, str]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))
    apps: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        peers.use_local({"settlement": settlement_app(), **self.apps})

    def charge(
        self,
        operator: str,
        issuer: str,
        fen: int,
        *,
        payer: str = PURSE,
        subsidy: int = 0,
        region: str | None = None,
        journey: int | None = None,
        status: str = TAKEN,
        many: int = 1,
    ) -> None:
        """Charges of today's service day, without any tap; `journey` gives one another charge."""
        with self.bench.entered(role="system"), store.write() as tx:
            day = due.batch_day(tx, operator)
            rows = []
            for _ in range(many):
                number = next(self.numbers)
                rows.append(
                    {
                        "id": tx.new_id("chg", number),
                        "journey_id": resource_id("jny", "demo", "transport", journey or number),
                        "ordinal": number,
                        "issuer_id": issuer,
                        "operator_id": operator,
                        "payer": payer,
                        "amount": Money(fen),
                        "subsidy": Money(subsidy),
                        "subsidy_region": region,
                        "batch_day": day,
                        "event": f"test-{number}",
                        "status": status,
                        "created_at": tx.world.now,
                    }
                )
            tx.add_all(transit_charges, rows)
            due.noted(tx, [(operator, day)])

    # ---- the clock

    def advance(self, until: str) -> "Clearing":
        """Everything that falls due in both services, in order, and its messages."""
        end = datetime.fromisoformat(until).replace(tzinfo=CHINA)
        self.deliver()
        while (found := self._next(end)) is not None:
            one, job = found
            self.bench.at(max(job.due_at, self.bench.now))
            for _ in range(self.times):
                with self.bench.entered(role="system"):
                    TASKS[job.name].function(job.key)
            self.ran.append((job.name, job.key))
            self._done(one, job)
            self.deliver()
        self.bench.at(end)
        return self

    def deliver(self) -> None:
        """Until nothing waits; each message comes as often as a job does."""
        messages = store.common.outbox
        with self.bench.entered(role="system"), store.read() as tx:
            new = [
                row.seq for row in tx.all(messages.select().where(messages.c.status == "waiting"))
            ]
        for number in range(self.times if new else 0):
            if number:
                with self.bench.entered(role="system"), store.write() as tx:
                    again = messages.update().where(messages.c.seq.in_(new))
                    tx.execute(again.values(status="waiting"))
            at = self.bench.world(role="system")
            while outbox._some(store, at) is outbox.Drained.MORE:
                pass
        with self.bench.entered(role="system"), store.read() as tx:
            stuck = tx.all(messages.select().where(messages.c.status != "delivered"))
        assert not stuck, [(row.path, row.body, row.last_error) for row in stuck]

    def _next(self, end: datetime) -> Any:
        found = []
        for one in _STORES:
            jobs = one.common.jobs
            with self.bench.entered(role="system"), one.read() as tx:
                job = tx.one(
                    jobs.select()
                    .where(jobs.c.status == "due", jobs.c.due_at <= end)
                    .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                    .limit(1)
                )
            if job is not None:
                found.append((job.due_at, job.rank, one.service, one, job))
        return min(found)[3:] if found else None

    def _done(self, one: Store, job: Any) -> None:
        jobs = one.common.jobs
        with self.bench.entered(role="system"), one.write() as tx:
            written = {"status": "done", "done_at": tx.world.now}
            tx.execute(jobs.update().where(jobs.c.id == job.id).values(**written))

    # ---- looking

    def accounts(self, operator: str) -> dict[str, int]:
        """What the book of an operator or a centre says, but for accounts at zero."""
        with self.bench.entered(role="system"):
            try:
                shown = book_pages.accounts(f"T:{operator}")
            except BookNotFound:
                return {}
        return {a["account"]: a["balance"].fen for a in shown["accounts"] if a["balance"]}

    def batch(self, operator: str, day: str = "2026-04-01") -> Any:
        with self.bench.entered(role="system"), store.read() as tx:
            found = batches.of_day(tx, operator, date.fromisoformat(day))
            assert found is not None
            return found, batches.parts_of(tx, found.id)

    def broken(self) -> dict[str, Any]:
        """Every law of clearing and of the books that does not hold."""
        looked: dict[str, Any] = {}
        with self.bench.entered(role="system"):
            with store.read() as tx:
                looked |= {law.id: law.look(tx) for law in invariants_clearing.CHECKS}
                ours = invariants_clearing.figures(tx)
                flying = invariants_clearing.in_flight(tx)
            with books.read() as tx:
                looked |= {law.id: law.look(tx) for law in settlement_laws.CHECKS}
                theirs = settlement_laws.transit_figures(tx)
        looked["figures"] = {
            name: (ours.get(name, 0), theirs.get(name, 0))
            for name in sorted({*ours, *theirs})
            if ours.get(name, 0) != theirs.get(name, 0)
        } or None
        assert all(flying.values())
        return {law: found for law, found in looked.items() if found is not None}

    def broken_by(self, statement: Any) -> dict[str, Any]:
        """What a change behind everybody's back breaks; the change is taken back."""
        found: dict[str, Any] = {}
        taken_back = contextlib.suppress(_TakenBack)
        with self.bench.entered(role="system"), taken_back, store.write() as tx:
            tx.execute(statement)
            found = {law.id: law.look(tx) for law in invariants_clearing.CHECKS}
            raise _TakenBack
        return {law: each for law, each in found.items() if each is not None}
