"""T10: a month of social insurance over a population, beside a plain bulk insert of its rows.

    python -m benchmarks.social_insurance [--people 1000 10000 100000] [--rounds 3]

A population comes into social insurance as `POST /sandbox/v1/population` makes it. Then a month is
carried out by the service's own jobs: every employer's contributions are posted and taken by direct
debit, the accounts' year gets its interest, pensions and unemployment benefits are rolled and
credited to the cards over the card service's door in this process. The limit is `executemany` of
the very rows that these wrote to the months, accounts, payments and lines, as the database keeps
them, a thousand a transaction, into another store with the same tables and indexes; it is taken
right after each part, so that both meet the machine in the same mood. Processor time is compared.

A person-month is one month of somebody who contributes or draws something. Growth is the cost of a
person-month at each size by that at the first one: 1 is linear.
"""

import argparse
import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.measure import Ratio, shown
from services.benefits import create_app as benefits_app
from services.benefits import tasks as benefits_tasks
from services.benefits.domain.insurance.invented import Someone
from services.benefits.flows import insured_people, payments, pension_crediting, pension_runs
from services.benefits.flows.contributions import interest, paying, posting
from services.benefits.flows.unemployment import checks, payout, schedule
from services.benefits.store import store
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import contribution_months, pension_account_entries
from services.benefits.store.tables_pension import pension_months
from services.benefits.store.tables_unemployment import unemployment_benefit_months
from services.card import create_app as card_app
from services.card.flows import population
from services.card.store import store as card_store
from services.settlement import create_app as settlement_app
from sscsim import db, peers, settings
from tests.support.bench import Bench

REGION = "990100"
SIZES = (1_000, 10_000)
TARGET, TARGET_GROWTH = "shown", "<= 1.2"
TABLES = (
    contribution_months, pension_account_entries, benefit_payments, pension_months,
    unemployment_benefit_months,
)  # fmt: skip
INTEREST = "interest of a year"
PARTS: dict[str, dict[str, Callable[[str], None]]] = {
    "posted and paid": {posting.POST: posting.post, paying.DEBIT: paying.debit},
    "paid out": {
        pension_runs.START: pension_runs.start,
        pension_runs.ROLL: pension_runs.roll,
        pension_crediting.CREDIT: pension_crediting.credit,
        schedule.TURN: checks.turn,
        schedule.START: payout.start,
        payout.ROLL: payout.roll,
        payments.PAY_OUT: payments.pay_out,
    },
}
assert benefits_tasks


@contextmanager
def two_worlds(folder: Path) -> Iterator[tuple[Bench, Bench]]:
    """One with the services, one whose store takes the limit's rows."""
    settings.use(settings.Settings(data_dir=folder, context_secret="bench", log_level="error"))
    mine, other = Bench().make(), Bench().make()
    peers.use_local(
        {"benefits": benefits_app(), "card": card_app(), "settlement": settlement_app()}
    )
    try:
        with other.entered(role="system"), store.read():
            pass  # the store is made on first touch
        yield mine, other
    finally:
        peers.use_local({})
        mine.drop()
        other.drop()
        db.close_all()
        settings.use(None)


def ran(bench: Bench, of: Any, tasks: dict[str, Callable[[str], None]], until: datetime) -> float:
    """Run the due jobs of some names, each at its time; processor seconds of the jobs."""
    jobs, done, spent = of.common.jobs, set(), 0.0
    while True:
        with bench.entered(), of.read() as tx:
            rows = tx.all(
                sa.select(jobs.c.name, jobs.c.key, jobs.c.due_at)
                .where(jobs.c.status == "due", jobs.c.due_at <= until, jobs.c.name.in_(tasks))
                .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
            )
        todo = [row for row in rows if (row.name, row.key) not in done]
        if not todo:
            return spent
        for row in todo:
            done.add((row.name, row.key))
            bench.at(max(row.due_at, bench.now))
            with bench.entered(role="system"):
                began = time.process_time()
                tasks[row.name](row.key)
                spent += time.process_time() - began


def filled(bench: Bench, people: int) -> float:
    """Make so many people with social insurance; processor seconds of the latter."""
    with bench.entered(role="system"):
        population.start(people, [REGION], "bench", insured=True)
    ran(bench, card_store, {"card.grow_population": population.grow}, bench.now)
    outbox, spent, last = card_store.common.outbox, 0.0, 0
    while True:
        with bench.entered(), card_store.read() as tx:
            row = tx.one(
                sa.select(outbox.c.seq, outbox.c.body)
                .where(outbox.c.path == "/internal/v1/insured-people", outbox.c.seq > last)
                .order_by(outbox.c.seq)
                .limit(1)
            )
        if row is None:
            return spent
        last, body = row.seq, dict(row.body)
        some = [_someone(each) for each in body.pop("people")]
        with bench.entered(role="system"):
            began = time.process_time()
            insured_people.take(people=some, **body)
            spent += time.process_time() - began


def _someone(said: dict[str, Any]) -> Someone:
    born = datetime.fromisoformat(said["birth_date"]).date()
    return Someone(**{**said, "birth_date": born})


def marks(bench: Bench) -> dict[str, int]:
    """The newest row of each table."""
    with bench.entered(), store.read() as tx:
        return {
            each.name: int(tx.scalar(sa.select(sa.func.coalesce(sa.func.max(each.c.seq), 0))))
            for each in TABLES
        }


def inserted(mine: Bench, other: Bench, since: dict[str, int]) -> tuple[float, int]:
    """The limit: the rows that came since, and nothing else; processor seconds, and how many."""
    spent, count = 0.0, 0
    for table in TABLES:
        columns = [column.name for column in table.c]
        last = since[table.name]
        while True:
            with mine.entered(), store.read() as tx:
                rows = [tuple(row) for row in _raw(tx, table, columns, last)]
            if not rows:
                break
            last, count = rows[-1][columns.index("seq")], count + len(rows)
            with other.entered(role="system"):
                began = time.process_time()
                with store.write() as tx:
                    tx.load(table, columns, rows)
                spent += time.process_time() - began
    return spent, count


def _raw(tx: Any, table: sa.Table, columns: Sequence[str], last: int) -> Any:
    named = ", ".join(columns)
    query = f"SELECT {named} FROM {table.name} WHERE seq > ? ORDER BY seq LIMIT 1000"
    return tx.conn.exec_driver_sql(query, (last,))


def a_month(mine: Bench, other: Bench, parts: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Processor seconds of parts of a month, ours and the limit's, one after the other."""
    found = {}
    end = mine.now + timedelta(days=31)
    for name in parts:
        since, now = marks(mine), mine.now
        spent = _interest(mine) if name == INTEREST else ran(mine, store, PARTS[name], end)
        limit, _ = inserted(mine, other, since)
        found[name] = (spent, limit)
        mine.at(now)  # each part begins with the month
    mine.at(end)
    return found


def _interest(bench: Bench) -> float:
    """This year's interest, on what is on the accounts now."""
    now = bench.now
    year = now.year
    bench.at(now.replace(year=year + 1, month=1, day=1, hour=4))
    with bench.entered(role="system"):
        began = time.process_time()
        interest.post(str(year))
        spent = time.process_time() - began
    bench.at(now)
    return spent


def drawing_or_paying(bench: Bench) -> int:
    """Persons with a month of something."""
    c, m, u = contribution_months.c, pension_months.c, unemployment_benefit_months.c
    with bench.entered(), store.read() as tx:
        return sum(
            int(tx.scalar(sa.select(sa.func.count(sa.distinct(column)))))
            for column in (c.person_id, m.person_id, u.person_id)
        )


def measured(
    folder: Path, rounds: int, sizes: Sequence[int] = SIZES
) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of each part of a month at each size, their ratios, and how the cost grows."""
    costs: dict[str, list[float]] = {}
    ratios: list[Ratio] = []
    each_cost: dict[int, float] = {}
    for size in sizes:
        months: list[dict[str, tuple[float, float]]] = []
        with two_worlds(folder / f"{size}") as (mine, other):
            costs.setdefault(f"{size} people insured", []).append(filled(mine, size))
            for number in range(rounds):
                parts = [*PARTS, INTEREST] if number == rounds - 1 else list(PARTS)
                months.append(a_month(mine, other, parts))  # a year has its interest once
            persons = drawing_or_paying(mine)
        for name in (*PARTS, INTEREST):
            pairs = [found[name] for found in months if name in found]
            costs[f"{size} people {name}"] = [ours for ours, _ in pairs]
            against = "bulk insert of the same rows"
            some = [ours / limit for ours, limit in pairs if limit]
            ratios.append(Ratio(f"T10 {size} {name}", against, TARGET, some or [0.0]))
        totals = {"ours": 0.0, "limit": 0.0}
        for found in months:
            for name, (ours, limit) in found.items():
                if name != INTEREST:
                    totals["ours"] += ours
                    totals["limit"] += limit
        each_cost[size] = totals["ours"] / rounds / persons
        rate = persons * rounds / totals["ours"]
        print(f"{size} people: {persons} person-months a month, {rate:,.0f} a processor second")
    first = sizes[0]
    for size in sizes[1:]:
        name, against = f"T10 growth {first} to {size}", "cost of a person-month"
        ratios.append(Ratio(name, against, TARGET_GROWTH, [each_cost[size] / each_cost[first]]))
    return costs, ratios


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m benchmarks.social_insurance")
    options.add_argument("--people", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--rounds", type=int, default=2)
    given = options.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ssc-bench-") as place,
        contextlib.suppress(KeyboardInterrupt),
    ):
        shown(*measured(Path(place), given.rounds, given.people))
