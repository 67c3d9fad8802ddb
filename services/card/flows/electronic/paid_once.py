"""Payments that another service takes, once for each of its events."""

from services.card import problems_electronic as problems
from services.card.domain.code import CodePayment
from services.card.store import electronic, store
from sscsim.db import Tx


def earlier(tx: Tx, event: str) -> CodePayment | None:
    """The payment that was taken for the event; CodePaymentClosed when it was given up.

    Nobody else pays for the event until the transaction ends.
    """
    tx.lock("code payment", event)
    found = electronic.payment_of_event(tx, event)
    if found is None and electronic.is_payment_closed(tx, event):
        raise problems.CodePaymentClosed(event=event)
    return found


def settled(event: str) -> CodePayment | None:
    """What was paid for the event; when nothing was, it is closed and can't come late."""
    with store.write() as tx:
        tx.lock("code payment", event)
        found = electronic.payment_of_event(tx, event)
        if found is None:
            electronic.close_payment(tx, event)
        return found
