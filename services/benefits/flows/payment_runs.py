"""Ordering many payments at once (批量发放): a statement a table, not one a person.

What comes of each is what `payments.order_net` makes of one: the payment under its key, the
booking told to `settlement`, the job that has the bank pay it; less what its payee owes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as domain
from services.benefits.domain import recovery
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_subsidies import benefit_recoveries
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.kernel.money import Money

_BOOKS = "/internal/v1/benefit-payments"


@dataclass(frozen=True, slots=True)
class Due:
    """A sum for one person, under a key that is unique for ever."""

    key: str
    amount: Money
    purpose: str
    item_code: str
    region: str
    person_id: str
    payee_name: str


def ordered(tx: Tx, fund: str, dues: Sequence[Due]) -> dict[str, str | None]:
    """The payment of each due by its key; None where all of it was kept back.

    The keys are new: who orders a month of a benefit looks first whose month it is.
    """
    owing = _owing(tx, fund)
    clear = [each for each in dues if (each.region, each.person_id) not in owing]
    made = [_payment(tx, fund, each) for each in clear]
    tx.add_all(benefit_payments, [values(each) for each in made])
    _told(tx, made)
    jobs = [(each.id, None) for each in made]
    tx.schedule_all(payments.PAY_OUT, jobs, tx.world.now + payments.PAY_AFTER)
    found: dict[str, str | None] = {each.business_key: each.id for each in made}
    for each in dues:
        if each.key not in found:
            payment, _ = payments.order_net(
                tx,
                PaymentOrder(each.key, each.amount, fund, each.purpose),
                item_code=each.item_code,
                region=each.region,
                person_id=each.person_id,
                payee_name=each.payee_name,
            )
            found[each.key] = payment.id if payment is not None else None
    return found


def _owing(tx: Tx, fund: str) -> set[tuple[str, str]]:
    """Who owes something back to the fund, by region: few."""
    r = benefit_recoveries.c
    found = sa.select(r.region_code, r.person_id).where(
        r.fund == fund, r.status == recovery.OPEN, r.person_id.is_not(None)
    )
    return {(row.region_code, row.person_id) for row in tx.all(found)}


def _payment(tx: Tx, fund: str, due: Due) -> BenefitPayment:
    payment_id, now = tx.new_id("bpy", due.key), tx.world.now
    return BenefitPayment(
        id=payment_id,
        business_key=due.key,
        order_id=payment_id,
        replaces=None,
        application_id=None,
        item_code=due.item_code,
        person_id=due.person_id,
        payee_name=due.payee_name,
        region_code=due.region,
        fund=fund,
        purpose=due.purpose,
        amount=due.amount,
        status=domain.ORDERED,
        return_code=None,
        paid_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _told(tx: Tx, made: Sequence[BenefitPayment]) -> None:
    """The bookings of all; the last message goes by the usual way, which has them delivered."""
    if not made:
        return
    *most, last = made
    at = tx.world
    rows: list[dict[str, Any]] = [
        {
            "key": f"benefit:{each.id}",
            "target": "settlement",
            "path": _BOOKS,
            "body": payments.booked(each),
            "trace_id": at.trace_id,
            "request_id": at.request_id,
            "status": "waiting",
            "created_at": at.now,
        }
        for each in most
    ]
    tx.add_all(tx.common.outbox, rows)
    tx.send("settlement", _BOOKS, payments.booked(last), f"benefit:{last.id}")
