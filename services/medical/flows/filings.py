"""Filing for treatment away from home (异地就医备案): self-declared, in force at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical import problems
from services.medical.domain.filing import Filing
from services.medical.flows import people
from services.medical.store import filings, store
from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.kernel import regions


def file(
    person_id: str,
    insurance_kind: str,
    care_region_code: str,
    kind: str,
    start_date: date | None = None,
    end_date: date | None = None,
) -> Filing:
    """File for a person at the region where they are insured today."""
    start = start_date or world.today()
    if end_date is not None and end_date < start:
        raise problems.FilingDatesWrong(start=start, end=end_date)
    if not regions.is_known(care_region_code):
        raise problems.RegionUnknown(region_code=care_region_code)
    home = people.coverage(person_id, insurance_kind, world.today()).home_region_code
    world.require_region(home)
    if care_region_code in (home, regions.province_of(home)):
        raise problems.FilingAtHome(home=home, care=care_region_code)
    with store.write() as tx:
        ordinal = filings.next_ordinal(tx, person_id)
        made = Filing(
            id=tx.new_id("fil", person_id, ordinal),
            person_id=person_id,
            home_region_code=home,
            care_region_code=care_region_code,
            kind=kind,
            start_date=start,
            end_date=end_date,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        filings.add(tx, made, ordinal)
        tx.emit("filing.accepted", made.id, {"id": made.id, "person_id": person_id, "kind": kind})
        return tx.answer(made)


def get(filing_id: str) -> Filing:
    with store.read() as tx:
        found = filings.find(tx, filing_id)
    if found is None:
        raise problems.FilingNotFound(filing_id=filing_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return filings.page(tx, page, **filters)
