"""Reconciling an institution's totals (医药机构对总账) and reading what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical import problems_reconciliation as problems
from services.medical.domain.institution import Institution
from services.medical.domain.reconciliation import Reconciliation, Scope, Totals
from services.medical.flows import institutions
from services.medical.store import institution_bills, reconciliations, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx

MOST_DAYS = 366
"""A year: more is a list, not a comparison."""


def reconcile(
    institution_id: str,
    from_date: date,
    to_date: date,
    stated: Totals,
    **kinds: Any,
) -> Reconciliation:
    """Compare with what is settled at this moment, and keep both."""
    scope = Scope(institution_id, from_date, to_date, kinds.pop("insurance_kind", None), **kinds)
    with store.write() as tx:
        return tx.answer(made_in(tx, scope, stated))


def made_in(tx: Tx, scope: Scope, stated: Totals) -> Reconciliation:
    """The same as a part of something larger."""
    place = own(tx, scope.institution_id)
    check_period(scope)
    counted = institution_bills.totals(tx, scope)
    ordinal = reconciliations.next_ordinal(tx, scope.institution_id)
    made = Reconciliation(
        id=tx.new_id("rcn", scope.institution_id, ordinal),
        ordinal=ordinal,
        region_code=place.region_code,
        scope=scope,
        stated=stated,
        counted=counted,
        is_equal=not stated - counted,
        line_count=0,
        matched_count=None,
        difference_count=None,
        open_count=0,
        detailed_at=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    reconciliations.add(tx, made)
    tx.emit("reconciliation.made", made.id, told(made))
    return made


def own(tx: Tx, institution_id: str) -> Institution:
    """An institution of the caller's region. InstitutionNotFound, RegionNotAllowed."""
    place = institutions.known(tx, institution_id)
    world.require_region(place.region_code)
    return place


def check_period(scope: Scope) -> None:
    days = (scope.to_date - scope.from_date).days + 1
    if not 1 <= days <= MOST_DAYS or scope.to_date > world.today():
        raise problems.PeriodWrong(
            from_date=scope.from_date, to_date=scope.to_date, today=world.today(), days=MOST_DAYS
        )


def told(made: Reconciliation) -> dict[str, Any]:
    """What an event says."""
    return {
        "id": made.id,
        "object": "reconciliation",
        "institution_id": made.scope.institution_id,
        "status": made.status,
        "total_difference_fen": made.difference.total.fen,
        "fund_pay_difference_fen": made.difference.fund_pay.fen,
        "account_pay_difference_fen": made.difference.account_pay.fen,
    }


def known(tx: Tx, reconciliation_id: str, *, lock: bool = False) -> Reconciliation:
    """One of the caller's region. ReconciliationNotFound, RegionNotAllowed."""
    found = reconciliations.find(tx, reconciliation_id, lock=lock)
    if found is None:
        raise problems.ReconciliationNotFound(reconciliation_id=reconciliation_id)
    world.require_region(found.region_code)
    return found


def get(reconciliation_id: str) -> Reconciliation:
    with store.read() as tx:
        return known(tx, reconciliation_id)


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return reconciliations.page(tx, page, **of_the_caller(asked))


def of_the_caller(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The filters, with the region of a party that has one."""
    at, filters = world.current(), dict(asked)
    if at.region is not None and not world.is_inner():
        world.require_region(filters.setdefault("region_code", at.region))
    return filters
