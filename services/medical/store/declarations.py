"""Transfers, chosen institutions and accidents of a person, each counted from 1."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from services.medical.domain.accident import Accident
from services.medical.domain.chosen_institution import ChosenInstitution
from services.medical.domain.transfer import Transfer
from services.medical.store import tables_declarations as tables
from sscsim.db import Tx
from sscsim.db.rows import reader, values

T = TypeVar("T", Transfer, ChosenInstitution, Accident)


@dataclass(frozen=True)
class Declared(Generic[T]):
    """The declarations of one kind."""

    table: sa.Table
    find_query: Any
    person_query: Any
    last_query: Any
    read: Callable[[Any], T]

    def hold(self, tx: Tx, person_id: str) -> None:
        """Nobody else declares for the person until the transaction ends."""
        tx.lock(self.table.name, person_id)

    def next_ordinal(self, tx: Tx, person_id: str) -> int:
        self.hold(tx, person_id)
        return int(tx.scalar(self.last_query, {"person_id": person_id}) or 0) + 1

    def find(self, tx: Tx, id_: str) -> T | None:
        row = tx.one(self.find_query, {"id": id_})
        return self.read(row) if row else None

    def of_person(self, tx: Tx, person_id: str) -> list[T]:
        """In the order in which they were made."""
        return [self.read(row) for row in tx.all(self.person_query, {"person_id": person_id})]

    def add(self, tx: Tx, made: T) -> None:
        tx.execute(self.table.insert(), values(made))

    def change(self, tx: Tx, one: T, **changes: Any) -> T:
        """Write the changed fields; the version rises."""
        stamped = {**changes, "version": one.version + 1, "updated_at": tx.world.now}
        tx.execute(self.table.update().where(self.table.c.id == one.id).values(**stamped))
        return replace(one, **stamped)


def _declared(kind: type[T], table: sa.Table) -> Declared[T]:
    select, read = reader(kind, table)
    of_person = table.c.person_id == sa.bindparam("person_id")
    return Declared(
        table,
        select.where(table.c.id == sa.bindparam("id")),
        select.where(of_person).order_by(table.c.ordinal),
        sa.select(sa.func.max(table.c.ordinal)).where(of_person),
        read,
    )


transfers = _declared(Transfer, tables.transfers)
chosen = _declared(ChosenInstitution, tables.chosen_institutions)
accidents = _declared(Accident, tables.accidents)
