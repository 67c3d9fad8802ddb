"""Beginning a visit (入院登记, 挂号): admitted is who is insured, entitled, and not in hospital."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical import problems
from services.medical.domain import admission
from services.medical.domain.institution import Institution
from services.medical.domain.kinds import KINDS
from services.medical.domain.visit import OPEN, Visit, check_dates
from services.medical.domain.vocabulary import INPATIENT
from services.medical.flows import entitled, institutions, people, staff
from services.medical.flows.people import Coverage
from services.medical.flows.visits import require_place
from services.medical.store import store, visits
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money

_ZERO = Money.zero()


def open_visit(
    institution_id: str,
    insurance_kind: str,
    admission_date: date,
    discharge_date: date | None = None,
    card_id: str | None = None,
    person_id: str | None = None,
    is_emergency: bool = False,
    kind: str = INPATIENT,
    department_id: str | None = None,
    doctor_id: str | None = None,
    disease: str | None = None,
    delivery: str | None = None,
    prescription: Mapping[str, Any] | None = None,
    recognition_id: str | None = None,
    code: str | None = None,
) -> Visit:
    """Admit a person, named by a good card, a code or their id, who is insured on that day."""
    asked = prepared(
        institution_id,
        insurance_kind,
        admission_date,
        discharge_date,
        card_id,
        person_id,
        is_emergency,
        kind,
        department_id,
        doctor_id,
        disease,
        delivery,
        prescription,
        recognition_id,
        code,
    )
    with store.write() as tx:
        return tx.answer(opened(tx, asked))


@dataclass(frozen=True, slots=True)
class Prepared:
    """An admission that was looked at as far as the card service and the institution go."""

    institution: Institution
    person_id: str
    card_id: str | None
    coverage: Coverage
    said: Mapping[str, Any]


def prepared(
    institution_id: str,
    insurance_kind: str,
    admission_date: date,
    discharge_date: date | None = None,
    card_id: str | None = None,
    person_id: str | None = None,
    is_emergency: bool = False,
    kind: str = INPATIENT,
    department_id: str | None = None,
    doctor_id: str | None = None,
    disease: str | None = None,
    delivery: str | None = None,
    prescription: Mapping[str, Any] | None = None,
    recognition_id: str | None = None,
    code: str | None = None,
) -> Prepared:
    """Ask what has to be asked before the transaction that admits: who it is, and insured how."""
    of_kind = KINDS[kind]
    require_place(of_kind)
    if [card_id, person_id, code].count(None) != 2:
        raise problems.OneIdentification()
    admission.check_fields(
        insurance_kind,
        kind,
        disease=disease,
        delivery=delivery,
        prescription=prescription,
        recognition_id=recognition_id,
    )
    admission.check_prescription(prescription)
    check_dates(kind, admission_date, discharge_date, world.today())
    with store.read() as tx:
        institution = institutions.known(tx, institution_id)
    world.require_region(institution.region_code)
    admission.check_place(of_kind, institution)
    person, card_id = people.identified(institution, card_id, person_id, code)
    coverage = people.coverage(person, insurance_kind, admission_date)
    admission.check_sex(of_kind, coverage.sex)
    said = {
        "insurance_kind": insurance_kind,
        "admission_date": admission_date,
        "discharge_date": discharge_date,
        "is_emergency": is_emergency,
        "kind": kind,
        "department_id": department_id,
        "doctor_id": doctor_id,
        "disease": disease,
        "delivery": delivery,
        "prescription": prescription,
        "recognition_id": recognition_id,
    }
    return Prepared(institution, person, card_id, coverage, said)


def opened(tx: Tx, asked: Prepared) -> Visit:
    """Admit, in a transaction that may do more."""
    made = admitted(tx, asked)
    visits.add(tx, made)
    about = {"id": made.id, "person_id": made.person_id, "kind": made.kind}
    tx.emit("visit.opened", made.id, about)
    return made


def admitted(tx: Tx, asked: Prepared) -> Visit:
    """The visit that would begin, looked at by every rule; nothing is written."""
    said, institution, coverage = asked.said, asked.institution, asked.coverage
    of_kind, person = KINDS[said["kind"]], asked.person_id
    admission_date, prescription = said["admission_date"], said["prescription"]
    department_id, doctor_id = staff.named(
        tx, institution, coverage.sex, said["department_id"], said["doctor_id"]
    )
    _check_prescriber(tx, prescription)
    earlier = visits.count(tx, person, institution.id, admission_date)
    made = Visit(
        id=tx.new_id("vis", person, institution.id, admission_date, earlier + 1),
        person_id=person,
        card_id=asked.card_id,
        institution_id=institution.id,
        care_region_code=institution.region_code,
        level=institution.level,
        kind=said["kind"],
        insurance_kind=said["insurance_kind"],
        home_region_code=coverage.home_region_code,
        admission_date=admission_date,
        discharge_date=admission_date if of_kind.lasts_a_day else said["discharge_date"],
        is_emergency=said["is_emergency"] or of_kind.is_urgent,
        status=OPEN,
        line_count=0,
        withdrawn_count=0,
        own_pay=_ZERO,
        over_limit=_ZERO,
        preself=_ZERO,
        in_scope=_ZERO,
        settlement_id=None,
        sex=coverage.sex,
        department_id=department_id,
        doctor_id=doctor_id,
        settled_until=None,
        diagnosis_revision=0,
        disease=said["disease"],
        delivery=said["delivery"],
        prescription=dict(prescription) if prescription is not None else None,
        recognition_id=said["recognition_id"],
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    check_not_in_hospital(tx, made)
    _check_entitled(tx, made)
    return made


def check_not_in_hospital(tx: Tx, visit: Visit) -> None:
    """A stay can't begin, nor go on again, while the person lies in another hospital."""
    if visit.of_kind.is_stay:
        undischarged = visits.undischarged(tx, visit.person_id, admission.STAYS)
        others = [stay for stay in undischarged if stay.id != visit.id]
        admission.check_not_in_hospital(others, visit.admission_date, visit.discharge_date)


def _check_entitled(tx: Tx, visit: Visit) -> None:
    regions = (visit.home_region_code, visit.care_region_code)
    day = visit.admission_date
    if visit.disease is not None:
        person, insurance = visit.person_id, visit.insurance_kind
        entitled.registered(tx, person, insurance, regions, visit.disease, day)
    if visit.recognition_id is not None:
        entitled.injured(tx, visit.recognition_id, visit.person_id, regions[0], day)


def _check_prescriber(tx: Tx, prescription: Mapping[str, Any] | None) -> None:
    """A doctor that is named must be one of the institution that is."""
    if prescription is not None and "doctor_id" in prescription:
        by = institutions.known(tx, prescription["institution_id"])
        staff.check_doctor(tx, by, prescription["doctor_id"])
