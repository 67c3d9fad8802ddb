"""The hospital's side of an electronic prescription: checked, signed, uploaded, taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.domain import prescription as domain
from services.medical.domain.institution import Institution
from services.medical.domain.prescription import (
    CANCELLED,
    EXPIRED,
    PRECHECKED,
    VALID,
    Authorisation,
    Prescription,
)
from services.medical.flows import staff
from services.medical.flows.person_information import Information
from services.medical.problems_prescriptions import (
    PrescriptionNotAuthorised,
    PrescriptionNotFound,
    PrescriptionNotReviewed,
    PrescriptionRefused,
    PrescriptionUsed,
)
from services.medical.store import prescriptions as rows
from services.medical.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint

EXPIRE = "medical.expire_prescription"
Given = Mapping[str, Any]
_UNSAID = {
    *("mdtrtCertNo", "cardSn", "ecToken", "authNo", "certno", "prscDrCertno", "undoDrCertno"),
    *("pharCertno", "rxFile", "signDigest"),
}
"""Numbers of documents, codes and files: not kept beside the prescription."""


def identity_of(number: str) -> str:
    """A digest by which a document's number is known again."""
    return hashlib.sha256(number.strip().upper().encode()).hexdigest()


def plain(value: Any) -> Any:
    """As JSON has it, without what isn't kept: numbers and moments as texts."""
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items() if name not in _UNSAID}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def own(tx: Tx, institution: Institution, prescription_id: str, lock: bool = True) -> Prescription:
    """The hospital's own prescription; PrescriptionNotFound for another's."""
    found = rows.find(tx, prescription_id, lock)
    if found is None or found.institution_code != institution.institution_code:
        raise PrescriptionNotFound(prescription_id=prescription_id)
    return found


def told(found: Prescription, **more: Any) -> dict[str, Any]:
    """What events say of it."""
    return {"id": found.id, "person_id": found.person_id, "state": found.state, **more}


def doctor_of(
    tx: Tx, institution: Institution, code: str, name: str, where: str
) -> staff.ShownDoctor:
    """The doctor or pharmacist of that code and name; PrescriptionRefused."""
    found = staff.of_code(tx, institution, code)
    if found is None:
        raise PrescriptionRefused(
            where, f"{code} 不是本机构人员", f"{code} is nobody of this institution"
        )
    if found.doctor.name != name:
        raise PrescriptionRefused(where, "与姓名不符", "bears another name")
    return found


# ---- 7104, and the end of its time


def cancel(institution: Institution, said: Given) -> Prescription:
    """Take it back (撤销), as long as nothing was dispensed; by a doctor of the hospital."""
    with store.write() as tx:
        found, now = own(tx, institution, said["hiRxno"]), tx.world.now
        if found.is_used:
            raise PrescriptionUsed(prescription_id=found.id)
        found.check_not_over(now)
        doctor_of(tx, institution, said["drCode"], said["undoDrName"], "data.drCode")
        if not found.prescribed_at <= said["undoTime"] <= now:
            raise PrescriptionRefused(
                "data.undoTime",
                "须在开方之后且不晚于当前时间",
                "must be after prescribing and not in the future",
            )
        made = rows.change(
            tx, found, state=CANCELLED, cancelled_at=now, cancel_reason=said["undoRea"]
        )
        tx.cancel_job(EXPIRE, made.id)
        tx.emit("prescription.cancelled", made.id, told(made))
        failpoint("medical.prescription_cancel.before_commit")
        return tx.answer(made)


def expire(prescription_id: str) -> None:
    """What the due job does when its time is up: nothing to what was dispensed or taken back."""
    with store.write() as tx:
        tx.complete_job()
        found = rows.find(tx, prescription_id, lock=True)
        if found is None or found.is_used or found.state not in (PRECHECKED, VALID):
            return
        over = rows.change(tx, found, state=EXPIRED)
        tx.emit("prescription.expired", over.id, told(over))


# ---- questions


def shown(institution: Institution, prescription_id: str, said: Given) -> Prescription:
    """An uploaded prescription of the hospital; what is said of it must be so."""
    with store.read() as tx:
        found = own(tx, institution, prescription_id, lock=False)
    found.check_uploaded()
    check_said(found, said)
    return found


def of_patient(prescription_id: str, person: Information, said: Given) -> Prescription:
    """An uploaded prescription of another hospital, which the patient shows."""
    with store.read() as tx:
        found = rows.find(tx, prescription_id)
    if found is None or found.person_id != person.person_id:
        raise PrescriptionNotFound(prescription_id=prescription_id)
    found.check_uploaded()
    check_said(found, said)
    return found


def check_said(found: Prescription, said: Given) -> None:
    """The patient and the visit are its own; PrescriptionRefused."""
    pairs: Sequence[tuple[str, bool]] = (
        ("mdtrtId", said.get("mdtrtId") in (None, "", found.visit_id)),
        ("psnName", said.get("psnName") in (None, "", found.patient_name)),
        ("certno", not said.get("certno") or identity_of(said["certno"]) == found.identity),
    )
    for name, is_right in pairs:
        if not is_right:
            raise PrescriptionRefused(f"data.{name}", "与处方不一致", "is not the prescription's")


def reviewed(found: Prescription) -> domain.Review:
    """What a pharmacist said last; PrescriptionNotReviewed."""
    with store.read() as tx:
        reviews = rows.reviews_of(tx, found.id)
    if not reviews:
        raise PrescriptionNotReviewed(prescription_id=found.id)
    return reviews[-1]


# ---- for a pharmacy that has it


def held(
    tx: Tx, institution: Institution, prescription_id: str, lock: bool = True
) -> tuple[Prescription, Authorisation]:
    """What this pharmacy has downloaded, locked; PrescriptionNotAuthorised."""
    found = rows.find(tx, prescription_id, lock)
    right = rows.downloaded(tx, prescription_id, institution.institution_code)
    if found is None or right is None:
        raise PrescriptionNotAuthorised()
    return found, right


def dispensable(
    tx: Tx, prescription_id: str, institution: Institution, person_id: str, lock: bool = True
) -> Prescription:
    """The prescription that a purchase (2102, rxno) may rest on: good, passed here, the person's.

    Raises what a sale for it would raise. `lock`: False where nothing is written (a trial).
    """
    found, _ = held(tx, institution, prescription_id, lock)
    if found.person_id != person_id:
        raise PrescriptionNotFound(prescription_id=prescription_id)
    found.check_usable(tx.world.now)
    if not rows.is_passed(tx, found.id, institution.institution_code):
        raise PrescriptionNotReviewed(prescription_id=found.id)
    return found


def stated(found: Prescription) -> dict[str, str]:
    """As a visit at a pharmacy names the prescription it rests on."""
    return {
        "number": found.id,
        "institution_id": found.institution_id,
        "doctor_id": found.doctor_id,
    }
