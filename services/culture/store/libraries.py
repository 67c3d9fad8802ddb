"""What the libraries keep: records of each kind, and the questions asked of them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from services.culture.domain import fees, holds, loans, readers, titles
from services.culture.store import tables_libraries as tables
from services.culture.store.kept import Kept
from sscsim.db import Tx

TITLES = Kept(titles.Title, tables.titles)
COPIES = Kept(titles.Copy, tables.copies)
READERS = Kept(readers.Reader, tables.readers_table)
MEMBERSHIPS = Kept(readers.Membership, tables.memberships)
DEPOSIT_ENTRIES = Kept(readers.DepositEntry, tables.deposit_entries)
POINTS = Kept(readers.PointsEntry, tables.points)
LOANS = Kept(loans.Loan, tables.loans)
HOLDS = Kept(holds.Hold, tables.holds)
TRANSITS = Kept(holds.Transit, tables.transits)
FEES = Kept(fees.Fee, tables.fees)
PAYMENTS = Kept(fees.Payment, tables.payments)
REFUNDS = Kept(readers.Refund, tables.refunds)


class _Place(sa.sql.functions.FunctionElement[int]):
    """Where a text stands in another, from 1; 0 where it doesn't."""

    inherit_cache = True
    type = sa.Integer()
    name = "place"


@compiles(_Place, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    return f"instr({compiler.process(element.clauses, **more)})"


@compiles(_Place, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **more)})"


def mentions(said: str) -> sa.ColumnElement[bool]:
    """Titles whose name or author has this in characters, pinyin or first letters."""
    return _Place(tables.titles.c.pinyin, said.lower().replace(" ", "")) > 0


def copy_with(tx: Tx, barcode: str) -> titles.Copy | None:
    """The copy with this barcode, held."""
    return COPIES.first(tx, COPIES.c.barcode == barcode)


def reader_of(tx: Tx, person_id: str) -> readers.Reader | None:
    """The person's one reader, held."""
    return READERS.first(tx, READERS.c.person_id == person_id)


def membership(tx: Tx, reader_id: str, network_id: str) -> readers.Membership | None:
    """Held."""
    c = MEMBERSHIPS.c
    return MEMBERSHIPS.first(tx, c.reader_id == reader_id, c.network_id == network_id)


def memberships_of(tx: Tx, reader_ids: set[str]) -> dict[str, list[readers.Membership]]:
    """By reader, in the order in which they joined."""
    found: dict[str, list[readers.Membership]] = {reader_id: [] for reader_id in reader_ids}
    for each in MEMBERSHIPS.every(tx, MEMBERSHIPS.c.reader_id.in_(sorted(reader_ids))):
        found[each.reader_id].append(each)
    return found


def readers_at(library_id: str) -> sa.Select[Any]:
    """The ids of who registered at a library."""
    c = tables.memberships.c
    return sa.select(c.reader_id).where(c.library_id == library_id)


def out_of(tx: Tx, reader_id: str) -> list[loans.Loan]:
    """What the reader has, or seems to have."""
    c = LOANS.c
    return LOANS.every(tx, c.reader_id == reader_id, c.status.in_(loans.OUT))


def loan_of_copy(tx: Tx, copy: titles.Copy) -> loans.Loan | None:
    """The loan that a returned copy ends: the one that is out, else the one that lost it."""
    found = LOANS.first(tx, LOANS.c.open_copy_id == copy.id)
    if found is None and copy.status == titles.LOST:
        lost = LOANS.held(tx, LOANS.c.copy_id == copy.id, LOANS.c.status == loans.LOST)
        return lost[-1] if lost else None
    return found


def owed(tx: Tx, reader_id: str) -> list[fees.Fee]:
    """What the reader hasn't paid, the oldest first; held."""
    return FEES.held(tx, FEES.c.reader_id == reader_id, FEES.c.status == fees.OPEN)


def waiting_for(tx: Tx, title_id: str, network_id: str) -> list[holds.Hold]:
    """Who waits for a title, the longest first."""
    c = HOLDS.c
    return HOLDS.held(
        tx, c.title_id == title_id, c.network_id == network_id, c.status == holds.WAITING
    )


def live_holds(tx: Tx, reader_id: str) -> list[holds.Hold]:
    c = HOLDS.c
    return HOLDS.every(tx, c.reader_id == reader_id, c.status.in_(holds.LIVE))


def points_since(tx: Tx, reader_id: str, library_id: str, day: Any) -> int:
    """Points given at a library after this day."""
    c = POINTS.c
    where = (c.reader_id == reader_id, c.library_id == library_id, c.given_on > day)
    return int(tx.scalar(sa.select(sa.func.coalesce(sa.func.sum(c.points), 0)).where(*where)))


def availability(tx: Tx, title_ids: set[str]) -> dict[str, list[tuple[str, str, int]]]:
    """Of each title how many copies are where: (library, status, count)."""
    c = tables.copies.c
    found: dict[str, list[tuple[str, str, int]]] = {title_id: [] for title_id in title_ids}
    asked = (
        sa.select(c.title_id, c.location_id, c.status, sa.func.count())
        .where(c.title_id.in_(sorted(title_ids)))
        .group_by(c.title_id, c.location_id, c.status)
        .order_by(c.title_id, c.location_id, c.status)
    )
    for title_id, location, status, count in tx.all(asked):
        found[title_id].append((location, status, int(count)))
    return found


def queues(tx: Tx, title_ids: set[str]) -> dict[tuple[str, str], list[str]]:
    """Who waits for these titles: hold ids by title and network, the longest first."""
    c = tables.holds.c
    asked = sa.select(c.title_id, c.network_id, c.id).where(
        c.title_id.in_(sorted(title_ids)), c.status == holds.WAITING
    )
    found: dict[tuple[str, str], list[str]] = {}
    for title_id, network_id, hold_id in tx.all(asked.order_by(c.seq)):
        found.setdefault((title_id, network_id), []).append(hold_id)
    return found
