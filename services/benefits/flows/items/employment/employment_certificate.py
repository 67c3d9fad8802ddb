"""HRSS-004: the employment and start-up certificate on the card (就业创业证), reviewed yearly."""

from datetime import date
from typing import Any

from services.benefits import problems_employment as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import employment_certificate as domain
from services.benefits.domain.employment.employment_certificate import EmploymentCertificate
from services.benefits.flows import records
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import due_days
from services.benefits.store import applications, employment_records, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.periods import Month

FALL_DUE, SUSPEND = "benefits.certificate_review_due", "benefits.suspend_certificate"
KEPT = employment_records.certificates


def _standing(tx: Tx, person_id: str, day: date) -> tuple[tuple[str, str], ...]:
    """The registrations that a certificate rests on."""
    works = [("employment", each.id) for each in records.employments_on(tx, person_id, day)]
    without = records.unemployment_on(tx, person_id, day)
    return (*works, *([("unemployment", without.id)] if without else []))


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    figures = terms.figures_of("employment_certificate", case.competent_region, case.today)
    return domain.Facts(
        review_months=figures.number("review").value,
        standing=_standing(tx, case.person.id, case.today),
        current=employment_records.current_certificate(tx, case.person.id),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The certificate, bound to the card that was shown, and its first review."""
    person_id, now = case.person.id, tx.world.now
    application = applications.find(tx, case.application_id)
    assert application is not None and application.card_id is not None, "a card was verified"
    ordinal = KEPT.next_ordinal(tx, person_id)
    made = EmploymentCertificate(
        id=tx.new_id("ecr", person_id, ordinal),
        person_id=person_id,
        ordinal=ordinal,
        region_code=case.competent_region,
        application_id=case.application_id,
        card_id=application.card_id,
        purpose=case.inputs["purpose"],
        on_chip=case.inputs["write_to_chip"],
        issued_on=case.today,
        review_on=said.terms["review_on"],
        cancelled_on=None,
        cancelled_for=None,
        status=domain.ISSUED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    _watch(tx, made)
    _tell(tx, made, "issued")
    return Effect({"employment_certificate_id": made.id}, certificate=domain.printed(case, said))


def _watch(tx: Tx, known: EmploymentCertificate) -> None:
    assert known.review_on is not None
    key = f"{known.id}:{known.review_on.isoformat()}"
    tx.schedule(FALL_DUE, key, due_days.at_start_of(tx, known.review_on))


def _tell(tx: Tx, known: EmploymentCertificate, what: str) -> None:
    said = {"id": known.id, "person_id": known.person_id, "status": known.status}
    tx.emit(f"employment_certificate.{what}", known.id, said)


def fall_due(key: str) -> None:
    """The day of the yearly review has come: it is due, and suspended if nothing happens."""
    certificate_id, _, day = key.rpartition(":")
    with store.write() as tx:
        known = KEPT.find(tx, certificate_id, lock=True)
        assert known is not None, "a certificate is never removed"
        if known.status == domain.ISSUED and str(known.review_on) == day:
            after = domain.MACHINE.after(known.status, "fall_due")
            changed = KEPT.change(tx, known, status=after)
            _tell(tx, changed, "review_due")
            figures = terms.figures_of("employment_certificate", known.region_code, tx.world.today)
            grace = figures.number("grace").value
            last = (Month.of(tx.world.today) + grace).day(tx.world.today.day)
            tx.schedule(SUSPEND, key, due_days.after(tx, last))
        tx.complete_job()


def suspend(key: str) -> None:
    """Nobody reviewed it in time."""
    certificate_id, _, day = key.rpartition(":")
    with store.write() as tx:
        known = KEPT.find(tx, certificate_id, lock=True)
        assert known is not None, "a certificate is never removed"
        if known.status == domain.REVIEW_DUE and str(known.review_on) == day:
            changed = KEPT.change(tx, known, status=domain.MACHINE.after(known.status, "suspend"))
            _tell(tx, changed, "suspended")
        tx.complete_job()


def review(employment_certificate_id: str) -> EmploymentCertificate:
    """Review it (年检): good for another year while a registration is in force.

    CertificateNotFound, CertificateState, NothingRegistered, RegionNotAllowed.
    """
    with store.write() as tx:
        known = _held(tx, employment_certificate_id)
        _check_state(known, "review")
        today = tx.world.today
        if not _standing(tx, known.person_id, today):
            raise problems.NothingRegistered(person_id=known.person_id)
        figures = terms.figures_of("employment_certificate", known.region_code, today)
        next_on = (Month.of(today) + figures.number("review").value).day(today.day)
        after = domain.MACHINE.after(known.status, "review")
        changed = KEPT.change(tx, known, status=after, review_on=next_on)
        _watch(tx, changed)
        _tell(tx, changed, "reviewed")
        return tx.answer(changed)


def cancel(employment_certificate_id: str, reason: str) -> EmploymentCertificate:
    """Cancel it (注销). CertificateNotFound, CertificateState, RegionNotAllowed."""
    with store.write() as tx:
        known = _held(tx, employment_certificate_id)
        _check_state(known, "cancel")
        changed = KEPT.change(
            tx,
            known,
            status=domain.MACHINE.after(known.status, "cancel"),
            cancelled_on=tx.world.today,
            cancelled_for=reason,
        )
        _tell(tx, changed, "cancelled")
        return tx.answer(changed)


def _held(tx: Tx, certificate_id: str) -> EmploymentCertificate:
    found = KEPT.find(tx, certificate_id, lock=True)
    if found is None:
        raise problems.EmploymentCertificateNotFound(id=certificate_id)
    if world.current().role == "agency":
        world.require_region(found.region_code)
    return found


def _check_state(known: EmploymentCertificate, event: str) -> None:
    if not domain.MACHINE.allows(known.status, event):
        raise problems.EmploymentCertificateState(id=known.id, status=known.status, event=event)


def get(employment_certificate_id: str) -> EmploymentCertificate:
    with store.read() as tx:
        found = KEPT.find(tx, employment_certificate_id)
    if found is None:
        raise problems.EmploymentCertificateNotFound(id=employment_certificate_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)


HANDLING = Handling("HRSS-004", decide=domain.decide, facts=_facts, effect=_effect)
