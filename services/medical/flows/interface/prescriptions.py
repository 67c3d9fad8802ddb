"""The hospital's side of an electronic prescription: checked, signed, uploaded, taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.domain import prescription as domain
from services.medical.domain.institution import Institution
from services.medical.domain.prescription import CANCELLED, EXPIRED, PRECHECKED, VALID, Prescription
from services.medical.flows import staff
from services.medical.flows.interface import prescription_signature as signature
from services.medical.flows.person_information import Information
from services.medical.problems_prescriptions import (
    PrescriptionNotFound,
    PrescriptionNotReviewed,
    PrescriptionNotSigned,
    PrescriptionRefused,
    PrescriptionSignatureWrong,
    PrescriptionUploaded,
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


# ---- 7102 and 7103


@dataclass(frozen=True, slots=True)
class Signed:
    """A prescription and what the simulated platform signed of it."""

    prescription: Prescription
    digest: str
    serial: str
    subject: str


def sign(institution: Institution, said: Given, original: str, file: str) -> Signed:
    """Sign (电子签名) what the hospital shows: `said` is what `original` holds.

    It must be what was checked; PrescriptionRefused names the field that differs. The newest
    signature counts.
    """
    with store.write() as tx:
        found = own(tx, institution, str(said.get("hiRxno") or ""))
        _check_open(found, tx.world.now)
        _check_same(found, said, "originalValue")
        digest = signature.made(tx.world.seed, found.institution_code, original, file)
        signed = rows.change(tx, found, signed=digest, file=signature.digest_of(file))
        serial, subject = signature.certificate(tx.world.seed, found.institution_code)
        return tx.answer(Signed(signed, digest, serial, subject))


def upload(institution: Institution, said: Given) -> Prescription:
    """Upload (上传) what was checked and signed; it can be dispensed from then on."""
    with store.write() as tx:
        found, now = own(tx, institution, said["hiRxno"]), tx.world.now
        _check_open(found, now)
        _check_same(found, said, "data")
        if found.signed is None:
            raise PrescriptionNotSigned(prescription_id=found.id)
        if not signature.matches(found.signed, said["signDigest"], found.file, said["rxFile"]):
            raise PrescriptionSignatureWrong(prescription_id=found.id)
        if said["pharCode"] == found.doctor_code:
            raise PrescriptionRefused(
                "data.pharCode", "审方药师不能是开方医师", "must be another than the prescriber"
            )
        if not found.prescribed_at <= said["pharChkTime"] <= now:
            raise PrescriptionRefused(
                "data.pharChkTime",
                "须在开方之后且不晚于当前时间",
                "must be after prescribing and not in the future",
            )
        made = rows.change(tx, found, state=VALID, pharmacist=plain(said), uploaded_at=now)
        tx.emit("prescription.uploaded", made.id, told(made))
        failpoint("medical.prescription_upload.before_commit")
        return tx.answer(made)


def _check_open(found: Prescription, now: datetime) -> None:
    """Checked and not uploaded, in its time."""
    if found.uploaded_at is not None:
        raise PrescriptionUploaded(prescription_id=found.id)
    found.check_not_over(now)


def _check_same(found: Prescription, said: Given, node: str) -> None:
    """What is said again is what was checked; what isn't said isn't looked at."""
    known = {
        "rxTraceCode": found.trace_code,
        "mdtrtId": found.visit_id,
        "patnName": found.patient_name,
        "fixmedinsCode": found.institution_code,
        "drCode": found.doctor_code,
        "prscDrName": found.doctor_name,
    }
    for name, due in known.items():
        if said.get(name) not in (None, "", due):
            raise PrescriptionRefused(
                f"{node}.{name}", "与预核验的处方不一致", "differs from what was checked"
            )
    if said.get("certno") and identity_of(str(said["certno"])) != found.identity:
        raise PrescriptionRefused(
            f"{node}.certno", "与预核验的处方不一致", "differs from what was checked"
        )


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
