"""HRSS-002: registration of employment (就业登记), and its end and correction afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.benefits import problems_employment as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import employment as domain
from services.benefits.domain.employment.employment import Employment
from services.benefits.flows import pension_overlaps
from services.benefits.flows.contributions import enrolment
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import closing, due_days
from services.benefits.store import applications, employment_records, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx

END_CONTRACT = "benefits.end_contract"
KEPT = employment_records.employments


def reported_by(tx: Tx, application_id: str) -> str | None:
    """The employer's party that handed the application in; None when somebody else did."""
    application = applications.find(tx, application_id)
    if application is None or application.party_role != "employer":
        return None
    return application.party_id


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts | None:
    if case.subject is None:
        return None
    figures = terms.figures_of("job_seeking", case.competent_region, case.today)
    ages = terms.retirement(case.competent_region, case.today)
    code = case.inputs.get("employer_credit_code")
    recognised = employment_records.current_recognition(tx, case.person.id)
    return domain.Facts(
        working_age=figures.number("working_age").value,
        retires_in=ages.latest_month(case.person.birth_date, case.person.sex),
        known=KEPT.of(tx, case.person.id),
        owner=employment_records.employer_with(tx, code) if code else None,
        party_id=reported_by(tx, case.application_id),
        hardship_id=recognised.id if recognised else None,
    )


def _decide(case: Case, facts: domain.Facts | None) -> Decision:
    """The rule; an employer that shows no worker's card is told so before anything is read."""
    return domain.decide(case, facts or domain.NO_FACTS)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The record, the end of a fixed term, and the end of whatever says there is no work."""
    person_id, given, now = case.person.id, case.inputs, tx.world.now
    code = given.get("employer_credit_code")
    party_id = reported_by(tx, case.application_id)
    if code is not None:
        employer = employment_records.employer_seen(tx, code, given["employer_name"], party_id)
        party_id = employer.party_id
    ordinal = KEPT.next_ordinal(tx, person_id)
    made = Employment(
        id=tx.new_id("emr", person_id, ordinal),
        person_id=person_id,
        ordinal=ordinal,
        region_code=case.competent_region,
        application_id=case.application_id,
        kind=given["employment_kind"],
        part_time=given.get("part_time", False),
        employer_credit_code=code,
        employer_name=given.get("employer_name"),
        employer_party_id=party_id,
        contract_kind=given.get("contract_kind"),
        start_date=given["start_date"],
        contract_end_date=given.get("contract_end_date"),
        post=given["post"],
        monthly_wage=given.get("monthly_wage_fen"),
        hardship_id=said.terms.get("hardship_id"),
        corrects_id=None,
        registered_on=case.today,
        ended_on=None,
        leaving_reason=None,
        status=domain.ACTIVE,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    _watch_contract(tx, made)
    tx.emit("employment_record.registered", made.id, _told(made))
    ended = closing.at_work(tx, person_id, case.today)
    for pension_id in pension_overlaps.works_again(tx, person_id, made.start_date):
        ended["pension_id"] = pension_id
    return Effect({"employment_record_id": made.id, **ended})


def _watch_contract(tx: Tx, made: Employment) -> None:
    if made.contract_end_date is not None and made.status == domain.ACTIVE:
        key = f"{made.id}:{made.contract_end_date.isoformat()}"
        tx.schedule(END_CONTRACT, key, due_days.after(tx, made.contract_end_date))


def _told(known: Employment) -> dict[str, Any]:
    return {"id": known.id, "person_id": known.person_id, "status": known.status}


# ---- the end


def end(employment_record_id: str, ended_on: date, leaving_reason: str) -> Employment:
    """Report that it ended (退工). EmploymentRecordNotFound, NotTheirStaff, RegionNotAllowed,
    EmploymentRecordState, EndImpossible."""
    with store.write() as tx:
        known = _held(tx, employment_record_id)
        check_may_report(tx, known)
        _check_state(known, "end")
        if not known.start_date <= ended_on <= tx.world.today:
            raise problems.EndImpossible(
                ended_on=ended_on.isoformat(), start=known.start_date.isoformat()
            )
        return tx.answer(_ended(tx, known, ended_on, leaving_reason))


def end_contract(key: str) -> None:
    """The fixed term is over and nothing else was reported; `key`: the record and its last day."""
    employment_record_id, _, day = key.partition(":")
    with store.write() as tx:
        known = KEPT.find(tx, employment_record_id, lock=True)
        assert known is not None, "an employment record is never removed"
        last = known.contract_end_date
        if known.status == domain.ACTIVE and last is not None and last.isoformat() == day:
            _ended(tx, known, last, "contract_ended")
        tx.complete_job()


def ended_with_contract(
    tx: Tx, person_id: str, credit_code: str, day: date, leaving_reason: str
) -> list[Employment]:
    """Their labour contract ended: what is on record of the person with that employer ends too.

    What began after that day is another employment, and goes on.
    """
    found = _with_employer(tx, person_id, credit_code, day)
    return [_ended(tx, each, day, leaving_reason) for each in found]


def renewed_with_contract(
    tx: Tx, person_id: str, credit_code: str, contract_kind: str, end_date: date | None
) -> list[Employment]:
    """Their labour contract goes on: what is on record with that employer goes on as long."""
    terms_now = {"contract_kind": contract_kind, "contract_end_date": end_date}
    renewed = [
        KEPT.change(tx, each, **terms_now)
        for each in _with_employer(tx, person_id, credit_code, tx.world.today)
    ]
    until = {"contract_end_date": end_date.isoformat()} if end_date else {}
    for each in renewed:
        _watch_contract(tx, each)
        tx.emit("employment_record.renewed", each.id, {**_told(each), **until})
    return renewed


def _with_employer(tx: Tx, person_id: str, credit_code: str, day: date) -> list[Employment]:
    """What is on record of the person with the employer, and began by that day."""
    return KEPT.every(
        tx,
        KEPT.c.person_id == person_id,
        KEPT.c.employer_credit_code == credit_code,
        KEPT.c.status == domain.ACTIVE,
        KEPT.c.start_date <= day,
    )


def _ended(tx: Tx, known: Employment, ended_on: date, leaving_reason: str) -> Employment:
    after = domain.MACHINE.after(known.status, "end")
    changed = KEPT.change(tx, known, status=after, ended_on=ended_on, leaving_reason=leaving_reason)
    told = {"ended_on": ended_on.isoformat(), "leaving_reason": leaving_reason}
    tx.emit("employment_record.ended", changed.id, {**_told(changed), **told})
    if changed.employer_credit_code is not None:
        enrolment.work_ended(tx, changed.person_id, changed.employer_credit_code, ended_on)
    return changed


def check_may_report(tx: Tx, known: Employment) -> None:
    """The employer it is with, and the agency of the region, may; NotTheirStaff."""
    at = world.current()
    if at.role == "agency":
        world.require_region(known.region_code)
    if at.role == "employer":
        owner = known.employer_party_id
        if owner is None and known.employer_credit_code is not None:
            employer = employment_records.employer_with(tx, known.employer_credit_code)
            owner = employer.party_id if employer else None
        if owner != at.party_id:
            raise problems.NotTheirStaff(employment_record_id=known.id)


def _check_state(known: Employment, event: str) -> None:
    if not domain.MACHINE.allows(known.status, event):
        raise problems.EmploymentRecordState(
            employment_record_id=known.id, status=known.status, event=event
        )


# ---- corrections


def correct(employment_record_id: str, changes: Mapping[str, Any]) -> Employment:
    """Put another record in the place of one that was wrong (更正); the old one stays, corrected.

    EmploymentRecordNotFound, RegionNotAllowed, EmploymentRecordState, CorrectionImpossible.
    """
    with store.write() as tx:
        known = _held(tx, employment_record_id)
        check_may_report(tx, known)
        _check_state(known, "correct")
        ordinal = KEPT.next_ordinal(tx, known.person_id)
        made = replace(
            known,
            **changes,
            id=tx.new_id("emr", known.person_id, ordinal),
            ordinal=ordinal,
            corrects_id=known.id,
            registered_on=tx.world.today,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        if (
            why := domain.impossible(made, KEPT.of(tx, known.person_id), tx.world.today)
        ) is not None:
            raise problems.CorrectionImpossible(employment_record_id=known.id, why=why)
        KEPT.change(tx, known, status=domain.MACHINE.after(known.status, "correct"))
        KEPT.add(tx, made)
        _watch_contract(tx, made)
        tx.emit("employment_record.corrected", made.id, {**_told(made), "corrects_id": known.id})
        return tx.answer(made)


def _held(tx: Tx, employment_record_id: str) -> Employment:
    found = KEPT.find(tx, employment_record_id, lock=True)
    if found is None:
        raise problems.EmploymentRecordNotFound(employment_record_id=employment_record_id)
    return found


def get(employment_record_id: str) -> Employment:
    """EmploymentRecordNotFound; NotTheirStaff for another employer."""
    with store.read() as tx:
        found = KEPT.find(tx, employment_record_id)
        if found is None:
            raise problems.EmploymentRecordNotFound(employment_record_id=employment_record_id)
        if world.current().role == "employer":
            check_may_report(tx, found)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees those of its own staff only."""
    at = world.current()
    with store.read() as tx:
        if at.role == "employer":
            employer = employment_records.employer_of(tx, at.party_id)
            filters = {**filters, "employer_credit_code": employer.credit_code if employer else "-"}
        return KEPT.page(tx, page, filters)


HANDLING = Handling("HRSS-002", decide=_decide, facts=_facts, effect=_effect)
