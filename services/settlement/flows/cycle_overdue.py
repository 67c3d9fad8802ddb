"""A deadline has passed: who did not sign, or did not pay, is late (OVERDUE)."""

from services.settlement.domain.cycles import Cycle
from services.settlement.flows import clearing, cycle_sign, late
from services.settlement.store import cycles, signatures, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def look(key: str) -> None:
    """Key is `cycle:v<n>` for the signatures of a version, `cycle:pay` for the payments."""
    cycle_id, what = key.split(":")
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and what == _waits_for(cycle):
            _mark(tx, cycle, "payment") if what == "pay" else _unsigned(tx, cycle)
        failpoint("settlement.cycle_overdue.committing")
        tx.complete_job()
    failpoint("settlement.cycle_overdue.committed")


def _waits_for(cycle: Cycle) -> str | None:
    """What the month waits for now: the signatures of its version, or its payments."""
    if cycle.status in ("generated", "signing"):
        return f"v{cycle.statement_version}"
    return "pay" if cycle.status in ("notified", "paying") else None


def _mark(tx: Tx, cycle: Cycle, what: str) -> None:
    cycles.move(tx, cycle, overdue_at=tx.world.now)
    clearing.done(tx, cycle, "overdue", waits_for=what)


def _unsigned(tx: Tx, cycle: Cycle) -> None:
    """What becomes of the month, as its scheme says."""
    _mark(tx, cycle, "signature")
    if cycle.how.unsigned_policy == "wait":
        return
    if cycle.how.unsigned_policy == "auto_accept":
        cycle_sign.deem_signed(tx, cycle)
    else:
        late.carry_provinces(tx, cycle, _missing(tx, cycle))
    cycle_sign.complete(tx, cycle.id)


def _missing(tx: Tx, cycle: Cycle) -> set[str]:
    """The provinces of the regions that owe a signature; of a province's own month, the cities."""
    signed = signatures.of_cycle(tx, cycle)
    found: set[str] = set()
    for statement_id, pair in cycles.pairs_of(tx, cycle).items():
        found |= {*pair} - signed.get(statement_id, set())
    return {clearing.province(region) for region in found} if cycle.scope == "national" else found
