"""The frozen set changed, or was doubted, before all had signed: a new version of everything."""

from typing import Any

from services.settlement.domain.cycles import Cycle
from services.settlement.flows import clearing, cycle_sign, late, read, statements
from services.settlement.problems import CycleNotFound
from services.settlement.store import cycles, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def again(tx: Tx, cycle: Cycle) -> None:
    """What the claims come to now, under a new version, which all sign again."""
    clearing.check(cycle, "reopen")
    clearing.not_overdue(tx, cycle, f"v{cycle.statement_version}")
    cycles.move(tx, cycle, "reopen")
    reopened = cycles.find(tx, cycle.id)
    assert reopened is not None
    if not statements.publish(tx, reopened, "generate"):
        cycle_sign.complete(tx, cycle.id)


def reopen(cycle_id: str) -> dict[str, Any]:
    """Have the statements made again, by who clears them; only until all have signed."""
    with store.write() as tx:
        cycle = _held(tx, cycle_id)
        again(tx, cycle)
        clearing.done(tx, cycle, "reopened", version=cycle.statement_version + 1)
        failpoint("settlement.cycle_reopen.committing")
        return _answered(tx, cycle_id)


def abort(cycle_id: str) -> dict[str, Any]:
    """Give a month up before all have signed: its claims are cleared in the next open one."""
    with store.write() as tx:
        cycle = _held(tx, cycle_id)
        clearing.check(cycle, "abort")
        carried = late.carry_all(tx, cycle)
        clearing.not_overdue(tx, cycle, f"v{cycle.statement_version}")
        cycles.move(tx, cycle, "abort", aborted_at=tx.world.now, overdue_at=None)
        clearing.done(tx, cycle, "aborted", claims=carried)
        failpoint("settlement.cycle_abort.committing")
        return _answered(tx, cycle_id)


def _held(tx: Tx, cycle_id: str) -> Cycle:
    cycle = cycles.locked(tx, cycle_id)
    if cycle is None:
        raise CycleNotFound(cycle_id=cycle_id)
    clearing.require_clearer(cycle.province)
    return cycle


def _answered(tx: Tx, cycle_id: str) -> dict[str, Any]:
    shown = read.cycle_shown(tx, cycle_id)
    tx.answer(shown)
    return shown
