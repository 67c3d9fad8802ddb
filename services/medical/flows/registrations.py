"""Registering a person for a chronic or special disease (门诊慢特病备案), and taking it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical import problems_kinds as problems
from services.medical.domain import registration as domain
from services.medical.domain.catalogue import evidence_of
from services.medical.domain.registration import ACTIVE, CANCELLED, Registration
from services.medical.flows import institutions, people
from services.medical.problems_catalogue import DiseaseNotFound
from services.medical.store import catalogue, registrations, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx


def register(
    person_id: str,
    insurance_kind: str,
    disease: str,
    diagnosis_code: str,
    from_date: date | None = None,
    end_date: date | None = None,
    institution_id: str | None = None,
) -> Registration:
    """Register at the region where the person is insured on the first day."""
    start = from_date or world.today()
    if end_date is not None and end_date < start:
        raise problems.RegistrationDatesWrong(start=start, end=end_date)
    _check_evidence(disease, diagnosis_code)
    home = people.coverage(person_id, insurance_kind, start).home_region_code
    world.require_region(home)
    with store.write() as tx:
        if institution_id is not None:
            institutions.known(tx, institution_id)
        evidence = (disease, diagnosis_code, institution_id)
        made = registered(tx, person_id, insurance_kind, home, evidence, (start, end_date))
        return tx.answer(made)


def registered(
    tx: Tx,
    person_id: str,
    insurance_kind: str,
    home: str,
    evidence: tuple[str, str, str | None],  # the disease, the code it was found by, who found it
    period: tuple[date, date | None],
) -> Registration:
    """The registration, made in the caller's transaction; RegistrationExists."""
    disease, code, institution_id = evidence
    start, end = period
    ordinal = registrations.next_ordinal(tx, person_id)
    earlier = registrations.of_person(tx, person_id)
    domain.check_room(earlier, insurance_kind, disease, start, end)
    made = Registration(
        id=tx.new_id("dreg", person_id, ordinal),
        person_id=person_id,
        insurance_kind=insurance_kind,
        home_region_code=home,
        disease=disease,
        diagnosis_code=code,
        institution_id=institution_id,
        from_date=start,
        end_date=end,
        status=ACTIVE,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    registrations.add(tx, made, ordinal)
    tx.emit("disease_registration.accepted", made.id, told(made))
    return made


def _check_evidence(disease: str, diagnosis_code: str) -> None:
    """EvidenceWrong unless the diagnosis is one of the disease; DiseaseNotFound for no code."""
    known = catalogue.diseases()
    if diagnosis_code not in known:
        raise DiseaseNotFound(disease_code=diagnosis_code)
    evidence = evidence_of(disease, known.values())
    if diagnosis_code not in evidence:
        raise problems.EvidenceWrong(
            diagnosis_code=diagnosis_code, disease=disease, known=", ".join(evidence)
        )


def cancel(registration_id: str) -> Registration:
    """Take a registration back (备案撤销): from now on nothing is settled on it."""
    with store.write() as tx:
        return tx.answer(cancelled(tx, registration_id))


def cancelled(tx: Tx, registration_id: str) -> Registration:
    """The same in the caller's transaction."""
    found = known(tx, registration_id, lock=True)
    world.require_region(found.home_region_code)
    found.check_live()
    changed = registrations.change(tx, found, status=CANCELLED)
    tx.emit("disease_registration.cancelled", changed.id, told(changed))
    return changed


def told(one: Registration) -> dict[str, Any]:
    return {"id": one.id, "person_id": one.person_id, "disease": one.disease}


def known(tx: Tx, registration_id: str, *, lock: bool = False) -> Registration:
    found = registrations.find(tx, registration_id, lock=lock)
    if found is None:
        raise problems.RegistrationNotFound(registration_id=registration_id)
    return found


def get(registration_id: str) -> Registration:
    with store.read() as tx:
        return known(tx, registration_id)


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return registrations.page(tx, page, **filters)
