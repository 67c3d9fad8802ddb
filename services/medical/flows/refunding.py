"""What becomes of a payment, recorded; and that it goes back when its settlement is undone."""

from datetime import timedelta
from typing import Any

from services.medical.domain import payment as domain
from services.medical.domain.payment import Payment
from services.medical.domain.settlement import Settlement
from services.medical.store import payments, settlements
from sscsim.db import Tx
from sscsim.kernel.money import Money

REFUND, _REFUND_AFTER = "medical.refund_payment", timedelta(seconds=30)


def made(tx: Tx, settlement_id: str, newest: Payment | None, method: str, amount: Money) -> Payment:
    """Another payment of a settlement; by code it is only begun."""
    ordinal = newest.ordinal + 1 if newest else 1
    at_once = method != domain.CODE
    return Payment(
        id=tx.new_id("stp", settlement_id, ordinal),
        settlement_id=settlement_id,
        ordinal=ordinal,
        method=method,
        amount=amount,
        status=domain.PAID if at_once else domain.RUNNING,
        code_payment_id=None,
        problem=None,
        paid_at=tx.world.now if at_once else None,
        refunded_at=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def record(tx: Tx, settlement: Settlement, payment: Payment, **changes: Any) -> Payment:
    """The payment's new state, and what the settlement shows of it."""
    changed = payments.change(tx, payment, **changes)
    show(tx, settlement, changed)
    return changed


def show(tx: Tx, settlement: Settlement, payment: Payment) -> None:
    settlements.change(tx, settlement, payment_status=domain.SHOWN[payment.status])


def told(payment: Payment) -> dict[str, Any]:
    """What an event says."""
    return {
        "id": payment.id,
        "settlement_id": payment.settlement_id,
        "method": payment.method,
        "amount_fen": payment.amount.fen,
    }


def give_back(tx: Tx, settlement: Settlement, payment: Payment) -> Payment:
    """The settlement was undone: over the counter at once, to the account by a due job."""
    if payment.method != domain.CODE:
        back = record(tx, settlement, payment, status=domain.REFUNDED, refunded_at=tx.world.now)
        tx.emit("settlement_payment.refunded", back.id, told(back))
        return back
    tx.schedule(REFUND, payment.id, tx.world.now + _REFUND_AFTER)
    return record(tx, settlement, payment, status=domain.REFUNDING)


def undone(tx: Tx, original: Settlement) -> None:
    """It was reversed or corrected, in this transaction: what was paid of it goes back."""
    newest = payments.newest(tx, original.id)
    if newest is not None and newest.status == domain.PAID:
        give_back(tx, original, newest)
