"""Files of a region's day: those that we make, and those that a party sends of its own."""

from services.settlement.domain import reconciliation_file as form
from services.settlement.domain.reconciliation import Line
from services.settlement.domain.reconciliation_file import Head
from services.settlement.domain.reconciliation_states import FILE, File, Reconciliation
from services.settlement.flows import clearing, reconcile_due
from services.settlement.flows.reconcile_day import file_lines
from services.settlement.problems_reconciliation import (
    DailyFileRefused,
    DailyReconciliationNotFound,
    DailyRunNotFound,
)
from services.settlement.store import reconciliation_files, reconciliations, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.control_file import FileFault
from sscsim.kernel.money import sum_money


def take(reconciliation_id: str, *, side: str, content: bytes) -> File:
    """Take a party's own file whole, or nothing of it (X26).

    It speaks for its side from now on; a day that was compared before is compared again.
    """
    with store.write() as tx:
        known = _known(tx, reconciliation_id, lock=True)
        lines = _read(Head(known.day, known.region, side), content)
        ordinal = reconciliation_files.next_ordinal(tx, known.region, known.day, side)
        file = File(
            id=tx.new_id("drf", known.region, known.day.isoformat(), side, ordinal),
            reconciliation_id=known.id,
            region=known.region,
            day=known.day,
            side=side,
            ordinal=ordinal,
            count=len(lines),
            sum=sum_money(line.split.clearing for line in lines),
            sha256=form.sha256_of(content),
            created_at=tx.world.now,
        )
        reconciliation_files.add(tx, file, lines)
        if known.run:
            reconcile_due.arrange(tx, known, FILE)
        told = {"id": known.id, "region_code": known.region, "date": known.day.isoformat()}
        more = {"file_id": file.id, "side": side, "count": file.count, "sha256": file.sha256}
        tx.emit("daily_reconciliation.file_taken", known.id, {**told, **more})
        failpoint("settlement.recon.file_taken")
        return tx.answer(file)


def _read(head: Head, content: bytes) -> list[Line]:
    try:
        return form.lines_of(head, content)
    except FileFault as fault:
        raise DailyFileRefused(fault.line, fault.code, fault.text) from None


def made(reconciliation_id: str, *, side: str, run: int | None = None) -> tuple[str, bytes]:
    """The name and the bytes of a side's file, as the last comparison or an earlier one had it."""
    with store.read() as tx:
        known = _known(tx, reconciliation_id)
        wanted = run if run is not None else known.run
        found = reconciliations.run_of(tx, known.id, wanted)
        if found is None or found.finished_at is None:
            raise DailyRunNotFound(reconciliation_id=known.id, run=wanted)
        head = Head(known.day, known.region, side)
        content, _ = form.written(head, file_lines(tx, known, wanted, side))
    return head.name, content


def _known(tx: Tx, reconciliation_id: str, *, lock: bool = False) -> Reconciliation:
    find = reconciliations.locked if lock else reconciliations.find
    known = find(tx, reconciliation_id)
    if known is None:
        raise DailyReconciliationNotFound(reconciliation_id=reconciliation_id)
    clearing.require_region(known.region)
    return known
