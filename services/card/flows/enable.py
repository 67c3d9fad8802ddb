"""Enabling a card."""

from dataclasses import replace

from services.card.domain import card as domain
from services.card.domain.card import Card
from services.card.flows import known
from services.card.flows.issue import told
from services.card.store import cards, store
from sscsim import world
from sscsim.failpoints import failpoint


def enable(card_id: str) -> Card:
    """Enable the social application of a sealed card."""
    with store.write() as tx:
        card = known.locked_card(tx, card_id)
        world.require_region(card.region_code)
        enabled = replace(
            card,
            status=domain.after(card, "enable"),
            enabled_at=world.now(),
            version=card.version + 1,
            updated_at=world.now(),
        )
        cards.change(tx, enabled)
        tx.emit("card.enabled", card.id, told(enabled))
        failpoint("card.enable.before_commit")
        return tx.answer(enabled)
