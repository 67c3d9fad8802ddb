"""Registering a person."""

from datetime import date

from services.card import problems
from services.card.domain import person as domain
from services.card.domain.person import Person
from services.card.flows import numbers
from services.card.store import persons, store
from sscsim import world
from sscsim.db import Tx
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
    residence_region_code: str | None = None,
    nation: str | None = None,
) -> Person:
    """Register a person; without a number, a synthetic one is made."""
    domain.check_pooling_area(region_code)
    if residence_region_code is not None:
        domain.check_pooling_area(residence_region_code, "/residence_region_code")
    domain.check_birth(birth_date, world.today())
    world.require_region(region_code)
    number = None
    if social_security_number is not None:
        number = numbers.accepted(social_security_number, region_code)
        domain.check_number_agrees(number, birth_date, sex)
    with store.write() as tx:
        number = number or _free_number(tx, name, sex, birth_date, region_code)
        numbers.check_free(tx, number)
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
            residence_region_code=residence_region_code,
            nation=nation,
        )
        persons.add(tx, person)
        tx.emit("person.registered", person.id, {"id": person.id, "region_code": region_code})
        failpoint("card.register.before_commit")
        return tx.answer(person)


def _free_number(tx: Tx, name: str, sex: identity.Sex, birth_date: date, region_code: str) -> str:
    """The first number drawn for this person that is nobody's yet."""
    area = regions.get(region_code).identity_area
    tx.lock("area and day", area, birth_date)
    taken = persons.numbers_taken(tx, f"{area}{birth_date:%Y%m%d}")
    for number in domain.numbers_for(name, sex, birth_date, area, seed=tx.world.seed):
        if number not in taken:
            return number
    raise problems.NumbersExhausted(area=area, birth_date=birth_date)
