"""Who may begin which visit: the rules of admission that need nothing but the facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.medical import problems_kinds as problems
from services.medical.domain.institution import Institution
from services.medical.domain.kinds import KINDS, Kind, Occasion
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import ACTIVE, WORK_INJURY

STAYS = tuple(kind.name for kind in KINDS.values() if kind.is_stay)


def check_fields(
    insurance_kind: str,
    kind: str,
    *,
    disease: str | None,
    delivery: str | None,
    prescription: Mapping[str, Any] | None,
    recognition_id: str | None,
) -> None:
    """KindNotInsured; KindIncomplete where a field is missing, or belongs to another kind.

    How the child was born may be said later: it is seldom known on admission.
    """
    Occasion(insurance_kind, kind, ACTIVE, disease, delivery).check(is_over=False)
    if prescription is not None and not KINDS[kind].takes_prescription:
        raise problems.KindIncomplete(kind, "prescription", is_needed=False)
    is_needed = insurance_kind == WORK_INJURY
    if (recognition_id is not None) != is_needed:
        raise problems.KindIncomplete(kind, "recognition_id", is_needed=is_needed)


def check_place(kind: Kind, institution: Institution) -> None:
    """KindElsewhere: purchases are made at pharmacies, and everything else in hospitals."""
    if institution.kind != kind.place:
        raise problems.KindElsewhere(
            kind=kind.name, place=kind.place, institution_id=institution.id, found=institution.kind
        )


def check_sex(kind: Kind, sex: str | None) -> None:
    if kind.for_sex is not None and sex != kind.for_sex:
        raise problems.KindForOthers(kind=kind.name, sex=kind.for_sex)


def check_prescription(stated: Mapping[str, Any] | None) -> None:
    """PrescriberWrong unless it names a doctor of an institution, or says who it was by."""
    if stated is None:
        return
    doctor, institution = "doctor_id" in stated, "institution_id" in stated
    if doctor != institution or doctor == ("prescriber" in stated):
        raise problems.PrescriberWrong()


def check_not_in_hospital(
    undischarged: Iterable[Visit], admission: date, discharge: date | None
) -> None:
    """InHospital: nobody lies in two hospitals (在院人员不得重复入院).

    A stay that was over when the other began is no obstacle; the day of a transfer is in both.
    """
    for stay in undischarged:
        if discharge is None or discharge > stay.admission_date:
            raise problems.InHospital(visit_id=stay.id, since=stay.admission_date)
