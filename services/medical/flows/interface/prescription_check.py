"""A prescription before its upload (上传预核验): by whom, for whom, of what, for how long."""

import hashlib

from services.medical.domain import prescription_rules as rules
from services.medical.domain.institution import Institution
from services.medical.domain.prescription import PRECHECKED, Prescription
from services.medical.domain.visit import CANCELLED
from services.medical.domain.vocabulary import HOSPITAL
from services.medical.flows.interface.prescriptions import (
    EXPIRE,
    Given,
    doctor_of,
    identity_of,
    plain,
    told,
)
from services.medical.flows.person_information import Information
from services.medical.problems_prescriptions import (
    PrescriptionForHospitals,
    PrescriptionNumberTaken,
    PrescriptionRefused,
)
from services.medical.store import catalogue, store, visits
from services.medical.store import prescriptions as rows
from services.medical.store.prescription_figures import built_in
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def precheck(institution: Institution, person: Information, given: Given) -> Prescription:
    """Check a prescription before it is uploaded (预核验), and give it its numbers.

    `given` by node, as 7101 has it. PrescriptionRefused names the node and field; nothing is kept
    of a prescription that is refused.
    """
    if institution.kind != HOSPITAL:
        raise PrescriptionForHospitals(institution_code=institution.institution_code)
    data, visit = given["data"], given["mdtrtinfo"]
    with store.write() as tx:
        now, figures = tx.world.now, built_in()
        until = rules.check_head(data, now, figures)
        is_long = data.get("longRxFlag") == rules.YES
        most = figures.long_supply_days if is_long else figures.supply_days
        drugs, diseases = given["rxdrugdetail"], given["diseinfo"]
        items = catalogue.items()
        rules.check_drugs(drugs, items, now, institution.level, person.sex, most)
        main = visit["maindiagCode"]
        rules.check_diagnoses(diseases, main, catalogue.diseases(), person.sex)
        insured_as = _check_visit(tx, institution, person, visit)
        doctor = doctor_of(
            tx, institution, visit["drCode"], visit["prscDrName"], "mdtrtinfo.drCode"
        )
        code, number = institution.institution_code, data["hospRxno"]
        tx.lock("prescription", code, number)
        taken = rows.numbered(tx, code, number)
        if taken is not None:
            raise PrescriptionNumberTaken(number=number, prescription_id=taken.id)
        prescription_id = tx.new_id("rxp", code, number, rows.count_of_number(tx, code, number))
        made = Prescription(
            id=prescription_id,
            trace_code=_trace_code(institution, prescription_id),
            institution_id=institution.id,
            institution_code=code,
            institution_name=institution.name,
            region_code=institution.region_code,
            hospital_number=number,
            person_id=person.person_id,
            patient_name=person.name,
            identity=identity_of(person.social_security_number),
            insurance_kind=insured_as,
            visit_id=visit["mdtrtId"],
            doctor_id=doctor.id,
            doctor_code=doctor.doctor.doctor_code,
            doctor_name=doctor.doctor.name,
            prescribed_at=data["prscTime"],
            valid_until=until,
            state=PRECHECKED,
            is_used=False,
            given=plain({"data": data, "mdtrtinfo": visit, "diseinfo": diseases}),
            drugs=plain(drugs),
            signed=None,
            file=None,
            pharmacist=None,
            uploaded_at=None,
            cancelled_at=None,
            cancel_reason=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        rows.add(tx, made)
        tx.schedule(EXPIRE, made.id, until)
        tx.emit("prescription.checked", made.id, told(made))
        failpoint("medical.prescription_check.before_commit")
        return tx.answer(made)


def _trace_code(institution: Institution, prescription_id: str) -> str:
    """处方追溯码: the division and fourteen digits that follow from the prescription."""
    raw = hashlib.sha256(prescription_id.encode()).digest()[:8]
    return f"{institution.region_code}{int.from_bytes(raw, 'big') % 10**14:014d}"


def _check_visit(tx: Tx, institution: Institution, person: Information, said: Given) -> str:
    """The visit is the hospital's, the person's, and wasn't cancelled; how it is insured."""
    visit = visits.find(tx, said["mdtrtId"])
    if visit is None or visit.institution_id != institution.id:
        raise PrescriptionRefused(
            "mdtrtinfo.mdtrtId", "不是本机构的就诊", "is no visit of this institution"
        )
    if visit.person_id != person.person_id:
        raise PrescriptionRefused(
            "mdtrtinfo.certno", "不是该就诊的患者", "is not the visit's patient"
        )
    if said.get("psnNo") and said["psnNo"] != person.person_id:
        raise PrescriptionRefused("mdtrtinfo.psnNo", "与证件不符", "is another person's")
    if visit.status == CANCELLED:
        raise PrescriptionRefused("mdtrtinfo.mdtrtId", "就诊已撤销", "was cancelled")
    return visit.insurance_kind
