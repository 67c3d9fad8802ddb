"""What must hold of rates by injuries, of prevention's money, and of platforms' orders."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.injury import floating, prevention
from services.benefits.store import injury_fund, platform_orders
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_injury import work_injuries
from services.benefits.store.tables_injury_fund import prevention_parts, prevention_projects
from services.benefits.store.tables_platform import platform_orders as orders
from services.benefits.store.tables_platform import platform_premiums
from sscsim.db import Tx
from sscsim.kernel import explain

Counterexample = dict[str, Any] | None

_j, _t, _b = prevention_projects.c, prevention_parts.c, benefit_payments.c
_o, _m, _i = orders.c, platform_premiums.c, work_injuries.c


def rate_off_record(tx: Tx) -> Counterexample:
    """A rate that isn't what its record gives, holds for months that it looked at, is lowered
    where that can't be, or floats though nothing was contributed."""
    for each in injury_fund.rates.every(tx):
        last = each.explanation["steps"][-1]
        rate = last.get("result_bp")
        said = (
            explain.faults(each.explanation)
            or each.explanation["totals"]["total_fen"] != each.spent.fen
            or (rate is not None and rate * 100 != each.rate_millionths)
            or each.from_month <= each.last_month
            or (each.step != floating.OWN and not (each.contributed and each.staff))
            or (
                each.industry_class == floating.LOWEST_CLASS
                and each.step in (floating.LOW_1, floating.LOW_2)
            )
        )
        if said:
            return {"injury_rate_id": each.id}
    return None


def _fen(column: Any) -> Any:
    summed = sa.func.sum(sa.type_coerce(column, sa.BigInteger))
    return sa.cast(sa.func.coalesce(summed, 0), sa.BigInteger)


def prevention_off_parts(tx: Tx) -> Counterexample:
    """A project that isn't the sum of its parts, or a part that was accepted and isn't ordered
    once in full, or the other way round; a year above its limit."""
    return _off_parts(tx) or _off_order(tx) or _off_state(tx) or _above_limit(tx)


def _off_parts(tx: Tx) -> Counterexample:
    accepted = sa.case((_t.status == prevention.ACCEPTED, sa.type_coerce(_t.amount, sa.BigInteger)))
    row = tx.one(
        sa.select(_j.id)
        .select_from(prevention_projects.outerjoin(prevention_parts, _t.project_id == _j.id))
        .group_by(_j.id, _j.amount, _j.accepted)
        .having(
            sa.or_(
                _fen(_t.amount) != sa.type_coerce(_j.amount, sa.BigInteger),
                _fen(accepted) != sa.type_coerce(_j.accepted, sa.BigInteger),
            )
        )
        .order_by(_j.id)
        .limit(1)
    )
    return row and {"prevention_project_id": row.id}


def _off_order(tx: Tx) -> Counterexample:
    paid = sa.and_(_b.id == _t.payment_id, _b.business_key == _t.id)
    right = sa.and_(_b.id.is_not(None), _b.amount == _t.amount, _b.fund == prevention.FUND)
    row = tx.one(
        sa.select(_t.id)
        .select_from(prevention_parts.outerjoin(benefit_payments, paid))
        .where(
            sa.or_(
                sa.and_(_t.status == prevention.ACCEPTED, sa.not_(sa.func.coalesce(right, False))),
                sa.and_(_t.status != prevention.ACCEPTED, _t.payment_id.is_not(None)),
            )
        )
        .order_by(_t.id)
        .limit(1)
    )
    return row and {"prevention_part_id": row.id}


def _off_state(tx: Tx) -> Counterexample:
    """Parts wait for acceptance as long as the project may go on."""
    open_ = (prevention.APPLIED, prevention.APPROVED)
    waits = sa.exists().where(_t.project_id == _j.id, _t.status == prevention.PLANNED)
    row = tx.one(
        sa.select(_j.id)
        .where(sa.or_(sa.and_(_j.status.in_(open_), ~waits), sa.and_(~_j.status.in_(open_), waits)))
        .order_by(_j.id)
        .limit(1)
    )
    return row and {"prevention_project_id": row.id}


def _above_limit(tx: Tx) -> Counterexample:
    limits: dict[tuple[str, int], int] = {}
    for each in injury_fund.projects.every(tx, _j.explanation.is_not(None)):
        if each.explanation is not None:
            limit = each.explanation["totals"]["total_fen"]
            key = each.region_code, each.year
            limits[key] = max(limit, limits.get(key, 0))
    for (region, year), limit in sorted(limits.items()):
        if injury_fund.committed(tx, region, year).fen > limit:
            return {"region_code": region, "year": year}
    return None


def order_off_premium(tx: Tx) -> Counterexample:
    """A premium that isn't of as many orders as say so, or of another sum than its steps; an order
    of a premium that isn't its platform's; an injury on an order of somebody else."""
    counted = sa.func.count(_o.id)
    off = tx.one(
        sa.select(_m.id)
        .select_from(platform_premiums.outerjoin(orders, _o.premium_id == _m.id))
        .group_by(_m.id, _m.orders)
        .having(counted != _m.orders)
        .order_by(_m.id)
        .limit(1)
    )
    if off is not None:
        return {"platform_premium_id": off.id}
    return _strange_order(tx) or _strange_injury(tx) or _false_premium(tx)


def _strange_order(tx: Tx) -> Counterexample:
    row = tx.one(
        sa.select(_o.id)
        .select_from(orders.outerjoin(platform_premiums, _m.id == _o.premium_id))
        .where(
            _o.premium_id.is_not(None),
            sa.or_(
                _m.id.is_(None),
                _m.platform_credit_code != _o.platform_credit_code,
                _m.region_code != _o.region_code,
                _m.month < _o.month,
            ),
        )
        .order_by(_o.id)
        .limit(1)
    )
    return row and {"platform_order_id": row.id}


def _strange_injury(tx: Tx) -> Counterexample:
    row = tx.one(
        sa.select(_i.id)
        .select_from(work_injuries.outerjoin(orders, _o.id == _i.platform_order_id))
        .where(
            _i.platform_order_id.is_not(None),
            sa.or_(
                _o.id.is_(None),
                _o.person_id != _i.person_id,
                _o.region_code != _i.region_code,
                _o.platform_credit_code != _i.employer_credit_code,
            ),
        )
        .order_by(_i.id)
        .limit(1)
    )
    return row and {"work_injury_id": row.id}


def _false_premium(tx: Tx) -> Counterexample:
    for each in platform_orders.premiums.every(tx):
        total = each.explanation["totals"]["total_fen"]
        if explain.faults(each.explanation) or total != each.amount.fen:
            return {"platform_premium_id": each.id}
    return None
