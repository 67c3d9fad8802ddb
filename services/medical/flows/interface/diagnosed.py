"""Diagnoses of a stay by their numbers (诊断排序号): those of admission and those of discharge.

The visit keeps a list that is replaced as a whole; a message may name some of it only. What the
register knows of each row is merged and recorded anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import ADMISSION, DISCHARGE
from services.medical.flows import diagnoses
from services.medical.flows import visits as flow
from services.medical.flows.interface.register import Numbered
from services.medical.flows.interface.stated import Diagnosed
from services.medical.store import diagnoses as rows
from sscsim.db import Tx

FIELDS = {ADMISSION: "diseinfo", DISCHARGE: "dscg_diseinfo"}
"""Under which name the register keeps the rows of each kind."""
_REVISION = "diagnosis_revision"
"""Which revision of the visit's diagnoses the rows made."""


def recorded(
    tx: Tx,
    one: Numbered,
    visit: Visit,
    kind: str,
    stated: Sequence[Diagnosed],
    *,
    anew: bool,
) -> tuple[Visit, Mapping[str, Any]]:
    """The visit with its diagnoses, and what the register is to keep of them.

    `anew`: the rows replace all of their kind; else each replaces the row of its number, or is
    another one. Where no row is said nothing changes. DiagnosesRefused names every fault.
    """
    if not stated:
        return visit, {}
    known = _known(tx, one)
    if anew:
        known[kind] = {}
    known[kind] |= {row.number: row for row in stated}
    listed = [
        {"kind": each, "disease_code": row.code, "is_main": row.is_main}
        for each, by_number in known.items()
        for _, row in sorted(by_number.items())
        if row.is_western
    ]
    if listed:
        diagnoses.recorded(tx, visit, listed)
        visit = flow.known(tx, visit.id)
    kept = {
        name: [_kept(row) for _, row in sorted(known[each].items())]
        for each, name in FIELDS.items()
    }
    return visit, {**kept, _REVISION: visit.diagnosis_revision}


def _known(tx: Tx, one: Numbered) -> dict[str, dict[int, Diagnosed]]:
    """By kind and number: as messages said it, unless another face wrote the diagnoses since;
    else as they stand, numbered in their order."""
    revision = one.visit.diagnosis_revision
    current = rows.of_revision(tx, one.visit.id, revision)
    is_ours = one.given(_REVISION) == revision
    found: dict[str, dict[int, Diagnosed]] = {}
    for kind, name in FIELDS.items():
        kept = one.given(name)
        if kept is not None and is_ours:
            made = [_read(row) for row in kept]
        else:
            standing = [row for row in current if row.kind == kind]
            made = [
                Diagnosed(number, row.disease_code, row.is_main, True, {})
                for number, row in enumerate(standing, start=1)
            ]
        found[kind] = {row.number: row for row in made}
    return found


def _kept(row: Diagnosed) -> dict[str, Any]:
    """The fields as they were sent, which a query tells again, and what we make of them."""
    known = {"diag_srt_no": row.number, "diag_code": row.code}
    return {**row.given, **known, "is_main": row.is_main, "is_western": row.is_western}


def _read(row: Mapping[str, Any]) -> Diagnosed:
    return Diagnosed(row["diag_srt_no"], row["diag_code"], row["is_main"], row["is_western"], row)
