"""Vacancies, introductions and job fairs."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.benefits.domain.employment.job_fair import REGISTERED, JobFair, Visit
from services.benefits.domain.employment.job_seeker import REGISTERED as SEEKING
from services.benefits.domain.employment.job_seeker import JobSeeker
from services.benefits.domain.employment.referral import INTERVIEW, PROPOSED, Referral
from services.benefits.domain.employment.vacancy import OPEN, Vacancy
from services.benefits.store import tables_job_market as tables
from services.benefits.store.kept import Kept
from services.benefits.store.tables_employment import job_seekers
from sscsim.db import Tx
from sscsim.db.rows import reader

vacancies = Kept(Vacancy, tables.job_vacancies)
referrals = Kept(Referral, tables.job_referrals)
fairs = Kept(JobFair, tables.job_fairs)
visits = Kept(Visit, tables.job_fair_visits)

_LOOKED_AT = 500
"""Of the newest so many are compared: a score is worked out for each."""

_SEEKERS, _read_seeker = reader(JobSeeker, job_seekers)
_VACANCIES, _read_vacancy = reader(Vacancy, tables.job_vacancies)
_REFERRALS, _read_referral = reader(Referral, tables.job_referrals)
_VISITS, _read_visit = reader(Visit, tables.job_fair_visits)


def seekers_for(tx: Tx, region_code: str) -> list[JobSeeker]:
    """Registered job-seekers who want to work in the region, the newest ones."""
    c = job_seekers.c
    found = _SEEKERS.where(c.wanted_region_code == region_code, c.status == SEEKING)
    rows = tx.all(found.order_by(c.seq.desc()).limit(_LOOKED_AT))
    return [_read_seeker(row) for row in rows]


def open_vacancies_in(tx: Tx, region_code: str) -> list[Vacancy]:
    """Open vacancies of the region, the newest ones."""
    c = tables.job_vacancies.c
    found = _VACANCIES.where(c.region_code == region_code, c.status == OPEN)
    rows = tx.all(found.order_by(c.seq.desc()).limit(_LOOKED_AT))
    return [_read_vacancy(row) for row in rows]


def introduced(tx: Tx, job_seeker_id: str, job_vacancy_id: str) -> Referral | None:
    """The introduction of these two, if there was one."""
    c = tables.job_referrals.c
    row = tx.one(
        _REFERRALS.where(c.job_seeker_id == job_seeker_id, c.job_vacancy_id == job_vacancy_id)
    )
    return _read_referral(row) if row else None


def undecided(
    tx: Tx, *, job_seeker_id: str | None = None, job_vacancy_id: str | None = None
) -> list[Referral]:
    """Introductions of a job-seeker, or to a vacancy, that nothing came of yet; held."""
    c = tables.job_referrals.c
    found = _REFERRALS.where(c.status.in_((PROPOSED, INTERVIEW)))
    if job_seeker_id is not None:
        found = found.where(c.job_seeker_id == job_seeker_id)
    if job_vacancy_id is not None:
        found = found.where(c.job_vacancy_id == job_vacancy_id)
    return [_read_referral(row) for row in tx.all(found.order_by(c.seq).with_for_update())]


def visit_of(tx: Tx, job_fair_id: str, person_id: str) -> Visit | None:
    c = tables.job_fair_visits.c
    row = tx.one(_VISITS.where(c.job_fair_id == job_fair_id, c.person_id == person_id))
    return _read_visit(row) if row else None


def those_who_did_not_come(tx: Tx, job_fair_id: str) -> Sequence[Visit]:
    """Registered for the fair and never let in; as many as its capacity at most."""
    c = tables.job_fair_visits.c
    found = _VISITS.where(c.job_fair_id == job_fair_id, c.status == REGISTERED)
    return [_read_visit(row) for row in tx.all(found.order_by(c.seq))]


def vacancies_of(tx: Tx, credit_code: str) -> int:
    """How many vacancies the employer has posted."""
    c = tables.job_vacancies.c
    count = sa.select(sa.func.count()).where(c.employer_credit_code == credit_code)
    return int(tx.scalar(count))


def fairs_of(tx: Tx, region_code: str) -> int:
    """How many fairs the region has announced."""
    c = tables.job_fairs.c
    return int(tx.scalar(sa.select(sa.func.count()).where(c.region_code == region_code)))
