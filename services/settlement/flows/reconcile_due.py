"""When a region's day is reconciled: arranged by the first exchange of the day, or asked for."""

from datetime import date
from typing import Final

from services.settlement import terms
from services.settlement.domain.calendar import reconcile_at, reconciled_by
from services.settlement.domain.reconciliation_states import DUE, Reconciliation
from services.settlement.flows import clearing
from services.settlement.store import reconciliations
from sscsim.db import Tx
from sscsim.kernel.periods import Month

DAILY: Final = "settlement.recon_daily"
OVERDUE: Final = "settlement.recon_overdue"
RESOLVE: Final = "settlement.recon_resolve"
DISPUTE: Final = "settlement.recon_dispute"


def expect(tx: Tx, home: str, care: str, day: date) -> None:
    """Something passes between two regions on this day: both are reconciled when it is over.

    Quiet days cost nothing: they have no row and no job.
    """
    for region in sorted({home, care}):
        if not reconciliations.is_known(tx, region, day):
            note(tx, region, day)


def note(tx: Tx, region: str, day: date) -> Reconciliation:
    """The region's day, and its first comparison arranged, once."""
    late_from = reconciled_by(Month.of(day), terms.clearing(Month.of(day)))
    is_new = reconciliations.add(tx, region, day, reconcile_at(day), late_from)
    known = reconciliations.of_day(tx, region, day)
    assert known is not None
    if is_new:
        arrange(tx, known, DUE)
        month = f"{region}:{known.month}"
        tx.schedule(OVERDUE, month, max(late_from, tx.world.now), queue=clearing.queue_of(region))
    return known


def arrange(tx: Tx, known: Reconciliation, reason: str) -> int:
    """Have the day compared when it is over, or now; the number of the comparison."""
    run = reconciliations.ask(tx, known, reason)
    due = max(known.due_at, tx.world.now)
    tx.schedule(DAILY, key_of(known, run), due, queue=clearing.queue_of(known.region))
    return run


def key_of(known: Reconciliation, run: int) -> str:
    """The business key of a comparison: region and day, and behind the first its number."""
    key = f"{known.region}:{known.day.isoformat()}"
    return key if run == 1 else f"{key}:{run}"


def read_key(key: str) -> tuple[str, date, int]:
    region, day, *run = key.split(":")
    return region, date.fromisoformat(day), int(run[0]) if run else 1
