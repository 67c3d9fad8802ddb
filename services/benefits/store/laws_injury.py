"""What must hold of work injuries: one recognition an accident, sums by grade, paid as decided."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as money
from services.benefits.domain.injury import finding, payout, recognition
from services.benefits.domain.injury.disability import RETAINED
from services.benefits.store import tables_injury as tables
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_subsidies import benefit_recovery_parts
from sscsim.db import Tx

Counterexample = dict[str, Any] | None

_i, _f = tables.work_injuries.c, tables.capacity_findings.c
_g, _p = tables.injury_grants.c, tables.injury_pensions.c
_m, _c = tables.injury_pension_months.c, tables.injury_certifications.c
_b, _rp = benefit_payments.c, benefit_recovery_parts.c
_COUNT = sa.func.count()


def two_recognitions(tx: Tx) -> Counterexample:
    """Two recognitions that stand, of one person and accident."""
    row = tx.one(
        sa.select(_i.person_id, _i.injured_on)
        .where(_i.status.in_(recognition.STANDING))
        .group_by(_i.person_id, _i.injured_on)
        .having(sa.func.count() > 1)
        .order_by(_i.person_id, _i.injured_on)
        .limit(1)
    )
    return row and {"person_id": row.person_id, "injured_on": row.injured_on.isoformat()}


def benefit_off_grade(tx: Tx) -> Counterexample:
    """A sum for a grade that has none, or another grade or person than the finding's."""
    given = [
        sa.and_(_g.kind == kind, sa.or_(_g.grade.is_(None), _g.grade.not_in(list(grades))))
        for kind, grades in payout.GRADED_GRANTS.items()
    ]
    off = sa.or_(
        sa.and_(_g.finding_id.is_not(None), sa.or_(_f.id.is_(None), _f.grade != _g.grade)),
        sa.and_(_f.id.is_not(None), _f.person_id != _g.person_id),
        *given,
    )
    grants, findings = tables.injury_grants, tables.capacity_findings
    row = tx.one(
        sa.select(_g.id, _g.grade)
        .select_from(grants.outerjoin(findings, _f.id == _g.finding_id))
        .where(off)
        .order_by(_g.id)
        .limit(1)
    )
    if row is not None:
        return {"injury_grant_id": row.id, "grade": row.grade}
    no_grade = sa.or_(_p.grade.is_(None), _p.grade.not_in(list(RETAINED)))
    wrong = sa.or_(
        sa.and_(_p.kind == payout.ALLOWANCE, no_grade),
        sa.and_(_p.kind == payout.CARE, sa.or_(_f.id.is_(None), _f.care_level == finding.NO_CARE)),
    )
    row = tx.one(
        sa.select(_p.id, _p.grade)
        .select_from(
            tables.injury_pensions.outerjoin(tables.capacity_findings, _f.id == _p.finding_id)
        )
        .where(wrong)
        .order_by(_p.id)
        .limit(1)
    )
    return row and {"injury_pension_id": row.id, "grade": row.grade}


def paid_off_decided(tx: Tx) -> Counterexample:
    """A grant or a month whose payments and what was kept back aren't its sum, or whose state
    isn't that of its payments."""
    for table in (tables.injury_grants, tables.injury_pension_months):
        found = _off_payment(tx, table)
        if found is not None:
            return found
    return None


_ID = 30
"""Characters of a record's id, with which the keys of its payments begin."""


def _off_payment(tx: Tx, table: sa.Table) -> Counterexample:
    """One that is paid again after a return says so when the money is there; one that is
    recovered says nothing of its payments."""
    t = table.c
    live = benefit_payments.alias("live")

    def how_many(status: str) -> Any:
        return sa.func.sum(sa.case((live.c.status == status, 1), else_=0))

    whose = sa.func.substr(_b.business_key, 1, _ID)
    sums = (
        sa.select(
            whose.label("record_id"),
            sa.func.sum(sa.type_coerce(_b.amount, sa.BigInteger)).label("fen"),
            how_many(money.RETURNED).label("returned"),
            how_many(money.ORDERED).label("ordered"),
        )
        .select_from(
            benefit_payments.join(
                live, sa.and_(live.c.order_id == _b.id, live.c.status != money.REISSUED)
            )
        )
        .where(_b.id == _b.order_id)
        .group_by(whose)
        .subquery()
    )
    against = sa.func.substr(_rp.against, 1, _ID)
    kept = (
        sa.select(
            against.label("record_id"),
            sa.func.sum(sa.type_coerce(_rp.amount, sa.BigInteger)).label("fen"),
        )
        .group_by(against)
        .subquery()
    )

    def fen(column: Any) -> Any:
        return sa.cast(sa.func.coalesce(column, 0), sa.BigInteger)

    on_its_way = (payout.GRANTED, payout.ORDERED, payout.RETURNED)
    follows = sa.case(
        (fen(sums.c.returned) > 0, t.status == payout.RETURNED),
        (fen(sums.c.ordered) > 0, t.status.in_(on_its_way)),
        else_=t.status == payout.PAID,
    )
    row = tx.one(
        sa.select(t.id)
        .select_from(
            table.outerjoin(sums, sums.c.record_id == t.id).outerjoin(
                kept, kept.c.record_id == t.id
            )
        )
        .where(
            sa.or_(
                fen(sums.c.fen) + fen(kept.c.fen) != sa.type_coerce(t.amount, sa.BigInteger),
                sa.and_(t.status != payout.RECOVERED, ~follows),
            )
        )
        .order_by(t.id)
        .limit(1)
    )
    return row and {"record_id": row.id}


def bills_off_grant(tx: Tx) -> Counterexample:
    """A sum for bills that isn't that of its bills, or for a device above its price; a bill of
    no grant."""
    bills, grants = tables.injury_bills, tables.injury_grants
    k = bills.c
    total = sa.cast(
        sa.func.coalesce(sa.func.sum(sa.type_coerce(k.amount, sa.BigInteger)), 0), sa.BigInteger
    )
    granted = sa.type_coerce(_g.amount, sa.BigInteger)
    row = tx.one(
        sa.select(_g.id)
        .select_from(grants.outerjoin(bills, k.grant_id == _g.id))
        .where(_g.kind.in_((payout.BILLS, payout.DEVICE)))
        .group_by(_g.id, _g.kind, _g.amount)
        .having(
            sa.or_(sa.and_(_g.kind == payout.BILLS, total != granted), total < granted),
        )
        .order_by(_g.id)
        .limit(1)
    ) or tx.one(
        sa.select(k.id)
        .select_from(bills.outerjoin(grants, k.grant_id == _g.id))
        .where(_g.id.is_(None))
        .order_by(k.id)
        .limit(1)
    )
    return row and {"record_id": row.id}


def months_off_pension(tx: Tx) -> Counterexample:
    """A benefit by the month that counts otherwise than its months do, or two of one kind for
    one person and injury; or one that is drawn and has no certification to come."""
    counted = (
        sa.select(_m.pension_id, _COUNT.label("months"), sa.func.max(_m.month).label("last"))
        .group_by(_m.pension_id)
        .subquery()
    )
    row = tx.one(
        sa.select(_p.id)
        .select_from(tables.injury_pensions.outerjoin(counted, counted.c.pension_id == _p.id))
        .where(
            sa.or_(
                sa.and_(counted.c.months.is_(None), _p.next_month != _p.from_month),
                counted.c.last >= _p.next_month,
                counted.c.months != _months_between(),
            )
        )
        .order_by(_p.id)
        .limit(1)
    )
    if row is not None:
        return {"injury_pension_id": row.id}
    return _two_pensions(tx) or _uncertified(tx)


def _months_between() -> Any:
    """How many months lie from the first to the next one, in SQL."""

    def number(column: Any) -> Any:
        year = sa.cast(sa.func.substr(column, 1, 4), sa.Integer)
        return year * 12 + sa.cast(sa.func.substr(column, 6, 2), sa.Integer)

    return number(_p.next_month) - number(_p.from_month)


def _two_pensions(tx: Tx) -> Counterexample:
    row = tx.one(
        sa.select(_p.person_id, _p.kind)
        .where(_p.status.in_(payout.OPEN))
        .group_by(_p.person_id, _p.kind, _p.injury_id)
        .having(sa.func.count() > 1)
        .order_by(_p.person_id, _p.kind)
        .limit(1)
    )
    return row and {"person_id": row.person_id, "kind": row.kind}


def _uncertified(tx: Tx) -> Counterexample:
    wanted = sa.exists().where(
        _c.person_id == _p.person_id, _c.benefit == _p.kind, _c.status.in_(("due", "overdue"))
    )
    row = tx.one(
        sa.select(_p.id).where(_p.status.in_(payout.OPEN), ~wanted).order_by(_p.id).limit(1)
    )
    return row and {"injury_pension_id": row.id}
