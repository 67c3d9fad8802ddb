"""Concession grants, read and written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.transport.domain.grants import Grant, Term
from services.transport.store.cards import chunks
from services.transport.store.tables_cards import concession_grants
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_select, _read_row = reader(Grant, concession_grants)
_c = concession_grants.c


def _read(row: Any) -> Grant:
    found: Grant = _read_row(row)
    terms = tuple(Term(*map(date.fromisoformat, each)) for each in row.terms)
    return replace(found, terms=terms)


def of(
    tx: Tx, person_ids: Iterable[str], region: str, day: date
) -> dict[str, frozenset[str]]:  # fmt: skip
    """By person, what they are on the day for a ride in this city: `student`, `disabled`, …

    Who has no grant in force isn't named.
    """
    found: dict[str, set[str]] = {}
    for part in chunks(person_ids):
        asked = _select.where(
            _c.person_id.in_(part),
            _c.from_date <= day,
            _c.until_date >= day,
            sa.or_(_c.holds_in.is_(None), _c.holds_in == region),
        )
        for grant in map(_read, tx.all(asked)):
            if grant.holds(day):
                found.setdefault(grant.person_id, set()).add(grant.status)
    return {person_id: frozenset(statuses) for person_id, statuses in found.items()}


def between(
    tx: Tx, person_ids: Iterable[str], first: date, last: date
) -> dict[str, tuple[Grant, ...]]:
    """By person, all grants that may hold on a day from `first` to `last`, in any city.

    For who looks at many days of many people: ask `Grant.holds` and `holds_in` of each.
    """
    found: dict[str, tuple[Grant, ...]] = {}
    for part in chunks(person_ids):
        asked = _select.where(
            _c.person_id.in_(part), _c.from_date <= last, _c.until_date >= first
        ).order_by(_c.seq)
        for grant in map(_read, tx.all(asked)):
            found[grant.person_id] = (*found.get(grant.person_id, ()), grant)
    return found


def find(tx: Tx, grant_id: str, *, locked: bool = False) -> Grant | None:
    asked = _select.where(_c.id == grant_id)
    row = tx.one(asked.with_for_update() if locked else asked)
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Grant]:
    """All of the person's, the first one first."""
    asked = _select.where(_c.person_id == person_id).order_by(_c.ordinal)
    return list(map(_read, tx.all(asked)))


def add(tx: Tx, grant: Grant) -> None:
    terms = [[each.from_date.isoformat(), each.until_date.isoformat()] for each in grant.terms]
    tx.execute(concession_grants.insert(), {**values(grant), "terms": terms})


def change(tx: Tx, grant: Grant, **changes: Any) -> Grant:
    written = {**changes, "version": grant.version + 1, "updated_at": tx.world.now}
    tx.execute(concession_grants.update().where(_c.id == grant.id).values(**written))
    return replace(grant, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    asked = _select.where(*(_c[name] == value for name, value in filters.items()))
    return tx.page(asked, concession_grants, page).map(_read)
