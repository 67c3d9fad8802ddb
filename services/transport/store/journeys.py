"""Journeys, and what staff said of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.transport.domain.journeys import CANCELLED, OPEN, Decision, Journey
from services.transport.store.cards import chunks
from services.transport.store.tables_riding import journey_decisions, riders, transit_journeys
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.bulk import writer
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_select, _read = reader(Journey, transit_journeys)
_j = transit_journeys.c
_select_decision, _read_decision = reader(Decision, journey_decisions)
_d = journey_decisions.c
_CHANGED = (
    *("exit_tap_id", "exit_station_id", "entry_station_id", "exited_at", "status", "rule"),
    *("list_fare", "concession", "concession_discount", "transfer_discount", "pass_paid"),
    *("surcharge", "fare", "payer", "charge_status", "priced", "version", "updated_at"),
)


def find(tx: Tx, journey_id: str, *, locked: bool = False) -> Journey | None:
    asked = _select.where(_j.id == journey_id)
    row = tx.one(asked.with_for_update() if locked else asked)
    return _read(row) if row else None


def by_id(tx: Tx, ids: Iterable[str]) -> dict[str, Journey]:
    found: dict[str, Journey] = {}
    for part in chunks(ids):
        for row in tx.all(_select.where(_j.id.in_(part))):
            found[row.id] = _read(row)
    return found


def since(
    tx: Tx, rider_ids: Iterable[str], at: datetime, and_ids: Iterable[str] = ()
) -> dict[str, list[Journey]]:
    """By rider, journeys that were entered from the moment on, and these; by their entry. Cancelled
    ones too: an exit that found its entry may lose it again to another exit."""
    found: dict[str, dict[str, Journey]] = {}
    for part in chunks(rider_ids):
        asked = _select.where(_j.rider_id.in_(part), _j.entered_at >= at)
        # what an operator told in a batch has no taps of ours: no tap changes it
        asked = asked.where(sa.or_(_j.entry_tap_id.is_not(None), _j.exit_tap_id.is_not(None)))
        for row in tx.all(asked):
            found.setdefault(row.rider_id, {})[row.id] = _read(row)
    lacking = set(and_ids) - {each for of in found.values() for each in of}
    for journey in by_id(tx, lacking).values():
        found.setdefault(journey.rider_id, {})[journey.id] = journey
    return {
        rider: sorted(of.values(), key=lambda one: (one.entered_at, one.id))
        for rider, of in found.items()
    }


def open_ones(tx: Tx) -> list[Journey]:
    """All that are open, by their riders' whereabouts."""
    r = riders.c
    asked = _select.join(riders, r.open_journey_id == _j.id).where(r.open_journey_id.is_not(None))
    return list(map(_read, tx.all(asked.order_by(_j.id))))


Counted = tuple[str, str, str | None, int, Money]
"""Region, fare system, concession, how many rides, and what was paid for them."""


def counted(
    tx: Tx, rider_ids: Iterable[str], first: datetime, before: datetime
) -> dict[str, list[Counted]]:
    """By rider, what was ridden to its end and entered from `first` up to before `before`."""
    found: dict[str, list[Counted]] = {}
    by = (_j.rider_id, _j.region_code, _j.fare_system_id, _j.concession)
    total = sa.cast(sa.func.sum(_j.fare), sa.BigInteger)
    for part in chunks(rider_ids):
        asked = (
            sa.select(*by, sa.func.count(), sa.type_coerce(total, sa.BigInteger))
            .where(
                _j.rider_id.in_(part),
                _j.entered_at >= first,
                _j.entered_at < before,
                _j.status.not_in((CANCELLED, OPEN)),
            )
            .group_by(*by)
        )
        for rider, region, system, concession, number, paid in tx.all(asked):
            row = (region, system, concession, int(number), Money(int(paid)))
            found.setdefault(rider, []).append(row)
    return found


def paid_with_pass(
    tx: Tx, rider_ids: Iterable[str], first: datetime
) -> dict[str, list[tuple[str, datetime, datetime, str, str]]]:
    """By rider, (id, entry, end, fare system, pass) of journeys that a pass paid for, entered from
    the moment on."""
    found: dict[str, list[tuple[str, datetime, datetime, str, str]]] = {}
    zero = Money.zero()
    for part in chunks(rider_ids):
        asked = sa.select(
            _j.rider_id, _j.id, _j.entered_at, _j.exited_at, _j.fare_system_id, _j.priced
        ).where(
            _j.rider_id.in_(part),
            _j.entered_at >= first,
            _j.pass_paid > zero,
            _j.status.not_in((CANCELLED, OPEN)),
        )
        for row in tx.all(asked):
            by = row.priced["pass"]
            told = (row.id, row.entered_at, row.exited_at, row.fare_system_id, by)
            found.setdefault(row.rider_id, []).append(told)
    return found


def add_all(tx: Tx, made: Sequence[Journey]) -> None:
    tx.add_all(transit_journeys, [values(each) for each in made])


def save(tx: Tx, changed: Sequence[Journey]) -> None:
    """What stands now of many journeys."""
    writers = [(name, writer(tx.conn.dialect, _j[name])) for name in _CHANGED]
    rows = [(each.id, *(write(getattr(each, name)) for name, write in writers)) for each in changed]
    tx.change_each(transit_journeys, ("id",), _CHANGED, rows)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_j[name] == value for name, value in filters.items()))
    return tx.page(asked, transit_journeys, page).map(_read)


# ---- what people decided of journeys


def decisions(tx: Tx, rider_ids: Iterable[str]) -> dict[str, list[Decision]]:
    """By rider, the first one first."""
    found: dict[str, list[Decision]] = {}
    for part in chunks(rider_ids):
        for row in tx.all(_select_decision.where(_d.rider_id.in_(part)).order_by(_d.seq)):
            found.setdefault(row.rider_id, []).append(_read_decision(row))
    return found


def decisions_of(tx: Tx, journey_id: str) -> list[Decision]:
    asked = _select_decision.where(_d.journey_id == journey_id).order_by(_d.ordinal)
    return list(map(_read_decision, tx.all(asked)))


def add_decision(tx: Tx, decision: Decision) -> None:
    tx.execute(journey_decisions.insert(), values(decision))
