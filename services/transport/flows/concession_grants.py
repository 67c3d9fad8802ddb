"""Concession grants (优待资格): made, withdrawn, read; dated, and no property of a card."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.transport import problems_cards as problems
from services.transport.domain.grants import IN_FORCE, WITHDRAWN, Grant, Term
from services.transport.flows.cards import people
from services.transport.store import grants, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint


def grant(
    person_id: str,
    status: str,
    region_code: str,
    from_date: date,
    until_date: date,
    terms: Sequence[Term] = (),
    evidence: str | None = None,
) -> Grant:
    """Say that somebody is a student, disabled, or the like, from a day to a day.

    An agency's grant holds in every city, an operator's in its own (assumed).
    ConcessionGrantDates, TransitPersonUnknown.
    """
    world.require_region(region_code)
    _check(from_date, until_date, terms)
    people.born(person_id)
    with store.write() as tx:
        made = _made(tx, person_id, status, region_code, from_date, until_date, terms, evidence)
        grants.add(tx, made)
        _tell(tx, "granted", made)
        failpoint("transport.grant.before_commit")
        return tx.answer(made)


def _check(from_date: date, until_date: date, terms: Sequence[Term]) -> None:
    if until_date < from_date:
        raise problems.ConcessionGrantDates("/until_date")
    earlier = None
    for place, term in enumerate(terms):
        first, last = term.from_date, term.until_date
        if last < first or first < from_date or last > until_date:
            raise problems.ConcessionGrantDates(f"/terms/{place}")
        if earlier is not None and first <= earlier:
            raise problems.ConcessionGrantDates(f"/terms/{place}/from_date")
        earlier = last


def _made(
    tx: Tx,
    person_id: str,
    status: str,
    region_code: str,
    from_date: date,
    until_date: date,
    terms: Sequence[Term],
    evidence: str | None,
) -> Grant:
    tx.lock("concession grants", person_id)
    ordinal = len(grants.of_person(tx, person_id)) + 1
    return Grant(
        id=tx.new_id("cgr", person_id, ordinal),
        person_id=person_id,
        ordinal=ordinal,
        status=status,
        region_code=region_code,
        holds_in=region_code if tx.world.role == "transit" else None,
        granted_by=tx.world.party_name[:60],
        evidence=evidence,
        from_date=from_date,
        until_date=until_date,
        terms=tuple(terms),
        state=IN_FORCE,
        withdrawn_on=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def withdraw(concession_grant_id: str) -> Grant:
    """It holds no more from today on. ConcessionGrantNotFound, ConcessionGrantState."""
    with store.write() as tx:
        found = grants.find(tx, concession_grant_id, locked=True)
        if found is None:
            raise problems.ConcessionGrantNotFound(concession_grant_id=concession_grant_id)
        world.require_region(found.region_code)
        if found.state == WITHDRAWN:
            raise problems.ConcessionGrantState(concession_grant_id=found.id)
        changed = grants.change(tx, found, state=WITHDRAWN, withdrawn_on=tx.world.today)
        _tell(tx, "withdrawn", changed)
        failpoint("transport.withdraw_grant.before_commit")
        return tx.answer(changed)


def _tell(tx: Tx, what: str, one: Grant) -> None:
    data = {"id": one.id, "person_id": one.person_id, "status": one.status}
    tx.emit(f"concession_grant.{what}", one.id, data)


def get(concession_grant_id: str) -> Grant:
    """ConcessionGrantNotFound."""
    with store.read() as tx:
        found = grants.find(tx, concession_grant_id)
    if found is None:
        raise problems.ConcessionGrantNotFound(concession_grant_id=concession_grant_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Grants, the newest first."""
    with store.read() as tx:
        return grants.page(tx, page, filters)
