"""Matching job-seekers and vacancies, and what comes of it: interview, hired, declined."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.benefits import problems_employment, terms
from services.benefits import problems_job_market as problems
from services.benefits.domain.employment import job_seeker as seekers
from services.benefits.domain.employment import matching
from services.benefits.domain.employment import referral as domain
from services.benefits.domain.employment.job_seeker import JobSeeker
from services.benefits.domain.employment.matching import Match
from services.benefits.domain.employment.referral import Referral
from services.benefits.flows import vacancies
from services.benefits.flows.items.employment import closing
from services.benefits.store import employment, job_market, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx

KEPT = job_market.referrals
SHOWN = 50
"""So many are recommended, the best ones."""


def _weights(region_code: str) -> Mapping[str, int]:
    figures = terms.figures_of("job_matching", region_code, world.today())
    return {name: figures.number(f"points.{name}").value for name in matching.CRITERIA}


def candidates(job_vacancy_id: str) -> list[dict[str, Any]]:
    """Registered job-seekers who suit a vacancy, the best first. VacancyNotFound."""
    known = vacancies.get(job_vacancy_id)
    vacancies.check_theirs(known)
    weights = _weights(known.region_code)
    with store.read() as tx:
        found = job_market.seekers_for(tx, known.region_code)
    ranked = matching.ranked((each.id, matching.matched(each, known, weights)) for each in found)
    return [_shown(each, known.id, match) for each, match in ranked[:SHOWN]]


def recommended(job_seeker_id: str) -> list[dict[str, Any]]:
    """Open vacancies that suit a job-seeker, the best first. JobSeekerNotFound."""
    with store.read() as tx:
        seeker = _seeker(tx, job_seeker_id)
        found = job_market.open_vacancies_in(tx, seeker.wanted_region_code)
    weights = _weights(seeker.wanted_region_code)
    ranked = matching.ranked((each.id, matching.matched(seeker, each, weights)) for each in found)
    return [_shown(seeker.id, each, match) for each, match in ranked[:SHOWN]]


def _shown(job_seeker_id: str, job_vacancy_id: str, match: Match) -> dict[str, Any]:
    return {
        "job_seeker_id": job_seeker_id,
        "job_vacancy_id": job_vacancy_id,
        "score": match.score,
        "parts": [part.stored() for part in match.parts],
    }


def _seeker(tx: Tx, job_seeker_id: str, *, lock: bool = False) -> JobSeeker:
    found = employment.find_job_seeker(tx, job_seeker_id, lock=lock)
    if found is None:
        raise problems_employment.JobSeekerNotFound(job_seeker_id=job_seeker_id)
    return found


def introduce(job_seeker_id: str, job_vacancy_id: str) -> Referral:
    """Introduce a job-seeker to an employer (推荐).

    JobSeekerNotFound, VacancyNotFound, SeekerNotSeeking, VacancyNotOpen, DoesNotSuit,
    IntroducedAlready.
    """
    weights = _weights(vacancies.get(job_vacancy_id).region_code)
    with store.write() as tx:
        seeker = _seeker(tx, job_seeker_id, lock=True)
        known = vacancies.held(tx, job_vacancy_id)
        vacancies.check_theirs(known)
        if seeker.status != seekers.REGISTERED:
            raise problems.SeekerNotSeeking(id=seeker.id, status=seeker.status)
        vacancies.check_open(known)
        if (earlier := job_market.introduced(tx, seeker.id, known.id)) is not None:
            raise problems.IntroducedAlready(id=earlier.id)
        match = matching.matched(seeker, known, weights)
        if not match.suits:
            missing = ", ".join(part.criterion for part in match.parts if not part.points)
            raise problems.DoesNotSuit(
                job_seeker_id=seeker.id, job_vacancy_id=known.id, missing=missing
            )
        now = tx.world.now
        made = Referral(
            id=tx.new_id("jrf", seeker.id, known.id),
            job_seeker_id=seeker.id,
            job_vacancy_id=known.id,
            person_id=seeker.person_id,
            score=match.score,
            parts=[part.stored() for part in match.parts],
            interview_on=None,
            decided_on=None,
            declined_by=None,
            reason=None,
            status=domain.PROPOSED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        _tell(tx, made)
        return tx.answer(made)


def _tell(tx: Tx, known: Referral) -> None:
    said = {"id": known.id, "person_id": known.person_id, "status": known.status}
    about = {"job_vacancy_id": known.job_vacancy_id}
    tx.emit(f"job_referral.{known.status}", known.id, {**said, **about})


def _held(tx: Tx, job_referral_id: str, event: str) -> Referral:
    """The introduction and its vacancy, held, if the caller may and the state allows it."""
    seen = KEPT.find(tx, job_referral_id)
    if seen is None:
        raise problems.ReferralNotFound(id=job_referral_id)
    vacancies.check_theirs(vacancies.held(tx, seen.job_vacancy_id))
    known = KEPT.find(tx, job_referral_id, lock=True)
    assert known is not None
    if not domain.MACHINE.allows(known.status, event):
        raise problems.ReferralState(id=known.id, status=known.status, event=event)
    return known


def invite(job_referral_id: str, interview_on: date) -> Referral:
    """Invite to an interview (面试). ReferralNotFound, ReferralState, VacancyImpossible."""
    with store.write() as tx:
        known = _held(tx, job_referral_id, "invite")
        if interview_on < tx.world.today:
            raise problems.VacancyImpossible("/interview_on", "早于今天", "is before today")
        changed = KEPT.change(tx, known, status=domain.INTERVIEW, interview_on=interview_on)
        _tell(tx, changed)
        return tx.answer(changed)


def hire(job_referral_id: str) -> Referral:
    """Hire (录用): a place of the vacancy is taken, and the person seeks no more.

    The employment itself is registered by an application for HRSS-002. SeekerNotSeeking when
    somebody else was faster.
    """
    with store.write() as tx:
        known = _held(tx, job_referral_id, "hire")
        seeker = _seeker(tx, known.job_seeker_id, lock=True)
        if seeker.status != seekers.REGISTERED:
            raise problems.SeekerNotSeeking(id=seeker.id, status=seeker.status)
        place = vacancies.held(tx, known.job_vacancy_id)
        vacancies.check_open(place)
        changed = KEPT.change(tx, known, status=domain.HIRED, decided_on=tx.world.today)
        _tell(tx, changed)
        closing.end_job_seeker(tx, seeker, "match", tx.world.today)
        for each in job_market.undecided(tx, job_seeker_id=seeker.id):
            vacancies.declined(tx, each, "hired_elsewhere")
        if place.filled + 1 == place.headcount:
            vacancies.ended(tx, place, "fill", filled=place.filled + 1)
        else:
            job_market.vacancies.change(tx, place, filled=place.filled + 1)
        return tx.answer(changed)


def withdraw_seeker(job_seeker_id: str) -> JobSeeker:
    """The person seeks no more (撤回求职登记): what was still open with employers is declined.

    JobSeekerNotFound, SeekerNotSeeking.
    """
    with store.write() as tx:
        seeker = _seeker(tx, job_seeker_id, lock=True)
        if world.current().role == "agency":
            world.require_region(seeker.region_code)
        if seeker.status != seekers.REGISTERED:
            raise problems.SeekerNotSeeking(id=seeker.id, status=seeker.status)
        ended = closing.end_job_seeker(tx, seeker, "withdraw", tx.world.today)
        for each in job_market.undecided(tx, job_seeker_id=seeker.id):
            vacancies.declined(tx, each, "seeker")
        return tx.answer(ended)


def decline(job_referral_id: str, reason: str | None = None) -> Referral:
    """The employer doesn't want to, or the person doesn't, by who calls."""
    by = "seeker" if world.current().role == "holder" else "employer"
    with store.write() as tx:
        known = _held(tx, job_referral_id, "decline")
        return tx.answer(vacancies.declined(tx, known, by, reason))


def get(job_referral_id: str) -> Referral:
    with store.read() as tx:
        found = KEPT.find(tx, job_referral_id)
    if found is None:
        raise problems.ReferralNotFound(id=job_referral_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
