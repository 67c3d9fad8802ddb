"""Making the statements of a frozen month."""

from services.settlement.flows import cycle_sign, statements
from services.settlement.store import cycles, store
from sscsim.failpoints import failpoint


def generate(cycle_id: str) -> None:
    """One statement for each pair that has claims; every region is asked to sign."""
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status == "frozen":
            made = statements.publish(tx, cycle, "generate")
            if not made:
                cycle_sign.complete(tx, cycle_id)
        failpoint("settlement.cycle_generate.committing")
        tx.complete_job()
    failpoint("settlement.cycle_generate.committed")
