"""The day by which all days of a month are to be reconciled has passed."""

from services.settlement.store import reconciliations, store
from sscsim.failpoints import failpoint


def look(key: str) -> None:
    """Mark the days of a region's month that are not reconciled, and tell of them once."""
    region, month = key.split(":")
    with store.write() as tx:
        late = reconciliations.late(tx, region, month)
        for row in late:
            reconciliations.change(tx, row.id, is_overdue=True)
        if late:
            open_count = sum(row.open_count for row in late)
            counts = {"days": len(late), "differences": open_count}
            first = late[0]
            said = {"id": first.id, "region_code": region, "month": month}
            said["first_date"] = first.day.isoformat()
            tx.emit("daily_reconciliation.overdue", first.id, {**said, **counts})
        failpoint("settlement.recon.overdue")
        tx.complete_job()
