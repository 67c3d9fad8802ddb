"""The advances of a year: fixed by what the last quarter cleared, then paid or returned.

A month of that quarter has the sizing done once it is signed; the sizing has the payments
done. So a world without such months never sees either.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from services.settlement import terms
from services.settlement.domain.advances import base_of, fixed_at, paid_at, size, sized_by
from services.settlement.domain.cycles import Cycle, reached
from services.settlement.flows import advance, clearing, home_region
from services.settlement.store import advances, agreements, cycles, store
from sscsim.db import Tx
from sscsim.kernel.money import Money

SIZE: Final = "settlement.advance_size"
PAY: Final = "settlement.advance_pay"


def arrange(tx: Tx, cycle: Cycle) -> None:
    """A month was signed: if it is one that sizes a year's advances, have that done."""
    year = sized_by(cycle.month)
    if year is not None:
        due = fixed_at(year, terms.advances(tx.world.today))
        tx.schedule(SIZE, str(year), max(due, tx.world.now))


def fix(key: str) -> None:
    """Fix the size of every pair's advance for a year; key is the year."""
    year = int(key)
    with store.write() as tx:
        if not advances.is_fixed(tx, year):
            _fix(tx, year)
        tx.complete_job()


def _fix(tx: Tx, year: int) -> None:
    rules = terms.advances(tx.world.today)
    due = max(paid_at(year, rules), tx.world.now)
    rows = []
    for (home, care), cleared in sorted(_cleared(tx, year).items()):
        if agreements.in_force(tx, home, care, tx.world.today) is None:
            continue
        row: dict[str, Any] = {
            "id": tx.new_id("ads", year, home, care),
            "year": year,
            "home_region": home,
            "care_region": care,
            "cleared": cleared,
            "amount": size(cleared, rules),
            "pay_at": due,
        }
        rows.append(row)
        tx.emit("advance.sized", row["id"], _told(row))
    advances.fix(tx, rows)
    for home in sorted({row["home_region"] for row in rows}):
        tx.schedule(PAY, f"{year}:{home}", due, queue=clearing.queue_of(home))


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "year": row["year"],
        "home_region_code": row["home_region"],
        "care_region_code": row["care_region"],
        "cleared_fen": row["cleared"].fen,
        "amount_fen": row["amount"].fen,
    }


def _cleared(tx: Tx, year: int) -> dict[tuple[str, str], Money]:
    """(home, care) -> what the signed months of the quarter before the year come to."""
    fen: Counter[tuple[str, str]] = Counter()
    for cycle in _signed(tx, year):
        for each in cycles.totals(tx, cycle):
            fen[each.payer, each.payee] += each.total.fen
    return {pair: Money(total) for pair, total in fen.items()}


def _signed(tx: Tx, year: int) -> Iterator[Cycle]:
    months = base_of(year)
    for cycle in cycles.every(tx):
        is_in_it = cycle.is_medical and cycle.month in months
        if is_in_it and reached(cycle.status, "signed"):
            yield cycle


def pay(key: str) -> None:
    """Bring a region's advances to their size of a year; key is `year:region`.

    Only the difference to what is there moves, in the direction that it asks for.
    """
    year, home = key.split(":")
    home_region.wait_for(home)
    with store.write() as tx:
        for row in advances.unpaid_sizes(tx, int(year), home):
            _pay(tx, row)
        tx.complete_job()


def _pay(tx: Tx, row: Any) -> None:
    missing = row.amount - advances.left(tx, row.home_region, row.care_region)
    moved = None
    if missing:
        moved = advance.move(tx, row.home_region, row.care_region, missing, "yearly").id
    advances.size_paid(tx, row.id, moved)
