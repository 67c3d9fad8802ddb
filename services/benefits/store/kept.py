"""Records of one kind, read and written: the statements that are the same for each of them."""

from typing import Any, Generic

import sqlalchemy as sa

from services.benefits.store.changing import R, changed
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values


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

    def first(self, tx: Tx, limit: int, *where: sa.ColumnElement[bool]) -> list[R]:
        """The first of those that match, in the order in which they were written; held."""
        query = self._select.where(*where).order_by(self.c.seq).limit(limit)
        return [self._read(row) for row in tx.all(query.with_for_update())]

    def newest(self, tx: Tx, *where: sa.ColumnElement[bool]) -> R | None:
        """The one of those that match which was written last."""
        row = tx.one(self._select.where(*where).order_by(self.c.seq.desc()).limit(1))
        return self._read(row) if row else None

    def count(self, tx: Tx, *where: sa.ColumnElement[bool]) -> int:
        return int(tx.scalar(sa.select(sa.func.count()).select_from(self.table).where(*where)))

    def add(self, tx: Tx, made: R) -> None:
        tx.execute(self.table.insert(), values(made))

    def change(self, tx: Tx, known: R, **changes: Any) -> R:
        """The record with these changes and the next version, kept."""
        return changed(tx, self.table, known, **changes)

    def page(self, tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
        query = self._select.where(*(self.c[name] == value for name, value in filters.items()))
        return tx.page(query, self.table, page).map(self._read)


class OfPerson(Kept[R]):
    """Records of a person: the table has a `person_id` and, where asked for, an `ordinal`."""

    def of(self, tx: Tx, person_id: str) -> list[R]:
        """All of the person's, the first one first."""
        return self.every(tx, self.c.person_id == person_id)

    def current(self, tx: Tx, person_id: str, *statuses: str) -> R | None:
        """The newest one of the person that is in one of these states."""
        return self.newest(tx, self.c.person_id == person_id, self.c.status.in_(statuses))

    def next_ordinal(self, tx: Tx, person_id: str) -> int:
        """The place of the person's next one; two at once wait for each other."""
        tx.lock(self.table.name, person_id)
        last = tx.scalar(
            sa.select(sa.func.max(self.c.ordinal)).where(self.c.person_id == person_id)
        )
        return (last or 0) + 1
