"""T11: a fork of a world with so many people, beside a plain copy of its files.

The plain copy is `cp -R` of the world's folder, in turns with the fork of the same world: both
leave another folder with the same stores. The fork also stops writers, finds that no message
is under way, and gives the new world rows, keys and a driver. Afterwards a person is read
in the fork, so that a copy that can't be opened would be seen.
"""

import shutil
import subprocess
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks import population
from benchmarks.measure import Ratio
from services.card.store import store
from sscsim import control, db, settings, world
from sscsim.db.store import STORES


def measured(
    folder: Path, rounds: int, people: int = 10_000
) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of each, and their ratio."""
    data = folder / "fork"
    settings.use(settings.Settings(data_dir=data, context_secret="bench", log_level="error"))
    copied, forked = f"{people} people, plain copy", f"{people} people, fork"
    costs: dict[str, list[float]] = {forked: [], copied: []}
    try:
        sandbox = control.create("bench", "b", "demo").id
        with world.entered(control.world(sandbox)):
            for each in STORES.values():
                with each.read():
                    pass  # a store is made on first touch
            for town, part in population.chunks(people):
                population.ours(town, part)
        _settle(sandbox)
        for number in range(rounds + 1):  # the first of each isn't counted
            plain, fork = _copy(data, sandbox), _fork(sandbox)
            if number:
                costs[copied].append(plain)
                costs[forked].append(fork)
    finally:
        control.close()
        db.close_all()
        settings.use(None)
    pairs = zip(costs[forked], costs[copied], strict=True)
    ratio = Ratio("T11 fork", "cp -R of the world's files", "<= 2.0", [a / b for a, b in pairs])
    return costs, [ratio]


def _settle(sandbox: str) -> None:
    """Nothing waits: what the seeds sent is taken as delivered."""
    for each in STORES.values():
        with world.entered(control.world(sandbox)), each.write() as tx:
            tx.execute(each.common.outbox.update().values(status="delivered"))


def _copy(data: Path, sandbox: str) -> float:
    target = data / "plain"
    command = ["cp", "-R", str(data / "worlds" / sandbox / "1"), str(target)]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    took = time.perf_counter() - began
    shutil.rmtree(target)
    return took


def _fork(sandbox: str) -> float:
    began = time.perf_counter()
    made = control.snapshots.fork(sandbox, "fork", lambda *_: None)
    took = time.perf_counter() - began
    persons = store.metadata.tables["persons"]
    with world.entered(control.world(made.id)), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(persons))
    control.delete(made.id)
    return took
