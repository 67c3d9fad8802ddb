"""Telling the benefits service who applies: verified by card, known by number, related to whom."""

from collections.abc import Sequence
from typing import Any

from services.card.domain.entitlement import in_force
from services.card.domain.person import Person
from services.card.domain.verification import Verification
from services.card.flows import known, numbers, verify
from services.card.store import electronic, enrolments, entitlements, households, persons, store
from services.card.store import verifications as records
from sscsim import world


def verified(event: str, **shown: Any) -> Verification:
    """Verify what was shown, once for the event: asked again, the record of then is the answer."""
    with store.read() as tx:
        earlier = records.find(tx, tx.new_id("ver", "service applicant", event))
    return earlier or verify.verify(event=event, **shown)


def person(person_id: str) -> Person:
    """Somebody as they are registered today; PersonNotFound."""
    with store.read() as tx:
        return known.person(tx, person_id)


def with_number(social_security_number: str) -> list[Person]:
    """Whose number it is: nobody or one."""
    with store.read() as tx:
        found = persons.with_number(tx, numbers.looked_up(tx, social_security_number))
    return [found] if found else []


def deceased(person_ids: Sequence[str]) -> list[Person]:
    """Those of these people who have died."""
    with store.read() as tx:
        return persons.deceased_among(tx, person_ids)


def relation(person_id: str, relative_id: str) -> dict[str, Any]:
    """What the relative is to the person, and whether the person is in the relative's family
    service (亲情服务) on an electronic card that is in use."""
    with store.read() as tx:
        known.person(tx, person_id)
        known.person(tx, relative_id)
        link = households.link_between(tx, person_id, relative_id)
        mine = [
            row.person_id
            for card in electronic.of_person(tx, relative_id)
            if card.status == "active"
            for row in electronic.family(tx, card.id)
        ]
    served = {"in_family_service": person_id in mine}
    return served | ({"relation": link.relation} if link else {})


def recognised(person_id: str) -> list[str]:
    """As what the person is recognised today where they are registered or insured (身份认定)."""
    today = world.today()
    with store.read() as tx:
        found = known.person(tx, person_id)
        insured = [e.region_code for e in enrolments.of_person(tx, person_id) if e.covers(today)]
        all_of_them = entitlements.of_person(tx, person_id)
    regions = dict.fromkeys((found.region_code, *insured))
    return sorted({kind for region in regions for kind in in_force(region, today, all_of_them)})
