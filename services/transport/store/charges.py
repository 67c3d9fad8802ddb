"""Charges of journeys: added to; only where one stands with its payer changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.transport.domain.journeys import OWED, Authorisation, Charge
from services.transport.store.cards import chunks
from services.transport.store.tables_riding import (
    transit_authorisations,
    transit_charges,
    transit_journeys,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_select, _read = reader(Charge, transit_charges)
_c = transit_charges.c
_select_asked, _read_asked = reader(Authorisation, transit_authorisations)
_a = transit_authorisations.c


def find(tx: Tx, charge_id: str, *, locked: bool = False) -> Charge | None:
    asked = _select.where(_c.id == charge_id)
    row = tx.one(asked.with_for_update() if locked else asked)
    return _read(row) if row else None


def of_journeys(tx: Tx, journey_ids: Iterable[str]) -> dict[str, list[Charge]]:
    """By journey, the first one first."""
    found: dict[str, list[Charge]] = {}
    for part in chunks(journey_ids):
        asked = _select.where(_c.journey_id.in_(part)).order_by(_c.journey_id, _c.ordinal)
        for row in tx.all(asked):
            found.setdefault(row.journey_id, []).append(_read(row))
    return found


def owed(tx: Tx, rider_id: str) -> list[Charge]:
    """What the rider owes, the oldest first."""
    j = transit_journeys.c
    asked = (
        _select.join(transit_journeys, j.id == _c.journey_id)
        .where(j.rider_id == rider_id, _c.status == OWED)
        .order_by(_c.seq)
    )
    return list(map(_read, tx.all(asked)))


def owing(tx: Tx, rider_ids: Iterable[str]) -> set[str]:
    """Those of the riders who owe something for a ride with a bank card."""
    found: set[str] = set()
    for part in chunks(rider_ids):
        asked = (
            sa.select(_a.rider_id)
            .join(transit_charges, _c.id == _a.charge_id)
            .where(_a.rider_id.in_(part), _c.status == OWED)
            .distinct()
        )
        found |= {row[0] for row in tx.all(asked)}
    return found


def add_all(tx: Tx, made: Sequence[Charge]) -> None:
    tx.add_all(transit_charges, [values(each) for each in made])


def stand(tx: Tx, charge_ids: Sequence[str], status: str) -> None:
    for part in chunks(charge_ids):
        tx.execute(transit_charges.update().where(_c.id.in_(part)).values(status=status))


# ---- what acquirers are asked


def add_asked(tx: Tx, made: Sequence[Authorisation]) -> None:
    tx.add_all(transit_authorisations, [values(each) for each in made])


def find_asked(tx: Tx, authorisation_id: str, *, locked: bool = False) -> Authorisation | None:
    asked = _select_asked.where(_a.id == authorisation_id)
    row = tx.one(asked.with_for_update() if locked else asked)
    return _read_asked(row) if row else None


def asked_for(tx: Tx, charge_id: str) -> Authorisation | None:
    row = tx.one(_select_asked.where(_a.charge_id == charge_id).with_for_update())
    return _read_asked(row) if row else None


def change_asked(tx: Tx, asked: Authorisation, **changes: Any) -> Authorisation:
    written = {**changes, "version": asked.version + 1, "updated_at": tx.world.now}
    tx.execute(transit_authorisations.update().where(_a.id == asked.id).values(**written))
    return replace(asked, **written)


def page_of_asked(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select_asked.where(*(_a[name] == value for name, value in filters.items()))
    return tx.page(asked, transit_authorisations, page).map(_read_asked)
