"""Collecting a card at the counter: the old card's life ends, its money moves over.

A card that is only renewed lives on until the new one is enabled, see `renewing`.
"""

from typing import Any

from services.card.domain.application import Application, check_alive
from services.card.flows import cancel
from services.card.flows import known as holders
from services.card.flows.production import known, making, progress, renewing
from services.card.flows.production.carry_over import carry_over
from services.card.store import cards, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def collect(application_id: str) -> dict[str, Any]:
    """Hand the card over; what it follows is cancelled, temporary cards too."""
    with store.write() as tx:
        handed = collected(tx, application_id)
        failpoint("card.collect.before_commit")
        return tx.answer(progress.shown(tx, handed))


def collected(tx: Tx, application_id: str) -> Application:
    """The application whose card is in its holder's hands."""
    waiting = known.locked_application(tx, application_id)
    world.require_region(waiting.handling_region_code)
    check_alive(holders.locked_person(tx, waiting.person_id))
    handed = known.moved(tx, waiting, "collect", collected_at=world.now())
    _end_earlier_cards(tx, handed)
    tx.emit("card.collected", handed.card_id, known.told(handed))
    return handed


def _end_earlier_cards(tx: Tx, collected: Application) -> None:
    for card in cards.of_person(tx, collected.person_id):
        if card.status == "cancelled" or card.id == collected.card_id:
            continue
        locked = holders.locked_card(tx, card.id)
        if card.id == collected.old_card_id and collected.kind != renewing.KIND:
            cancel.cancelled(tx, locked, "replaced")
            carry_over(tx, card.id, collected.card_id)
        elif card.form == "temporary" and card.region_code == collected.region_code:
            cancel.cancelled(tx, locked, "card_collected")


def refuse(application_id: str, reason: str) -> dict[str, Any]:
    """The branch sends the card back, for a fault that shows at the counter only."""
    with store.write() as tx:
        waiting = known.locked_application(tx, application_id)
        world.require_region(waiting.handling_region_code)
        failed = known.moved(tx, waiting, "fail", failure_code="18", failure_reason=reason)
        making.undone(tx, failed)
        failpoint("card.refuse_card.before_commit")
        return tx.answer(progress.shown(tx, failed))
