"""T8: people made and loaded into SQLite, beside executemany of the same rows made before.

Both fill a store with the tables and indexes of the card service, a thousand people a
transaction, in turns. The limit's rows are those of the run before, kept in memory, so its
memory isn't measured; ours is, in a process of its own that keeps nothing.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import Ratio
from services.card.domain.population import Taken, Town, plan
from services.card.flows import population
from services.card.store import bulk, store
from sscsim import db, settings
from tests.support.bench import Bench

REGIONS = ["510100", "500000"]
AS_OF = date(2026, 4, 1)
TARGET_MB = 60

Load = tuple[Any, Sequence[str], list[tuple[Any, ...]]]


@contextmanager
def a_world(folder: Path) -> Any:
    settings.use(settings.Settings(data_dir=folder, context_secret="bench", log_level="error"))
    bench = Bench().make()
    try:
        with bench.entered(role="system"), store.read():
            pass  # the store is made on first touch
        with bench.entered(role="system"):
            yield
    finally:
        bench.drop()
        db.close_all()
        settings.use(None)


def ours(people: int) -> None:
    """What the operation does, chunk after chunk, without the jobs between."""
    towns: dict[str, Town] = {}
    for part in plan(people, REGIONS):
        if part.region_code not in towns:
            towns = {part.region_code: Town("b", part.region_code, REGIONS, AS_OF, Taken())}
        with store.write() as tx:
            made = list(towns[part.region_code].chunk(part.number, part.people))
            population.load(tx, made, 1, AS_OF)


def ready(loads: list[list[Load]]) -> None:
    """The limit: the same rows, made before, in the same transactions."""
    for chunk in loads:
        with store.write() as tx:
            for table, columns, rows in chunk:
                bulk.load(tx, table, columns, rows)


def recorded(folder: Path, people: int) -> list[list[Load]]:
    """The rows that `ours` writes, by chunk."""
    kept: list[list[Load]] = []
    load = bulk.load

    def keeping(tx: Any, table: Any, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        if table.name == "households":
            kept.append([])
        kept[-1].append((table, columns, rows))
        load(tx, table, columns, rows)

    bulk.load = keeping  # type: ignore[assignment]  # only here, to see the rows
    try:
        with a_world(folder):
            ours(people)
    finally:
        bulk.load = load
    return kept


def seconds(folder: Path, work: Any) -> float:
    with a_world(folder):
        began = time.perf_counter()
        work()
        return time.perf_counter() - began


def memory_mb(folder: Path, people: int) -> float:
    """Peak memory of a process that makes and loads so many, less that of one that makes none."""
    peaks = []
    for number in (1, people):
        command = [sys.executable, "-m", "benchmarks.population", str(folder), str(number)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks.append(float(done.stdout.split()[-1]))
    return max(peaks[1] - peaks[0], 0.1)


def measured(
    folder: Path, rounds: int, people: int = 50_000
) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of each, and their ratio; `people` in each round."""
    loads = recorded(folder, people)
    name = f"{people} people made and loaded"
    costs: dict[str, list[float]] = {name: [], f"{people} people, rows ready": []}
    for _ in range(rounds):
        costs[name].append(seconds(folder, lambda: ours(people)))
        costs[f"{people} people, rows ready"].append(seconds(folder, lambda: ready(loads)))
    pairs = zip(*costs.values(), strict=True)
    ratio = Ratio("T8 population", "executemany of ready rows", "<= 1.6", [a / b for a, b in pairs])
    grew = Ratio(
        "T8 memory, MB", "memory of one person", f"<= {TARGET_MB}", [memory_mb(folder, people)]
    )
    return costs, [ratio, grew]


if __name__ == "__main__":
    with a_world(Path(sys.argv[1])):
        ours(int(sys.argv[2]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
