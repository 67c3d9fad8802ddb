"""Rolls of subsidies for people who exist, and what plays their batches to the end."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal import roll_file
from services.benefits.domain.fiscal.roll_file import RollLine
from services.benefits.flows.fiscal import checks, orders, paying
from services.benefits.store import store as benefits_store
from services.benefits.store import tables_fiscal
from services.card.flows import population
from services.card.store import store as card_store
from services.card.store.tables import persons
from services.card.store.tables_bank import bank_accounts, bank_entries
from tests.support.bench import Bench, SignedClient

REGION = "990100"
PROGRAMME, DEPARTMENT = "temporary_relief", "民政局"
TASKS = {
    checks.CHECK: checks.run,
    orders.SEND: paying.send,
    orders.OVERDUE: orders.overdue,
    paying.CREDIT: paying.pay,
}
PATH = "/v1/fiscal-subsidy-batches"


def encoded(text: str | bytes) -> str:
    raw = text.encode() if isinstance(text, str) else text
    return base64.b64encode(raw).decode()


@dataclass
class Office:
    """A department with a roll, and the jobs of its batches."""

    bench: Bench
    benefits: SignedClient
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def post(self, path: str, body: Any = None, **at: Any) -> Any:
        return self.benefits.post(path, body, key=f"k{next(self.keys)}", **at)

    def done(self, path: str, body: Any = None, **at: Any) -> Any:
        answer = self.post(path, body, **at)
        assert answer.status_code in (200, 201), answer.json
        return answer.json

    def upload(self, text: str, **at: Any) -> Any:
        return self.post(PATH, {"region_code": REGION, "content_base64": encoded(text)}, **at)

    def get(self, batch: Any, more: str = "") -> Any:
        return self.benefits.get(f"{PATH}/{batch['id']}{more}").json

    def people(self, number: int) -> list[Any]:
        """So many invented people of the region whose accounts take money, and others."""
        with self.bench.entered(role="system"):
            made = population.start(number * 8 // 5 + 20, [REGION], "subsidies")
        self.run_jobs(card_store, {"card.grow_population": population.grow})
        assert made
        return self.payable(number)

    def payable(self, number: int) -> list[Any]:
        """People alive whose account takes money, in the order of their making."""
        p, a = persons.c, bank_accounts.c
        query = (
            persons.join(bank_accounts, a.person_id == p.id)
            .select()
            .with_only_columns(p.id, p.name, p.social_security_number, a.id.label("account_id"))
            .where(a.status == "active", p.living_state == "alive", a.holder_name == p.name)
        )
        with self.bench.entered(), card_store.read() as tx:
            rows = tx.all(query.order_by(p.seq, a.seq))
        found = {row.id: row for row in rows}
        return list(found.values())[:number]

    def roll(self, people: Sequence[Any], batch_no: str = "BZ-1", fen: int = 10_000) -> str:
        lines = [
            RollLine(n, "示范镇", f"第{n // 100 + 1}村", who.name, who.social_security_number, None,
                     fen + n % 7, "救助")
            for n, who in enumerate(people, start=1)
        ]  # fmt: skip
        return roll_file.write(batch_no, DEPARTMENT, PROGRAMME, 2026, lines)

    def run_jobs(self, store: Any, tasks: Any, until: Any = None) -> None:
        """Due jobs of a store, in their order, each at its time."""
        jobs, ran = store.common.jobs, set()
        while True:
            limit = until or self.bench.now
            with self.bench.entered(), store.read() as tx:
                rows = tx.all(
                    jobs.select()
                    .where(jobs.c.status == "due", jobs.c.due_at <= limit)
                    .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                )
            todo = [row for row in rows if row.name in tasks and (row.name, row.key) not in ran]
            if not todo:
                self.bench.at(max(limit, self.bench.now))
                return
            row = todo[0]
            ran.add((row.name, row.key))
            self.bench.at(max(row.due_at, self.bench.now))
            with self.bench.entered(role="system"):
                tasks[row.name](row.key)

    def run(self, **by: int) -> None:
        """Move the clock, and have what falls due done."""
        self.run_jobs(benefits_store, TASKS, self.bench.now + timedelta(**by))

    def ordered(self, text: str, bank: str = "simulator") -> Any:
        """A batch from its roll to its order."""
        answer = self.upload(text)
        assert answer.status_code == 201, answer.json
        batch = answer.json
        self.run()
        self.done(f"{PATH}/{batch['id']}/freeze")
        self.done(f"{PATH}/{batch['id']}/notice")
        self.run(days=14)
        return self.done(f"{PATH}/{batch['id']}/order", {"bank": bank})

    # ---- what came of it

    def entries(self) -> list[Any]:
        """What the bank side booked for subsidies."""
        e = bank_entries.c
        with self.bench.entered(), card_store.read() as tx:
            rows = tx.all(bank_entries.select().order_by(e.seq))
        return [row for row in rows if row.event.startswith("subsidy/")]

    def lines(self, batch: Any) -> list[Any]:
        t = tables_fiscal.subsidy_lines
        with self.bench.entered(), benefits_store.read() as tx:
            query = t.select().where(t.c.batch_id == batch["id"])
            return list(tx.all(query.order_by(t.c.number)))

    def make_dormant(self, account_ids: Sequence[str], status: str = "dormant") -> None:
        """Have the bank let these accounts rest."""
        statement = bank_accounts.update().where(bank_accounts.c.id.in_(account_ids))
        with self.bench.entered(role="system"), card_store.write() as tx:
            tx.execute(statement.values(status=status))


__all__ = ["DEPARTMENT", "PATH", "PROGRAMME", "REGION", "Office", "domain", "encoded"]
