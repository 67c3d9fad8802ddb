"""A world's own policy packs as every service keeps them: one a region, newest text only."""

from typing import Any

import sqlalchemy as sa

from sscsim.db.tx import Tx


class Packs:
    """Over a table with `region_code`, `pack`, `digest`, `version` and both instants."""

    def __init__(self, table: sa.Table) -> None:
        self._table = table
        self._text = sa.select(table.c.pack).where(table.c.region_code == sa.bindparam("region"))

    def find(self, tx: Tx, region_code: str) -> Any | None:
        return tx.one(self._table.select().where(self._table.c.region_code == region_code))

    def text_of(self, tx: Tx, region_code: str) -> str | None:
        """The YAML alone: what pricing asks for again and again."""
        found: str | None = tx.scalar(self._text, {"region": region_code})
        return found

    def regions(self, tx: Tx) -> list[str]:
        """The regions that this world has figures of its own for."""
        column = self._table.c.region_code
        return [row.region_code for row in tx.all(sa.select(column).order_by(column))]

    def save(self, tx: Tx, region_code: str, pack: str, digest: str) -> Any:
        """The row as it is then; the same text again changes nothing."""
        known = self.find(tx, region_code)
        written = {"pack": pack, "digest": digest, "updated_at": tx.world.now}
        if known is None:
            row = {"region_code": region_code, "version": 1, "created_at": tx.world.now}
            tx.execute(self._table.insert().values(**row, **written))
        elif known.digest != digest:
            tx.execute(
                self._table.update()
                .where(self._table.c.region_code == region_code)
                .values(version=known.version + 1, **written)
            )
        return self.find(tx, region_code)
