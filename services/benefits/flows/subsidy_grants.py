"""One-off subsidies (一次性补贴): shown, and given back when their facts were false."""

from typing import Any

from services.benefits import problems_subsidies as problems
from services.benefits.domain.employment import job_hunting_subsidy as domain
from services.benefits.domain.employment.job_hunting_subsidy import Grant
from services.benefits.flows import recoveries
from services.benefits.store import employment, store
from sscsim import world
from sscsim.db import Page, PageQuery


def recover(grant_id: str, reason: str) -> Grant:
    """The person owes it back (追回). GrantNotFound, RegionNotAllowed, GrantState."""
    with store.write() as tx:
        known = employment.find_grant(tx, grant_id, lock=True)
        if known is None:
            raise problems.GrantNotFound(grant_id=grant_id)
        if world.current().role == "agency":
            world.require_region(known.region_code)
        if not domain.GRANT.allows(known.status, "recover"):
            raise problems.GrantState(grant_id=grant_id, status=known.status)
        recoveries.demand(
            tx,
            known.id,
            known.amount,
            person_id=known.person_id,
            party_id=None,
            region=known.region_code,
            fund=domain.FUND,
            item_code=known.item_code,
            about_id=known.id,
            reason="facts_false",
            note=reason,
        )
        after = domain.GRANT.after(known.status, "recover")
        return tx.answer(employment.change_grant(tx, known, status=after))


def get(grant_id: str) -> Grant:
    with store.read() as tx:
        found = employment.find_grant(tx, grant_id)
    if found is None:
        raise problems.GrantNotFound(grant_id=grant_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return employment.page_of_grants(tx, page, filters)
