"""HRSS-001: registration of a job-seeker (求职登记): a record with an end of its own."""

from datetime import datetime, time, timedelta

from services.benefits import problems_employment as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import job_seeker as domain
from services.benefits.domain.employment.job_seeker import JobSeeker
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import employment, store
from sscsim import clock
from sscsim.db import Page, PageQuery, Tx

EXPIRE = "benefits.expire_job_seeker"


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    region, today = case.competent_region, case.today
    figures = terms.figures_of("job_seeking", region, today)
    ages = terms.retirement(region, today)
    return domain.Facts(
        working_age=figures.number("working_age").value,
        valid_months=figures.number("valid").value,
        retires_in=ages.latest_month(case.person.birth_date, case.person.sex),
        current=employment.current_job_seeker(tx, case.person.id),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The registration, and the job that ends it."""
    ordinal = employment.next_job_seeker(tx, case.person.id)
    now = tx.world.now
    made = JobSeeker(
        id=tx.new_id("jsk", case.person.id, ordinal),
        person_id=case.person.id,
        ordinal=ordinal,
        region_code=case.competent_region,
        application_id=case.application_id,
        education=case.inputs["education"],
        occupation_wanted=case.inputs["occupation_wanted"],
        expected_pay=case.inputs.get("expected_pay_fen"),
        wanted_region_code=case.inputs["region_code"],
        job_kind=case.inputs.get("job_kind"),
        skill_level=case.inputs.get("skill_level"),
        available_from_date=case.inputs.get("available_from_date"),
        registered_on=case.today,
        until_date=said.terms["until"],
        ended_on=None,
        status=domain.REGISTERED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    employment.add_job_seeker(tx, made)
    over = datetime.combine(made.until_date + timedelta(days=1), time(0, 0), clock.SHANGHAI)
    tx.schedule(EXPIRE, made.id, over)
    tx.emit("job_seeker.registered", made.id, _told(made))
    return Effect({"job_seeker_id": made.id, "until_date": made.until_date.isoformat()})


def _told(known: JobSeeker) -> dict[str, str]:
    return {"id": known.id, "person_id": known.person_id, "status": known.status}


def expire(job_seeker_id: str) -> None:
    """Its last day is over; one that was matched or withdrawn before stays as it is."""
    with store.write() as tx:
        found = employment.find_job_seeker(tx, job_seeker_id, lock=True)
        assert found is not None, "a registration is never removed"
        if found.status == domain.REGISTERED:
            after = domain.MACHINE.after(found.status, "expire")
            ended = employment.change_job_seeker(tx, found, status=after, ended_on=found.until_date)
            tx.emit("job_seeker.expired", ended.id, _told(ended))
        tx.complete_job()


def get(job_seeker_id: str) -> JobSeeker:
    with store.read() as tx:
        found = employment.find_job_seeker(tx, job_seeker_id)
    if found is None:
        raise problems.JobSeekerNotFound(job_seeker_id=job_seeker_id)
    return found


def page(page: PageQuery, filters: dict[str, object]) -> Page:
    with store.read() as tx:
        return employment.page_of_job_seekers(tx, page, filters)


HANDLING = Handling("HRSS-001", decide=domain.decide, facts=_facts, effect=_effect)
