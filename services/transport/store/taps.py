"""Taps: added to; what was decided of one changes by its next version."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.transport.domain.taps import ACCEPTED, ADJUSTED, Tap
from services.transport.store.cards import chunks
from services.transport.store.tables_riding import taps
from sscsim.db import Page, PageQuery, Tx, instant_text
from sscsim.db.rows import reader, values

_select, _read = reader(Tap, taps)
_c = taps.c
_STANDS = (ACCEPTED, ADJUSTED)


def find(tx: Tx, tap_id: str) -> Tap | None:
    row = tx.one(_select.where(_c.id == tap_id))
    return _read(row) if row else None


def by_id(tx: Tx, ids: Iterable[str]) -> dict[str, Tap]:
    found: dict[str, Tap] = {}
    for part in chunks(ids):
        for row in tx.all(_select.where(_c.id.in_(part))):
            found[row.id] = _read(row)
    return found


def results(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """What was decided of those of the ids that there are."""
    found: dict[str, str] = {}
    for part in chunks(ids):
        asked = sa.select(_c.id, _c.result).where(_c.id.in_(part))
        found |= {row[0]: row[1] for row in tx.all(asked)}
    return found


def of_journeys(tx: Tx, journey_ids: Iterable[str], rider_ids: Iterable[str]) -> list[Tap]:
    """Taps that stand and are part of these journeys, which are of these riders."""
    wanted = set(journey_ids)
    found: list[Tap] = []
    for part in chunks(rider_ids):
        asked = _select.where(_c.rider_id.in_(part), _c.result.in_(_STANDS))
        found += [_read(row) for row in tx.all(asked) if row.journey_id in wanted]
    return found


def since(tx: Tx, rider_ids: Iterable[str], at: datetime) -> dict[str, list[Tap]]:
    """By rider, taps that stand, from the moment on."""
    found: dict[str, list[Tap]] = {}
    for part in chunks(rider_ids):
        asked = _select.where(
            _c.rider_id.in_(part), _c.tapped_at >= at, _c.result.in_(_STANDS)
        ).order_by(_c.tapped_at, _c.id)
        for row in tx.all(asked):
            found.setdefault(row.rider_id, []).append(_read(row))
    return found


def add_all(tx: Tx, made: Sequence[Tap]) -> None:
    tx.add_all(taps, [values(each) for each in made])


def decide(tx: Tx, changed: Sequence[tuple[str, str, str, str | None, int]]) -> None:
    """(id, result, code, journey, next version) of taps about which something else was decided."""
    now = instant_text(tx.world.now)
    rows = [(*each, now) for each in changed]
    columns = ("result", "code", "journey_id", "version", "updated_at")
    tx.change_each(taps, ("id",), columns, rows)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_c[name] == value for name, value in filters.items()))
    return tx.page(asked, taps, page).map(_read)
