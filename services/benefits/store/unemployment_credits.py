"""The lines of a month's payout that the bank is told of: chosen and changed by the chunk."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as money
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment.record import BenefitMonth
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_unemployment import (
    unemployment_benefit_months,
    unemployment_benefits,
)
from services.benefits.store.unemployment import months
from sscsim import db
from sscsim.db import Tx
from sscsim.db.types import instant_text

_b, _m, _p = unemployment_benefits.c, unemployment_benefit_months.c, benefit_payments.c
_AT_ONCE = 400


def next_to_credit(tx: Tx, run_id: str, limit: int) -> list[Any]:
    """What the bank is told of the first lines that wait for it: payment, person, name, fen."""
    query = (
        sa.select(
            _p.id, _p.person_id, _p.payee_name, _p.purpose, _p.version,
            _m.version.label("month_version"),
            sa.type_coerce(_p.amount, db.Int()).label("fen"),
        )
        .select_from(
            unemployment_benefit_months.join(benefit_payments, _p.id == _m.payment_id)
        )
        .where(_m.run_id == run_id, _m.status == record.ORDERED, _p.status == money.ORDERED)
        .order_by(unemployment_benefit_months.c.seq)
        .limit(limit)
    )  # fmt: skip
    return list(tx.all(query))


def credited(tx: Tx, told: Sequence[tuple[Any, str]]) -> None:
    """What the bank said of these (as chosen), payments and months alike: the row and its code."""
    now = instant_text(tx.world.now)
    payments, lines = [], []
    for row, code in told:
        paid = code == money.ACCEPTED_CODE
        status = money.PAID if paid else money.RETURNED
        said = (status, None if paid else code, now if paid else None, row.version + 1, now)
        payments.append((row.id, *said))
        month = record.MONTH.after(record.ORDERED, "pay" if paid else "return")
        lines.append((row.id, month, row.month_version + 1, now))
    columns = ("status", "return_code", "paid_at", "version", "updated_at")
    tx.change_each(benefit_payments, ("id",), columns, payments)
    tx.change_each(
        unemployment_benefit_months, ("payment_id",), ("status", "version", "updated_at"), lines
    )


def not_due(tx: Tx, payment_ids: Collection[str]) -> list[BenefitMonth]:
    """Of the months that these paid, those behind the last one that is due of their benefit."""
    found: list[BenefitMonth] = []
    listed = sorted(payment_ids)
    for start in range(0, len(listed), _AT_ONCE):
        over = sa.exists().where(_b.id == _m.benefit_id, _b.last_month < _m.month)
        some = _m.payment_id.in_(listed[start : start + _AT_ONCE])
        found += months.every(tx, some, _m.status == record.PAID, over)
    return found
