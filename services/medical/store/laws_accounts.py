"""Looking for counterexamples to the laws of account years and of family sharing."""

from typing import Any

import sqlalchemy as sa

from services.medical.store.tables import (
    account_entries,
    account_sharers,
    account_years,
    family_payments,
    settlements,
)
from sscsim.db import Tx
from sscsim.kernel import explain

Found = dict[str, Any] | None


def _raw(column: Any) -> Any:
    return sa.type_coerce(column, sa.BigInteger)


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)


def account_year_off_entries(tx: Tx) -> Found:
    """An account year whose amounts aren't those of its entries, or of its explanation."""
    amount = _raw(account_entries.c.amount)
    entries = {
        (row.refers_to, row.kind): int(row.fen)
        for row in tx.all(
            sa.select(
                account_entries.c.refers_to, account_entries.c.kind, _sum(amount).label("fen")
            )
            .where(account_entries.c.refers_to.in_(sa.select(account_years.c.id)))
            .group_by(account_entries.c.refers_to, account_entries.c.kind)
        )
    }
    table = account_years.c
    for row in tx.all(
        sa.select(table.id, table.credit, table.interest, table.explanation).order_by(table.seq)
    ):
        faults = explain.faults(row.explanation)
        for name in ("credit", "interest"):
            stands = getattr(row, name).fen
            said = row.explanation["totals"][f"{name}_fen"]
            entered = entries.get((row.id, name), 0)
            if not said == stands == entered:
                faults.append(f"{name}: explained {said}, recorded {stands}, entered {entered}")
        if faults:
            return {"account_year_id": row.id, "faults": faults}
    return None


def family_off_entries(tx: Tx) -> Found:
    """A payment of the family without the entry on that account, or with another amount."""
    pay, entry = family_payments.c, account_entries.c
    signed = sa.case((entry.kind == "reversal", -_raw(entry.amount)), else_=_raw(entry.amount))
    row = tx.one(
        sa.select(pay.exchange_id, pay.person_id, pay.amount, signed.label("entered"))
        .select_from(
            family_payments.outerjoin(
                account_entries,
                sa.and_(entry.refers_to == pay.exchange_id, entry.person_id == pay.person_id),
            )
        )
        .where(sa.or_(signed.is_(None), signed != _raw(pay.amount)))
        .order_by(pay.seq)
        .limit(1)
    )
    return row and {
        "exchange_id": row.exchange_id,
        "person_id": row.person_id,
        "amount_fen": row.amount.fen,
        "entered_fen": None if row.entered is None else int(row.entered),
    }


def family_off_settlement(tx: Tx) -> Found:
    """A settlement whose family part isn't the sum of what the family's accounts paid."""
    sums = (
        sa.select(family_payments.c.exchange_id, _sum(_raw(family_payments.c.amount)).label("fen"))
        .group_by(family_payments.c.exchange_id)
        .subquery()
    )
    paid = sa.func.coalesce(sums.c.fen, 0)
    said = _raw(settlements.c.family_account_pay)
    row = tx.one(
        sa.select(settlements.c.id, said.label("said"), paid.label("paid"))
        .select_from(settlements.outerjoin(sums, sums.c.exchange_id == settlements.c.id))
        .where(settlements.c.settled_at.is_not(None), said != paid)
        .order_by(settlements.c.seq)
        .limit(1)
    )
    return row and {
        "settlement_id": row.id,
        "family_account_pay_fen": int(row.said),
        "accounts_paid_fen": int(row.paid),
    }


def family_over_limit(tx: Tx) -> Found:
    """An authorisation that paid more in a year than its owner allowed, or less than nothing."""
    pay, table = family_payments.c, account_sharers.c
    used = _sum(_raw(pay.amount))
    limit = _raw(table.limit_per_year)
    row = tx.one(
        sa.select(table.id, pay.account_year, used.label("used"), limit.label("most"))
        .select_from(account_sharers.join(family_payments, pay.sharer_id == table.id))
        .group_by(table.id, pay.account_year, limit)
        .having(sa.or_(used > limit, used < 0))
        .order_by(table.id, pay.account_year)
        .limit(1)
    )
    return row and {
        "sharer_id": row.id,
        "account_year": row.account_year,
        "used_fen": int(row.used),
        "limit_fen": row.most,
    }
