"""Who decides in a region of this world."""

from typing import Any

from services.benefits.domain.review import Settings
from services.benefits.store.tables import review_settings
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Settings, review_settings)


def find(tx: Tx, region_code: str, *, lock: bool = False) -> Settings | None:
    query = _SELECT.where(review_settings.c.region_code == region_code)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def among(tx: Tx, region_codes: tuple[str, ...]) -> dict[str, Settings]:
    """The settings of those of the regions that have any."""
    query = _SELECT.where(review_settings.c.region_code.in_(region_codes))
    return {found.region_code: found for found in map(_read, tx.all(query))}


def put(tx: Tx, settings: Settings) -> None:
    said: dict[str, Any] = values(settings)
    table = review_settings
    same = table.c.region_code == settings.region_code
    if tx.execute(table.update().where(same).values(**said)).rowcount == 0:
        tx.execute(table.insert(), said)
