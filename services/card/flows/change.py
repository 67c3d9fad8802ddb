"""Changing a person's contact data."""

from dataclasses import replace
from typing import Any, Protocol

from services.card.domain.person import Person
from services.card.flows import known
from services.card.store import persons, store
from sscsim import world
from sscsim.failpoints import failpoint


class SeenVersion(Protocol):
    """The version the caller saw; refuses any other."""

    def check(self, version: int) -> None: ...


def change(person_id: str, changes: dict[str, Any], match: SeenVersion) -> Person:
    """Change contact data; null takes a field away (JSON merge patch)."""
    with store.write() as tx:
        person = known.locked_person(tx, person_id)
        world.require_region(person.region_code)
        match.check(person.version)
        changed = replace(person, **changes, version=person.version + 1, updated_at=world.now())
        persons.change(tx, changed)
        tx.emit("person.changed", person.id, {"id": person.id, "fields": sorted(changes)})
        failpoint("card.change_person.before_commit")
        return tx.answer(changed)
