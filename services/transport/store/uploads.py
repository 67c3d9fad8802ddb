"""Uploads of taps, their lines, and what is on record of the terminals' numbers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.transport.domain.taps import REJECTED
from services.transport.domain.uploads import Line, Upload
from services.transport.store.chunks import MOST, chunks
from services.transport.store.tables_offline import tap_upload_lines, tap_uploads
from services.transport.store.tables_riding import taps
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_u, _l, _t = tap_uploads.c, tap_upload_lines.c, taps.c
_all, _read = reader(Upload, tap_uploads)
_lines, _read_line = reader(Line, tap_upload_lines)


def find(tx: Tx, upload_id: str, *, locked: bool = False) -> Upload | None:
    asked = _all.where(_u.id == upload_id)
    row = tx.one(asked.with_for_update() if locked else asked)
    return None if row is None else _read(row)


def of_reference(tx: Tx, party_id: str, reference: str) -> Upload | None:
    """The party's upload of this name; held until the transaction ends."""
    tx.lock("tap_upload", party_id, reference)
    row = tx.one(_all.where(_u.party_id == party_id, _u.reference == reference))
    return None if row is None else _read(row)


def add(tx: Tx, upload: Upload, said: Sequence[dict[str, Any]]) -> None:
    tx.execute(tap_uploads.insert(), values(upload))
    rows = [
        {"upload_id": upload.id, "ordinal": ordinal, "said": each}
        for ordinal, each in enumerate(said, start=1)
    ]
    tx.add_all(tap_upload_lines, rows)


def change(tx: Tx, upload: Upload, **changes: Any) -> Upload:
    written = {**changes, "version": upload.version + 1, "updated_at": tx.world.now}
    tx.execute(tap_uploads.update().where(_u.id == upload.id).values(**written))
    return replace(upload, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _all.where(*(_u[name] == value for name, value in filters.items()))
    return tx.page(asked, tap_uploads, page).map(_read)


# ---- lines


def lines(tx: Tx, upload_id: str, after: int, limit: int, result: str | None = None) -> list[Line]:
    """The lines that follow, in their order."""
    asked = _lines.where(_l.upload_id == upload_id, _l.ordinal > after)
    if result is not None:
        asked = asked.where(_l.result == result)
    return [_read_line(row) for row in tx.all(asked.order_by(_l.ordinal).limit(limit))]


def decide(tx: Tx, decided: Sequence[Line]) -> None:
    """Write what came of lines."""
    rows = [(each.upload_id, each.ordinal, each.result, each.code, each.tap_id) for each in decided]
    keys, columns = ("upload_id", "ordinal"), ("result", "code", "tap_id")
    tx.change_each(tap_upload_lines, keys, columns, rows)


def of_tap(tx: Tx, tap_id: str) -> Line | None:
    row = tx.one(_lines.where(_l.tap_id == tap_id))
    return None if row is None else _read_line(row)


# ---- numbers of terminals


def taken(tx: Tx, numbered: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of the (terminal, its sequence)s with which a tap was taken, or waits."""
    found: set[tuple[str, int]] = set()
    sequences = sorted({sequence for _, sequence in numbered})
    for some in chunks({terminal for terminal, _ in numbered}):
        for begin in range(0, len(sequences), MOST):
            asked = sa.select(_t.terminal_number, _t.terminal_sequence).where(
                _t.terminal_number.in_(some),
                _t.terminal_sequence.in_(sequences[begin : begin + MOST]),
                _t.result != REJECTED,
            )
            found |= {(row[0], row[1]) for row in tx.all(asked)} & set(numbered)
    return found
