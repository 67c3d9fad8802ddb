"""How far somebody's transfers are (社保关系转移进度查询, HRSS-066)."""

from collections.abc import Sequence
from typing import Any

from services.benefits.domain.decision import Case
from services.benefits.domain.transfer.record import QUERIED, InsuranceTransfer


def chosen(case: Case, found: Sequence[InsuranceTransfer]) -> list[InsuranceTransfer]:
    """Those that were asked after: of one application, of one kind, or all."""
    asked = case.inputs
    kinds = QUERIED.get(asked["transfer_kind"], ()) if "transfer_kind" in asked else None
    return [
        each
        for each in found
        if asked.get("application_id") in (None, each.application_id)
        and (kinds is None or each.from_kind in kinds)
    ]


def shown(found: Sequence[InsuranceTransfer]) -> dict[str, Any]:
    """The answer; that there is none is an answer too (none_found)."""
    return {
        "outcome": "returned" if found else "none_found",
        "transfers": [_line(each) for each in found],
    }


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
