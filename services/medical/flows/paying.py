"""What paying and finding out share: a payment that is there, and one that was taken."""

from services.medical import problems_payments as problems
from services.medical.domain import payment as domain
from services.medical.domain.payment import Payment
from services.medical.domain.settlement import CORRECTED, REVERSED, Settlement
from services.medical.flows import refunding, settling
from services.medical.store import payments, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint

RECOVERY = "medical.resolve_payment"


def known(tx: Tx, payment_id: str) -> Payment:
    found = payments.find(tx, payment_id)
    if found is None:
        raise problems.PaymentNotFound(payment_id=payment_id)
    return found


def held(tx: Tx, payment_id: str) -> tuple[Settlement, Payment]:
    """A payment and its settlement, locked."""
    _, settlement = settling.held(tx, known(tx, payment_id).settlement_id)
    return settlement, known(tx, payment_id)


def complete(payment_id: str, code_payment_id: str) -> Payment:
    """The card service took the money: recorded once however often it is told."""
    with store.write() as tx:
        settlement, payment = held(tx, payment_id)
        if payment.status in domain.IN_FLIGHT:
            payment = refunding.record(
                tx,
                settlement,
                payment,
                status=domain.PAID,
                code_payment_id=code_payment_id,
                paid_at=tx.world.now,
            )
            tx.emit("settlement_payment.paid", payment.id, refunding.told(payment))
            if settlement.status in (REVERSED, CORRECTED):
                settlement, payment = held(tx, payment_id)
                payment = refunding.give_back(tx, settlement, payment)
        tx.complete_job()
        tx.cancel_job(RECOVERY, payment_id)
        failpoint("medical.payment.before_result")
        return tx.answer(payment)
