"""Telling another service where somebody is insured."""

from dataclasses import dataclass
from datetime import date

from services.card import problems
from services.card.domain import enrolment as domain
from services.card.domain.enrolment import Enrolment
from services.card.domain.entitlement import in_force
from services.card.domain.person import Person, check_lived
from services.card.flows import known
from services.card.store import enrolments, entitlements, store


@dataclass(frozen=True)
class Coverage:
    """Who is insured where on a day, for another service."""

    person: Person
    enrolment: Enrolment
    entitlements: list[str]


def coverage(person_id: str, insurance_kind: str, on: date) -> Coverage:
    """The enrolment of that kind in force on the day; NotInsured if there is none.

    PersonDeceased after the day of death, whatever enrolment may still begin later.
    """
    with store.read() as tx:
        person = known.person(tx, person_id)
        check_lived(person, on)
        enrolment = domain.in_force(insurance_kind, on, enrolments.of_person(tx, person_id))
        recognised = entitlements.of_person(tx, person_id)
    if enrolment is None:
        raise problems.NotInsured(
            person_id=person_id, insurance_kind=insurance_kind, on=on.isoformat()
        )
    return Coverage(person, enrolment, in_force(enrolment.region_code, on, recognised))
