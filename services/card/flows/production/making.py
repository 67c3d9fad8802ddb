"""The card and its account come to be, and are undone when making them failed."""

from dataclasses import replace

from services.card.domain import bank_account
from services.card.domain.application import Application
from services.card.domain.card import Card
from services.card.domain.person import Person
from services.card.domain.stock import StockCard
from services.card.flows import issue, moves, told, validity
from services.card.flows.bank import effects, orders
from services.card.flows.bank import open as accounts
from services.card.flows.production import stock
from services.card.store import bank_accounts, cards
from sscsim import world
from sscsim.db import Tx


def card(tx: Tx, application: Application, person: Person, blank: StockCard | None = None) -> Card:
    """The sealed card of this application; a `blank` one from the stock has its numbers already."""
    numbers = (blank.card_number, blank.card_identification_code) if blank else None
    made = replace(
        issue.made(tx, person.id, application.region_code, application.card_id, numbers),
        replaces_card_id=application.old_card_id,
    )
    made = validity.watched(tx, made)
    cards.add(tx, made)
    tx.emit("card.issued", made.id, told.of_card(made))
    return made


def account(
    tx: Tx, application: Application, made: Card, person: Person, *, ask: bool = False
) -> None:
    """The account behind the card: the one that the bank returned, or asked for now."""
    opening = accounts.for_card(
        tx,
        made,
        person,
        application.bank_code,
        account_number=application.bank_account_number,
        reserved_phone=application.contact_phone,
    )
    if ask:
        orders.ask(tx, opening, "open", {"holder_name": person.name})
    else:
        effects.opened(tx, opening, {})


def undone(tx: Tx, application: Application) -> None:
    """A card that was spoiled is cancelled, and its account closed."""
    made = cards.find_locked(tx, application.card_id)
    if made is None or made.status == "cancelled":
        return
    moves.recorded(
        tx, made, "cancel", channel="system", reason="production_failed", cancelled_at=world.now()
    )
    stock.undone(tx, made.id, application.failure_reason or "production_failed")
    for opened in bank_accounts.of_card(tx, made.id):
        if bank_account.MACHINE.allows(opened.status, "close"):
            effects.moved(tx, opened, "close", "bank_account.closed")
