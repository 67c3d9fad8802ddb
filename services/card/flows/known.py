"""What a request names, loaded; or the problem that says that there is no such thing."""

from services.card import problems
from services.card.domain.card import Card
from services.card.domain.enrolment import Enrolment
from services.card.domain.person import Person
from services.card.domain.verification import Verification
from services.card.store import cards, enrolments, persons, verifications
from sscsim.db import Tx


def person(tx: Tx, person_id: str) -> Person:
    found = persons.find(tx, person_id)
    if found is None:
        raise problems.PersonNotFound(person_id=person_id)
    return found


def locked_person(tx: Tx, person_id: str) -> Person:
    """The person, whose enrolments and cards nobody else changes until this commits."""
    found = persons.find_locked(tx, person_id)
    if found is None:
        raise problems.PersonNotFound(person_id=person_id)
    return found


def enrolment(tx: Tx, enrolment_id: str) -> Enrolment:
    found = enrolments.find(tx, enrolment_id)
    if found is None:
        raise problems.EnrolmentNotFound(enrolment_id=enrolment_id)
    return found


def card(tx: Tx, card_id: str) -> Card:
    found = cards.find(tx, card_id)
    if found is None:
        raise problems.CardNotFound(card_id=card_id)
    return found


def locked_card(tx: Tx, card_id: str) -> Card:
    found = cards.find_locked(tx, card_id)
    if found is None:
        raise problems.CardNotFound(card_id=card_id)
    return found


def verification(tx: Tx, verification_id: str) -> Verification:
    found = verifications.find(tx, verification_id)
    if found is None:
        raise problems.VerificationNotFound(verification_id=verification_id)
    return found


def one_of(**choices: str | None) -> None:
    """Exactly one of them is given."""
    if sum(value is not None for value in choices.values()) != 1:
        raise problems.OneCredentialNeeded(choices=", ".join(choices))
