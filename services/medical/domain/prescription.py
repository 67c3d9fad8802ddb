"""An electronic prescription (电子处方): checked, signed, uploaded, reviewed, dispensed once.

A hospital has its doctor's prescription checked (预核验) and signed, uploads it, and may take it
back (撤销) as long as nothing was dispensed. A pharmacy that the patient authorises downloads it,
its pharmacist reviews it (审方), and what is sold is told (销售出库). Past its time it is good no
more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.medical import problems_prescriptions as problems

PRECHECKED, VALID, EXPIRED, CANCELLED = "prechecked", "valid", "expired", "cancelled"
STATES = (PRECHECKED, VALID, EXPIRED, CANCELLED)
"""预核验通过, 有效, 已失效, 已撤销; the first has no code of its own on the wire."""

PASSED, REFUSED = "passed", "refused"
REVIEWS = (PASSED, REFUSED)
"""审核通过, 审核不通过."""

OFFLINE, ONLINE, QR = "offline", "online", "qr"
AUTHORISATIONS = (OFFLINE, ONLINE, QR)
"""线下流转授权, 线上流转查询, 二维码解码."""

PENDING, UNDER_WAY, DONE, CALLED_OFF, ABNORMAL = (
    *("pending", "under_way", "done", "called_off", "abnormal"),
)
DELIVERIES = (PENDING, UNDER_WAY, DONE, CALLED_OFF, ABNORMAL)
"""待配送, 配送中, 配送完成, 配送取消, 配送异常."""
RECEIVED = "received"
"""已签收: what the patient has confirmed."""


@dataclass(frozen=True, slots=True)
class Prescription:
    """`given`: what the hospital said, by node, without numbers of documents. `drugs`: its lines.

    `identity`: a digest of the patient's document, to know it again. `signed`, `file`: the
    signature made for it, and a digest of the file that was signed with it.
    """

    id: str
    trace_code: str
    institution_id: str
    institution_code: str
    institution_name: str
    region_code: str
    hospital_number: str
    person_id: str
    patient_name: str
    identity: str
    insurance_kind: str
    visit_id: str
    doctor_id: str
    doctor_code: str
    doctor_name: str
    prescribed_at: datetime
    valid_until: datetime
    state: str
    is_used: bool
    given: Mapping[str, Any]
    drugs: Sequence[Mapping[str, Any]]
    signed: str | None
    file: str | None
    pharmacist: Mapping[str, Any] | None
    uploaded_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    def check_not_over(self, now: datetime) -> None:
        """PrescriptionCancelled, PrescriptionExpired."""
        if self.state == CANCELLED:
            raise problems.PrescriptionCancelled(prescription_id=self.id)
        if self.state == EXPIRED or (not self.is_used and self.valid_until <= now):
            raise problems.PrescriptionExpired(prescription_id=self.id, at=self.valid_until)

    def check_uploaded(self) -> None:
        """PrescriptionNotUploaded while it is only checked; one taken back then never was."""
        if self.uploaded_at is None:
            raise problems.PrescriptionNotUploaded(prescription_id=self.id)

    def check_usable(self, now: datetime) -> None:
        """Uploaded, in its time, not taken back, not used."""
        self.check_uploaded()
        self.check_not_over(now)
        if self.is_used:
            raise problems.PrescriptionUsed(prescription_id=self.id)


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A pharmacy's right to one prescription; good once for the download, and for a time."""

    id: str
    token: str
    prescription_id: str
    institution_code: str
    kind: str
    good_until: datetime
    downloaded_at: datetime | None
    verified_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What a pharmacy's pharmacist said of a prescription (审方)."""

    id: str
    prescription_id: str
    institution_code: str
    result: str
    opinion: str
    pharmacist_code: str
    pharmacist_name: str
    reviewed_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Dispensing:
    """What a pharmacy sold for a prescription; `undone_at` once that was taken back."""

    id: str
    prescription_id: str
    institution_code: str
    settlement_id: str | None
    settled_at: datetime
    sold_at: datetime
    given: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    undone_at: datetime | None
    undo_reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One step of bringing it to the patient, or the patient's receipt; added to, never changed."""

    id: str
    dispensing_id: str
    ordinal: int
    state: str
    at: datetime
    given: Mapping[str, Any]
    created_at: datetime


def check_step(prescription_id: str, last: str | None, following: str) -> None:
    """DeliveryOver unless this may come after the last: nothing follows an end but the receipt.

    >>> check_step("rxp_1", None, UNDER_WAY)
    >>> check_step("rxp_1", DONE, RECEIVED)
    """
    allowed = _AFTER.get(last, _BEGIN) if last else _BEGIN
    if following not in allowed:
        state = last or "not_begun"
        raise problems.DeliveryOver(
            prescription_id=prescription_id, state=state, state_zh=delivery_words(state)
        )


def delivery_words(state: str) -> str:
    """A state of delivery as Chinese has it."""
    return _ZH.get(state, "未开始")


_BEGIN: Sequence[str] = (PENDING, UNDER_WAY, CALLED_OFF)
_AFTER: Mapping[str, Sequence[str]] = {
    PENDING: _BEGIN,
    UNDER_WAY: (UNDER_WAY, DONE, CALLED_OFF, ABNORMAL, RECEIVED),
    ABNORMAL: (UNDER_WAY, DONE, CALLED_OFF, ABNORMAL, RECEIVED),
    DONE: (RECEIVED,),
    CALLED_OFF: (),
    RECEIVED: (),
}
_ZH = {
    PENDING: "待配送",
    UNDER_WAY: "配送中",
    DONE: "配送完成",
    CALLED_OFF: "配送取消",
    ABNORMAL: "配送异常",
    RECEIVED: "已签收",
}
