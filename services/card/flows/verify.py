"""Verifying a card, and keeping a record of it."""

import hashlib

from services.card import problems
from services.card.domain import card as cards_domain
from services.card.domain import verification as domain
from services.card.domain.card import Card
from services.card.domain.person import read_number
from services.card.domain.verification import Claimed, Verification
from services.card.flows import known
from services.card.store import cards, persons, store, verifications
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def verify(
    card_id: str | None = None,
    card_number: str | None = None,
    card_identification_code: str | None = None,
    region_code: str | None = None,
    social_security_number: str | None = None,
    name: str | None = None,
) -> Verification:
    """Verify a card by one credential, and, if named, that it is this person's."""
    known.one_of(
        card_id=card_id, card_number=card_number, card_identification_code=card_identification_code
    )
    if card_number is not None:
        card_number = cards_domain.read_card_number(card_number)
    if card_identification_code is not None:
        card_identification_code = cards_domain.read_identification_code(card_identification_code)
    if social_security_number is not None:
        social_security_number = read_number(social_security_number)
    claimed = Claimed(social_security_number, name)
    with store.write() as tx:
        if card_id is not None:
            credential, shown, card = "card_id", card_id, cards.find(tx, card_id)
        elif card_number is not None:
            credential, shown = "card_number", card_number
            card = _by_number(tx, card_number, region_code)
        else:
            credential, shown = "card_identification_code", str(card_identification_code)
            card = cards.with_code(tx, shown)
        record = _recorded(tx, credential, shown, card, claimed)
        failpoint("card.verify.before_commit")
        return tx.answer(record)


def _by_number(tx: Tx, number: str, region_code: str | None) -> Card | None:
    found = cards.with_number(tx, number, region_code)
    if len(found) > 1:
        areas = ", ".join(card.region_code for card in found)
        raise problems.CardNumberAmbiguous(regions=areas)
    return found[0] if found else None


def _recorded(
    tx: Tx, credential: str, shown: str, card: Card | None, claimed: Claimed
) -> Verification:
    holder = persons.find(tx, card.person_id) if card else None
    reasons = domain.reasons_against(card, holder, claimed, world.today())
    subject = card.id if card else "unknown:" + hashlib.sha256(shown.encode()).hexdigest()[:40]
    ordinal = verifications.next_ordinal(tx, subject)
    record = Verification(
        id=tx.new_id("ver", subject, ordinal),
        card_id=card.id if card else None,
        person_id=holder.id if holder else None,
        asked_by=world.current().party_id,
        credential=credential,
        compared=claimed.compared,
        result=domain.result_of(reasons),
        reasons=reasons,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    verifications.add(tx, record, subject, ordinal)
    return record
