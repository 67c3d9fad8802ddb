"""A prescription is signed (医保电子签名) and uploaded (上传): what was checked, nothing else."""

from dataclasses import dataclass
from datetime import datetime

from services.medical.domain.institution import Institution
from services.medical.domain.prescription import VALID, Prescription
from services.medical.flows.interface import prescription_signature as signature
from services.medical.flows.interface.prescriptions import Given, identity_of, own, plain, told
from services.medical.problems_prescriptions import (
    PrescriptionNotSigned,
    PrescriptionRefused,
    PrescriptionSignatureWrong,
    PrescriptionUploaded,
)
from services.medical.store import prescriptions as rows
from services.medical.store import store
from sscsim.failpoints import failpoint


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
