"""Changing what is known of a person."""

from dataclasses import replace
from typing import Any, Protocol

from services.card import problems_people
from services.card.domain import person as domain
from services.card.domain.application import check_alive
from services.card.domain.person import Person
from services.card.flows import known, numbers
from services.card.store import applications, cards, persons, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint

KEY_FIELDS = ("name", "social_security_number")
"""What stands on the card: it changes with a new card only (关键信息)."""


class SeenVersion(Protocol):
    """The version the caller saw; refuses any other."""

    def check(self, version: int) -> None: ...


def change(person_id: str, changes: dict[str, Any], match: SeenVersion) -> Person:
    """Change a person; null takes a field away (JSON merge patch).

    Contact, residence and nation are a back-end change. Name and number are changed while
    the person has no card, or while the exchange that puts them on a new card is asked for
    and not yet being made.
    """
    with store.write() as tx:
        made = changed(tx, person_id, changes, match)
        failpoint("card.change_person.before_commit")
        return tx.answer(made)


def changed(
    tx: Tx, person_id: str, changes: dict[str, Any], match: SeenVersion | None = None
) -> Person:
    """The person with the changes; `match` where the caller saw a version before."""
    person = known.locked_person(tx, person_id)
    world.require_region(person.region_code)
    check_alive(person)
    if match is not None:
        match.check(person.version)
    if changes.get("residence_region_code") is not None:
        domain.check_pooling_area(changes["residence_region_code"], "/residence_region_code")
    changes = _key_changes(tx, person, changes)
    made = replace(person, **changes, version=person.version + 1, updated_at=world.now())
    persons.change(tx, made)
    tx.emit("person.changed", person.id, {"id": person.id, "fields": sorted(changes)})
    return made


def _key_changes(tx: Tx, person: Person, changes: dict[str, Any]) -> dict[str, Any]:
    known_as = {field: getattr(person, field) for field in KEY_FIELDS}
    named = [
        field for field in KEY_FIELDS if changes.get(field, known_as[field]) != known_as[field]
    ]
    if not named:
        return changes
    if not _may_change_key_fields(tx, person):
        raise problems_people.KeyFieldNeedsCard(fields=", ".join(named))
    if "social_security_number" in named:
        number = numbers.accepted(changes["social_security_number"], person.region_code)
        domain.check_number_agrees(number, person.birth_date, person.sex)
        numbers.check_free(tx, number)
        return {**changes, "social_security_number": number}
    return changes


def _may_change_key_fields(tx: Tx, person: Person) -> bool:
    if all(card.status == "cancelled" for card in cards.of_person(tx, person.id)):
        return True
    return any(
        asked.kind == "exchange" and asked.production_status == "received"
        for asked in applications.of_person(tx, person.id)
    )
