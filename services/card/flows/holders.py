"""Is it the cardholder (持卡人) who sits there? Asked by the page that lets an app act for them."""

from services.card import problems_electronic as electronic_refusals
from services.card import problems_people as people
from services.card.domain.person import Person
from services.card.flows import numbers, passwords
from services.card.flows.electronic import known as electronic_known
from services.card.store import cards, electronic, moves, persons, store
from sscsim.db import Tx
from sscsim.kernel.problems import Problem

WAYS = ("face", "electronic_card_password", "card_password")


def confirm(
    social_security_number: str,
    way: str,
    face: str | None = None,
    password: str | None = None,
) -> dict[str, str]:
    """Who it is, proven by a simulated face or by a password; a wrong password counts.

    Raises HolderNotRecognised for an unknown number, a person who has died, or one without
    what the password belongs to: the answer does not say which.
    """
    with store.write() as tx:
        number = numbers.looked_up(tx, social_security_number)
        holder = persons.with_number(tx, number)
        if holder is None or holder.living_state == "deceased":
            raise people.HolderNotRecognised()
        refusal = _refusal(tx, holder, way, face, password or "")
        if refusal is None:
            return tx.answer({"person_id": holder.id})
        tx.refuse(refusal)
    raise refusal


def _refusal(tx: Tx, holder: Person, way: str, face: str | None, password: str) -> Problem | None:
    """Why not, to be committed with what a wrong password changed."""
    if way == "face":
        matches = face == "match"
        return None if matches else electronic_refusals.ConfirmationFailed(way="face")
    if way == "electronic_card_password":
        for each in electronic.of_person(tx, holder.id):
            if each.status == "active":
                found = electronic_known.card(tx, each.id, locked=True)
                return electronic_known.tried(tx, found, password)[1]
        raise people.HolderNotRecognised()
    for card in cards.of_person(tx, holder.id):
        if card.status == "active" and moves.password(tx, card.id) is not None:
            locked = cards.find_locked(tx, card.id)
            assert locked is not None
            entered = passwords.tried(tx, passwords.usable(locked), password)
            tries = entered.tries_left
            return None if entered.correct else people.CardPasswordWrong(tries_left=tries)
    raise people.HolderNotRecognised()
