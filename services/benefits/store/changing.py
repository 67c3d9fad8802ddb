"""Changing a row that has a version: the new value, and what was written of it."""

from dataclasses import replace
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from sscsim.db import Tx


class Versioned(Protocol):
    """What every record has."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


R = TypeVar("R", bound=Versioned)


def changed(tx: Tx, table: sa.Table, known: R, **changes: Any) -> R:
    """The record with the changes and its next version; the row is written."""
    written = {**changes, "version": known.version + 1, "updated_at": tx.world.now}
    tx.execute(table.update().where(table.c.id == known.id).values(**written))
    return replace(known, **written)  # type: ignore[type-var]  # a dataclass, which no protocol says
