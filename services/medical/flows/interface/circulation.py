"""The pharmacy's side of a prescription (处方流转): authorised, downloaded, reviewed."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.prescription import (
    OFFLINE,
    ONLINE,
    QR,
    Authorisation,
    Prescription,
    Review,
)
from services.medical.domain.vocabulary import PHARMACY
from services.medical.flows.interface import outgoing, prescriptions
from services.medical.flows.interface import prescription_signature as signature
from services.medical.flows.person_information import Information
from services.medical.problems_prescriptions import (
    AuthorisationSpent,
    PrescriptionElsewhere,
    PrescriptionForPharmacies,
    PrescriptionNotAuthorised,
    PrescriptionNotFound,
    PrescriptionRefused,
    PrescriptionReviewed,
    PrescriptionSignatureWrong,
)
from services.medical.store import prescriptions as rows
from services.medical.store import store
from services.medical.store.prescription_figures import built_in
from sscsim.db import Tx
from sscsim.failpoints import failpoint

REVIEW_NOTICE = "7108"
QR_HEAD = "EPCQR01"
"""A QR value (电子处方二维码值) is this and the trace code: 27 characters. Its form is assumed."""
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Granted:
    """A prescription and the right to it."""

    prescription: Prescription
    right: Authorisation


def require_pharmacy(institution: Institution) -> None:
    if institution.kind != PHARMACY:
        raise PrescriptionForPharmacies(institution_code=institution.institution_code)


# ---- 7201, 7202, 7203


def authorise(institution: Institution, person: Information, trace_code: str) -> Granted:
    """By the trace code on paper and the patient's own card or code (线下流转授权)."""
    require_pharmacy(institution)
    with store.write() as tx:
        found = rows.traced(tx, trace_code)
        if found is None or found.person_id != person.person_id:
            raise PrescriptionNotFound(prescription_id=trace_code)
        return tx.answer(_granted(tx, institution, found, OFFLINE))


def open_to(institution: Institution, person: Information) -> list[Granted]:
    """What the patient may have dispensed in this region, each with a right of its own."""
    require_pharmacy(institution)
    with store.write() as tx:
        now = tx.world.now
        found = rows.open_of(tx, person.person_id, institution.region_code)
        return tx.answer(
            [_granted(tx, institution, one, ONLINE) for one in found if one.valid_until > now]
        )


def whose(qr: str) -> str:
    """The person of the prescription that a QR value stands for."""
    with store.read() as tx:
        return _of_qr(tx, qr).person_id


def decode(institution: Institution, qr: str) -> Granted:
    """By the prescription's QR value (二维码解码), which the patient shows."""
    require_pharmacy(institution)
    with store.write() as tx:
        return tx.answer(_granted(tx, institution, _of_qr(tx, qr), QR))


def _of_qr(tx: Tx, qr: str) -> Prescription:
    code = qr.removeprefix(QR_HEAD)
    found = rows.traced(tx, code) if qr.startswith(QR_HEAD) else None
    if found is None:
        raise PrescriptionNotFound(prescription_id=qr)
    return found


def _granted(tx: Tx, institution: Institution, found: Prescription, kind: str) -> Granted:
    if found.region_code != institution.region_code:
        raise PrescriptionElsewhere(region_code=found.region_code, place=institution.region_code)
    found.check_usable(tx.world.now)
    code, now = institution.institution_code, tx.world.now
    tx.lock("prescription_authorisation", found.id, code)
    ordinal = rows.count_authorisations(tx, found.id, code)
    right_id = tx.new_id("rxa", found.id, code, ordinal)
    good_until = min(now + timedelta(hours=built_in().authorisation_hours), found.valid_until)
    named = f"prescription-token\x1f{tx.world.seed}\x1f{right_id}"
    right = Authorisation(
        id=right_id,
        token=hashlib.sha256(named.encode()).hexdigest(),
        prescription_id=found.id,
        institution_code=code,
        kind=kind,
        good_until=good_until,
        downloaded_at=None,
        verified_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.add_authorisation(tx, right)
    return Granted(found, right)


# ---- 7204, 7205


def download(institution: Institution, named: str | None, token: str | None) -> Prescription:
    """By a right that this pharmacy was given; it is good once."""
    require_pharmacy(institution)
    with store.write() as tx:
        right = rows.authorisation(tx, named, token) if named or token else None
        now = tx.world.now
        if (
            right is None
            or right.institution_code != institution.institution_code
            or (named and token and not compare_digest(right.token.encode(), token.encode()))
            or right.good_until <= now
        ):
            raise PrescriptionNotAuthorised()
        if right.downloaded_at is not None:
            raise AuthorisationSpent(at=right.downloaded_at)
        found = rows.find(tx, right.prescription_id)
        assert found is not None
        found.check_usable(now)
        rows.change_authorisation(tx, right, downloaded_at=now)
        return tx.answer(found)


@dataclass(frozen=True, slots=True)
class Verified:
    """`number`: of this look (验签流水号); `serial`: of the certificate it was signed with."""

    prescription: Prescription
    number: str
    serial: str


def verify(institution: Institution, prescription_id: str, digest: str | None) -> Verified:
    """Whether it is what was signed (信息核验), and the number that the review has to name."""
    require_pharmacy(institution)
    with store.write() as tx:
        found, right = prescriptions.held(tx, institution, prescription_id)
        if digest and not compare_digest(digest.encode(), (found.signed or "").encode()):
            raise PrescriptionSignatureWrong(prescription_id=found.id)
        rows.change_authorisation(tx, right, verified_at=tx.world.now)
        serial, _ = signature.certificate(tx.world.seed, found.institution_code)
        return tx.answer(Verified(found, _verification(tx, right), serial))


def _verification(tx: Tx, right: Authorisation) -> str:
    """处方签名验签流水号."""
    return tx.new_id("rxs", right.id)


# ---- 7206


def review(
    institution: Institution,
    said: Mapping[str, Any],
    result: str,
    notice: Callable[[Prescription, Review], Payload],
) -> Review:
    """What the pharmacy's pharmacist says of it (审方); the hospital is told (7108).

    Passed once it stands; one that was refused may be looked at again.
    """
    require_pharmacy(institution)
    with store.write() as tx:
        found, right = prescriptions.held(tx, institution, said["hiRxno"])
        now, code = tx.world.now, institution.institution_code
        found.check_usable(now)
        if right.verified_at is None or said["rxSignVerifySn"] != _verification(tx, right):
            raise PrescriptionRefused(
                "data.rxSignVerifySn", "不是本处方的验签流水号（7205）", "is not what 7205 gave"
            )
        if rows.is_passed(tx, found.id, code):
            raise PrescriptionReviewed(prescription_id=found.id)
        pharmacist = prescriptions.doctor_of(
            tx, institution, said["pharCode"], said["pharName"], "data.pharCode"
        )
        if not found.uploaded_at or not found.prescribed_at <= said["rxChkTime"] <= now:
            raise PrescriptionRefused(
                "data.rxChkTime",
                "须在开方之后且不晚于当前时间",
                "must be after prescribing and not in the future",
            )
        ordinal = len(rows.reviews_of(tx, found.id))
        made = Review(
            id=tx.new_id("rxr", found.id, ordinal),
            prescription_id=found.id,
            institution_code=code,
            result=result,
            opinion=said["rxChkOpnn"],
            pharmacist_code=pharmacist.doctor.doctor_code,
            pharmacist_name=pharmacist.doctor.name,
            reviewed_at=said["rxChkTime"],
            version=1,
            created_at=now,
            updated_at=now,
        )
        rows.add_review(tx, made)
        tx.emit("prescription.reviewed", found.id, prescriptions.told(found, result=result))
        outgoing.send(tx, found.institution_code, REVIEW_NOTICE, notice(found, made), made.id)
        failpoint("medical.prescription_review.before_commit")
        return tx.answer(made)
