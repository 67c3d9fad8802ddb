"""The end of a card that was renewed: its holder keeps it until the new one is enabled."""

from services.card.domain.card import Card
from services.card.flows import cancel
from services.card.flows import known as holders
from services.card.flows.production.carry_over import carry_over
from services.card.store import applications
from sscsim.db import Tx

KIND = "renewal"


def end_old_card(tx: Tx, enabled: Card) -> None:
    """Cancel what this card renews, and have the bank move its balance."""
    application = applications.of_card(tx, enabled.id)
    if application is None or application.kind != KIND or application.old_card_id is None:
        return
    old = holders.locked_card(tx, application.old_card_id)
    if old.status != "cancelled":
        cancel.cancelled(tx, old, "renewed")
        carry_over(tx, old.id, enabled.id)
