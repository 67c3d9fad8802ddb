"""Enrolling people in an insurance, ending it, telling who is covered."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.card import problems
from services.card.domain import enrolment as domain
from services.card.domain.enrolment import Enrolment
from services.card.domain.person import Person, check_pooling_area
from services.card.flows.persons import known
from services.card.store import enrolments, persons, store
from sscsim import world
from sscsim.db import Page
from sscsim.failpoints import failpoint


def enrol(
    person_id: str,
    insurance_kind: str,
    region_code: str,
    from_date: date,
    to_date: date | None = None,
    category: str = "active",
) -> Enrolment:
    """Start an enrolment of the person."""
    check_pooling_area(region_code)
    domain.check_terms(insurance_kind, category, from_date, to_date)
    world.require_region(region_code)
    with store.write() as tx:
        known(persons.find_locked(tx, person_id), person_id)
        existing = enrolments.of_person(tx, person_id)
        domain.check_room(insurance_kind, from_date, to_date, existing)
        enrolment = Enrolment(
            id=tx.new_id("enr", person_id, len(existing) + 1),
            person_id=person_id,
            insurance_kind=insurance_kind,
            region_code=region_code,
            category=category,
            from_date=from_date,
            to_date=to_date,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        enrolments.add(tx, enrolment)
        tx.emit("enrolment.started", enrolment.id, _told(enrolment))
        failpoint("card.enrol.before_commit")
        return tx.answer(enrolment)


def end(enrolment_id: str, to_date: date) -> Enrolment:
    """Set the last day of an enrolment that has none."""
    with store.read() as tx:
        person_id = _found(enrolments.find(tx, enrolment_id), enrolment_id).person_id
    with store.write() as tx:
        persons.find_locked(tx, person_id)
        enrolment = _found(enrolments.find(tx, enrolment_id), enrolment_id)
        world.require_region(enrolment.region_code)
        domain.check_end(enrolment, to_date)
        ended = replace(
            enrolment, to_date=to_date, version=enrolment.version + 1, updated_at=world.now()
        )
        enrolments.change(tx, ended)
        tx.emit("enrolment.ended", ended.id, _told(ended))
        failpoint("card.end_enrolment.before_commit")
        return tx.answer(ended)


def _found(enrolment: Enrolment | None, enrolment_id: str) -> Enrolment:
    if enrolment is None:
        raise problems.EnrolmentNotFound(enrolment_id=enrolment_id)
    return enrolment


def _told(enrolment: Enrolment) -> dict[str, Any]:
    told = {
        "id": enrolment.id,
        "person_id": enrolment.person_id,
        "insurance_kind": enrolment.insurance_kind,
        "region_code": enrolment.region_code,
        "from_date": enrolment.from_date.isoformat(),
    }
    return told | ({"to_date": enrolment.to_date.isoformat()} if enrolment.to_date else {})


def get(enrolment_id: str) -> Enrolment:
    with store.read() as tx:
        return _found(enrolments.find(tx, enrolment_id), enrolment_id)


def list_enrolments(person_id: str, query: Any) -> Page:
    with store.read() as tx:
        known(persons.find(tx, person_id), person_id)
        return enrolments.page(tx, person_id, query.page, query.filters)


@dataclass(frozen=True)
class Coverage:
    """Who is insured where on a day, for another service."""

    person: Person
    enrolment: Enrolment


def coverage(person_id: str, insurance_kind: str, on: date) -> Coverage:
    """The enrolment of that kind in force on the day; NotInsured if there is none."""
    with store.read() as tx:
        person = known(persons.find(tx, person_id), person_id)
        enrolment = domain.in_force(insurance_kind, on, enrolments.of_person(tx, person_id))
    if enrolment is None:
        raise problems.NotInsured(
            person_id=person_id, insurance_kind=insurance_kind, on=on.isoformat()
        )
    return Coverage(person, enrolment)
