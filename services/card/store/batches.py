"""Production batches and their files."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.card.store.tables_production import batch_files, production_batches
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader


@dataclass(frozen=True)
class Batch:
    """Applications of one area and bank that travel together. `size`: with how many it began.

    `waits_until`: until when a return is awaited that nobody simulates.
    """

    id: str
    region_code: str
    bank_code: str
    bank_played_by: str
    batch_date: date
    status: str
    size: int
    waits_until: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class BatchFile:
    id: str
    batch_id: str
    stage: str
    direction: str
    digest: str
    content: str
    version: int
    created_at: datetime
    updated_at: datetime


_all, _read = reader(Batch, production_batches)
_files, _read_file = reader(BatchFile, batch_files)


def add(tx: Tx, batch: Batch) -> None:
    tx.execute(production_batches.insert().values(asdict(batch)))


def change(tx: Tx, batch: Batch) -> None:
    mine = production_batches.c.id == batch.id
    tx.execute(production_batches.update().where(mine).values(asdict(batch)))


def find(tx: Tx, batch_id: str) -> Batch | None:
    row = tx.one(_all.where(production_batches.c.id == batch_id))
    return _read(row) if row else None


def find_locked(tx: Tx, batch_id: str) -> Batch | None:
    row = tx.one(_all.where(production_batches.c.id == batch_id).with_for_update())
    return _read(row) if row else None


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    for name in ("region_code", "bank_code", "status"):
        if name in filters:
            statement = statement.where(production_batches.c[name] == filters[name])
    return tx.page(statement, production_batches, query).map(_read)


def add_file(tx: Tx, made: BatchFile) -> None:
    tx.execute(batch_files.insert().values(asdict(made)))


def file(tx: Tx, batch_id: str, stage: str, direction: str) -> BatchFile | None:
    row = tx.one(
        _files.where(
            batch_files.c.batch_id == batch_id,
            batch_files.c.stage == stage,
            batch_files.c.direction == direction,
        )
    )
    return _read_file(row) if row else None
