"""Founders and their businesses: what the records say of them, and what an application adds."""

from collections.abc import Iterable
from datetime import date

from services.benefits.domain.decision import Case
from services.benefits.domain.employment import startup
from services.benefits.domain.employment.startup import Business
from services.benefits.flows import records
from services.benefits.store import employment_records, subsidies
from sscsim.db import Tx


def categories(tx: Tx, person_id: str, days: Iterable[date]) -> frozenset[str]:
    """As what the person was on record on any of these days: the founding, or today."""
    found, on = set(), tuple(days)
    graduates = employment_records.graduates.of(tx, person_id)
    if any(each.graduated_on <= day <= each.until_date for each in graduates for day in on):
        found.add(startup.GRADUATE)
    if any(records.unemployment_on(tx, person_id, day) for day in on):
        found.add(startup.UNEMPLOYED)
    if any(records.hardship_on(tx, person_id, day) for day in on):
        found.add(startup.HARDSHIP)
    return frozenset(found)


def business_seen(tx: Tx, case: Case, licensed_on: date | None) -> Business:
    """The business of the form, written when it is first named; its licence date once known."""
    code = case.inputs["credit_code"]
    tx.lock("startup business", code)
    known = subsidies.business_with(tx, code)
    if known is not None:
        if known.licensed_on is None and licensed_on is not None:
            return subsidies.businesses.change(tx, known, licensed_on=licensed_on)
        return known
    now = tx.world.now
    made = Business(
        id=tx.new_id("biz", code),
        credit_code=code,
        name=case.inputs["business_name"],
        person_id=case.person.id,
        region_code=case.competent_region,
        licensed_on=licensed_on,
        version=1,
        created_at=now,
        updated_at=now,
    )
    subsidies.businesses.add(tx, made)
    return made
