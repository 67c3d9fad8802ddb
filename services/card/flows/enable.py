"""Enabling a card."""

from services.card import problems_bank
from services.card.domain import bank_account
from services.card.domain import card as domain
from services.card.domain.card import Card
from services.card.flows import known, moves
from services.card.flows.bank import orders
from services.card.flows.production import renewing
from services.card.store import bank_accounts, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def enable(card_id: str) -> Card:
    """Enable the social application of a sealed card; in any province, since that is possible."""
    with store.write() as tx:
        found = enabled(tx, card_id)
        failpoint("card.enable.before_commit")
        return tx.answer(found)


def enable_both(card_id: str, bank_password: str, reserved_phone: str | None = None) -> Card:
    """Enable the social application and have the bank activate the account, or neither.

    A bank that is played from outside activates when it answers.
    """
    bank_account.check_password_form(bank_password)
    with store.write() as tx:
        found = both_enabled(tx, card_id, bank_password, reserved_phone)
        failpoint("card.enable_both.before_commit")
        return tx.answer(found)


def both_enabled(
    tx: Tx, card_id: str, bank_password: str, reserved_phone: str | None = None
) -> Card:
    """Both applications; the password has the right form already."""
    found = enabled(tx, card_id)
    waiting = [
        account
        for account in bank_accounts.of_card(tx, card_id)
        if bank_account.MACHINE.allows(account.status, "activate")
    ]
    if not waiting:
        raise problems_bank.NoAccountToActivate(card_id=card_id)
    account = bank_accounts.find_locked(tx, waiting[-1].id)
    assert account is not None
    detail = {
        "password_digest": bank_account.digest(bank_password, account.id),
        "reserved_phone": reserved_phone,
    }
    orders.ask(tx, account, "activate", detail)
    return found


def enabled(tx: Tx, card_id: str) -> Card:
    card = known.locked_card(tx, card_id)
    moves.may_handle(card, "enable")
    moves.check_collected(tx, card)
    domain.check_not_expired(card, world.today())
    domain.after(card, "enable")
    renewing.end_old_card(tx, card)
    channel = "bank" if world.current().role == "bank" else "counter"
    return moves.recorded(tx, card, "enable", channel=channel, enabled_at=world.now())
