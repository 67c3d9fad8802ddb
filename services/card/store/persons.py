"""Persons, kept and found."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam

from services.card.domain.person import Person
from services.card.store.tables import cards, persons
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Person, persons)
_by_id = _all.where(persons.c.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_by_number = _all.where(persons.c.social_security_number == bindparam("number"))
_numbers_of = (
    persons.select()
    .with_only_columns(persons.c.id, persons.c.social_security_number)
    .where(persons.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(persons.c.seq)
)
_sharing_prefix = (
    persons.select()
    .with_only_columns(persons.c.social_security_number)
    .where(
        persons.c.social_security_number >= bindparam("first"),
        persons.c.social_security_number <= bindparam("last"),
    )
)


def add(tx: Tx, person: Person) -> None:
    tx.execute(persons.insert().values(asdict(person)))


def change(tx: Tx, person: Person) -> None:
    """Write the person's new state; the caller holds the row's lock."""
    tx.execute(persons.update().where(persons.c.id == person.id).values(asdict(person)))


def find(tx: Tx, person_id: str) -> Person | None:
    row = tx.one(_by_id, {"id": person_id})
    return _read(row) if row else None


def find_locked(tx: Tx, person_id: str) -> Person | None:
    """The person, whose enrolments and cards nobody else changes until this commits."""
    row = tx.one(_by_id_locked, {"id": person_id})
    return _read(row) if row else None


def with_number(tx: Tx, number: str) -> Person | None:
    row = tx.one(_by_number, {"number": number})
    return _read(row) if row else None


def numbers_of(tx: Tx, person_ids: Sequence[str]) -> dict[str, str]:
    return {row[0]: row[1] for row in tx.all(_numbers_of, {"ids": list(person_ids)})}


def deceased_among(tx: Tx, person_ids: Sequence[str]) -> list[Person]:
    """Those of these people who have died, in the order of their making."""
    died = persons.c.id.in_(list(person_ids)), persons.c.deceased_on.is_not(None)
    return [_read(row) for row in tx.all(_all.where(*died).order_by(persons.c.seq))]


def with_card_number(tx: Tx, number: str, region_code: str | None) -> list[Person]:
    """The holders of cards with this number, one an area at most."""
    statement = _all.join(cards, cards.c.person_id == persons.c.id).where(
        cards.c.card_number == number
    )
    if region_code is not None:
        statement = statement.where(cards.c.region_code == region_code)
    return [_read(row) for row in tx.all(statement.order_by(cards.c.seq))]


def with_identification_code(tx: Tx, code: str) -> list[Person]:
    statement = _all.join(cards, cards.c.person_id == persons.c.id).where(
        cards.c.card_identification_code == code
    )
    return [_read(row) for row in tx.all(statement.order_by(cards.c.seq))]


def numbers_taken(tx: Tx, prefix: str) -> set[str]:
    """The social security numbers in use that begin with area and birth date."""
    bounds = {"first": prefix, "last": prefix + "9999"}
    return {row[0] for row in tx.all(_sharing_prefix, bounds)}


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    if "region_code" in filters:
        statement = statement.where(persons.c.region_code == filters["region_code"])
    return tx.page(statement, persons, query).map(_read)
