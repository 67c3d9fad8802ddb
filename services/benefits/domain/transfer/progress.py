"""How far somebody's transfers are (社保关系转移进度查询, HRSS-066)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.benefits.domain.decision import Case
from services.benefits.domain.transfer.military_transfer import MilitaryTransfer
from services.benefits.domain.transfer.record import MILITARY, QUERIED, InsuranceTransfer


@dataclass(frozen=True, slots=True)
class Found:
    """A person's transfers between areas, and those from the army."""

    between: Sequence[InsuranceTransfer]
    military: Sequence[MilitaryTransfer] = ()


def chosen(case: Case, found: Found) -> Found:
    """Those that were asked after: of one application, of one kind, or all."""
    asked = case.inputs
    kind = asked.get("transfer_kind")
    one = asked.get("application_id")
    return Found(
        [
            each
            for each in found.between
            if one in (None, each.application_id)
            and (kind is None or each.from_kind in QUERIED.get(kind, ()))
        ],
        [
            each
            for each in found.military
            if one in (None, each.application_id) and kind in (None, MILITARY)
        ],
    )


def shown(found: Found) -> dict[str, Any]:
    """The answer; that there is none is an answer too (none_found)."""
    lines = [*map(_line, found.between), *map(_military, found.military)]
    return {"outcome": "returned" if lines else "none_found", "transfers": lines}


def _military(transfer: MilitaryTransfer) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": transfer.id,
        "insurance": MILITARY,
        "to_region_code": transfer.region_code,
        "step": transfer.status,
        "is_overdue": False,
    }
    if transfer.application_id is not None:
        line["application_id"] = transfer.application_id
    return line


def _line(transfer: InsuranceTransfer) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": transfer.id,
        "application_id": transfer.application_id,
        "insurance": transfer.from_kind,
        "from_region_code": transfer.from_region_code,
        "to_region_code": transfer.to_region_code,
        "step": transfer.status,
        "is_overdue": transfer.is_overdue,
    }
    if transfer.due_party is not None:
        line["waiting_for"] = transfer.due_party
    if transfer.due_by is not None:
        line["due_by"] = transfer.due_by.isoformat()
    return line
