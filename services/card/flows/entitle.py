"""Recognising somebody as a civil servant or as in need of assistance, and its end."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.card import problems_entitlements as problems
from services.card.domain import entitlement as domain
from services.card.domain.application import check_alive
from services.card.domain.entitlement import Entitlement
from services.card.domain.person import check_pooling_area
from services.card.flows import known
from services.card.store import entitlements, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint


def start(
    person_id: str, kind: str, region_code: str, from_date: date, to_date: date | None = None
) -> Entitlement:
    """A region recognises the person."""
    check_pooling_area(region_code)
    world.require_region(region_code)
    with store.write() as tx:
        check_alive(known.locked_person(tx, person_id))
        existing = entitlements.of_person(tx, person_id)
        domain.check_room(kind, from_date, to_date, existing)
        made = Entitlement(
            id=tx.new_id("ent", person_id, len(existing) + 1),
            person_id=person_id,
            kind=kind,
            region_code=region_code,
            from_date=from_date,
            to_date=to_date,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        entitlements.add(tx, made)
        tx.emit("entitlement.started", made.id, _told(made))
        failpoint("card.entitle.before_commit")
        return tx.answer(made)


def end(entitlement_id: str, to_date: date) -> Entitlement:
    """Set the last day of one that has none."""
    with store.read() as tx:
        person_id = _known(tx, entitlement_id).person_id
    with store.write() as tx:
        known.locked_person(tx, person_id)
        found = _known(tx, entitlement_id)
        world.require_region(found.region_code)
        domain.check_end(found, to_date)
        ended = _ended(tx, found, to_date)
        failpoint("card.end_entitlement.before_commit")
        return tx.answer(ended)


def end_all(tx: Tx, person_id: str, died_on: date) -> None:
    """With a person's death; what would have begun later is left to the agency."""
    for found in entitlements.of_person(tx, person_id):
        open_then = found.to_date is None or found.to_date > died_on
        if found.from_date <= died_on and open_then:
            _ended(tx, found, died_on)


def get(entitlement_id: str) -> Entitlement:
    with store.read() as tx:
        return _known(tx, entitlement_id)


def page(person_id: str, query: PageQuery) -> Page:
    with store.read() as tx:
        known.person(tx, person_id)
        return entitlements.page(tx, person_id, query)


def _ended(tx: Tx, found: Entitlement, to_date: date) -> Entitlement:
    ended = replace(found, to_date=to_date, version=found.version + 1, updated_at=world.now())
    entitlements.change(tx, ended)
    tx.emit("entitlement.ended", ended.id, _told(ended))
    return ended


def _known(tx: Tx, entitlement_id: str) -> Entitlement:
    found = entitlements.find(tx, entitlement_id)
    if found is None:
        raise problems.EntitlementNotFound(entitlement_id=entitlement_id)
    return found


def _told(found: Entitlement) -> dict[str, Any]:
    told = {
        "id": found.id,
        "person_id": found.person_id,
        "kind": found.kind,
        "region_code": found.region_code,
        "from_date": found.from_date.isoformat(),
    }
    return told | ({"to_date": found.to_date.isoformat()} if found.to_date else {})
