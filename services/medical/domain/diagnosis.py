"""Diagnoses of a visit (诊断): which list may be recorded, and what is wrong with one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.medical.domain.catalogue import Disease
from services.medical.domain.kinds import KINDS
from services.medical.domain.vocabulary import (
    ADMISSION,
    DISCHARGE,
    OUTPATIENT_DIAGNOSIS,
)
from sscsim.kernel.problems import FieldError, Text

_UNKNOWN = Text(zh="没有该疾病", en="is no known disease")
_SEX = Text(zh="该疾病仅见于：{sex}", en="is a disease of {sex} patients")
_KIND = Text(zh="此类就诊的诊断类别为 {kinds}", en="does not fit the visit; one of {kinds} does")
_TWICE = Text(zh="同类诊断重复", en="stands twice among those of its kind")
_ONE_MAIN = Text(
    zh="{kind} 类诊断须且仅须一个主要诊断，现有 {found} 个",
    en="of kind {kind} must have exactly one main diagnosis, not {found}",
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One diagnosis of one revision; `ordinal` is its place in the list, from 1."""

    id: str
    visit_id: str
    revision: int
    ordinal: int
    kind: str
    disease_code: str
    is_main: bool
    version: int
    created_at: datetime
    updated_at: datetime


def faults(
    stated: Sequence[Mapping[str, Any]],
    diseases: Mapping[str, Disease],
    visit_kind: str,
    sex: str | None,
) -> Iterator[FieldError]:
    """Every fault of the list, each with its place in it."""
    kinds = (ADMISSION, DISCHARGE) if KINDS[visit_kind].is_stay else (OUTPATIENT_DIAGNOSIS,)
    seen = set()
    for number, one in enumerate(stated):
        pointer = f"/diagnoses/{number}"
        disease = diseases.get(one["disease_code"])
        if one["kind"] not in kinds:
            params = {"kinds": ", ".join(kinds)}
            yield FieldError("not_of_visit", _KIND, pointer=f"{pointer}/kind", params=params)
        if disease is None:
            yield FieldError("disease_unknown", _UNKNOWN, pointer=f"{pointer}/disease_code")
        elif disease.sex is not None and disease.sex != sex:
            where, params = f"{pointer}/disease_code", {"sex": disease.sex}
            yield FieldError("restricted_sex", _SEX, pointer=where, params=params)
        if (one["kind"], one["disease_code"]) in seen:
            yield FieldError("twice", _TWICE, pointer=f"{pointer}/disease_code")
        seen.add((one["kind"], one["disease_code"]))
    for kind in dict.fromkeys(one["kind"] for one in stated):
        mains = sum(one["is_main"] for one in stated if one["kind"] == kind)
        if mains != 1:
            said = {"kind": kind, "found": mains}
            yield FieldError("one_main", _ONE_MAIN, pointer="/diagnoses", params=said)
