"""Questions about visits of an institution and a person: what messages ask for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.visit import CANCELLED, OPEN, SETTLING, ChargedLine, Visit
from services.medical.store.tables import (
    account_entries,
    fee_line_withdrawals,
    fee_lines,
    visits,
)
from services.medical.store.visits import read_line
from sscsim.db import Tx
from sscsim.db.rows import reader
from sscsim.kernel.money import Money

_SELECT, _read = reader(Visit, visits)
_IN_TIME = visits.c.admission_date.between(sa.bindparam("since"), sa.bindparam("until"))
_THEIRS = (
    visits.c.institution_id == sa.bindparam("institution_id"),
    visits.c.status != CANCELLED,
    _IN_TIME,
)
_OF_PERSON = _SELECT.where(visits.c.person_id == sa.bindparam("person_id"), *_THEIRS).order_by(
    visits.c.admission_date, visits.c.seq
)
_IN_HOSPITAL = (
    _SELECT.where(
        *_THEIRS,
        visits.c.kind.in_(sa.bindparam("kinds", expanding=True)),
        visits.c.status.in_((OPEN, SETTLING)),
        visits.c.discharge_date.is_(None),
    )
    .order_by(visits.c.admission_date, visits.c.seq)
    .limit(sa.bindparam("most"))
)
_FOR_DISEASES = _SELECT.where(
    visits.c.person_id == sa.bindparam("person_id"),
    visits.c.care_region_code == sa.bindparam("region"),
    visits.c.disease.is_not(None),
    visits.c.status != CANCELLED,
    _IN_TIME,
).order_by(visits.c.admission_date, visits.c.seq)
_LINES_THEN = (
    sa.select(fee_lines, sa.literal(value=False).label("is_withdrawn"))
    .select_from(
        fee_lines.outerjoin(
            fee_line_withdrawals, fee_line_withdrawals.c.fee_line_id == fee_lines.c.id
        )
    )
    .where(
        fee_lines.c.visit_id == sa.bindparam("visit_id"),
        fee_lines.c.created_at <= sa.bindparam("then"),
        sa.or_(
            fee_line_withdrawals.c.fee_line_id.is_(None),
            fee_line_withdrawals.c.created_at > sa.bindparam("then"),
        ),
    )
    .order_by(fee_lines.c.ordinal)
)
_ENTRY = (
    sa.select(account_entries.c.balance_after)
    .where(
        account_entries.c.person_id == sa.bindparam("person_id"),
        account_entries.c.refers_to == sa.bindparam("settlement_id"),
    )
    .order_by(account_entries.c.ordinal.desc())
    .limit(1)
)


def of_person(tx: Tx, institution_id: str, person_id: str, since: date, until: date) -> list[Visit]:
    """The person's visits to the institution that began in that time."""
    asked = {"institution_id": institution_id, "person_id": person_id}
    return [_read(row) for row in tx.all(_OF_PERSON, {**asked, "since": since, "until": until})]


def in_hospital(
    tx: Tx, institution_id: str, kinds: Sequence[str], since: date, until: date, most: int
) -> list[Visit]:
    """Who was admitted in that time and is still there."""
    asked: dict[str, Any] = {"institution_id": institution_id, "kinds": list(kinds)}
    asked |= {"since": since, "until": until, "most": most}
    return [_read(row) for row in tx.all(_IN_HOSPITAL, asked)]


def for_diseases(tx: Tx, person_id: str, region: str, since: date, until: date) -> list[Visit]:
    """The person's visits for registered diseases, at whichever institution of the region."""
    asked = {"person_id": person_id, "region": region, "since": since, "until": until}
    return [_read(row) for row in tx.all(_FOR_DISEASES, asked)]


def lines_then(tx: Tx, visit_id: str, then: datetime) -> list[ChargedLine]:
    """The lines that counted at an instant."""
    rows = tx.all(_LINES_THEN, {"visit_id": visit_id, "then": then})
    return [read_line(row) for row in rows]


def balance_after(tx: Tx, person_id: str, settlement_id: str) -> Money | None:
    """Of the person's account, once a settlement had taken from it or given back."""
    found: Money | None = tx.scalar(
        _ENTRY, {"person_id": person_id, "settlement_id": settlement_id}
    )
    return found
