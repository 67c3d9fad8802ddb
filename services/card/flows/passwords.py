"""The password of the social application: checked, changed, reset; locked and unlocked."""

from dataclasses import dataclass, replace

from services.card import problems, terms
from services.card import problems_people as people
from services.card.domain import password as domain
from services.card.domain.card import MACHINE, Card, check_not_expired
from services.card.domain.password import Password
from services.card.flows import known, moves, told
from services.card.store import moves as kept
from services.card.store import store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


@dataclass(frozen=True)
class Entered:
    """What an entry did: `tries_left` until the card is locked."""

    card_id: str
    correct: bool
    tries_left: int


def check(card_id: str, password: str) -> Entered:
    """Check an entry; a wrong one counts even though it is refused."""
    with store.write() as tx:
        entered = tried(tx, usable(known.locked_card(tx, card_id)), password)
        refusal = _refusal(entered)
        if refusal is None:
            return tx.answer(entered)
        tx.refuse(refusal)
    raise refusal


def change(card_id: str, old_password: str, new_password: str) -> Card:
    """Change the password; the old one is checked as any entry is."""
    chosen = domain.chosen(card_id, new_password)
    with store.write() as tx:
        card, refusal = changed(tx, card_id, old_password, chosen)
        if refusal is None:
            failpoint("card.change_password.before_commit")
            return tx.answer(card)
        tx.refuse(refusal)
    raise refusal


def changed(
    tx: Tx, card_id: str, old_password: str, chosen: Password
) -> tuple[Card, people.CardPasswordWrong | None]:
    """The card with its new password, or why not: a wrong old one counts all the same."""
    card = usable(known.locked_card(tx, card_id))
    refusal = _refusal(tried(tx, card, old_password))
    if refusal is None:
        kept.keep_password(tx, chosen)
        tx.emit("card.password_changed", card.id, told.of_card(card))
    return card, refusal


def reset(card_id: str, new_password: str) -> Card:
    """Set a new password at a counter; a locked card is unlocked by it."""
    chosen = domain.chosen(card_id, new_password)
    with store.write() as tx:
        card = with_new(tx, card_id, chosen)
        failpoint("card.reset_password.before_commit")
        return tx.answer(card)


def with_new(tx: Tx, card_id: str, chosen: Password) -> Card:
    """The card with a password set at a counter, unlocked if it was locked."""
    card = known.locked_card(tx, card_id)
    world.require_region(card.region_code)
    if card.status == "locked":
        card = moves.recorded(tx, card, "unlock", channel="counter", reason="password_reset")
    elif card.status not in ("active", "sealed"):
        raise _not_usable(card, "reset_password")
    kept.keep_password(tx, chosen)
    tx.emit("card.password_reset", card.id, told.of_card(card))
    return card


def unlock(card_id: str) -> Card:
    """Unlock at a counter; the password stays, the count begins anew."""
    with store.write() as tx:
        opened = unlocked(tx, card_id)
        failpoint("card.unlock.before_commit")
        return tx.answer(opened)


def unlocked(tx: Tx, card_id: str) -> Card:
    card = known.locked_card(tx, card_id)
    world.require_region(card.region_code)
    opened = moves.recorded(tx, card, "unlock", channel="counter")
    stored = kept.password(tx, card_id)
    if stored is not None:
        kept.keep_password(tx, replace(stored, wrong_in_a_row=0))
    return opened


def tried(tx: Tx, card: Card, password: str) -> Entered:
    """Compare and count; the last allowed wrong entry locks the card.

    Raises CardPasswordMissing for a card without a password.
    """
    stored = kept.password(tx, card.id)
    if stored is None:
        raise people.CardPasswordMissing()
    limit = terms.card_rules(card.region_code, world.today()).wrong_passwords
    correct = stored.opens_with(password)
    wrong = 0 if correct else stored.wrong_in_a_row + 1
    _count(tx, stored, wrong)
    if wrong >= limit:
        moves.recorded(tx, card, "lock", channel="terminal", reason="wrong_passwords")
    return Entered(card.id, correct, limit - wrong)


def _count(tx: Tx, stored: Password, wrong: int) -> None:
    if wrong != stored.wrong_in_a_row:
        kept.keep_password(tx, replace(stored, wrong_in_a_row=wrong))


def _refusal(entered: Entered) -> people.CardPasswordWrong | None:
    return None if entered.correct else people.CardPasswordWrong(tries_left=entered.tries_left)


def usable(card: Card) -> Card:
    """Passwords are entered on active cards only, while they are valid."""
    if card.status != "active":
        raise _not_usable(card, "enter_password")
    check_not_expired(card, world.today())
    return card


def _not_usable(card: Card, what: str) -> problems.CardMoveNotAllowed:
    allowed = ", ".join(MACHINE.events(card.status)) or "-"
    return problems.CardMoveNotAllowed(status=card.status, event=what, allowed=allowed)
