"""What an acquirer says from outside to a ride with a bank card (开放式支付授权)."""

from collections.abc import Mapping
from typing import Any

from services.transport import problems_riding as problems
from services.transport.domain.journeys import (
    APPROVED,
    BY_ACQUIRER,
    DECLINED,
    OWED,
    TAKEN,
    WANTED,
    Authorisation,
)
from services.transport.flows.riding import debts
from services.transport.flows.riding.correct import held
from services.transport.store import charges, store
from sscsim.db import Page, PageQuery
from sscsim.failpoints import failpoint


def approve(authorisation_id: str) -> Authorisation:
    """The acquirer pays. AuthorisationNotFound, AuthorisationDecided."""
    return _decide(authorisation_id, APPROVED, TAKEN, None)


def decline(authorisation_id: str, reason: str) -> Authorisation:
    """The acquirer doesn't pay: the rider owes it. AuthorisationNotFound, AuthorisationDecided."""
    return _decide(authorisation_id, DECLINED, OWED, reason)


def _decide(
    authorisation_id: str, status: str, charge_status: str, reason: str | None
) -> Authorisation:
    seen = get(authorisation_id)
    with store.write() as tx:
        journey, rider, card = held(tx, seen.journey_id)
        asked = charges.find_asked(tx, authorisation_id, locked=True)
        charge = charges.find(tx, seen.charge_id, locked=True)
        assert asked is not None and charge is not None
        if asked.status != WANTED or asked.way != BY_ACQUIRER:
            raise problems.AuthorisationDecided(
                transit_authorisation_id=asked.id, status=asked.status
            )
        made = charges.change_asked(
            tx,
            asked,
            status=status,
            reason=reason,
            decided_by=tx.world.party_id,
            decided_at=tx.world.now,
        )
        debts.decided(tx, charge, journey, rider, card, charge_status)
        failpoint("transport.authorise.before_commit")
        return tx.answer(made)


def get(authorisation_id: str) -> Authorisation:
    """AuthorisationNotFound."""
    with store.read() as tx:
        found = charges.find_asked(tx, authorisation_id)
    if found is None:
        raise problems.AuthorisationNotFound(transit_authorisation_id=authorisation_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Authorisations, the newest first."""
    with store.read() as tx:
        return charges.page_of_asked(tx, page, filters)
