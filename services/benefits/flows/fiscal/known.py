"""Batches and lines that have to exist, and what is told of them."""

from datetime import timedelta
from typing import Any, Final

from services.benefits import problems_fiscal as problems
from services.benefits.domain.fiscal.batch import Batch, Line
from services.benefits.domain.fiscal.framed import FileFault
from services.benefits.store import fiscal
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.problems import FieldError, Problem

AGAIN_AFTER: Final = timedelta(minutes=5)
"""When a job asks again after nobody answered."""


def batch(tx: Tx, batch_id: str, *, lock: bool = False) -> Batch:
    """SubsidyBatchNotFound."""
    found = fiscal.find(tx, batch_id, lock=lock)
    if found is None:
        raise problems.SubsidyBatchNotFound(batch_id=batch_id)
    return found


def ours(tx: Tx, batch_id: str) -> Batch:
    """The batch, held, for an agency of its region. RegionNotAllowed."""
    found = batch(tx, batch_id, lock=True)
    world.require_region(found.region_code)
    return found


def line(tx: Tx, batch_id: str, number: int) -> Line:
    """SubsidyLineNotFound."""
    found = fiscal.line(tx, batch_id, number)
    if found is None:
        raise problems.SubsidyLineNotFound(line=number)
    return found


def moved(tx: Tx, known: Batch, event: str, told_as: str, **changes: Any) -> Batch:
    """The batch after `event`, kept and told."""
    changed = fiscal.change(tx, known, status=known.after(event), **changes)
    tx.emit(f"subsidy_batch.{told_as}", changed.id, told(changed))
    return changed


def told(known: Batch, **more: Any) -> dict[str, Any]:
    """What an event says of a batch."""
    return {
        "id": known.id,
        "batch_no": known.batch_no,
        "region_code": known.region_code,
        "subsidy_code": known.subsidy_code,
        "status": known.status,
        "ordered_count": known.ordered_count,
        "paid_count": known.paid_count,
        "paid_fen": known.paid_total.fen,
        "returned_count": known.returned_count,
    } | more


def bad(fault: FileFault) -> Problem:
    error = FieldError(fault.code, fault.text, "/content_base64")
    return problems.SubsidyFileBad(errors=[error], line=fault.line, reason=fault.code)
