"""Extending a card (延期) at a counter: it is usable as long as one that was topped up today."""

from services.transport.domain.card import ACTIVE, TransitCard
from services.transport.flows.cards import known, rules, telling
from services.transport.store import cards, store
from sscsim import world
from sscsim.failpoints import failpoint


def extend(transit_card_id: str) -> TransitCard:
    """A card past its day that still holds money can always be extended (TU-03), any other too.

    TransitCardNotFound, TransitCardState. A card that is usable for longer stays as it is.
    """
    with store.write() as tx:
        card = known.held(tx, transit_card_id)
        world.require_region(card.region_code)
        known.check(card, ACTIVE)
        until = rules.of(tx, card.region_code).usable_until(tx.world.today)
        if until > card.usable_until:
            card = cards.change(tx, card, usable_until=until)
            telling.tell(tx, "extended", card, usable_until=until.isoformat())
        failpoint("transport.extend_card.before_commit")
        return tx.answer(card)
