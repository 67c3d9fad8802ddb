"""A stay as messages tell it: admission, change, discharge, and taking either back.

A message is one transaction: the visit, its diagnoses and what the register keeps are there
together or not at all. What must be asked of the card service is asked before it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import ADMISSION, DISCHARGE
from services.medical.flows import admit as admissions
from services.medical.flows import staff, visit_changes, visits
from services.medical.flows.interface import diagnosed, register
from services.medical.flows.interface.register import Numbered
from services.medical.flows.interface.stated import Admission, Change, Discharge
from services.medical.problems_kinds import InHospital
from services.medical.problems_outpatient import HomeRegionDiffers, InsuranceDiffers
from services.medical.problems_stays import KindOfVisitDiffers, StillInHospital
from services.medical.store import institutions, store
from services.medical.store import visits as visit_rows
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions


def admit(institution: Institution, asked: Admission) -> Numbered:
    """入院办理. HomeRegionDiffers, StillInHospital, and what `admit.opened` raises."""
    with store.read() as tx:
        department_id, doctor_id = staff.by_codes(
            tx, institution, asked.treated.department_code, asked.treated.doctor_code
        )
    ready = admissions.prepared(
        institution.id,
        asked.insurance_kind,
        asked.on,
        person_id=asked.person_id,
        is_emergency=asked.is_emergency,
        kind=asked.kind,
        department_id=department_id,
        doctor_id=doctor_id,
        delivery=asked.delivery,
    )
    _check_home(institution, asked, ready.coverage.home_region_code)
    try:
        with store.write() as tx:
            visit = admissions.opened(tx, ready)
            register.open_visit(
                tx,
                visit,
                asked.med_type,
                asked.visit_number,
                asked.certificate_type,
                asked.given,
            )
            one = register.the_visit(tx, institution, visit.id)
            visit, kept = diagnosed.recorded(tx, one, visit, ADMISSION, asked.diagnoses, anew=True)
            one = register.said(tx, replace(one, visit=visit), kept)
            failpoint("medical.message_of_stay.before_commit")
            return tx.answer(one)
    except InHospital as refusal:
        raise _still_in_hospital(refusal) from None


def _check_home(institution: Institution, asked: Admission, known: str) -> None:
    """Blank means insured where one is treated, and whatever is said must be so."""
    said = asked.home_region or institution.region_code
    if pooling_area(said) != known:
        raise HomeRegionDiffers(said=asked.home_region or said, home=known)


def pooling_area(code: str) -> str:
    """The area whose funds pay for those insured in a division, such as a district.

    >>> pooling_area("510104"), pooling_area("500112"), pooling_area("510100")
    ('510100', '500000', '510100')
    """
    around = (code, code[:4] + "00", code[:2] + "0000")
    return next((one for one in around if regions.is_pooling_area(one)), code)


def _still_in_hospital(refusal: InHospital) -> StillInHospital:
    """Where the person lies stands in the recorded answer, whichever hospital asks."""
    with store.read() as tx:
        lies = visit_rows.find(tx, str(refusal.params["visit_id"]))
        assert lies is not None
        there = institutions.find(tx, lies.institution_id)
    assert there is not None
    return StillInHospital(
        name=there.name, institution_code=there.institution_code, since=lies.admission_date
    )


def change(institution: Institution, mdtrt_id: str, psn_no: str, asked: Change) -> Numbered:
    """入院信息变更. KindOfVisitDiffers, and what `visit_changes.changed` raises."""
    with store.read() as tx:
        seen = register.the_visit(tx, institution, mdtrt_id, psn_no)
    visit_changes.check_insured(seen.visit, asked.on)
    with store.write() as tx:
        one = _held(tx, institution, mdtrt_id, psn_no)
        if asked.kind != one.visit.kind:
            known = one.registered.med_type if one.registered else one.visit.of_kind.med_type
            raise KindOfVisitDiffers(
                field="adminfo.med_type", said=asked.med_type, visit_id=mdtrt_id, known=known
            )
        changes = _changes(tx, institution, one.visit, asked)
        visit = visit_changes.changed(tx, one.visit, changes) if changes else one.visit
        visit, kept = diagnosed.recorded(tx, one, visit, ADMISSION, asked.diagnoses, anew=False)
        one = register.said(
            tx,
            replace(one, visit=visit),
            {**asked.given, **kept},
            med_type=asked.med_type,
            visit_number=asked.visit_number,
            certificate_type=asked.certificate_type,
        )
        failpoint("medical.message_of_stay.before_commit")
        return tx.answer(one)


def _changes(tx: Tx, institution: Institution, visit: Visit, asked: Change) -> dict[str, Any]:
    """What of the visit is otherwise than the message says, by field."""
    department_id, doctor_id = staff.by_codes(
        tx, institution, asked.treated.department_code, asked.treated.doctor_code
    )
    said: Mapping[str, Any] = {
        "admission_date": asked.on,
        "department_id": department_id,
        "doctor_id": doctor_id,
        "delivery": asked.delivery,
        "is_emergency": asked.is_emergency,
    }
    changes = {
        name: value
        for name, value in said.items()
        if value is not None and value != getattr(visit, name)
    }
    if changes.keys() & set(_STAFF):  # whoever is said must be of where is said
        changes |= {name: said[name] for name in _STAFF if said[name] is not None}
    return changes


_STAFF = ("department_id", "doctor_id")


def discharge(institution: Institution, mdtrt_id: str, psn_no: str, asked: Discharge) -> Numbered:
    """出院办理. InsuranceDiffers, and what `visit_changes.discharged` raises."""
    with store.write() as tx:
        one = _held(tx, institution, mdtrt_id, psn_no)
        check_insurance(one, asked.insurance_kind)
        visit = one.visit
        is_new = asked.delivery not in (None, visit.delivery)
        if is_new and visit.of_kind.names_delivery:
            visit = visit_changes.changed(tx, visit, {"delivery": asked.delivery})
        visit = visit_changes.discharged(tx, visit, asked.on)
        visit, kept = diagnosed.recorded(tx, one, visit, DISCHARGE, asked.diagnoses, anew=True)
        one = register.said(tx, replace(one, visit=visit), {**asked.given, **kept})
        failpoint("medical.message_of_stay.before_commit")
        return tx.answer(one)


def undo_admission(institution: Institution, mdtrt_id: str, psn_no: str) -> Numbered:
    """入院撤销: as long as no line counts."""
    with store.write() as tx:
        one = _held(tx, institution, mdtrt_id, psn_no)
        return tx.answer(replace(one, visit=visit_changes.cancelled(tx, one.visit)))


def undo_discharge(institution: Institution, mdtrt_id: str, psn_no: str) -> Numbered:
    """出院撤销: the stay goes on; a settlement must be reversed before."""
    with store.write() as tx:
        one = _held(tx, institution, mdtrt_id, psn_no)
        return tx.answer(replace(one, visit=visit_changes.resumed(tx, one.visit)))


def _held(tx: Tx, institution: Institution, mdtrt_id: str, psn_no: str) -> Numbered:
    """The stay, locked; nothing of it is being settled. VisitNotFound, VisitNotOpen, NotAStay."""
    one = register.the_visit(tx, institution, mdtrt_id, psn_no, lock=True)
    visits.require_place(one.visit.of_kind)
    return replace(one, visit=visit_changes.stay(tx, one.visit.id))


def check_insurance(one: Numbered, insurance_kind: str) -> None:
    if insurance_kind != one.visit.insurance_kind:
        raise InsuranceDiffers(said=insurance_kind, mdtrt_id=one.mdtrt_id)
