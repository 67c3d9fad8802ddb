"""Vacancies: posted by employers, closed by them, filled by hiring, or over when their time is."""

from datetime import date
from typing import Any

from services.benefits import problems_job_market as problems
from services.benefits.domain.employment import vacancy as domain
from services.benefits.domain.employment.referral import DECLINED, Referral
from services.benefits.domain.employment.vacancy import Vacancy
from services.benefits.flows.items.employment import due_days
from services.benefits.problems import RegionCantHandle
from services.benefits.store import employment_records, job_market, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import regions
from sscsim.kernel.money import Money

EXPIRE = "benefits.expire_vacancy"
KEPT = job_market.vacancies


def post(
    employer_credit_code: str,
    employer_name: str,
    region_code: str,
    occupation: str,
    headcount: int,
    pay_from: Money,
    pay_to: Money,
    until_date: date,
    **more: Any,
) -> Vacancy:
    """Post a vacancy. VacancyImpossible, EmployersCodeTaken, JobFairNotFound, JobFairOver,
    RegionCantHandle."""
    at = world.current()
    if not regions.is_pooling_area(region_code):
        raise RegionCantHandle(region=region_code)
    if pay_to < pay_from:
        raise problems.VacancyImpossible("/pay_to_fen", "低于最低月薪", "is less than pay_from_fen")
    if until_date < world.today():
        raise problems.VacancyImpossible("/until_date", "早于今天", "is before today")
    with store.write() as tx:
        party_id = at.party_id if at.role == "employer" else None
        employer = employment_records.employer_seen(
            tx, employer_credit_code, employer_name, party_id
        )
        if party_id is not None and employer.party_id != party_id:
            raise problems.EmployersCodeTaken(credit_code=employer_credit_code)
        if (fair_id := more.get("job_fair_id")) is not None:
            _check_fair(tx, fair_id)
        now = tx.world.now
        made = Vacancy(
            id=tx.new_id(
                "vac", employer_credit_code, occupation, _number(tx, employer_credit_code)
            ),
            employer_credit_code=employer_credit_code,
            employer_name=employer.name,
            party_id=employer.party_id or at.party_id,
            region_code=region_code,
            occupation=occupation,
            headcount=headcount,
            filled=0,
            pay_from=pay_from,
            pay_to=pay_to,
            education_least=more.get("education_least"),
            skill_least=more.get("skill_least"),
            job_kind=more.get("job_kind"),
            job_fair_id=fair_id,
            posted_on=tx.world.today,
            until_date=until_date,
            closed_on=None,
            status=domain.OPEN,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        tx.schedule(EXPIRE, made.id, due_days.after(tx, until_date))
        _tell(tx, made, "posted")
        return tx.answer(made)


def _number(tx: Tx, credit_code: str) -> int:
    """The place among the employer's vacancies; two at once wait for each other."""
    tx.lock("vacancies", credit_code)
    return job_market.vacancies_of(tx, credit_code) + 1


def _check_fair(tx: Tx, job_fair_id: str) -> None:
    fair = job_market.fairs.find(tx, job_fair_id)
    if fair is None:
        raise problems.JobFairNotFound(id=job_fair_id)
    if fair.status != "planned":
        raise problems.JobFairOver(id=fair.id, on_date=str(fair.on_date), status=fair.status)


def _tell(tx: Tx, known: Vacancy, what: str) -> None:
    said = {"id": known.id, "region_code": known.region_code, "status": known.status}
    tx.emit(f"job_vacancy.{what}", known.id, said)


def ended(tx: Tx, known: Vacancy, event: str, **changes: Any) -> Vacancy:
    """Filled, closed or expired: whom it was offered to is told that it is gone."""
    changed = KEPT.change(
        tx,
        known,
        status=domain.MACHINE.after(known.status, event),
        closed_on=tx.world.today,
        **changes,
    )
    _tell(tx, changed, "ended")
    for each in job_market.undecided(tx, job_vacancy_id=known.id):
        declined(tx, each, "vacancy_gone")
    return changed


def declined(tx: Tx, known: Referral, by: str, reason: str | None = None) -> Referral:
    """An introduction that nothing comes of."""
    changed = job_market.referrals.change(
        tx, known, status=DECLINED, declined_by=by, reason=reason, decided_on=tx.world.today
    )
    said = {"id": changed.id, "person_id": changed.person_id, "status": changed.status}
    tx.emit("job_referral.declined", changed.id, {**said, "job_vacancy_id": changed.job_vacancy_id})
    return changed


def held(tx: Tx, job_vacancy_id: str) -> Vacancy:
    """The vacancy, held; VacancyNotFound."""
    found = KEPT.find(tx, job_vacancy_id, lock=True)
    if found is None:
        raise problems.VacancyNotFound(id=job_vacancy_id)
    return found


def check_theirs(known: Vacancy) -> None:
    """NotTheirVacancy for another employer, RegionNotAllowed for another region's agency."""
    at = world.current()
    if at.role == "employer" and known.party_id != at.party_id:
        raise problems.NotTheirVacancy(id=known.id)
    if at.role == "agency":
        world.require_region(known.region_code)


def close(job_vacancy_id: str) -> Vacancy:
    """Look for nobody any more. VacancyNotFound, NotTheirVacancy, VacancyNotOpen."""
    with store.write() as tx:
        known = held(tx, job_vacancy_id)
        check_theirs(known)
        check_open(known)
        return tx.answer(ended(tx, known, "close"))


def check_open(known: Vacancy) -> None:
    if known.status != domain.OPEN:
        raise problems.VacancyNotOpen(id=known.id, status=known.status)


def expire(job_vacancy_id: str) -> None:
    """Its last day is over."""
    with store.write() as tx:
        known = held(tx, job_vacancy_id)
        if known.status == domain.OPEN:
            ended(tx, known, "expire")
        tx.complete_job()


def get(job_vacancy_id: str) -> Vacancy:
    with store.read() as tx:
        found = KEPT.find(tx, job_vacancy_id)
    if found is None:
        raise problems.VacancyNotFound(id=job_vacancy_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
