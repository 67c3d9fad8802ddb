"""Moving a card's social application: one row of its table, recorded with who did it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.card import problems_people, problems_production, terms
from services.card.domain import card as domain
from services.card.domain.card import Card
from services.card.flows import told
from services.card.flows.electronic import revoking
from services.card.store import applications, cards, moves
from services.card.store.moves import Move
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel import regions

EVENTS = {
    "enable": "card.enabled",
    "report_temporary_loss": "card.temporarily_lost",
    "report_loss": "card.loss_reported",
    "release": "card.loss_released",
    "lapse": "card.loss_lapsed",
    "lock": "card.locked",
    "unlock": "card.unlocked",
    "cancel": "card.cancelled",
}
"""What each move is called when it is told to others."""

CHANNELS = ("counter", "telephone_12333", "web", "app", "bank", "terminal", "system")
"""How a move came in (渠道)."""


def recorded(
    tx: Tx, card: Card, move: str, *, channel: str, reason: str | None = None, **changes: Any
) -> Card:
    """The card after the move; refused with the moves that are allowed.

    The caller holds the card's lock. Events name the actor, so that a holder can see who.
    """
    now = world.now()
    status = domain.after(card, move)
    moved = replace(card, status=status, version=card.version + 1, updated_at=now, **changes)
    at = world.current()
    ordinal = moves.next_ordinal(tx, card.id)
    entry = Move(
        id=tx.new_id("mov", card.id, ordinal),
        card_id=card.id,
        move=move,
        from_status=card.status,
        to_status=status,
        channel=channel,
        actor=at.party_id,
        actor_role=at.role,
        reason=reason,
        created_at=now,
    )
    cards.change(tx, moved)
    moves.add(tx, entry, ordinal)
    said = {
        **told.of_card(moved),
        "from_status": card.status,
        "actor": at.party_id,
        "channel": channel,
    }
    tx.emit(EVENTS[move], card.id, said | ({"reason": reason} if reason else {}))
    if status in ("temporarily_lost", "formally_lost", "cancelled"):
        revoking.of_card(tx, card.id, card.person_id, status)
    if card.status == "temporarily_lost":
        tx.cancel_job("card.lapse_temporary_loss", lapse_key(card))
    return moved


def lapse_key(card: Card) -> str:
    """One job for each time that the card is temporarily lost."""
    until = card.temporary_loss_until
    return f"{card.id}:{until.isoformat() if until else ''}"


def lapses_in(card: Card) -> timedelta:
    rules = terms.card_rules(card.region_code, world.today())
    return timedelta(days=rules.temporary_loss_lapse_days)


def may_handle(card: Card, item: str) -> None:
    """The caller's region issues the card, or the item is handled across provinces."""
    at = world.current()
    if at.region is None or not regions.is_known(at.region):
        return
    rules = terms.card_rules(card.region_code, world.today())
    if item not in rules.across_provinces:
        world.require_region(card.region_code)


def standard(card: Card) -> Card:
    """A temporary card is neither reported nor released: it is cancelled or runs out."""
    if card.form == "temporary":
        raise problems_people.NotForTemporaryCard()
    return card


def check_collected(tx: Tx, card: Card) -> None:
    """A card that was applied for is enabled when it has been collected."""
    application = applications.of_card(tx, card.id)
    if application is not None and application.production_status != "issued":
        raise problems_people.CardNotCollected(
            application_id=application.id, status=application.production_status
        )


def replacement_of(tx: Tx, card: Card) -> str | None:
    """The open application that follows this card, if any."""
    for application in applications.of_person(tx, card.person_id):
        if application.open and application.old_card_id == card.id:
            return application.id
    return None


def check_not_in_production(tx: Tx, card: Card) -> None:
    application = applications.of_card(tx, card.id)
    if application is not None and application.open:
        raise problems_production.CardInProduction(
            application_id=application.id, status=application.production_status
        )
