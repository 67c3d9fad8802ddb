"""What the books of the issuing centres and of operators are told: by outbox, once an event."""

from services.transport.domain.card import TransitCard
from services.transport.domain.journeys import PURSE, Charge
from sscsim.db import Tx
from sscsim.kernel.money import Money

TOP_UPS = "/internal/v1/transit-top-ups"
PAYMENTS = "/internal/v1/transit-payments"


def told(tx: Tx, card: TransitCard, event: str, amount: Money) -> None:
    """Money reached the centre for a card, its purse and deposit, or, below zero, left it (T1)."""
    if amount:
        body = {"event": event, "operator": card.issuer_id, "amount_fen": amount.fen}
        tx.send("settlement", TOP_UPS, body, key=f"transit-top-up:{event}")


def ride_paid(tx: Tx, charge: Charge) -> None:
    """A bank account or an acquirer paid an operator, or, below zero, got its money back (T5)."""
    if charge.payer == PURSE or not charge.amount:
        return
    body = {
        "event": charge.id,
        "operator": charge.operator_id,
        "purpose": "paid",
        "amount_fen": charge.amount.fen,
    }
    tx.send("settlement", PAYMENTS, body, key=f"transit-ride-paid:{charge.id}")
