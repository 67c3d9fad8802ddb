"""T7: a clearing month run by the world's driver, beside its job functions called in a loop.

    python -m benchmarks.driven [--claims 20000] [--rounds 3]

Both close the same claims of 31 regions in the same run, in turns; processor time is compared. The
driver chooses what is due, sends it in chunks where jobs commute, reads and marks every job and
drains what was left for others. Its messages are handed over in this process: what a broker costs
for each is not in the ratio, so how many there were is told as well.
"""

import argparse
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.clearing import closed
from benchmarks.clearing_world import DONE, a_world, checked, loaded
from benchmarks.measure import Ratio, shown
from sscsim import control, db, jobs, settings
from sscsim.control import operations
from tests.support.bench import Bench

LOOP, DRIVEN, MESSAGES = (
    "called in a loop",
    "run by the driver",
    "messages it sent, a thousandth each",
)


def in_a_loop(folder: Path, claims: int) -> float:
    with a_world(folder) as bench:
        cycle_id = loaded(bench, claims)
        took = sum(closed(bench).values())
        checked(bench, cycle_id, claims)
        return took


def driven(folder: Path, claims: int) -> tuple[float, Counter[str]]:
    """Seconds, and how many messages of each name were handed over."""
    settings.use(settings.Settings(data_dir=folder, context_secret="bench", log_level="error"))
    sent: Counter[str] = Counter()
    inline = jobs.use_inline()
    send = inline.send

    def counted(name: str, args: tuple[Any, ...], queue: str, delay_s: float) -> None:
        sent[name] += 1
        send(name, args, queue, delay_s)

    inline.send = counted  # type: ignore[method-assign]  # only here, to count the messages
    try:
        sandbox = control.create("bench", "demo", "empty").id
        at = control.world(sandbox)
        bench = Bench(sandbox=sandbox, generation=at.generation, now=at.now, epoch=at.epoch)
        cycle_id = loaded(bench, claims)
        sent.clear()
        began = time.process_time()
        _advance(sandbox, DONE)
        took = time.process_time() - began
        now = control.world(sandbox)
        checked(Bench(sandbox=sandbox, now=now.now, epoch=now.epoch), cycle_id, claims)
        return took, sent
    finally:
        jobs.use_nothing()
        control.close()
        db.close_all()
        settings.use(None)


def _advance(sandbox: str, to: datetime) -> None:
    operations.start_advance(control.world(sandbox), lambda now: max(now, to))
    jobs.kick_driver(control.world(sandbox))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.driven", description=__doc__)
    options.add_argument("--claims", type=int, default=20_000, help="of the month (20000)")
    options.add_argument("--rounds", type=int, default=3, help="counted rounds (3)")
    given = options.parse_args()
    costs: dict[str, list[float]] = {LOOP: [], DRIVEN: [], MESSAGES: []}
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as folder:
        for number in range(given.rounds + 1):
            loop = in_a_loop(Path(folder) / f"loop{number}", given.claims)
            drive, sent = driven(Path(folder) / f"driven{number}", given.claims)
            if number:  # the first warms up
                costs[LOOP].append(loop)
                costs[DRIVEN].append(drive)
                costs[MESSAGES].append(sent["jobs.run"] / 1000)
    pairs = zip(costs[DRIVEN], costs[LOOP], strict=True)
    shown(costs, [Ratio("T7 jobs by the driver", LOOP, "<= 1.20", [a / b for a, b in pairs])])


if __name__ == "__main__":
    main()
