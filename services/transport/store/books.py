"""What the books of the issuing centres are told: by outbox, once an event."""

from services.transport.domain.card import TransitCard
from sscsim.db import Tx
from sscsim.kernel.money import Money

TOP_UPS = "/internal/v1/transit-top-ups"


def told(tx: Tx, card: TransitCard, event: str, amount: Money) -> None:
    """Money reached the centre for a card, its purse and deposit, or, below zero, left it (T1)."""
    if amount:
        body = {"event": event, "operator": card.issuer_id, "amount_fen": amount.fen}
        tx.send("settlement", TOP_UPS, body, key=f"transit-top-up:{event}")
