"""Enabling a card."""

from services.card.domain.card import Card
from services.card.flows import known, moves
from services.card.store import store
from sscsim import world
from sscsim.failpoints import failpoint


def enable(card_id: str) -> Card:
    """Enable the social application of a sealed card; in any province, since that is possible."""
    with store.write() as tx:
        card = known.locked_card(tx, card_id)
        moves.may_handle(card, "enable")
        moves.check_collected(tx, card)
        channel = "bank" if world.current().role == "bank" else "counter"
        enabled = moves.recorded(tx, card, "enable", channel=channel, enabled_at=world.now())
        failpoint("card.enable.before_commit")
        return tx.answer(enabled)
