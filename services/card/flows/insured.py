"""Telling another service how people were insured through time, and who is whose family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.card.domain.enrolment import Enrolment
from services.card.domain.entitlement import Entitlement
from services.card.domain.person import Person
from services.card.flows import known
from services.card.store import enrolments, entitlements, households, persons, store
from sscsim import world


def stretches(
    person_ids: list[str], insurance_kind: str, from_date: date, to_date: date
) -> list[Enrolment]:
    """Their enrolments that share a day with that time, by person and first day."""
    with store.read() as tx:
        return enrolments.between(tx, person_ids, insurance_kind, from_date, to_date)


def family(person_id: str, relative_id: str) -> dict[str, Any]:
    """What the relative is to the person, if anything, and where they are insured today."""
    today = world.today()
    with store.read() as tx:
        known.person(tx, person_id)
        known.person(tx, relative_id)
        link = households.link_between(tx, person_id, relative_id)
        insured = [e for e in enrolments.of_person(tx, relative_id) if e.covers(today)]
    places = {"relative_regions": sorted({e.region_code for e in insured})}
    return places | ({"relation": link.relation} if link else {})


@dataclass(frozen=True)
class Insured:
    """Somebody with all their insurance, and as what they were recognised."""

    person: Person
    enrolments: list[Enrolment]
    entitlements: list[Entitlement]


def all_of(person_id: str) -> Insured:
    """All that the insured side knows of a person; PersonNotFound."""
    with store.read() as tx:
        return Insured(
            known.person(tx, person_id),
            enrolments.of_person(tx, person_id),
            entitlements.of_person(tx, person_id),
        )


def numbers(person_ids: Sequence[str]) -> dict[str, str]:
    """The social security number of each of these people who is known."""
    with store.read() as tx:
        return persons.numbers_of(tx, person_ids)
