"""Looking for counterexamples to the laws of contributions and personal accounts."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import WORK_INJURY, charge, ledger, month
from services.benefits.store import platform_orders
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import (
    contribution_charge_parts,
    contribution_charges,
    contribution_corrections,
    contribution_months,
    pension_account_entries,
    pension_accounts,
)
from sscsim.db import Tx

_c, _p, _m = contribution_charges.c, contribution_charge_parts.c, contribution_months.c
_a, _e = pension_accounts.c, pension_account_entries.c

Counterexample = dict[str, Any] | None
PAID = (charge.PAID, charge.REFUNDED)
_MONTHS_OF = {
    charge.DUE: (month.DUE,),
    charge.PAYING: (month.DUE,),
    charge.FAILED: (month.DUE,),
    charge.OVERDUE: (month.DUE,),
    charge.CANCELLED: (month.VOID,),
    charge.PAID: (month.PAID_STATUS, month.REFUNDED, month.MOVED),
    charge.REFUNDED: (month.REFUNDED, month.MOVED),
}
"""In which states the months of a charge are."""


def _sum(amount: Any) -> Any:
    summed = sa.func.coalesce(sa.func.sum(sa.type_coerce(amount, sa.BigInteger)), 0)
    return sa.cast(summed, sa.BigInteger)


def _fen(amount: Any) -> Any:
    return sa.type_coerce(amount, sa.BigInteger)


def charge_off_parts(tx: Tx) -> Counterexample:
    """A charge that is not the sum of its parts, late fees among them."""
    row = tx.one(
        sa.select(_c.id)
        .select_from(
            contribution_charges.outerjoin(contribution_charge_parts, _p.charge_id == _c.id)
        )
        .group_by(_c.id, _c.amount, _c.subsidy, _c.late_fee)
        .having(
            sa.or_(
                _sum(_p.employer) + _sum(_p.personal) != _fen(_c.amount),
                _sum(_p.subsidy) != _fen(_c.subsidy),
                _sum(_p.late_fee) != _fen(_c.late_fee),
            )
        )
        .order_by(_c.id)
        .limit(1)
    )
    return row and {"charge_id": row.id}


def parts_off_months(tx: Tx) -> Counterexample:
    """A part that is not the sum of its months, or months that are on no charge's part."""
    on_part = sa.and_(_m.charge_id == _p.charge_id, _m.kind == _p.kind, _m.month == _p.month)
    row = tx.one(
        sa.select(_p.charge_id, _p.kind, _p.month)
        .select_from(contribution_charge_parts.outerjoin(contribution_months, on_part))
        .group_by(_p.charge_id, _p.kind, _p.month, _p.employer, _p.personal, _p.subsidy)
        .having(
            sa.or_(
                _sum(_m.employer) != _fen(_p.employer),
                _sum(_m.personal) != _fen(_p.personal),
                _sum(_m.subsidy) != _fen(_p.subsidy),
            )
        )
        .order_by(_p.charge_id, _p.kind, _p.month)
        .limit(1)
    ) or tx.one(
        sa.select(_m.charge_id, _m.kind, _m.month)
        .select_from(contribution_months.outerjoin(contribution_charge_parts, on_part))
        .where(_m.charge_id.is_not(None), _p.charge_id.is_(None))
        .order_by(_m.charge_id)
        .limit(1)
    )
    return row and {"charge_id": row.charge_id, "kind": row.kind, "month": row.month}


def months_off_charge(tx: Tx) -> Counterexample:
    """A month that is paid while its charge is not, or the other way round."""
    wrong = sa.or_(
        *(
            sa.and_(_c.status == status, _m.status.not_in(states))
            for status, states in _MONTHS_OF.items()
        )
    )
    row = tx.one(
        sa.select(_m.person_id, _m.kind, _m.month, _c.id)
        .select_from(contribution_months.join(contribution_charges, _c.id == _m.charge_id))
        .where(wrong)
        .order_by(_c.id, _m.person_id)
        .limit(1)
    )
    return row and {"charge_id": row.id, "person_id": row.person_id, "month": row.month}


def charge_nobody_follows(tx: Tx) -> Counterexample:
    """Money that is being taken, or is to be taken off a card, and no job that asks for it."""
    jobs = tx.common.jobs.c
    attempt = _c.id + "#" + sa.cast(_c.tries, sa.String)
    names = ("benefits.collect_contribution", "benefits.settle_contribution")
    followed = sa.exists().where(jobs.name.in_(names), jobs.key == attempt, jobs.status == "due")
    by_card = sa.and_(_c.status == charge.DUE, _c.pay_by == charge.CARD)
    row = tx.one(
        sa.select(_c.id)
        .where(sa.or_(_c.status == charge.PAYING, by_card), ~followed)
        .order_by(_c.id)
        .limit(1)
    )
    return row and {"charge_id": row.id}


def balance_off_entries(tx: Tx) -> Counterexample:
    """An account whose entries don't sum to its balance."""
    row = tx.one(
        sa.select(_a.id)
        .select_from(pension_accounts.outerjoin(pension_account_entries, _e.account_id == _a.id))
        .group_by(_a.id, _a.balance)
        .having(_sum(_e.amount) != _fen(_a.balance))
        .order_by(_a.id)
        .limit(1)
    )
    return row and {"account_id": row.id}


def posted_off_months(tx: Tx) -> Counterexample:
    """Somebody whose account got something else than their paid months say; annuities are
    accounts of their own."""
    months = (
        sa.select(_m.person_id, _m.kind, (_sum(_m.to_account) + _sum(_m.subsidy)).label("fen"))
        .where(
            _m.charge_id.is_not(None),
            _m.kind != words.OCCUPATIONAL_ANNUITY,
            _m.status.in_((month.PAID_STATUS, month.REFUNDED, month.MOVED)),
        )
        .group_by(_m.person_id, _m.kind)
        .having(_sum(_m.to_account) + _sum(_m.subsidy) != 0)
    )
    entries = (
        sa.select(_a.person_id, _a.kind, _sum(_e.amount).label("fen"))
        .select_from(pension_accounts.join(pension_account_entries, _e.account_id == _a.id))
        .where(_e.kind.in_((ledger.CONTRIBUTION, ledger.SUBSIDY)))
        .group_by(_a.person_id, _a.kind)
    )
    owed = {(row.person_id, row.kind): int(row.fen) for row in tx.all(months)}
    posted = {(row.person_id, row.kind): int(row.fen) for row in tx.all(entries)}
    for key in sorted(owed.keys() | posted.keys()):
        if owed.get(key, 0) != posted.get(key, 0):
            return {"person_id": key[0], "kind": key[1]}
    return None


def corrections_off_payments(tx: Tx) -> Counterexample:
    """A correction that raises a base, or whose sums aren't what was ordered back to each payer and
    what left the pension account."""
    n = contribution_corrections.c
    key = sa.literal("refund/") + n.charge_id + "/" + n.person_id + "/" + n.kind + "/" + n.month
    before = "/" + sa.cast(n.ordinal - 1, sa.String)
    key = sa.case((n.ordinal > 1, key + before), else_=key)

    def ordered(payer: str) -> Any:
        b = benefit_payments.c
        found = sa.select(_fen(b.amount)).where(b.business_key == key + f"/{payer}")
        return sa.func.coalesce(found.scalar_subquery(), 0)

    left = sa.select(_fen(_e.amount)).where(_e.business_key == key).scalar_subquery()
    row = tx.one(
        sa.select(n.id)
        .where(
            sa.or_(
                _fen(n.right_base) > _fen(n.base),
                ordered("employer") != _fen(n.employer),
                ordered("person") != _fen(n.personal),
                sa.and_(
                    n.kind != words.OCCUPATIONAL_ANNUITY,
                    sa.func.coalesce(left, 0) != -_fen(n.account),
                ),
            )
        )
        .order_by(n.id)
        .limit(1)
    )
    return row and {"contribution_correction_id": row.id}


def received(tx: Tx) -> dict[str, int]:
    """What each fund got of contributions, and of platforms, in each region, to be compared with
    the books."""
    total = _sum(_p.employer) + _sum(_p.personal) + _sum(_p.subsidy) + _sum(_p.late_fee)
    query = (
        sa.select(_p.region_code, _p.kind, total.label("total"))
        .select_from(contribution_charge_parts.join(contribution_charges, _c.id == _p.charge_id))
        .where(_c.status.in_(PAID))
        .group_by(_p.region_code, _p.kind)
        .order_by(_p.region_code, _p.kind)
    )
    got: Counter[str] = Counter()
    for row in tx.all(query):
        got[f"contribution.received:{row.region_code}/{row.kind}"] += int(row.total)
    for region_code, fen in platform_orders.paid_by_region(tx).items():
        if fen:
            got[f"contribution.received:{region_code}/{WORK_INJURY}"] += fen
    return dict(got)
