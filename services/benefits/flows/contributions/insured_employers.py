"""Employers register for social insurance (单位参保登记): what decides which rates they pay."""

from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.flows import injury_rates
from services.benefits.store import employment_records, insurance, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx

KEPT = insurance.employers


def register(
    credit_code: str,
    name: str,
    region_code: str,
    nature: str,
    industry_class: int,
    size: str,
    party_id: str | None = None,
    by_direct_debit: bool = False,
) -> InsuredEmployer:
    """Put an employer on record in a region; an employer does so for itself.

    EmployerInsuredAlready, EmployerOfAnother, RegionNotAllowed.
    """
    at = world.current()
    if at.role == "agency":
        world.require_region(region_code)
    if at.role == "employer":
        party_id = at.party_id
    with store.write() as tx:
        employer = employment_records.employer_seen(tx, credit_code, name, party_id)
        if party_id is not None and employer.party_id != party_id:
            raise problems.EmployerOfAnother(credit_code=credit_code)
        earlier = insurance.employer(tx, credit_code, region_code)
        if earlier is not None:
            raise problems.EmployerInsuredAlready(
                credit_code=credit_code, region=region_code, employer_id=earlier.id
            )
        made = InsuredEmployer(
            id=tx.new_id("ise", credit_code, region_code),
            credit_code=credit_code,
            region_code=region_code,
            party_id=employer.party_id,
            name=name,
            nature=nature,
            industry_class=industry_class,
            size=size,
            registered_on=tx.world.today,
            by_direct_debit=by_direct_debit,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        KEPT.add(tx, made)
        injury_rates.watch(tx, region_code, tx.world.today.year + 1)
        return tx.answer(made)


def theirs(tx: Tx, credit_code: str, region_code: str) -> InsuredEmployer:
    """The employer, for its own key or an agency of the region.

    InsuredEmployerNotFound, EmployerOfAnother, RegionNotAllowed.
    """
    found = insurance.employer(tx, credit_code, region_code)
    if found is None:
        raise problems.InsuredEmployerNotFound(employer=credit_code)
    at = world.current()
    if at.role == "agency":
        world.require_region(region_code)
    if at.role == "employer" and found.party_id != at.party_id:
        raise problems.EmployerOfAnother(credit_code=credit_code)
    return found


def get(employer_id: str) -> InsuredEmployer:
    """InsuredEmployerNotFound; EmployerOfAnother for another employer."""
    with store.read() as tx:
        found = KEPT.find(tx, employer_id)
    if found is None:
        raise problems.InsuredEmployerNotFound(employer=employer_id)
    at = world.current()
    if at.role == "employer" and found.party_id != at.party_id:
        raise problems.EmployerOfAnother(credit_code=found.credit_code)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees itself."""
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
