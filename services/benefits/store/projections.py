"""Whom a projection of the funds counts: groups of equals, read by few statements."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance import month as months
from services.benefits.domain.insurance import relation as relations
from services.benefits.domain.pension import record
from services.benefits.domain.unemployment import record as benefits
from services.benefits.store.insurance import AT_ONCE
from services.benefits.store.tables_insurance import (
    contribution_months,
    insurance_relations,
    insured_employers,
    pension_accounts,
)
from services.benefits.store.tables_pension import pensions
from services.benefits.store.tables_unemployment import unemployment_benefits
from sscsim import db
from sscsim.db import Tx

_r, _e = insurance_relations.c, insured_employers.c
_p, _b = pensions.c, unemployment_benefits.c
_STAFF = insurance_relations.join(
    insured_employers,
    sa.and_(_e.credit_code == _r.employer_credit_code, _e.region_code == _r.region_code),
)
_OPEN = (
    _r.live == 1, _r.status == relations.ENROLLED, _r.kind.in_(tuple(words.RULE_OF)),
)  # fmt: skip
_EQUAL = (_r.region_code, _r.kind, _r.wage, _e.industry_class, _e.size)


def _fen(column: Any) -> Any:
    return sa.type_coerce(column, db.Int()).label("fen")


def regions(tx: Tx) -> list[str]:
    """Where somebody is insured or draws something."""
    found: set[str] = set()
    for column in (_r.region_code, _p.region_code, _b.region_code):
        found |= {row[0] for row in tx.all(sa.select(column).distinct())}
    return sorted(found)


def persons(tx: Tx, of: Collection[str]) -> int:
    """Staff in a pension, and pensions that are drawn."""
    staff = sa.select(sa.func.count()).select_from(insurance_relations).where(*_in_a_pension(of))
    drawn = sa.select(sa.func.count()).where(
        _p.status.in_(record.ON_THE_ROLL), _p.region_code.in_(of)
    )
    return int(tx.scalar(staff)) + int(tx.scalar(drawn))


def _in_a_pension(of: Collection[str]) -> tuple[Any, ...]:
    return (
        _r.live == 1,
        _r.status == relations.ENROLLED,
        _r.kind.in_(words.EMPLOYED),
        _r.employer_credit_code.is_not(None),
        _r.region_code.in_(of),
    )


def staff_after(tx: Tx, of: Collection[str], last: str, limit: int) -> dict[str, str]:
    """The next members of staff in a pension, in order, each with a region."""
    query = sa.select(_r.person_id, _r.region_code).where(*_in_a_pension(of), _r.person_id > last)
    found = tx.all(query.order_by(_r.person_id, _r.kind).limit(limit))
    return {row.person_id: row.region_code for row in found}


def payers(tx: Tx, of: Collection[str]) -> list[Any]:
    """Staff as groups of equals: `region_code`, `kind`, `fen` of the wage, `industry_class`,
    `size`, `persons`."""
    query = (
        sa.select(
            _r.region_code, _r.kind, _fen(_r.wage), _e.industry_class, _e.size,
            sa.func.count().label("persons"),
        )
        .select_from(_STAFF)
        .where(*_OPEN, _r.region_code.in_(of))
        .group_by(*_EQUAL)
        .order_by(*_EQUAL)
    )  # fmt: skip
    return list(tx.all(query))


def relations_of(tx: Tx, of: Collection[str], people: Collection[str]) -> list[Any]:
    """Each relation of these members of staff, as `payers` has them, with `person_id`."""
    found: list[Any] = []
    for some in _slices(people):
        query = (
            sa.select(
                _r.person_id, _r.region_code, _r.kind, _fen(_r.wage), _e.industry_class, _e.size
            )
            .select_from(_STAFF)
            .where(*_OPEN, _r.region_code.in_(of), _r.person_id.in_(some))
        )
        found += tx.all(query.order_by(_r.person_id, _r.kind))
    return found


def months_of(tx: Tx, people: Collection[str]) -> dict[str, int]:
    """Paid months of an employed person's pensions, deemed ones included, by person."""
    m = contribution_months.c
    found: dict[str, int] = {}
    for some in _slices(people):
        query = (
            sa.select(m.person_id, sa.func.count().label("months"))
            .where(
                m.person_id.in_(some),
                m.kind.in_(words.EMPLOYED),
                m.status == months.PAID_STATUS,
            )
            .group_by(m.person_id)
        )
        found |= {row.person_id: int(row.months) for row in tx.all(query)}
    return found


def balances_of(tx: Tx, people: Collection[str]) -> dict[str, int]:
    """What is on the open accounts of these pensions, in fen by person."""
    a = pension_accounts.c
    found: dict[str, int] = {}
    total = sa.cast(sa.func.sum(sa.type_coerce(a.balance, sa.BigInteger)), sa.BigInteger)
    for some in _slices(people):
        query = (
            sa.select(a.person_id, total.label("fen"))
            .where(a.person_id.in_(some), a.kind.in_(words.EMPLOYED), a.status == ledger.OPEN)
            .group_by(a.person_id)
        )
        found |= {row.person_id: int(row.fen) for row in tx.all(query)}
    return found


def _slices(people: Collection[str]) -> list[list[str]]:
    listed = sorted(set(people))
    return [listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE)]


def drawn(tx: Tx, of: Collection[str]) -> list[Any]:
    """Pensions on the roll as groups of equals; `born`: the year, as text."""
    born = sa.func.substr(
        _p.birth_date, sa.literal_column("1"), sa.literal_column("4"), type_=sa.String
    )
    equal = (
        _p.region_code, _p.scheme, _p.kind, _p.monthly, _p.months, _p.retired_month,
        _p.from_month, _p.last_month, _p.in_hard_region, born,
    )  # fmt: skip
    query = sa.select(
        _p.region_code, _p.scheme, _p.kind, _fen(_p.monthly), _p.months, _p.retired_month,
        _p.from_month, _p.last_month, _p.in_hard_region, born.label("born"),
        sa.func.count().label("persons"),
    ).where(_p.status.in_(record.ON_THE_ROLL), _p.region_code.in_(of))  # fmt: skip
    return list(tx.all(query.group_by(*equal).order_by(*equal)))


def claims(tx: Tx, of: Collection[str]) -> list[Any]:
    """Unemployment benefits that run, as groups of equals; `left`: the months that are."""
    left = _b.granted - _b.paid - _b.settled
    equal = (_b.region_code, _b.from_month, left)
    query = sa.select(
        _b.region_code, _b.from_month, left.label("left"), sa.func.count().label("persons")
    ).where(_b.live == 1, _b.status.in_(benefits.PAYABLE), _b.region_code.in_(of))
    return list(tx.all(query.group_by(*equal).order_by(*equal)))
