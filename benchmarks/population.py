"""T8: people made and loaded into SQLite, beside executemany of the same rows made before.

Two stores with the tables and indexes of the card service are filled in turns, a thousand
people a transaction: one by what the operation does, the other with the very rows of that
chunk, ready as tuples. So both meet the machine in the same mood, and no more than a chunk is
ever kept: `--people 1000000` needs no more memory than fifty thousand. Memory is measured apart,
in a process of its own that makes people only.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Ratio
from services.card.domain.population import Part, Taken, Town, plan
from services.card.flows import population_rows
from services.card.store import store
from sscsim import db, settings
from sscsim.db import Tx
from tests.support.bench import Bench

REGIONS = ["510100", "500000"]
AS_OF = date(2026, 4, 1)
TARGET_MB = 60

Load = tuple[Any, Sequence[str], list[tuple[Any, ...]]]


@contextmanager
def worlds(folder: Path, count: int) -> Iterator[list[Bench]]:
    """So many empty worlds, each with its store."""
    settings.use(settings.Settings(data_dir=folder, context_secret="bench", log_level="error"))
    made = [Bench().make() for _ in range(count)]
    try:
        for bench in made:
            with bench.entered(role="system"), store.read():
                pass  # the store is made on first touch
        yield made
    finally:
        for bench in made:
            bench.drop()
        db.close_all()
        settings.use(None)


def chunks(people: int) -> Iterator[tuple[Town, Part]]:
    town: Town | None = None
    for part in plan(people, REGIONS):
        if part.number == 1:
            town = Town("b", part.region_code, REGIONS, AS_OF, Taken())
        assert town is not None
        yield town, part


def ours(town: Town, part: Part) -> None:
    """What the operation does for a chunk, without the job around it."""
    with store.write() as tx:
        made = list(town.chunk(part.number, part.people))
        population_rows.load(tx, made, 1, AS_OF, part)


def ready(loads: list[Load]) -> None:
    """The limit: the same rows, made before, in the same transaction."""
    with store.write() as tx:
        for table, columns, rows in loads:
            tx.load(table, columns, rows)


@contextmanager
def recorded() -> Iterator[list[Load]]:
    """The rows that are loaded meanwhile."""
    kept: list[Load] = []
    load = Tx.load

    def keeping(tx: Tx, into: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        kept.append((into, columns, list(rows)))
        load(tx, into, columns, rows)

    Tx.load = keeping  # type: ignore[assignment, method-assign]  # only here, to see the rows
    try:
        yield kept
    finally:
        Tx.load = load  # type: ignore[method-assign]  # as it was before


def seconds(bench: Bench, work: Callable[[], None]) -> float:
    with bench.entered(role="system"):
        began = time.perf_counter()
        work()
        return time.perf_counter() - began


def filled(folder: Path, people: int) -> tuple[float, float]:
    """Seconds for all people, ours and the limit's, chunk by chunk in turns."""
    spent = limit = 0.0
    with worlds(folder, 2) as (mine, other):
        for town, part in chunks(people):
            with recorded() as loads:
                spent += seconds(mine, partial(ours, town, part))
            limit += seconds(other, partial(ready, loads))
    return spent, limit


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
    name = f"{people} people made and loaded"
    costs: dict[str, list[float]] = {name: [], f"{people} people, rows ready": []}
    for _ in range(rounds):
        for kept, spent in zip(costs.values(), filled(folder, people), strict=True):
            kept.append(spent)
    pairs = zip(*costs.values(), strict=True)
    ratio = Ratio("T8 population", "executemany of ready rows", "<= 1.6", [a / b for a, b in pairs])
    grew = Ratio(
        "T8 memory, MB", "memory of one person", f"<= {TARGET_MB}", [memory_mb(folder, people)]
    )
    return costs, [ratio, grew]


if __name__ == "__main__":
    with worlds(Path(sys.argv[1]), 1) as (only,), only.entered(role="system"):
        for its_town, its_part in chunks(int(sys.argv[2])):
            ours(its_town, its_part)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
