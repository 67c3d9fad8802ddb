"""Registering graduates without work by name (离校未就业高校毕业生实名登记)."""

from datetime import date
from typing import Any

from services.benefits import problems_employment as problems
from services.benefits import terms
from services.benefits.domain.employment import graduate as domain
from services.benefits.domain.employment.graduate import Graduate
from services.benefits.flows import applicants
from services.benefits.flows.items.employment import closing, due_days
from services.benefits.problems import RegionCantHandle
from services.benefits.store import employment_records, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import regions

LAPSE = "benefits.lapse_unemployed_graduate"
KEPT = employment_records.graduates


def register(
    person_id: str,
    school_name: str,
    education: str,
    graduated_on: date,
    region_code: str | None = None,
) -> Graduate:
    """Register a graduate, once.

    NotAGraduateWithoutWork, UnemployedGraduateRegistered, RegionCantHandle, RegionNotAllowed.
    `region_code`: where they are registered; their own region when left out.
    """
    person = applicants.person(person_id)
    region = region_code or person.region_code
    if not regions.is_pooling_area(region):
        raise RegionCantHandle(region=region)
    if world.current().role == "agency":
        world.require_region(region)
    figures = terms.figures_of("unemployed_graduates", region, world.today())
    until = domain.until(graduated_on, figures.number("counts_for").value)
    with store.write() as tx:
        tx.lock("graduate", person_id)
        known = KEPT.of(tx, person_id)
        if known:
            raise problems.UnemployedGraduateRegistered(
                person_id=person_id, day=known[0].registered_on.isoformat(), id=known[0].id
            )
        why = _against(tx, person_id, person.living_state, graduated_on, until)
        if why is not None:
            raise problems.NotAGraduateWithoutWork(person_id=person_id, why=why)
        now = tx.world.now
        made = Graduate(
            id=tx.new_id("ugr", person_id),
            person_id=person_id,
            region_code=region,
            school_name=school_name,
            education=education,
            graduated_on=graduated_on,
            registered_on=tx.world.today,
            until_date=until,
            ended_on=None,
            status=domain.REGISTERED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        tx.schedule(LAPSE, made.id, due_days.after(tx, until))
        tx.emit("unemployed_graduate.registered", made.id, {"id": made.id, "person_id": person_id})
        return tx.answer(made)


def _against(
    tx: Tx, person_id: str, living_state: str, graduated_on: date, until: date
) -> str | None:
    today = tx.world.today
    if living_state == "deceased":
        return "deceased"
    if graduated_on > today:
        return f"graduation on {graduated_on} is after today"
    if until < today:
        return f"graduates count until {until}"
    working = employment_records.employments.current(tx, person_id, "active")
    return f"employed ({working.id})" if working else None


def lapse(graduate_id: str) -> None:
    """The time in which somebody counts as a graduate is over."""
    with store.write() as tx:
        known = KEPT.find(tx, graduate_id, lock=True)
        assert known is not None, "a registration is never removed"
        if known.status == domain.REGISTERED:
            closing.end_graduate(tx, known, "lapse", known.until_date)
        tx.complete_job()


def get(graduate_id: str) -> Graduate:
    with store.read() as tx:
        found = KEPT.find(tx, graduate_id)
    if found is None:
        raise problems.UnemployedGraduateNotFound(id=graduate_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
