"""Fiscal subsidies: a batch credited to the cards, beside a plain bulk insert of its entries.

Ours is all that happens between the order and the last line: chunks read in benefits, asked of
card over its door in this process, accounts locked, entries, balances, events, messages to the
books, codes recorded. The limit is `executemany` of the very rows that ours added to the
bank's ledger, in the same chunks, a transaction each, into another store with the same table
and indexes. One line in a hundred comes back. All of it happens in this process, and processor
time is compared: others on the machine don't count.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import Ratio
from services.benefits import create_app as benefits_app
from services.benefits.flows.fiscal import paying
from services.benefits.store import store as benefits_store
from services.card import create_app as card_app
from services.card.store import bank_batches
from services.card.store import store as card_store
from services.settlement import create_app as settlement_app
from sscsim import db, peers, settings
from tests.support.bench import Bench
from tests.support.subsidies import Office

Rows = list[list[tuple[Any, ...]]]


@contextmanager
def recorded() -> Iterator[Rows]:
    """The entries that are added meanwhile, a list for each chunk."""
    kept: Rows = []
    add = bank_batches.add_entries

    def keeping(tx: Any, rows: Any) -> None:
        kept.append(list(rows))
        add(tx, rows)

    bank_batches.add_entries = keeping
    try:
        yield kept
    finally:
        bank_batches.add_entries = add


def paid(folder: Path, lines: int) -> tuple[float, float, float]:
    """Processor seconds of the upload, of paying the batch, and of the plain insert."""
    settings.use(settings.Settings(data_dir=folder, context_secret="bench", log_level="error"))
    mine, other = Bench().make(), Bench().make()
    benefits = benefits_app()
    peers.use_local({"benefits": benefits, "card": card_app(), "settlement": settlement_app()})
    try:
        office = Office(mine, mine.client(benefits))
        people = office.people(lines)
        office.make_dormant([who.account_id for who in people[::100]])
        text = office.roll(people)
        touched(benefits_store, mine)
        began = time.process_time()
        office.upload(text)
        uploaded = time.process_time() - began
        office.ordered(text)
        with recorded() as kept:
            began = time.process_time()
            office.run(days=1)
            spent = time.process_time() - began
        assert sum(map(len, kept)) == len(people) - len(people[::100])
        return uploaded, spent, inserted(other, kept)
    finally:
        peers.use_local({})
        mine.drop()
        other.drop()
        db.close_all()
        settings.use(None)


def touched(store: db.Store, bench: Bench) -> None:
    """A store is made, and its tables migrated, on the first touch."""
    with bench.entered(role="system"), store.read():
        pass


def inserted(bench: Bench, chunks: Rows) -> float:
    """The limit: the same rows, ready, and nothing else."""
    touched(card_store, bench)
    with bench.entered(role="system"):
        began = time.process_time()
        for rows in chunks:
            with card_store.write() as tx:
                bank_batches.add_entries(tx, rows)
        return time.process_time() - began


def measured(
    folder: Path, rounds: int, lines: int = 20_000
) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of each, and their ratio; `lines` in each round."""
    names = ("handed in", "paid onto the cards", "entries inserted plainly")
    costs: dict[str, list[float]] = {f"{lines} subsidies {name}": [] for name in names}
    for _ in range(rounds):
        for kept, spent in zip(costs.values(), paid(folder, lines), strict=True):
            kept.append(spent)
    _, ours, limit = costs.values()
    ratios = [a / b for a, b in zip(ours, limit, strict=True)]
    against = f"bulk insert of the entries, chunks of {paying.CHUNK}"
    return costs, [Ratio("Subsidies paid", against, "shown", ratios)]


if __name__ == "__main__":
    import argparse
    import tempfile

    from benchmarks.measure import shown

    options = argparse.ArgumentParser(prog="python -m benchmarks.subsidies")
    options.add_argument("--lines", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as place:
        found, told = measured(Path(place), given.rounds, given.lines)
    shown(found, told)
    for name, each in found.items():
        print(f"{name}: {given.lines / min(each):,.0f} lines a second of one processor")
