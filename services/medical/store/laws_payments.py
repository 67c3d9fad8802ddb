"""Looking for counterexamples to the laws of payments and of manual claims."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.payment import IN_FLIGHT, PAID, REFUSED
from services.medical.domain.settlement import CORRECTED, REVERSED
from services.medical.store.tables import (
    insured_settlements,
    manual_claims,
    settlement_payments,
    settlements,
)
from sscsim.db import Tx
from sscsim.kernel import explain

_NOTHING = (REFUSED, "cancelled")


def payment_off_settlement(tx: Tx) -> dict[str, Any] | None:
    """A payment of another sum than the cash part, paid for a settlement that was undone, or
    beside another that stands."""
    pay, of, other = settlement_payments.c, settlements.c, settlement_payments.alias("other")
    amount, cash = (sa.type_coerce(each, sa.BigInteger) for each in (pay.amount, of.cash_pay))
    live = (*IN_FLIGHT, PAID)
    beside = sa.exists().where(
        other.c.settlement_id == pay.settlement_id,
        other.c.ordinal > pay.ordinal,
        pay.status.not_in(_NOTHING),
    )
    wrong = sa.or_(
        of.id.is_(None),
        sa.and_(pay.status == PAID, of.status.in_((REVERSED, CORRECTED))),
        sa.and_(pay.status.in_(live), amount != cash),
        beside,
    )
    row = tx.one(
        sa.select(pay.id, pay.status, pay.amount, of.status.label("settlement_status"))
        .select_from(settlement_payments.outerjoin(settlements, of.id == pay.settlement_id))
        .where(wrong)
        .order_by(pay.seq)
        .limit(1)
    )
    return row and {
        "payment_id": row.id,
        "status": row.status,
        "amount_fen": row.amount.fen,
        "settlement_status": row.settlement_status,
    }


def claim_off_home(tx: Tx) -> dict[str, Any] | None:
    """A manual claim that its explanation, or the home side's record, says otherwise of."""
    claim, home = manual_claims.c, insured_settlements.c
    for row in tx.all(
        sa.select(claim.id, claim.funds, claim.fund_pay, claim.explanation, home.result)
        .select_from(manual_claims.outerjoin(insured_settlements, home.exchange_id == claim.id))
        .order_by(claim.seq)
    ):
        said = {
            "funds": sum(row.funds.values()),
            "explained": row.explanation["totals"]["fund_pay_fen"],
            "home": None if row.result is None else row.result["fund_pay_fen"],
        }
        faults = explain.faults(row.explanation)
        if faults or set(said.values()) != {row.fund_pay.fen}:
            stands = {"claim_id": row.id, "fund_pay_fen": row.fund_pay.fen}
            return {**stands, "said": said, "faults": faults}
    return None
