"""Verifying a card or a person, and keeping a record of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from services.card import problems, terms
from services.card import problems_electronic as electronic
from services.card.domain import card as cards_domain
from services.card.domain import verification as domain
from services.card.domain.card import Card
from services.card.domain.person import Person, check_pooling_area
from services.card.domain.verification import Claimed, Place, Verification
from services.card.flows import known, numbers, passwords
from services.card.flows.electronic import scan
from services.card.store import cards, moves, persons, store, verifications
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.problems import Conflict, NotFound, Refused

DEFAULT_SCENE = "government_counter"
"""What a code is scanned for where the caller names no purpose."""


@dataclass(frozen=True)
class _Shown:
    """What was shown, and whom it names. `also`: reasons found on the way."""

    credential: str
    value: str
    card: Card | None
    holder: Person | None
    also: tuple[str | None, ...] = ()


def verify(
    card_id: str | None = None,
    card_number: str | None = None,
    card_identification_code: str | None = None,
    region_code: str | None = None,
    social_security_number: str | None = None,
    name: str | None = None,
    password: str | None = None,
    purpose: str | None = None,
    place_region_code: str | None = None,
    electronic_code: str | None = None,
    event: str | None = None,
    scanned_at: datetime | None = None,
) -> Verification:
    """Verify a card by one credential, and, if named, that it is this person's.

    Without a card the social security number is the credential itself. A wrong password
    counts, and the last one locks the card; a code is used up by its first verification.
    `event`: what another service verifies for; the record is found again by it. `scanned_at`: when
    a gate without network scanned a code that it uploads later.
    """
    by_card = (card_id, card_number, card_identification_code, electronic_code)
    bare = social_security_number is not None and not any(by_card)
    if not bare:
        known.one_of(
            card_id=card_id,
            card_number=card_number,
            card_identification_code=card_identification_code,
            electronic_code=electronic_code,
        )
    if card_number is not None:
        card_number = cards_domain.read_card_number(card_number)
    if card_identification_code is not None:
        card_identification_code = cards_domain.read_identification_code(card_identification_code)
    if place_region_code is not None:
        check_pooling_area(place_region_code, "/place_region_code")
    with store.write() as tx:
        if social_security_number is not None:
            social_security_number = numbers.looked_up(tx, social_security_number)
        if bare:
            number = str(social_security_number)
            holder = persons.with_number(tx, number)
            shown = _Shown("social_security_number", number, None, holder)
        elif electronic_code is not None:
            shown = _of_code(tx, electronic_code, purpose or DEFAULT_SCENE, scanned_at)
        elif card_id is not None:
            shown = _of_card(tx, "card_id", card_id, cards.find(tx, card_id))
        elif card_number is not None:
            card = _by_number(tx, card_number, region_code)
            shown = _of_card(tx, "card_number", card_number, card)
        else:
            code = str(card_identification_code)
            shown = _of_card(tx, "card_identification_code", code, cards.with_code(tx, code))
        shown = _with_password(tx, shown, password)
        claimed = Claimed(social_security_number, name)
        record = recorded(
            tx,
            shown,
            claimed,
            purpose,
            place_region_code,
            password_checked=password is not None,
            event=event,
        )
        failpoint("card.verify.before_commit")
        return tx.answer(record)


def _of_code(tx: Tx, text: str, scene: str, scanned_at: datetime | None = None) -> _Shown:
    """Whom a code names; it is used up if it is good, and a reason if it isn't."""
    scan.check_scanner(scene)
    try:
        code, found, card = scan.presented(tx, text, scene, scanned_at)
    except electronic.ElectronicCardSuspended:
        return _Shown("electronic_code", text, None, None, ("electronic_card_suspended",))
    except (Conflict, NotFound, Refused):  # expired, used, revoked, of another world …
        return _Shown("electronic_code", text, None, None, ("code_not_valid",))
    scan.use(tx, code, scene)
    holder = persons.find(tx, code.person_id)
    own = code.person_id == found.person_id
    return _Shown("electronic_code", code.id, card if own else None, holder)


def recorded_scan(
    tx: Tx,
    code_id: str,
    card: Card | None,
    holder: Person,
    purpose: str | None,
    place_region_code: str | None,
) -> Verification:
    """The record of a code that a gate presents; decided as any other verification is."""
    shown = _Shown("electronic_code", code_id, card, holder)
    return recorded(tx, shown, Claimed(), purpose, place_region_code)


def _of_card(tx: Tx, credential: str, value: str, card: Card | None) -> _Shown:
    holder = persons.find(tx, card.person_id) if card else None
    return _Shown(credential, value, card, holder)


def _by_number(tx: Tx, number: str, region_code: str | None) -> Card | None:
    found = cards.with_number(tx, number, region_code)
    if len(found) > 1:
        areas = ", ".join(card.region_code for card in found)
        raise problems.CardNumberAmbiguous(regions=areas)
    return found[0] if found else None


def _with_password(tx: Tx, shown: _Shown, password: str | None) -> _Shown:
    """Only a card that could be used has its password looked at."""
    if password is None or shown.card is None or shown.card.status != "active":
        return shown
    card = cards.find_locked(tx, shown.card.id)
    assert card is not None
    if card.status != "active":
        return _Shown(shown.credential, shown.value, card, shown.holder)
    if moves.password(tx, card.id) is None:
        return _Shown(shown.credential, shown.value, card, shown.holder, ("password_not_set",))
    entered = passwords.tried(tx, card, password)
    after = cards.find(tx, card.id)
    also = () if entered.correct else ("password_wrong",)
    return _Shown(shown.credential, shown.value, after, shown.holder, also)


def recorded(
    tx: Tx,
    shown: _Shown,
    claimed: Claimed,
    purpose: str | None,
    place_region_code: str | None,
    *,
    password_checked: bool = False,
    event: str | None = None,
) -> Verification:
    """Decide, and keep the record that the holder can see."""
    form = domain.FORM_OF.get(shown.credential, "physical")
    physical = shown.card if form == "physical" else None
    if form == "identity":
        claimed = Claimed(None, claimed.name)
    place = _place(shown, form, purpose, place_region_code)
    reasons = domain.reasons_against(
        physical,
        shown.holder,
        claimed,
        world.today(),
        form=form,
        place=place,
        also=shown.also,
    )
    subject = _subject(shown)
    ordinal = verifications.next_ordinal(tx, subject)
    at = world.current()
    record = Verification(
        id=tx.new_id("ver", *(("service applicant", event) if event else (subject, ordinal))),
        card_id=shown.card.id if shown.card else None,
        person_id=shown.holder.id if shown.holder else None,
        asked_by=at.party_id,
        credential=shown.credential,
        compared=claimed.compared,
        result=domain.result_of(reasons),
        reasons=reasons,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
        purpose=purpose,
        place_region_code=place.region_code if place else None,
        asked_as=at.role,
        password_checked=password_checked,
    )
    verifications.add(tx, record, subject, ordinal)
    told = {"id": record.id, "result": record.result, "asked_by": record.asked_by}
    card = {} if record.card_id is None else {"card_id": record.card_id}
    tx.emit("verification.recorded", record.id, told | card)
    return record


def _subject(shown: _Shown) -> str:
    if shown.card is not None:
        return shown.card.id
    if shown.holder is not None:
        return shown.holder.id
    return "unknown:" + hashlib.sha256(shown.value.encode()).hexdigest()[:40]


def _place(
    shown: _Shown, form: str, purpose: str | None, place_region_code: str | None
) -> Place | None:
    """Where the card is shown: as named, else where the caller stands, else its own area."""
    at = world.current().region
    here = at if at is not None and regions.is_pooling_area(at) else None
    own = shown.card.region_code if shown.card else None
    home = shown.holder.region_code if shown.holder else None
    where = place_region_code or here or own or home
    if where is None:
        return None
    if purpose is None:
        return Place(where) if place_region_code else None
    reach = terms.reach(where, purpose, form, world.today())
    rank = terms.rollout().get(where)
    return Place(where, domain.is_offered(reach.mode, reach.cities, rank))
