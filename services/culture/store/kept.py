"""Records of one kind, read and written: the statements that are the same for each of them."""

from dataclasses import replace
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.db.tx import open_transaction

R = TypeVar("R", bound=Any)


def _for(tx: Tx, query: sa.Select[Any]) -> sa.Select[Any]:
    """The rows held, unless the transaction only reads: PostgreSQL lets such a one hold none."""
    return query.with_for_update() if open_transaction.get() is tx else query


class Kept(Generic[R]):
    """The records of a table: `R` has a field for each of its columns, but for `seq`."""

    def __init__(self, kind: type[R], table: sa.Table) -> None:
        self.table = table
        self.c = table.c
        self._select, self._read = reader(kind, table)
        self._by_id = self._select.where(table.c.id == sa.bindparam("id"))
        self._by_id_locked = self._by_id.with_for_update()

    def find(self, tx: Tx, record_id: str, *, lock: bool = False) -> R | None:
        row = tx.one(self._by_id_locked if lock else self._by_id, {"id": record_id})
        return self._read(row) if row else None

    def every(self, tx: Tx, *where: sa.ColumnElement[bool]) -> list[R]:
        """All that match, in the order in which they were written."""
        return [self._read(row) for row in tx.all(self._select.where(*where).order_by(self.c.seq))]

    def of_ids(self, tx: Tx, ids: set[str]) -> dict[str, R]:
        """Those with these ids, by id; however many, in statements of 500."""
        wanted = sorted(ids)
        found: list[R] = []
        for start in range(0, len(wanted), 500):
            found += self.every(tx, self.c.id.in_(wanted[start : start + 500]))
        return {record.id: record for record in found}

    def held(self, tx: Tx, *where: sa.ColumnElement[bool]) -> list[R]:
        """All that match, held until the transaction ends, if it writes."""
        query = self._select.where(*where).order_by(self.c.seq)
        return [self._read(row) for row in tx.all(_for(tx, query))]

    def first(self, tx: Tx, *where: sa.ColumnElement[bool]) -> R | None:
        """The one of those that match which was written first; held as by `held`."""
        query = self._select.where(*where).order_by(self.c.seq).limit(1)
        row = tx.one(_for(tx, query))
        return self._read(row) if row else None

    def count(self, tx: Tx, *where: sa.ColumnElement[bool]) -> int:
        return int(tx.scalar(sa.select(sa.func.count()).select_from(self.table).where(*where)))

    def add(self, tx: Tx, made: R) -> R:
        tx.execute(self.table.insert(), values(made))
        return made

    def change(self, tx: Tx, known: R, **changes: Any) -> R:
        """The record with these changes and the next version, kept."""
        changed: R = replace(known, **changes, version=known.version + 1, updated_at=tx.world.now)
        written = {name: getattr(changed, name) for name in (*changes, "version", "updated_at")}
        tx.execute(self.table.update().where(self.c.id == known.id).values(written))
        return changed

    def page(
        self, tx: Tx, page: PageQuery, filters: dict[str, Any], *where: sa.ColumnElement[bool]
    ) -> Page:
        """One page, newest first, of those whose columns have these values."""
        query = self._select.where(
            *(self.c[name] == value for name, value in filters.items() if value is not None), *where
        )
        return tx.page(query, self.table, page).map(self._read)
