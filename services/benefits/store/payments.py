"""Benefit payments."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.benefits.domain.payment import PAID, BenefitPayment
from services.benefits.store.tables import benefit_payments
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.periods import Month

_SELECT, _read = reader(BenefitPayment, benefit_payments)
_t = benefit_payments.c
_by_id = _SELECT.where(_t.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_by_key = _SELECT.where(_t.business_key == bindparam("key"))


def find(tx: Tx, payment_id: str, *, lock: bool = False) -> BenefitPayment | None:
    row = tx.one(_by_id_locked if lock else _by_id, {"id": payment_id})
    return _read(row) if row else None


def with_key(tx: Tx, business_key: str) -> BenefitPayment | None:
    row = tx.one(_by_key, {"key": business_key})
    return _read(row) if row else None


def of_application(tx: Tx, application_id: str) -> list[BenefitPayment]:
    """In the order in which they were ordered."""
    query = _SELECT.where(_t.application_id == application_id).order_by(_t.seq)
    return [_read(row) for row in tx.all(query)]


def tries(tx: Tx, order_id: str) -> int:
    """How many payments there are of one sum."""
    return int(
        tx.scalar(
            sa.select(sa.func.count()).select_from(benefit_payments).where(_t.order_id == order_id)
        )
    )


def count_open(tx: Tx, person_id: str, statuses: Collection[str]) -> int:
    """How many payments to the person are in one of these states."""
    mine = _t.person_id == person_id, _t.status.in_(sorted(statuses))
    return int(tx.scalar(sa.select(sa.func.count()).select_from(benefit_payments).where(*mine)))


def add(tx: Tx, payment: BenefitPayment) -> None:
    tx.execute(benefit_payments.insert(), values(payment))


def change(tx: Tx, payment: BenefitPayment, **changes: Any) -> BenefitPayment:
    now = tx.world.now
    changed = replace(payment, **changes, version=payment.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(benefit_payments.update().where(_t.id == payment.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _SELECT.where(*(_t[name] == value for name, value in filters.items()))
    return tx.page(query, benefit_payments, page).map(_read)


def paid_by_funds(
    tx: Tx,
    person_id: str,
    funds: Collection[str],
    first: Month | None = None,
    last: Month | None = None,
) -> list[BenefitPayment]:
    """What reached a person out of these funds, in the months if any are said, in its order."""
    found = [
        _read(row)
        for row in tx.all(
            _SELECT.where(
                _t.person_id == person_id, _t.fund.in_(funds), _t.status == PAID
            ).order_by(_t.seq)
        )
    ]
    return [
        each
        for each in found
        if each.paid_at is not None
        and (first is None or Month.of(each.paid_at) >= first)
        and (last is None or Month.of(each.paid_at) <= last)
    ]
