"""Registering people, finding them, keeping their contact data."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.card import problems
from services.card.domain import card as cards_domain
from services.card.domain import person as domain
from services.card.domain.person import Person
from services.card.store import persons, store
from sscsim import world
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.ids import identity


def register(
    name: str,
    sex: identity.Sex,
    birth_date: date,
    region_code: str,
    social_security_number: str | None = None,
    contact_phone: str | None = None,
    contact_address: str | None = None,
) -> Person:
    """Register a person; without a number, a synthetic one is made."""
    domain.check_pooling_area(region_code)
    domain.check_birth(birth_date, world.today())
    world.require_region(region_code)
    number = None
    if social_security_number is not None:
        number = domain.read_number(social_security_number)
        domain.check_number_agrees(number, birth_date, sex)
    with store.write() as tx:
        number = number or _free_number(tx, name, sex, birth_date, region_code)
        _check_number_free(tx, number)
        person = Person(
            id=tx.new_id("psn", number),
            social_security_number=number,
            name=name,
            sex=sex,
            birth_date=birth_date,
            region_code=region_code,
            contact_phone=contact_phone,
            contact_address=contact_address,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        persons.add(tx, person)
        tx.emit("person.registered", person.id, {"id": person.id, "region_code": region_code})
        failpoint("card.register.before_commit")
        return tx.answer(person)


def _check_number_free(tx: Tx, number: str) -> None:
    tx.lock("number", number)
    holder = persons.with_number(tx, number)
    if holder is not None:
        raise problems.PersonExists(masked=identity.mask(number), person_id=holder.id)


def _free_number(tx: Tx, name: str, sex: identity.Sex, birth_date: date, region_code: str) -> str:
    """The first number drawn for this person that is nobody's yet."""
    area = regions.get(region_code).identity_area
    tx.lock("area and day", area, birth_date)
    taken = persons.numbers_taken(tx, f"{area}{birth_date:%Y%m%d}")
    for number in domain.numbers_for(name, sex, birth_date, area, seed=tx.world.seed):
        if number not in taken:
            return number
    raise problems.NumbersExhausted(area=area, birth_date=birth_date)


def get(person_id: str) -> Person:
    with store.read() as tx:
        return known(persons.find(tx, person_id), person_id)


def known(person: Person | None, person_id: str) -> Person:
    if person is None:
        raise problems.PersonNotFound(person_id=person_id)
    return person


def list_persons(query: Any) -> Page:
    with store.read() as tx:
        return persons.page(tx, query.page, query.filters)


def search(
    social_security_number: str | None = None,
    card_number: str | None = None,
    card_identification_code: str | None = None,
    region_code: str | None = None,
) -> list[Person]:
    """Everybody whom this number names; numbers travel in a body, never in a URL."""
    one_of(
        social_security_number=social_security_number,
        card_number=card_number,
        card_identification_code=card_identification_code,
    )
    with store.read() as tx:
        if social_security_number is not None:
            holder = persons.with_number(tx, domain.read_number(social_security_number))
            return [holder] if holder else []
        if card_number is not None:
            number = cards_domain.read_card_number(card_number)
            return persons.with_card_number(tx, number, region_code)
        code = cards_domain.read_identification_code(str(card_identification_code))
        return persons.with_identification_code(tx, code)


def one_of(**choices: str | None) -> None:
    """Exactly one of them is given."""
    if sum(value is not None for value in choices.values()) != 1:
        raise problems.OneCredentialNeeded(choices=", ".join(choices))


def change(person_id: str, changes: dict[str, Any], match: Any) -> Person:
    """Change contact data; null takes a field away (JSON merge patch)."""
    with store.write() as tx:
        person = known(persons.find_locked(tx, person_id), person_id)
        world.require_region(person.region_code)
        match.check(person.version)
        changed = replace(person, **changes, version=person.version + 1, updated_at=world.now())
        persons.change(tx, changed)
        tx.emit("person.changed", person.id, {"id": person.id, "fields": sorted(changes)})
        return tx.answer(changed)
