"""Visits and their fee lines."""

from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from services.medical.domain.registration import Registration
from services.medical.domain.visit import CANCELLED, OPEN, SETTLED, SETTLING, ChargedLine, Visit
from services.medical.store.tables import fee_line_withdrawals, fee_lines, visits
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Visit, visits)
_WITHDRAWN = fee_line_withdrawals.c.fee_line_id.is_not(None).label("is_withdrawn")
_LINES = sa.select(fee_lines, _WITHDRAWN).select_from(
    fee_lines.outerjoin(fee_line_withdrawals, fee_line_withdrawals.c.fee_line_id == fee_lines.c.id)
)
_LINE_FIELDS = [field.name for field in fields(ChargedLine)]
_BY_ID = _SELECT.where(visits.c.id == sa.bindparam("id"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_CHANGE = visits.update().where(visits.c.id == sa.bindparam("_id"))


def read_line(row: Any) -> ChargedLine:
    line = ChargedLine(**{name: getattr(row, name) for name in _LINE_FIELDS})
    return replace(line, quantity=Decimal(line.quantity), is_withdrawn=bool(line.is_withdrawn))


def find(tx: Tx, visit_id: str, *, lock: bool = False) -> Visit | None:
    row = tx.one(_BY_ID_LOCKED if lock else _BY_ID, {"id": visit_id})
    return _read(row) if row else None


def lock_person(tx: Tx, person_id: str) -> None:
    """Nobody else begins or resumes a visit of theirs until the transaction ends."""
    tx.lock("visits", person_id)


def count(tx: Tx, person_id: str, institution_id: str, admission_date: Any) -> int:
    """How many visits the person began there on that day: what tells the next one's id apart."""
    lock_person(tx, person_id)
    found = tx.scalar(
        sa.select(sa.func.count())
        .select_from(visits)
        .where(
            visits.c.person_id == person_id,
            visits.c.institution_id == institution_id,
            visits.c.admission_date == admission_date,
        )
    )
    return int(found)


def undischarged(tx: Tx, person_id: str, kinds: Sequence[str]) -> list[Visit]:
    """The person's open visits of these kinds that have no end yet, in any region."""
    query = _SELECT.where(
        visits.c.person_id == person_id,
        visits.c.kind.in_(kinds),
        visits.c.status.in_((OPEN, SETTLING)),
        visits.c.discharge_date.is_(None),
    )
    return [_read(row) for row in tx.all(query.order_by(visits.c.seq))]


def settled_on(tx: Tx, recognition_id: str) -> list[Visit]:
    """Visits that rest on a recognition and are settled, the first one first."""
    query = _SELECT.where(
        visits.c.recognition_id == recognition_id, visits.c.status == SETTLED
    ).order_by(visits.c.seq)
    return [_read(row) for row in tx.all(query)]


def add(tx: Tx, visit: Visit) -> None:
    tx.execute(visits.insert(), values(visit))


def change(tx: Tx, visit: Visit, **changes: Any) -> Visit:
    """Write the changed fields; the version rises."""
    changed = replace(visit, **changes, version=visit.version + 1, updated_at=tx.world.now)
    written = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    tx.execute(_CHANGE, {"_id": visit.id, **written})
    return changed


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(visits.c[name] == value for name, value in filters.items()))
    return tx.page(query, visits, page).map(_read)


def add_lines(tx: Tx, lines: Sequence[ChargedLine]) -> None:
    rows = [{**values(line), "quantity": str(line.quantity)} for line in lines]
    for row in rows:
        row.pop("is_withdrawn")
    tx.execute(fee_lines.insert(), rows)


def live_lines(tx: Tx, visit_id: str) -> list[ChargedLine]:
    """The lines that count, in the order in which they were charged."""
    query = _LINES.where(
        fee_lines.c.visit_id == visit_id, fee_line_withdrawals.c.fee_line_id.is_(None)
    )
    return [read_line(row) for row in tx.all(query.order_by(fee_lines.c.ordinal))]


def withdraw_lines(tx: Tx, visit_id: str, line_ids: Sequence[str]) -> None:
    if line_ids:
        rows = [
            {"fee_line_id": line_id, "visit_id": visit_id, "created_at": tx.world.now}
            for line_id in line_ids
        ]
        tx.execute(fee_line_withdrawals.insert(), rows)


def page_of_lines(tx: Tx, visit_id: str, page: PageQuery) -> Page:
    query = _LINES.where(fee_lines.c.visit_id == visit_id)
    return tx.page(query, fee_lines, page).map(read_line)


_RESTING = (
    sa.select(visits.c.id)
    .where(
        visits.c.person_id == sa.bindparam("person_id"),
        visits.c.insurance_kind == sa.bindparam("insurance_kind"),
        visits.c.disease == sa.bindparam("disease"),
        visits.c.admission_date >= sa.bindparam("since"),
        visits.c.created_at >= sa.bindparam("made_at"),
        visits.c.status != CANCELLED,
    )
    .order_by(visits.c.seq)
    .limit(1)
)


def resting_on(tx: Tx, registration: Registration) -> str | None:
    """The first visit for a registered disease since it was made that wasn't taken back."""
    found: str | None = tx.scalar(
        _RESTING,
        {
            "person_id": registration.person_id,
            "insurance_kind": registration.insurance_kind,
            "disease": registration.disease,
            "since": registration.from_date,
            "made_at": registration.created_at,
        },
    )
    return found
