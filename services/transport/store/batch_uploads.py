"""Batch files that operators sent, and their lines."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from services.transport.domain.clearing import ACCEPTED, PENDING
from services.transport.domain.uploaded import Upload, UploadLine
from services.transport.store.batches import total
from services.transport.store.cards import chunks
from services.transport.store.tables_cards import purse_entries
from services.transport.store.tables_clearing import transit_upload_lines, transit_uploads
from services.transport.store.tables_riding import terminals
from sscsim.db import Page, PageQuery, Tx, instant_text
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_u, _l, _e = transit_uploads.c, transit_upload_lines.c, purse_entries.c
_select, _read = reader(Upload, transit_uploads)
_lines, _read_line = reader(UploadLine, transit_upload_lines)
Counted = Mapping[str, tuple[int, Money]]
"""How many lines, and their sum, by status."""


def terminals_of(tx: Tx, operator_id: str) -> set[str]:
    """The numbers of an operator's terminals."""
    asked = sa.select(terminals.c.number).where(terminals.c.operator_id == operator_id)
    return {row[0] for row in tx.all(asked)}


def find(tx: Tx, upload_id: str) -> Upload | None:
    row = tx.one(_select.where(_u.id == upload_id))
    return _read(row) if row else None


def of_number(tx: Tx, operator_id: str, number: int) -> Upload | None:
    """Held until the transaction ends, whether there is one or not."""
    tx.lock("transit_uploads", operator_id)
    row = tx.one(_select.where(_u.operator_id == operator_id, _u.number == number))
    return _read(row) if row else None


def page(tx: Tx, page: PageQuery, operators: Collection[str]) -> Page:
    asked = _select.where(_u.operator_id.in_(sorted(operators)))
    return tx.page(asked, transit_uploads, page).map(_read)


def add(tx: Tx, upload: Upload, lines: Sequence[UploadLine]) -> None:
    tx.execute(transit_uploads.insert(), values(upload))
    tx.add_all(transit_upload_lines, [values(line) for line in lines])


def lines_of(tx: Tx, upload_id: str) -> Iterator[UploadLine]:
    """In the order of the file."""
    statement = _lines.where(_l.upload_id == upload_id).order_by(_l.number)
    yield from map(_read_line, tx.each(statement))


def find_line(tx: Tx, line_id: str) -> UploadLine | None:
    row = tx.one(_lines.where(_l.id == line_id))
    return _read_line(row) if row else None


def of_journey(tx: Tx, journey_id: str) -> UploadLine | None:
    """The line that told a journey."""
    row = tx.one(_lines.where(_l.journey_id == journey_id))
    return _read_line(row) if row else None


def page_of_lines(tx: Tx, page: PageQuery, upload_id: str, status: str | None) -> Page:
    asked = _lines.where(_l.upload_id == upload_id)
    if status is not None:
        asked = asked.where(_l.status == status)
    return tx.page(asked, transit_upload_lines, page).map(_read_line)


def pending(tx: Tx, upload_id: str) -> list[UploadLine]:
    statement = _lines.where(_l.upload_id == upload_id, _l.status == PENDING)
    return [_read_line(row) for row in tx.all(statement.order_by(_l.number))]


def counted(tx: Tx, upload_id: str) -> dict[str, tuple[int, Money]]:
    statement = (
        sa.select(_l.status, sa.func.count(), total(_l.amount))
        .where(_l.upload_id == upload_id)
        .group_by(_l.status)
    )
    return {row[0]: (int(row[1]), row[2]) for row in tx.all(statement)}


def presented(tx: Tx, operator_id: str, references: Iterable[str]) -> dict[str, UploadLine]:
    """The last presentation of each of these references that came before."""
    found: dict[str, UploadLine] = {}
    for part in chunks(references):
        asked = _lines.where(_l.operator_id == operator_id, _l.reference.in_(part))
        for row in tx.all(asked.order_by(_l.attempt)):
            found[row.reference] = _read_line(row)
    return found


def known_rides(
    tx: Tx, numbers: Iterable[str], card_ids: Iterable[str]
) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """Purchases that are on record: (card number, sequence) of accepted lines, and (card id,
    sequence) of purses."""
    told: set[tuple[str, int]] = set()
    for part in chunks(numbers):
        asked = sa.select(_l.card_number, _l.card_sequence)
        asked = asked.where(_l.card_number.in_(part), _l.status == ACCEPTED)
        told |= {(row[0], row[1]) for row in tx.all(asked)}
    posted: set[tuple[str, int]] = set()
    for part in chunks(card_ids):
        entries = sa.select(_e.transit_card_id, _e.card_sequence).where(
            _e.transit_card_id.in_(part), _e.card_sequence.is_not(None), _e.kind == "purchase"
        )
        posted |= {(row[0], row[1]) for row in tx.all(entries)}
    return told, posted


def decide(tx: Tx, lines: Sequence[UploadLine], status: str, code: str) -> None:
    """What became of pending lines."""
    now = instant_text(tx.world.now)
    rows = [(line.id, status, code, line.version + 1, now) for line in lines]
    columns = ("status", "code", "version", "updated_at")
    tx.change_each(transit_upload_lines, ("id",), columns, rows)
