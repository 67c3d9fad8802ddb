"""What moved on a region's treasury account on a day."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from services.settlement.domain import chart
from services.settlement.domain.bank_day import Movement
from services.settlement.domain.receipts import Receipt
from services.settlement.store import book_balances
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_clearing import receipts
from sscsim.db import Tx
from sscsim.db.rows import reader

_all, _read = reader(Receipt, receipts)
_AT_A_TIME = 500


def movements(tx: Tx, book: str, day: date, most: int) -> list[Movement]:
    """At most so many, in the order of the books."""
    lines = book_balances.lines(tx, book, chart.BANK, day, day, most)
    events = _events(tx, sorted({line.journal_id for line in lines}))
    return [
        Movement(
            line.journal_id,
            line.kind,
            events[line.journal_id],
            line.cycle_id,
            line.booked_at,
            line.amount,
        )
        for line in lines
    ]


def _events(tx: Tx, journal_ids: Sequence[str]) -> dict[str, str]:
    found = {}
    for start in range(0, len(journal_ids), _AT_A_TIME):
        some = journal_ids[start : start + _AT_A_TIME]
        for row in tx.all(
            sa.select(journals.c.id, journals.c.event)
            .where(journals.c.id.in_(some))
            .order_by(journals.c.id)
        ):
            found[row.id] = row.event
    return found


def receipts_of(tx: Tx, receipt_ids: Sequence[str]) -> dict[str, Receipt]:
    found = {}
    for start in range(0, len(receipt_ids), _AT_A_TIME):
        some = receipts.c.id.in_(receipt_ids[start : start + _AT_A_TIME])
        for row in tx.all(_all.where(some).order_by(receipts.c.id)):
            found[row.id] = _read(row)
    return found
