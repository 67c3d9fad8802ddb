"""T5: a month of recorded claims closed by the service's own jobs, beside one plain GROUP BY.

    python -m benchmarks.clearing [--claims 1000000] [--rounds 3] [--tenfold] [--postgres URL]

The claims of 31 regions, 930 pairs, are loaded by one statement. A round closes the month from
freeze to the last payment through the flows that the worker runs, and before it takes the limit on
the same store: the sums of the statements by one GROUP BY that uses no index. Then the month is
opened again. Each job is committed by itself, as it is in life.

Two ratios are shown. *The closing* is what turns claims into debts: their totals, the statements
with their digests, the net positions and the postings of the mirror. *The whole month* is that and
everything else its jobs do: hospitals paid, every payer adding up its claims again before it signs,
62 signatures for each region, notices, payments, books and seals of the days. What is beside the
claims costs the same however few they are, so the promise is about a million of them.
"""

import argparse
import contextlib
import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.clearing_world import DONE, REGIONS, a_world, checked, loaded, opened_again
from benchmarks.measure import Ratio, shown
from services.settlement import tasks
from services.settlement.flows import cycle_sign
from services.settlement.store import store
from services.settlement.store.rows import PARTS
from sscsim import jobs, settings
from sscsim.db import Tx, engines
from tests.support.bench import Bench

Seconds = dict[str, float]
"""Of each job of a month, by name."""

assert tasks
CLOSING = "the closing: totals, statements, netting, postings"
WHOLE = "the whole month, all its jobs"
COMPLETE = "cycle_sign: postings of the mirror"
CLOSES = ("cycle_freeze", "cycle_generate", COMPLETE)
CLAIMS = 100_000


def spent() -> float:
    """Processor seconds of this process and, on PostgreSQL, of the backends of its database; of
    the clock, where they run on another machine."""
    if not settings.current().on_postgres:
        return time.process_time()
    with engines.postgres().connect() as conn:
        found = conn.exec_driver_sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        ).scalars()
        files = [Path(f"/proc/{pid}/stat") for pid in found]
    if not all(file.exists() for file in files):
        return time.perf_counter()
    ticks = 0
    for file in files:
        user, system = file.read_text().rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def limit(bench: Bench, cycle_id: str) -> float:
    """Seconds of the plain GROUP BY that the statements' sums would cost, by one backend."""
    began = spent()
    with bench.entered(role="system"), store.read() as tx:
        is_sqlite = tx.conn.dialect.name == "sqlite"
        if not is_sqlite:
            tx.conn.exec_driver_sql("SET LOCAL enable_indexscan = off")
            tx.conn.exec_driver_sql("SET LOCAL enable_indexonlyscan = off")
            tx.conn.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
            tx.conn.exec_driver_sql("SET LOCAL max_parallel_workers_per_gather = 0")
        sums = ", ".join(f"SUM({part})" for part in PARTS)
        query = (
            f"SELECT home_region, care_region, insurance, COUNT(*), {sums} FROM claims"
            f"{' NOT INDEXED' if is_sqlite else ''} WHERE cycle_id = '{cycle_id}'"
            " GROUP BY home_region, care_region, insurance"
        )
        rows = tx.conn.exec_driver_sql(query).all()
    assert len(rows) >= len(REGIONS)
    return spent() - began


@contextlib.contextmanager
def apart(took: Seconds) -> Iterator[None]:
    """What the last signature sets off is counted by itself."""
    complete = cycle_sign.complete

    def timed(tx: Tx, cycle_id: str) -> None:
        began = spent()
        complete(tx, cycle_id)
        took[COMPLETE] += spent() - began

    cycle_sign.complete = timed
    try:
        yield
    finally:
        cycle_sign.complete = complete
        took["cycle_sign"] -= took[COMPLETE]


def closed(bench: Bench) -> Seconds:
    """Seconds of each job of the month, by name, in the order in which they fall due."""
    took: Seconds = defaultdict(float)
    with apart(took):
        _run(bench, took)
    return took


def _run(bench: Bench, took: Seconds) -> None:
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
            return
        bench.at(due.due_at)
        began = spent()
        with bench.entered(role="system"):
            jobs.TASKS[due.name].function(due.key)
        took[due.name.removeprefix("settlement.")] += spent() - began
        with bench.entered(role="system"), store.write() as tx:
            tx.execute(table.update().where(table.c.id == due.id).values(status="done"))


def rounds_of(
    folder: Path, claims: int, rounds: int, url: str = ""
) -> tuple[list[float], list[Seconds]]:
    """Seconds of the limit and of each step, round by round; a first one is not counted."""
    limits, steps = [], []
    with a_world(folder, url) as bench:
        began = bench.now
        cycle_id = loaded(bench, claims)
        for number in range(rounds + 1):
            plain = limit(bench, cycle_id)
            took = closed(bench)
            checked(bench, cycle_id, claims)
            if number:
                limits.append(plain)
                steps.append(took)
            opened_again(bench.at(began), cycle_id)
    return limits, steps


def measured(
    folder: Path, rounds: int, claims: int = CLAIMS, url: str = ""
) -> tuple[dict[str, list[float]], list[Ratio]]:
    limits, steps = rounds_of(folder / "clearing", claims, rounds, url)
    where, target = ("PostgreSQL", "<= 1.0") if url else ("SQLite", "<= 0.30")
    plain = f"{claims} claims, plain GROUP BY on {where}"
    costs = {plain: limits}
    costs[CLOSING] = [sum(took[name] for name in CLOSES) for took in steps]
    costs[WHOLE] = [sum(took.values()) for took in steps]
    for name in sorted({name for took in steps for name in took}):
        costs[f"  {name}"] = [took[name] for took in steps]
    ratios = []
    for name, wanted in ((CLOSING, target), (WHOLE, "is told")):
        pairs = zip(costs[name], limits, strict=True)
        ratios.append(Ratio(f"T5 {name}", plain, wanted, [a / b for a, b in pairs]))
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
