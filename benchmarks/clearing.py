"""T5: a month of recorded claims closed by the service's own jobs, beside one plain GROUP BY.

    python -m benchmarks.clearing [--claims 1000000] [--rounds 3] [--tenfold] [--postgres URL]

The claims of 31 regions, 930 pairs, are loaded by one statement. A round closes the month from
freeze to the last payment through the flows that the worker runs, and before it takes the limit on
the same store: the sums of the statements by one GROUP BY that uses no index. Then the month is
opened again. Each job is committed by itself, as it is in life.

The promise is about a million claims: each pair has statements, signatures, notices and
journals, which cost the same however few its claims are.
"""

import argparse
import contextlib
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from benchmarks.measure import Ratio, shown
from services.settlement import tasks
from services.settlement.flows import clearing, statements
from services.settlement.store import cycles, store, tables, tables_clearing
from services.settlement.store.rows import PARTS
from sscsim import clock, db, jobs, settings
from sscsim.kernel.periods import Month
from tests.support.bench import Bench

assert tasks
REGIONS = tuple(f"{number}0100" for number in range(11, 42))
"""As many as there are provinces; what they are called does not matter here."""
TOTALS, WHOLE = "totals of the statements", "closing, all jobs of a month"
HOSPITALS_EACH = 40
CLAIMS = 100_000
MONTH = Month(2026, 4)
DONE = datetime(2026, 8, 1, tzinfo=clock.SHANGHAI)
MADE = (
    tables.postings,
    tables.journals,
    tables.book_days,
    tables.account_days,
    tables.declarations,
    tables.statement_lines,
    tables.signatures,
    tables.statements,
    tables.positions,
    tables.notices,
    tables.payments,
    tables_clearing.claim_moves,
    tables_clearing.receipts,
    store.common.events,
    store.common.jobs,
)
"""What closing a month writes, so that it can be closed again."""


def spent() -> float:
    """Seconds of this process, where SQLite works in it; of the clock, where it waits for
    PostgreSQL."""
    is_elsewhere = settings.current().on_postgres
    return time.perf_counter() if is_elsewhere else time.process_time()


@contextlib.contextmanager
def a_world(folder: Path, url: str = "") -> Iterator[Bench]:
    settings.use(
        settings.Settings(
            data_dir=folder, context_secret="bench", log_level="error", database_url=url
        )
    )
    jobs.use_nothing()
    bench = Bench().make()
    try:
        with bench.entered(role="system"), store.read():
            pass  # the store is made on first touch
        yield bench
    finally:
        bench.drop()
        db.close_all()
        settings.use(None)


def loaded(bench: Bench, claims: int) -> str:
    """That many claims in an open month; its cycle's id."""
    with bench.entered(role="system"), store.write() as tx:
        cycle, _ = cycles.open_month(tx, MONTH)
        clearing.arrange(tx, "freeze", cycle)
        tx.conn.exec_driver_sql(_claims(tx.conn.dialect.name, claims, cycle.id))
    with bench.entered(role="system"), store.write() as tx:
        tx.conn.exec_driver_sql("ANALYZE")
    return cycle.id


def _claims(dialect: str, claims: int, cycle_id: str) -> str:
    """One INSERT: pairs, hospitals and amounts by arithmetic on the claim's number."""
    count = len(REGIONS)
    numbers = f"SELECT n FROM generate_series(1::bigint, {claims}::bigint) AS g(n)"
    if dialect == "sqlite":
        numbers = (
            f"SELECT n FROM (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL"
            f" SELECT n + 1 FROM g WHERE n < {claims}) SELECT n FROM g)"
        )
    region = "CAST({} AS TEXT) || '0100'"
    home = region.format(f"11 + (n % {count})")
    care = region.format(f"11 + (n % {count} + 1 + n / {count} % {count - 1}) % {count}")
    at = "'2026-04-15T01:00:00.000000Z'"
    values = {
        "id": "'clm_' || CAST(n AS TEXT)",
        "exchange_id": "'stl_' || CAST(n AS TEXT)",
        "home_region": home,
        "care_region": care,
        "institution_id": f"'ins_' || CAST(n * 7 % {HOSPITALS_EACH} AS TEXT) || {care}",
        "person_id": "'psn_' || CAST(n % 300000 AS TEXT)",
        "insurance": f"CASE n / {count * (count - 1)} % 3 WHEN 0 THEN 'resident_basic_medical'"
        " ELSE 'employee_basic_medical' END",
        **dict.fromkeys(PARTS, "0"),
        "hifp": "100 + n * 7919 % 500000",
        "hifob": "n % 900",
        "account": "n % 5000",
        "clearing": "100 + n * 7919 % 500000 + n % 900 + n % 5000",
        "settled_at": at,
        "recorded_at": at,
        "status": "'settled'",
        "cycle_id": f"'{cycle_id}'",
        "rule": "'in_window'",
        "version": "1",
        "created_at": at,
        "updated_at": at,
    }
    for column in tables.claims.columns:
        if not column.nullable and column.name not in {"seq", *values}:
            values[column.name] = "FALSE" if isinstance(column.type, db.Bool) else "0"
    chosen = ", ".join(values.values())
    made = f"INSERT INTO claims ({', '.join(values)}) SELECT {chosen} FROM ({numbers}) AS numbers"
    return made if dialect == "sqlite" else made.replace("%", "%%")  # psycopg reads them


def limit(bench: Bench, cycle_id: str) -> float:
    """Seconds of the plain GROUP BY that the statements' sums would cost."""
    with bench.entered(role="system"), store.read() as tx:
        is_sqlite = tx.conn.dialect.name == "sqlite"
        if not is_sqlite:
            tx.conn.exec_driver_sql("SET LOCAL enable_indexscan = off")
            tx.conn.exec_driver_sql("SET LOCAL enable_indexonlyscan = off")
            tx.conn.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        sums = ", ".join(f"SUM({part})" for part in PARTS)
        query = (
            f"SELECT home_region, care_region, insurance, COUNT(*), {sums} FROM claims"
            f"{' NOT INDEXED' if is_sqlite else ''} WHERE cycle_id = '{cycle_id}'"
            " GROUP BY home_region, care_region, insurance"
        )
        began = spent()
        rows = tx.conn.exec_driver_sql(query).all()
        took = spent() - began
    assert len(rows) >= len(REGIONS)
    return took


def totals(bench: Bench, cycle_id: str) -> float:
    """Seconds of the statements' totals alone, as the closing takes them."""
    with bench.entered(role="system"), store.read() as tx:
        cycle = cycles.find(tx, cycle_id)
        assert cycle is not None
        began = spent()
        statements.computed(tx, cycle, 1)
        return spent() - began


def closed(bench: Bench) -> Counter[str]:
    """Seconds of each job of the month, by name, in the order in which they fall due."""
    took: Counter[str] = Counter()
    table = store.common.jobs
    while True:
        with bench.entered(role="system"), store.read() as tx:
            order = (table.c.due_at, table.c.rank, table.c.name, table.c.key)
            due = tx.one(
                table.select()
                .where(table.c.status == "due", table.c.due_at <= DONE)
                .order_by(*order)
                .limit(1)
            )
        if due is None:
            return took
        bench.at(due.due_at)
        began = spent()
        with bench.entered(role="system"):
            jobs.TASKS[due.name].function(due.key)
        took[due.name.removeprefix("settlement.")] += spent() - began
        with bench.entered(role="system"), store.write() as tx:
            tx.execute(table.update().where(table.c.id == due.id).values(status="done"))


def opened_again(bench: Bench, cycle_id: str) -> None:
    with bench.entered(role="system"), store.write() as tx:
        for each in MADE:
            tx.execute(each.delete())
        table = tables.cycles
        stamps = [column.name for column in table.c if column.name.endswith("_at")]
        again = {name: None for name in stamps if table.c[name].nullable}
        tx.execute(
            table.update()
            .where(table.c.id == cycle_id)
            .values(status="open", statement_version=0, **again)
        )
        cycle = cycles.find(tx, cycle_id)
        assert cycle is not None
        clearing.arrange(tx, "freeze", cycle)


def checked(bench: Bench, cycle_id: str, claims: int) -> None:
    """The month is closed, and every claim is in its statements."""
    with bench.entered(role="system"), store.read() as tx:
        cycle = cycles.find(tx, cycle_id)
        assert cycle is not None
        assert cycle.status == "closed", cycle.status
        assert sum(each.claims for _, each in cycles.published(tx, cycle)) == claims


def rounds_of(
    folder: Path, claims: int, rounds: int, url: str = ""
) -> tuple[list[float], list[Counter[str]]]:
    """Seconds of the limit and of each step, round by round; a first one is not counted."""
    limits, steps = [], []
    with a_world(folder, url) as bench:
        began = bench.now
        cycle_id = loaded(bench, claims)
        for number in range(rounds + 1):
            plain, summed = limit(bench, cycle_id), totals(bench, cycle_id)
            took = closed(bench)
            checked(bench, cycle_id, claims)
            if number:
                limits.append(plain)
                took[TOTALS] = summed
                steps.append(took)
            opened_again(bench.at(began), cycle_id)
    return limits, steps


def measured(
    folder: Path, rounds: int, claims: int = CLAIMS, url: str = ""
) -> tuple[dict[str, list[float]], list[Ratio]]:
    limits, steps = rounds_of(folder / "clearing", claims, rounds, url)
    where, target = ("PostgreSQL", "<= 1.0") if url else ("SQLite", "<= 0.30")
    plain = f"{claims} claims, plain GROUP BY on {where}"
    costs = {plain: limits, TOTALS: [took.pop(TOTALS) for took in steps]}
    costs[WHOLE] = [took.total() for took in steps]
    for name in sorted({name for took in steps for name in took}):
        costs[f"  {name}"] = [took[name] for took in steps]
    ratios = []
    for name in (TOTALS, WHOLE):
        pairs = zip(costs[name], limits, strict=True)
        ratios.append(Ratio(f"T5 {name}", plain, target, [a / b for a, b in pairs]))
    return costs, ratios


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.clearing", description=__doc__)
    options.add_argument("--claims", type=int, default=CLAIMS, help=f"of the month ({CLAIMS})")
    options.add_argument("--rounds", type=int, default=3, help="counted rounds (3)")
    options.add_argument("--postgres", default="", metavar="URL", help="there instead of SQLite")
    options.add_argument("--tenfold", action="store_true", help="also ten times as many claims")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as folder:
        costs, ratios = measured(Path(folder), given.rounds, given.claims, given.postgres)
        if given.tenfold:
            more, _ = measured(Path(folder) / "ten", 1, given.claims * 10, given.postgres)
            once, tenfold = (min(each[WHOLE]) for each in (costs, more))
            costs |= more
            name = "T5 a claim of ten times as many"
            ratios.append(Ratio(name, "a claim", "<= 1.2", [tenfold / once / 10]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratios.append(Ratio("T5 memory, MB", "the peak of this process", "<= 200", [peak]))
    shown(costs, ratios)


if __name__ == "__main__":
    main()
