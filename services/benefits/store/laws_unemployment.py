"""Looking for counterexamples to the laws of unemployment insurance."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain import payment as money
from services.benefits.domain.employment import employment
from services.benefits.domain.unemployment import record
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_employment_records import employment_records
from services.benefits.store.tables_transfer import insurance_transfers
from services.benefits.store.tables_unemployment import (
    unemployment_benefit_months,
    unemployment_benefits,
    unemployment_grants,
    unemployment_premiums,
)
from sscsim.db import Tx
from sscsim.kernel.money import Money

_b, _m, _p = unemployment_benefits.c, unemployment_benefit_months.c, benefit_payments.c
Counterexample = dict[str, Any] | None
_EVER = 24
"""Law on social insurance, article 46: the most months of a claim, old ones with it."""


def period_over_most(tx: Tx) -> Counterexample:
    """A benefit of more months than the law allows, or that drew more than it was granted, or
    carried more than the claim before left, or counts other months than were paid."""
    drawn = (
        sa.select(sa.func.count())
        .where(_m.benefit_id == _b.id, _m.status != record.TAKEN_BACK)
        .scalar_subquery()
    )
    g = unemployment_grants.c
    at_once = (
        sa.select(sa.func.coalesce(sa.func.sum(g.months), 0))
        .where(g.benefit_id == _b.id)
        .scalar_subquery()
    )
    used = _b.paid + _b.settled
    row = tx.one(
        sa.select(_b.id, _b.granted, _b.most, _b.paid, _b.settled, drawn.label("drawn"))
        .where(
            sa.or_(
                _b.granted > _b.most,
                _b.most > _EVER,
                used > _b.granted,
                _b.paid != drawn,
                _b.settled != at_once,
                sa.and_(_b.status == record.EXHAUSTED, _b.last_month.is_(None), used < _b.granted),
            )
        )
        .order_by(_b.id)
        .limit(1)
    )
    if row is not None:
        return {"benefit_id": row.id, "granted": row.granted, "paid": row.paid}
    before = unemployment_benefits.alias("before")
    carried = tx.one(
        sa.select(_b.id, _b.carried)
        .select_from(
            unemployment_benefits.outerjoin(
                before,
                sa.and_(before.c.person_id == _b.person_id, before.c.ordinal == _b.ordinal - 1),
            )
        )
        .where(
            _b.carried > sa.func.coalesce(before.c.granted - before.c.paid - before.c.settled, 0)
        )
        .order_by(_b.id)
        .limit(1)
    )
    return carried and {"benefit_id": carried.id, "carried": carried.carried}


def moved_off(tx: Tx) -> Counterexample:
    """A benefit that moved and goes on nowhere, or that goes on elsewhere than it moved to, by more
    months than were left, or while the old one is still drawn."""
    t = insurance_transfers.c
    before = unemployment_benefits.alias("before")
    came = tx.one(
        sa.select(_b.id, _b.granted, t.id.label("transfer_id"))
        .select_from(
            unemployment_benefits.join(
                insurance_transfers, t.application_id == _b.application_id
            ).outerjoin(
                before,
                sa.and_(before.c.person_id == _b.person_id, before.c.ordinal == _b.ordinal - 1),
            )
        )
        .where(
            sa.or_(
                before.c.id.is_(None),
                _b.granted > before.c.granted - before.c.paid - before.c.settled,
                _b.carried != _b.granted,
                _b.region_code != t.to_region_code,
                before.c.live == 1,
            )
        )
        .order_by(_b.id)
        .limit(1)
    )
    if came is not None:
        return {"benefit_id": came.id, "granted": came.granted, "transfer_id": came.transfer_id}
    after = unemployment_benefits.alias("after")
    goes_on = sa.exists().where(
        after.c.person_id == _b.person_id, after.c.ordinal == _b.ordinal + 1
    )
    on_its_way = sa.exists().where(
        t.person_id == _b.person_id, t.from_kind == words.UNEMPLOYMENT, t.live == 1
    )
    left = _b.granted > _b.paid + _b.settled
    lost = tx.one(
        sa.select(_b.id)
        .where(_b.ended_for == record.MOVED, left, ~goes_on, ~on_its_way)
        .order_by(_b.id)
        .limit(1)
    )
    return lost and {"benefit_id": lost.id}


def employed_on_benefit(tx: Tx) -> Counterexample:
    """Somebody who draws the benefit and is at work on record."""
    e = employment_records.c
    row = tx.one(
        sa.select(_b.id, e.id.label("employment_record_id"))
        .select_from(unemployment_benefits.join(employment_records, e.person_id == _b.person_id))
        .where(_b.live == 1, e.status == employment.ACTIVE)
        .order_by(_b.id)
        .limit(1)
    )
    return row and {"benefit_id": row.id, "employment_record_id": row.employment_record_id}


_OF_MONTH = {
    money.ORDERED: (record.ORDERED, record.RETURNED),
    money.PAID: (record.PAID, record.TAKEN_BACK),
    money.RETURNED: (record.RETURNED,),
}
"""What a month may be whose payment stands so; one that is issued again waits as returned."""


def month_off_payment(tx: Tx) -> Counterexample:
    """A month that is paid otherwise than its payment: another sum, another state, none at all."""
    fits = sa.or_(
        *(
            sa.and_(_p.status == status, _m.status.in_(months))
            for status, months in _OF_MONTH.items()
        )
    )
    left = sa.type_coerce(_m.amount, sa.BigInteger) - sa.type_coerce(_m.kept_back, sa.BigInteger)
    row = tx.one(
        sa.select(_m.id)
        .select_from(
            unemployment_benefit_months.outerjoin(
                benefit_payments,
                sa.and_(_p.order_id == _m.payment_id, _p.status.in_(list(_OF_MONTH))),
            )
        )
        .where(
            sa.or_(
                sa.and_(_m.payment_id.is_(None), _m.amount != _m.kept_back),
                sa.and_(_m.payment_id.is_not(None), _p.id.is_(None)),
                sa.and_(_p.id.is_not(None), ~fits),
                sa.and_(_p.id.is_not(None), sa.type_coerce(_p.amount, sa.BigInteger) != left),
            )
        )
        .order_by(_m.id)
        .limit(1)
    )
    return row and {"month_id": row.id}


def premiums_off_sum(tx: Tx) -> Counterexample:
    """A sum of premiums that isn't what its persons' come to, or a premium of no month."""
    c = unemployment_premiums.c
    total = sa.cast(sa.func.sum(sa.type_coerce(c.amount, sa.BigInteger)), sa.BigInteger)
    row = tx.one(
        sa.select(c.payment_id, total.label("total"), _p.amount)
        .select_from(unemployment_premiums.outerjoin(benefit_payments, _p.id == c.payment_id))
        .where(c.payment_id.is_not(None))
        .group_by(c.payment_id, _p.amount)
        .having(sa.or_(_p.amount.is_(None), total != sa.type_coerce(_p.amount, sa.BigInteger)))
        .order_by(c.payment_id)
        .limit(1)
    )
    if row is not None:
        return {"payment_id": row.payment_id, "premiums_fen": Money(int(row.total)).fen}
    lone = tx.one(
        sa.select(c.id)
        .select_from(
            unemployment_premiums.outerjoin(
                unemployment_benefit_months,
                sa.and_(_m.person_id == c.person_id, _m.month == c.month),
            )
        )
        .where(_m.id.is_(None))
        .order_by(c.id)
        .limit(1)
    )
    return lone and {"premium_id": lone.id}
