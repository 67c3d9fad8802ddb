"""Riders: the media on their way, read and written."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from services.transport.domain.journeys import Rider
from services.transport.store.cards import chunks
from services.transport.store.tables_riding import riders
from sscsim.db import Tx, instant_text
from sscsim.db.rows import reader, values

_select, _read = reader(Rider, riders)
_c = riders.c
_by_id = _select.where(_c.id == sa.bindparam("id"))


def find(tx: Tx, rider_id: str, *, locked: bool = False) -> Rider | None:
    row = tx.one(_by_id.with_for_update() if locked else _by_id, {"id": rider_id})
    return _read(row) if row else None


def by_id(tx: Tx, ids: Iterable[str], *, locked: bool = False) -> dict[str, Rider]:
    """Those of the ids that there are; locked in the order of their ids."""
    found: dict[str, Rider] = {}
    for part in chunks(ids):
        asked = _select.where(_c.id.in_(part)).order_by(_c.id)
        for row in tx.all(asked.with_for_update() if locked else asked):
            found[row.id] = _read(row)
    return found


def of_medium(tx: Tx, medium: str, reference: str) -> Rider | None:
    row = tx.one(_select.where(_c.medium == medium, _c.reference == reference))
    return _read(row) if row else None


def add_all(tx: Tx, made: Sequence[Rider]) -> None:
    tx.add_all(riders, [values(each) for each in made])


def save(tx: Tx, changed: Sequence[Rider]) -> None:
    """Where many riders are on their way, and their next version."""
    now = instant_text(tx.world.now)
    rows = [
        (
            each.id,
            each.open_journey_id,
            each.last_tap_at and instant_text(each.last_tap_at),
            each.version,
            now,
        )
        for each in changed
    ]
    columns = ("open_journey_id", "last_tap_at", "version", "updated_at")
    tx.change_each(riders, ("id",), columns, rows)


def waiting(tx: Tx, before: str, most: int) -> list[str]:
    """Riders with an open journey whose last tap lies before; in the order of their ids."""
    asked = (
        sa.select(_c.id)
        .where(_c.open_journey_id.is_not(None), _c.last_tap_at <= before)
        .order_by(_c.id)
        .limit(most)
    )
    return [row[0] for row in tx.all(asked)]
