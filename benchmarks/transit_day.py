"""T6: a day of taps priced and recorded, closed, and written as a batch file, beside bare limits.

    python -m benchmarks.transit_day [--taps 1000000] [--at-once 5000] [--rounds 3] [--postgres URL]

Cards of Chengdu, Chongqing and Guangzhou ride the metro of Chengdu all day: half of the taps are
entries, half exits. They are taken by the flow that uploads and online taps go through, so many at
once. Each phase has its limit in the same run, in turns with it:

| phase | limit |
|---|---|
| taken: judged, folded, priced, charged, recorded | an `executemany` of the very rows that it wrote, into another store with the same tables and indexes |
| closed: summed, split, booked, noted | one plain GROUP BY over the charges that uses no index |
| batch file: read, written, hashed | the same query, its rows written by a bare csv.writer |

Every charge is in the batch to the fen, and the laws of clearing hold at the end.
"""  # noqa: E501  # a table

import argparse
import contextlib
import csv
import io
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.clearing import spent
from benchmarks.measure import Ratio, shown
from services.transport import invariants_clearing, tasks
from services.transport.domain import card as cards_domain
from services.transport.domain import terminals as words
from services.transport.domain.card import TransitCard
from services.transport.domain.taps import ENTRY, EXIT, OK, PURSE, Seen
from services.transport.domain.terminals import Terminal
from services.transport.flows import riding
from services.transport.flows.clearing import close, due, files
from services.transport.store import batches, catalogue, issuers, store
from services.transport.store.tables_cards import purse_entries, transit_cards
from services.transport.store.tables_clearing import (
    transit_batch_concessions,
    transit_batch_parts,
    transit_batches,
)
from services.transport.store.tables_riding import (
    taps,
    terminals,
    transit_charges,
    transit_journeys,
)
from sscsim import clock, db, jobs, settings
from sscsim.db.rows import values
from sscsim.kernel.money import Money
from tests.support.bench import Bench

assert tasks
SYSTEM, OPERATOR = "CD-METRO", "OP-CD-METRO"
CITIES = ("510100", "500000", "440100")
MORNING = datetime(2026, 4, 1, 6, tzinfo=clock.SHANGHAI)
RIDES_EACH = 2
"""How often each card rides in the day: out and back."""
WRITTEN = (taps, transit_journeys, transit_charges, purse_entries)
"""What taking taps adds rows to; riders, cards and events are few or changed in place."""
CLOSING = (transit_batches, transit_batch_parts, transit_batch_concessions, store.common.outbox)
TAKEN, BARE = "taken", "executemany of the same rows"
CLOSED, GROUPED = "closed", "plain GROUP BY, no index"
FILE, CSV = "batch file", "the same query and csv.writer"


@dataclass
class Day:
    """What a run found. Seconds of each phase and its limit, a chunk or a round each."""

    taps: int = 0
    journeys: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


@contextlib.contextmanager
def worlds(folder: Path, url: str = "") -> Iterator[tuple[Bench, Bench]]:
    """The world that is measured, and one for the limits."""
    settings.use(
        settings.Settings(
            data_dir=folder, context_secret="bench", log_level="error", database_url=url
        )
    )
    jobs.use_nothing()
    made = Bench(now=MORNING).make(), Bench(now=MORNING).make()
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


def built(bench: Bench, people: int) -> tuple[list[str], list[str]]:
    """Gates of all stations, and cards with money; their numbers."""
    with bench.entered(role="system"), store.write() as tx:
        now = tx.world.now
        stations = sorted(catalogue.networks()[SYSTEM].stations)
        gates = [
            Terminal(
                tx.new_id("trm", number), f"5101{number:08d}", OPERATOR, SYSTEM, words.GATE,
                station, None, None, words.ACTIVE, 1, 0, 0, None, None, 1, now, now,
            )
            for number, station in enumerate(stations)
        ]  # fmt: skip
        made = [_card(tx, number, now) for number in range(people)]
        tx.add_all(terminals, [values(gate) for gate in gates])
        tx.add_all(transit_cards, [values(card) for card in made])
    return [gate.number for gate in gates], [card.number for card in made]


def _card(tx: db.Tx, number: int, now: datetime) -> TransitCard:
    issuer = issuers.by_region()[CITIES[number % 8] if number % 8 < len(CITIES) else CITIES[0]]
    return cards_domain.empty(
        tx.new_id("tca", "bench", number),
        cards_domain.number(issuer.prefix, number),
        issuer.id,
        issuer.region,
        (now - timedelta(days=30)).date(),
        (now + timedelta(days=1000)).date(),
        Money.zero(),
        now,
        balance=Money.yuan("500"),
    )


def ridden(gates: list[str], cards: list[str], journeys: int) -> Iterator[Seen]:
    """Taps in the order of their moments: each card rides again once it is out."""
    step = timedelta(hours=16) / max(1, -(-journeys // len(cards)))
    for number in range(journeys):
        turn, card = divmod(number, len(cards))
        begin = MORNING + step * turn + (step / 2) * (card / len(cards))
        start, end = gates[(number * 7) % len(gates)], gates[(number * 13 + 5) % len(gates)]
        if start == end:
            end = gates[(number * 13 + 6) % len(gates)]
        for kind, gate, at in ((ENTRY, start, begin), (EXIT, end, begin + timedelta(minutes=25))):
            yield Seen(kind, PURSE, cards[card], gate, at.replace(microsecond=0))


def run(main: Bench, other: Bench, journeys: int, at_once: int = 5_000, rounds: int = 3) -> Day:
    """Take the day, close it, and write its file; each step beside its limit."""
    gates, cards = built(main, max(1, journeys // RIDES_EACH))
    day = Day()
    for turn in _turns(ridden(gates, cards, journeys), at_once):
        _take(main, other, turn, day)
    main.at(MORNING + timedelta(hours=22, minutes=30))
    for _ in range(rounds):
        _close(main, day)
    _checked(main, day)
    for _ in range(rounds):
        _file(main, day)
    return day


def _turns(seen: Iterator[Seen], at_once: int) -> Iterator[list[Seen]]:
    """So many taps at a time; an entry and its exit come together."""
    turn: list[Seen] = []
    for each in seen:
        turn.append(each)
        if len(turn) >= at_once and each.kind == EXIT:
            yield turn
            turn = []
    if turn:
        yield turn


def _take(main: Bench, other: Bench, turn: list[Seen], day: Day) -> None:
    main.at(max(each.tapped_at for each in turn))
    marks = _marks(main)
    began = spent()
    with main.entered(role="system"), store.write() as tx:
        made = riding.take(tx, turn)
    day.seconds[TAKEN].append(spent() - began)
    assert all(tap.code == OK for tap in made), {tap.code for tap in made}
    day.taps += len(made)
    rows = _rows(main, marks)
    day.journeys += len(rows[transit_journeys.name][1])
    began = spent()
    with other.entered(role="system"), store.write() as tx:
        for name, (columns, values) in rows.items():
            mark = "%s" if tx.conn.dialect.name == "postgresql" else "?"
            marks_ = ", ".join([mark] * len(columns))
            tx.conn.exec_driver_sql(
                f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks_})", values
            )
    day.seconds[BARE].append(spent() - began)


def _marks(bench: Bench) -> dict[str, int]:
    with bench.entered(role="system"), store.read() as tx:
        return {
            table.name: int(tx.scalar(sa.select(sa.func.max(table.c.seq))) or 0)
            for table in WRITTEN
        }


def _rows(bench: Bench, marks: dict[str, int]) -> dict[str, tuple[list[str], list[Any]]]:
    """What was added since, as the database keeps it."""
    found = {}
    with bench.entered(role="system"), store.read() as tx:
        for table in WRITTEN:
            columns = [column.name for column in table.columns if column.name != "seq"]
            quoted = ", ".join(columns)
            asked = f"SELECT {quoted} FROM {table.name} WHERE seq > {marks[table.name]}"
            found[table.name] = columns, [tuple(row) for row in tx.conn.exec_driver_sql(asked)]
    return found


def _close(bench: Bench, day: Day) -> None:
    """The day is closed by its job, beside the sums alone; and opened again before."""
    with bench.entered(role="system"), store.write() as tx:
        for table in CLOSING:
            tx.execute(table.delete())
        tx.execute(
            store.common.events.delete().where(store.common.events.c.type.like("transit_batch%"))
        )
        table = store.common.jobs
        tx.execute(table.delete().where(table.c.name != due.CLOSE))
    began = spent()
    with bench.entered(role="system"), store.read() as tx:
        is_sqlite = tx.conn.dialect.name == "sqlite"
        if not is_sqlite:
            for kind in ("indexscan", "indexonlyscan", "bitmapscan"):
                tx.conn.exec_driver_sql(f"SET LOCAL enable_{kind} = off")
            tx.conn.exec_driver_sql("SET LOCAL max_parallel_workers_per_gather = 0")
        tx.conn.exec_driver_sql(
            "SELECT issuer_id, payer, subsidy_region, COUNT(*), SUM(amount), SUM(subsidy)"
            f" FROM transit_charges{' NOT INDEXED' if is_sqlite else ''}"
            f" WHERE batch_day = '2026-04-01' AND operator_id = '{OPERATOR}'"
            " GROUP BY issuer_id, payer, subsidy_region"
        ).all()
    day.seconds[GROUPED].append(spent() - began)
    began = spent()
    with bench.entered(role="system"):
        close.close(due.key_of(OPERATOR, MORNING.date()))
    day.seconds[CLOSED].append(spent() - began)


def _checked(bench: Bench, day: Day) -> None:
    """All that was charged is in the batch, and the laws hold."""
    with bench.entered(role="system"), store.read() as tx:
        found = batches.of_day(tx, OPERATOR, MORNING.date())
        charged = tx.scalar(sa.select(batches.total(transit_charges.c.amount)))
        assert found is not None and found.count == day.journeys and found.amount == charged
        assert found.amount > Money.zero()
        for law in invariants_clearing.CHECKS:
            assert law.look(tx) is None, law.id


def _file(bench: Bench, day: Day) -> None:
    with bench.entered(role="system"), store.read() as tx:
        batch = batches.of_day(tx, OPERATOR, MORNING.date())
        assert batch is not None
    began = spent()
    with bench.entered(role="system"), store.read() as tx:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(
            tx.conn.exec_driver_sql(_PLAIN.format(operator=OPERATOR))
        )
    day.seconds[CSV].append(spent() - began)
    began = spent()
    with bench.entered(role="system"):
        files.lines(batch.id).body.close()
    day.seconds[FILE].append(spent() - began)


_PLAIN = (
    "SELECT c.id, c.journey_id, c.issuer_id, c.payer, k.number, t.terminal_number,"
    " t.card_sequence, j.exited_at, c.amount, c.subsidy, c.subsidy_region, t.tac"
    " FROM transit_charges c LEFT JOIN transit_journeys j ON j.id = c.journey_id"
    " LEFT JOIN riders r ON r.id = j.rider_id"
    " LEFT JOIN transit_cards k ON k.id = r.reference"
    " LEFT JOIN taps t ON t.id = j.exit_tap_id"
    " WHERE c.batch_day = '2026-04-01' AND c.operator_id = '{operator}' ORDER BY c.id"
)


def told(day: Day) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Costs and ratios, to be shown."""

    def beside(phase: str, limit: str) -> list[float]:
        pairs = zip(day.seconds[phase], day.seconds[limit], strict=True)
        return [one / max(least, 1e-9) for one, least in pairs]

    return dict(day.seconds), [
        Ratio("taps taken", BARE, "none set", beside(TAKEN, BARE)),
        Ratio("the day closed", GROUPED, "≤ 2", beside(CLOSED, GROUPED)),
        Ratio("its batch file", CSV, "none set", beside(FILE, CSV)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--taps", type=int, default=100_000)
    parser.add_argument("--at-once", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", default="")
    asked = parser.parse_args()
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        worlds(Path(folder), asked.postgres) as (bench, other),
    ):
        day = run(bench, other, asked.taps // 2, asked.at_once, asked.rounds)
    shown(*told(day))
    taken = sum(day.seconds[TAKEN])
    print(  # a report
        f"{day.taps} taps, {day.journeys} journeys: taken in {taken:.1f} s, "
        f"{day.taps / max(taken, 1e-9):,.0f} a second; {time.perf_counter() - began:.0f} s in all"
    )


if __name__ == "__main__":
    main()
