"""Job fairs (招聘会): announced by an agency, registered for and entered by card."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.benefits import problems
from services.benefits import problems_job_market as refusals
from services.benefits.domain.employment import job_fair as domain
from services.benefits.domain.employment.job_fair import JobFair, Visit
from services.benefits.flows import applicants
from services.benefits.flows.items.employment import due_days
from services.benefits.store import job_market, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx, keys
from sscsim.kernel import regions

CLOSE = "benefits.close_job_fair"
KEPT, VISITS = job_market.fairs, job_market.visits


def announce(
    region_code: str, name: str, campaign: str, venue: str, on_date: date, capacity: int
) -> JobFair:
    """Announce a fair. RegionNotAllowed, RegionCantHandle, JobFairDateImpossible."""
    if not regions.is_pooling_area(region_code):
        raise problems.RegionCantHandle(region=region_code)
    world.require_region(region_code)
    if on_date < world.today():
        raise refusals.JobFairDateImpossible(on_date.isoformat())
    with store.write() as tx:
        tx.lock("job fairs", region_code)
        now, number = tx.world.now, job_market.fairs_of(tx, region_code) + 1
        made = JobFair(
            id=tx.new_id("jbf", region_code, number),
            region_code=region_code,
            name=name,
            campaign=campaign,
            venue=venue,
            on_date=on_date,
            capacity=capacity,
            registered=0,
            entered=0,
            status=domain.PLANNED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        tx.schedule(CLOSE, made.id, due_days.after(tx, on_date))
        _tell(tx, made)
        return tx.answer(made)


def _tell(tx: Tx, known: JobFair) -> None:
    said = {"id": known.id, "region_code": known.region_code, "status": known.status}
    tx.emit(f"job_fair.{known.status}", known.id, said)


def cancel(job_fair_id: str) -> JobFair:
    """Call it off. JobFairNotFound, JobFairOver, RegionNotAllowed."""
    with store.write() as tx:
        known = _open(tx, job_fair_id)
        world.require_region(known.region_code)
        changed = KEPT.change(tx, known, status=domain.MACHINE.after(known.status, "cancel"))
        _tell(tx, changed)
        return tx.answer(changed)


def close(job_fair_id: str) -> None:
    """The day is over: who registered and did not come is noted as absent."""
    with store.write() as tx:
        known = KEPT.find(tx, job_fair_id, lock=True)
        assert known is not None, "a fair is never removed"
        if known.status == domain.PLANNED:
            changed = KEPT.change(tx, known, status=domain.MACHINE.after(known.status, "hold"))
            _tell(tx, changed)
            for each in job_market.those_who_did_not_come(tx, known.id):
                VISITS.change(tx, each, status=domain.VISIT.after(each.status, "miss"))
        tx.complete_job()


def _open(tx: Tx, job_fair_id: str) -> JobFair:
    found = KEPT.find(tx, job_fair_id, lock=True)
    if found is None:
        raise refusals.JobFairNotFound(id=job_fair_id)
    if found.status != domain.PLANNED:
        raise refusals.JobFairOver(
            id=found.id, on_date=found.on_date.isoformat(), status=found.status
        )
    return found


# ---- who comes


def register(
    job_fair_id: str, credential: Mapping[str, Any], person_id: str | None = None
) -> Visit:
    """Register the holder of a card for a fair (报名).

    JobFairNotFound, CredentialRefused, CredentialOfAnother, JobFairOver, JobFairFull,
    VisitExists.
    """
    shown = _shown(job_fair_id, credential)
    holder_id = str(shown["person_id"])
    if person_id is not None and person_id != holder_id:
        raise problems.CredentialOfAnother()
    with store.write() as tx:
        fair = _open(tx, job_fair_id)
        _check_new(tx, fair, holder_id)
        if fair.registered >= fair.capacity:
            raise refusals.JobFairFull(id=fair.id, capacity=fair.capacity)
        now = tx.world.now
        made = Visit(
            id=tx.new_id("jfv", fair.id, holder_id),
            job_fair_id=fair.id,
            person_id=holder_id,
            card_id=shown.get("card_id"),
            verification_id=shown["id"],
            entry_verification_id=None,
            entered_at=None,
            status=domain.REGISTERED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        VISITS.add(tx, made)
        KEPT.change(tx, fair, registered=fair.registered + 1)
        _tell_of(tx, made, "registered")
        return tx.answer(made)


def enter(job_fair_id: str, credential: Mapping[str, Any]) -> Visit:
    """Let the holder of a card in (刷卡入场), on the day and once.

    JobFairNotFound, RegionNotAllowed, CredentialRefused, JobFairOver, NotTheDay,
    NotRegisteredForFair, VisitExists.
    """
    world.require_region(get(job_fair_id).region_code)
    shown = _shown(job_fair_id, credential)
    holder_id = str(shown["person_id"])
    with store.write() as tx:
        fair = _open(tx, job_fair_id)
        if tx.world.today != fair.on_date:
            raise refusals.NotTheDay(id=fair.id, on_date=fair.on_date.isoformat())
        known = job_market.visit_of(tx, fair.id, holder_id)
        if known is None:
            raise refusals.NotRegisteredForFair(person_id=holder_id, id=fair.id)
        if not domain.VISIT.allows(known.status, "enter"):
            raise refusals.VisitExists(person_id=holder_id, id=known.id, status=known.status)
        changed = VISITS.change(
            tx,
            known,
            status=domain.VISIT.after(known.status, "enter"),
            entered_at=tx.world.now,
            entry_verification_id=shown["id"],
        )
        KEPT.change(tx, fair, entered=fair.entered + 1)
        _tell_of(tx, changed, "entered")
        return tx.answer(changed)


def _shown(job_fair_id: str, credential: Mapping[str, Any]) -> Mapping[str, Any]:
    """The card service's record of what was shown at the fair, once for this call."""
    fair = get(job_fair_id)
    key = keys.request_key.get()
    event = key.scope if key is not None else world.current().request_id
    return applicants.shown(event, credential, fair.region_code)


def _check_new(tx: Tx, fair: JobFair, person_id: str) -> None:
    known = job_market.visit_of(tx, fair.id, person_id)
    if known is not None:
        raise refusals.VisitExists(person_id=person_id, id=known.id, status=known.status)


def _tell_of(tx: Tx, known: Visit, what: str) -> None:
    said = {"id": known.id, "person_id": known.person_id, "status": known.status}
    tx.emit(f"job_fair_registration.{what}", known.id, {**said, "job_fair_id": known.job_fair_id})


def get(job_fair_id: str) -> JobFair:
    with store.read() as tx:
        found = KEPT.find(tx, job_fair_id)
    if found is None:
        raise refusals.JobFairNotFound(id=job_fair_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)


def visit(visit_id: str) -> Visit:
    with store.read() as tx:
        found = VISITS.find(tx, visit_id)
    if found is None:
        raise refusals.VisitNotFound(id=visit_id)
    return found


def page_of_visits(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return VISITS.page(tx, page, filters)
