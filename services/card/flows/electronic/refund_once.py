"""Giving a payment back for another service, however often it asks."""

from services.card.domain.code import CodePayment
from services.card.flows.electronic import known, pay
from services.card.store import store


def refunded(payment_id: str) -> CodePayment:
    """Give back whatever is left of it; once however often it is asked."""
    with store.read() as tx:
        payment = known.payment(tx, payment_id)
    return payment if payment.refunded == payment.amount else pay.refund(payment_id)
