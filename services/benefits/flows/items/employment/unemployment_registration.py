"""HRSS-003: registration of unemployment (失业登记), until work, retirement or withdrawal."""

from datetime import date
from typing import Any

from services.benefits import problems_employment as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import unemployment as domain
from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import closing, due_days
from services.benefits.store import employment_records, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.periods import Month

RETIRE = "benefits.retire_unemployed"
KEPT = employment_records.unemployments


def _retires_in(case: Case) -> Month:
    ages = terms.retirement(case.competent_region, case.today)
    return ages.latest_month(case.person.birth_date, case.person.sex)


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    figures = terms.figures_of("job_seeking", case.competent_region, case.today)
    return domain.Facts(
        working_age=figures.number("working_age").value,
        retires_in=_retires_in(case),
        known=employment_records.employments.of(tx, case.person.id),
        current=employment_records.current_unemployment(tx, case.person.id),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The registration, and the job that ends it when the person reaches retirement."""
    person_id, given, now = case.person.id, case.inputs, tx.world.now
    ordinal = KEPT.next_ordinal(tx, person_id)
    made = Unemployment(
        id=tx.new_id("une", person_id, ordinal),
        person_id=person_id,
        ordinal=ordinal,
        region_code=case.competent_region,
        application_id=case.application_id,
        leaving_reason=given["leaving_reason"],
        left_on_date=given["left_on_date"],
        last_employer_name=given.get("last_employer_name"),
        education=given.get("education"),
        employment_id=said.terms.get("employment_id"),
        registered_on=case.today,
        cancelled_on=None,
        cancelled_for=None,
        status=domain.REGISTERED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    tx.schedule(RETIRE, made.id, due_days.at_start_of(tx, _retires_in(case).first))
    tx.emit(
        "unemployment_registration.registered",
        made.id,
        {"id": made.id, "person_id": person_id, "leaving_reason": made.leaving_reason},
    )
    return Effect({"unemployment_registration_id": made.id})


def retire(unemployment_registration_id: str) -> None:
    """The person has reached the retirement age."""
    with store.write() as tx:
        known = KEPT.find(tx, unemployment_registration_id, lock=True)
        assert known is not None, "a registration is never removed"
        if known.status == domain.REGISTERED:
            closing.cancel_unemployment(tx, known, "retired", tx.world.today)
        tx.complete_job()


def cancel(unemployment_registration_id: str, reason: str) -> Unemployment:
    """Take it back, or out. UnemploymentNotFound, UnemploymentOver, RegionNotAllowed."""
    with store.write() as tx:
        known = KEPT.find(tx, unemployment_registration_id, lock=True)
        if known is None:
            raise problems.UnemploymentNotFound(id=unemployment_registration_id)
        if world.current().role == "agency":
            world.require_region(known.region_code)
        if known.status != domain.REGISTERED:
            raise problems.UnemploymentOver(id=known.id, since=str(known.cancelled_on))
        today: date = tx.world.today
        return tx.answer(closing.cancel_unemployment(tx, known, reason, today))


def get(unemployment_registration_id: str) -> Unemployment:
    with store.read() as tx:
        found = KEPT.find(tx, unemployment_registration_id)
    if found is None:
        raise problems.UnemploymentNotFound(id=unemployment_registration_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)


HANDLING = Handling("HRSS-003", decide=domain.decide, facts=_facts, effect=_effect)
