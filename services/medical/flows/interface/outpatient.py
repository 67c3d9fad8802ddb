"""The outpatient road by message: registered (挂号), seen, and taken back.

A number of a visit (就诊ID) stands for one visit of ours a batch of charges; what is said of the
number holds for those of them that are still open. When all are settled, what is said next begins
another that continues them: one registers, pays that, and is seen afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.medical.domain import admission
from services.medical.domain.institution import Institution
from services.medical.domain.kinds import KINDS
from services.medical.domain.visit import CANCELLED, OPEN, Visit
from services.medical.domain.vocabulary import OUTPATIENT_DIAGNOSIS
from services.medical.flows import admit, diagnoses, entitled, visit_changes, visits
from services.medical.flows.interface import register
from services.medical.flows.interface.register import Numbered
from services.medical.problems import VisitNotOpen
from services.medical.problems_outpatient import (
    DiagnosisNotUploaded,
    HomeRegionDiffers,
    MedTypeDiffers,
    VisitNumberDiffers,
)
from services.medical.store import diagnoses as diagnosis_rows
from services.medical.store import store
from services.medical.store import visits as visit_rows
from sscsim.db import Tx

REGISTRATION = "12"
"""挂号: the registration's own bill is settled as an outpatient's, whatever follows it."""
DISEASES = "diseinfo"
"""Under which name the diagnoses that were uploaded stand in the register."""


def check_home(said: str | None, home: str) -> None:
    """HomeRegionDiffers unless the message leaves it open, or names the region or a county."""
    whole = 2 if home.endswith("0000") else 4
    if said and said[:whole] != home[:whole]:
        raise HomeRegionDiffers(said=said, home=home)


# ---- registered


@dataclass(frozen=True, slots=True)
class Registered:
    """What a registration says. `home_region`: as the message has it, or None."""

    person_id: str
    insurance_kind: str
    kind: str
    med_type: str
    on: Any
    visit_number: str
    certificate_type: str
    home_region: str | None
    department_id: str | None
    doctor_id: str | None
    given: Mapping[str, Any]


def begin(institution: Institution, order: Registered) -> Numbered:
    """2201: a visit begins."""
    asked = admit.prepared(
        institution.id,
        order.insurance_kind,
        order.on,
        person_id=order.person_id,
        kind=order.kind,
        department_id=order.department_id,
        doctor_id=order.doctor_id,
    )
    check_home(order.home_region, asked.coverage.home_region_code)
    with store.write() as tx:
        visit = admit.opened(tx, asked)
        made = register.open_visit(
            tx, visit, order.med_type, order.visit_number, order.certificate_type, order.given
        )
        return tx.answer(Numbered(visit, made))


def cancel(
    institution: Institution, mdtrt_id: str, person_id: str, visit_number: str
) -> list[Numbered]:
    """2202: all that the number stands for is taken back, while nothing is charged."""
    with store.write() as tx:
        found = register.numbered(tx, institution, mdtrt_id, person_id, lock=True)
        known = found[0].registered
        if known is not None and known.visit_number not in ("", visit_number):
            raise VisitNumberDiffers(mdtrt_id=mdtrt_id, said=visit_number)
        if not register.live(found):
            found[0].visit.check_open()
        return tx.answer(
            [
                Numbered(visit_changes.cancelled(tx, one.visit), one.registered)
                for one in register.live(found)
            ]
        )


# ---- seen


@dataclass(frozen=True, slots=True)
class Seen:
    """What is said after the doctor saw somebody. `diseases` are the diagnoses' fields as sent;
    of `recorded` types each has to be of our list of diseases."""

    kind: str
    med_type: str
    disease: str | None
    is_emergency: bool
    given: Mapping[str, Any]
    diseases: Sequence[Mapping[str, Any]]
    home_region: str | None


def seen(institution: Institution, mdtrt_id: str, person_id: str, said: Seen) -> list[Numbered]:
    """2203: the kind of treatment, what is registered for it, and the diagnoses."""
    with store.write() as tx:
        return tx.answer(seen_in(tx, institution, mdtrt_id, person_id, said))


def seen_in(
    tx: Tx, institution: Institution, mdtrt_id: str, person_id: str, said: Seen
) -> list[Numbered]:
    """The same in a transaction that does more."""
    found = register.numbered(tx, institution, mdtrt_id, person_id, lock=True)
    check_home(said.home_region, found[0].visit.home_region_code)
    _check_one_kind(found, said)
    return [_as_seen(tx, one, said) for one in _still_open(tx, found)]


def _check_one_kind(found: Sequence[Numbered], said: Seen) -> None:
    """MedTypeDiffers from what was settled of the visit, other than its registration."""
    for one in found:
        if one.visit.status in (OPEN, CANCELLED) or one.visit.kind == said.kind:
            continue
        known = one.registered.med_type if one.registered else one.visit.of_kind.med_type
        if known != REGISTRATION:
            raise MedTypeDiffers(said=said.med_type, mdtrt_id=one.mdtrt_id, known=known)


def _still_open(tx: Tx, found: Sequence[Numbered]) -> list[Numbered]:
    """Those that can still change; another one where all are settled. VisitNotOpen."""
    still = [one for one in found if one.visit.status == OPEN]
    if still:
        return still
    if all(one.visit.status == CANCELLED for one in found):
        raise VisitNotOpen(visit_id=found[0].mdtrt_id, status=CANCELLED, settlement_id=None)
    return [continued(tx, found, None)]


def continued(tx: Tx, found: Sequence[Numbered], charge_batch: str | None) -> Numbered:
    """Another visit of the number, with the diagnoses of the one before it."""
    newest = found[-1]
    made = register.continued(tx, found, charge_batch)
    stated = _recorded(tx, newest.visit)
    if stated:
        made = Numbered(_record(tx, made.visit, stated), made.registered)
    return made


def _recorded(tx: Tx, visit: Visit) -> list[dict[str, Any]]:
    """The diagnoses of a visit, as they are stated to record them."""
    return [
        {"kind": one.kind, "disease_code": one.disease_code, "is_main": one.is_main}
        for one in diagnosis_rows.of_revision(tx, visit.id, visit.diagnosis_revision)
    ]


def _as_seen(tx: Tx, one: Numbered, said: Seen) -> Numbered:
    visit = _of_kind(tx, one.visit, said)
    current = list(one.given(DISEASES, ())) or _uploaded(tx, visit)
    diseases = list(_merged(current, said.diseases))
    visit = _diagnosed(tx, visit, diseases)
    return register.said(
        tx, Numbered(visit, one.registered), {**said.given, DISEASES: diseases},
        med_type=said.med_type,
    )  # fmt: skip


def _of_kind(tx: Tx, visit: Visit, said: Seen) -> Visit:
    """The visit as of the kind that was said; who may have such a one."""
    visit.check_open()
    kind = KINDS[said.kind]
    admission.check_fields(
        visit.insurance_kind,
        said.kind,
        disease=said.disease,
        delivery=visit.delivery,
        prescription=visit.prescription,
        recognition_id=visit.recognition_id,
    )
    admission.check_sex(kind, visit.sex)
    if kind.is_stay or kind.place != visit.of_kind.place or visit.of_kind.is_stay:
        raise MedTypeDiffers(said=said.med_type, mdtrt_id=visit.id, known=visit.of_kind.med_type)
    if said.disease is not None:
        regions = (visit.home_region_code, visit.care_region_code)
        day = visit.admission_date
        entitled.registered(tx, visit.person_id, visit.insurance_kind, regions, said.disease, day)
    wanted = {
        "kind": said.kind,
        "disease": said.disease,
        "is_emergency": said.is_emergency
        or kind.is_urgent
        or (visit.is_emergency and visit.kind == said.kind),
    }
    changes = {name: value for name, value in wanted.items() if getattr(visit, name) != value}
    if not changes:
        return visit
    tx.emit("visit.changed", visit.id, {"id": visit.id, "fields": sorted(changes)})
    return visit_rows.change(tx, visit, **changes)


def _uploaded(tx: Tx, visit: Visit) -> list[dict[str, Any]]:
    """Diagnoses that the other face recorded, as if a message had said them."""
    return [
        {"diag_type": WESTERN, "diag_code": one.disease_code, "diag_srt_no": one.ordinal}
        for one in diagnosis_rows.of_revision(tx, visit.id, visit.diagnosis_revision)
    ]


WESTERN = "1"
"""西医诊断. Diseases and syndromes of Chinese medicine (2, 3) are kept as they were sent."""
VOID = "0"


def _merged(
    current: Sequence[Mapping[str, Any]], sent: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """What was uploaded before and isn't voided now, and what is new; by type and code.

    Sent again it is corrected. DiagnosisNotUploaded for one that is voided and isn't there.
    """
    by_key = {(one["diag_type"], one["diag_code"]): one for one in current}
    for one in sent:
        key = (one["diag_type"], one["diag_code"])
        if one["vali_flag"] != VOID:
            by_key[key] = {name: value for name, value in one.items() if name != "vali_flag"}
        elif by_key.pop(key, None) is None:
            raise DiagnosisNotUploaded(disease_code=one["diag_code"])
    yield from sorted(by_key.values(), key=lambda one: (one["diag_type"], one["diag_srt_no"]))


def _diagnosed(tx: Tx, visit: Visit, diseases: Sequence[Mapping[str, Any]]) -> Visit:
    """Recorded as a revision of its own, where it differs. The first in order is the main one."""
    stated = [
        {
            "kind": OUTPATIENT_DIAGNOSIS,
            "disease_code": one["diag_code"],
            "is_main": ordinal == 0,
        }
        for ordinal, one in enumerate(one for one in diseases if one["diag_type"] == WESTERN)
    ]
    if stated == _recorded(tx, visit):
        return visit
    return _record(tx, visit, stated)


def _record(tx: Tx, visit: Visit, stated: Sequence[Mapping[str, Any]]) -> Visit:
    diagnoses.recorded(tx, visit, stated)
    return visits.known(tx, visit.id)
