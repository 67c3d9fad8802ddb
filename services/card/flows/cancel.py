"""Cancelling a card (注销)."""

from services.card.domain.card import Card
from services.card.flows import known, moves
from services.card.store import store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def cancel(card_id: str, reason: str) -> Card:
    """Cancel a card for good; not while it is being made."""
    with store.write() as tx:
        gone = cancelled_at_counter(tx, card_id, reason)
        failpoint("card.cancel.before_commit")
        return tx.answer(gone)


def cancelled_at_counter(tx: Tx, card_id: str, reason: str) -> Card:
    """Cancelled as a counter does it: by the issuing region, and not while it is being made."""
    card = known.locked_card(tx, card_id)
    world.require_region(card.region_code)
    moves.check_not_in_production(tx, card)
    return cancelled(tx, card, reason)


def cancelled(tx: Tx, card: Card, reason: str, channel: str = "counter") -> Card:
    return moves.recorded(
        tx,
        card,
        "cancel",
        channel=channel,
        reason=reason,
        cancelled_at=world.now(),
        temporary_loss_until=None,
    )
