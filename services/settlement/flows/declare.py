"""The region of treatment declares claims into clearing by hand (申报, L2), or withdraws them.

Where declaring is automatic nobody needs to: what was recorded in time is declared as the
month is frozen, and that writes no claim.
"""

from typing import Any

from services.settlement.domain.claims import CLAIM, Claim, shown_state
from services.settlement.domain.cycles import Cycle
from services.settlement.flows import books, clearing, read
from services.settlement.problems import ClaimNotFound, CycleNotFound
from services.settlement.problems_clearing import ClaimStateForbids
from services.settlement.store import claim_moves, claims, cycles, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def declare(claim_id: str) -> dict[str, Any]:
    """Declare one claim of a month that is still open."""
    return _moved(claim_id, "declare")


def withdraw(claim_id: str) -> dict[str, Any]:
    """Take a declaration back while the month is open (3204)."""
    return _moved(claim_id, "withdraw")


def _moved(claim_id: str, event: str) -> dict[str, Any]:
    with store.write() as tx:
        claim, cycle = _held(tx, claim_id)
        clearing.require_region(claim.care_region)
        by_hand = claim.declared_at is not None
        shown = shown_state(claim.status, cycle.status if cycle else None, by_hand)
        if cycle is None or cycle.status != "open" or not CLAIM.allows(shown, event):
            raise ClaimStateForbids(claim_id=claim_id, status=shown, event=event)
        at = tx.world.now if event == "declare" else None
        claim_moves.move(tx, claim, event, shown, declared_at=at)
        data = {"id": claim_id, "settlement_id": claim.settlement_id}
        tx.emit("claim.declared" if at else "claim.withdrawn", claim_id, data)
        failpoint("settlement.declare.committing")
        answer = read.claim_shown(tx, claim_id)
        tx.answer(answer)
        return answer


def declare_all(cycle_id: str, *, care_region_code: str) -> dict[str, Any]:
    """Declare everything a region has in an open month."""
    clearing.require_region(care_region_code)
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is None:
            raise CycleNotFound(cycle_id=cycle_id)
        clearing.check(cycle, "freeze")
        count = claim_moves.declare(tx, cycle, care_region_code)
        clearing.done(tx, cycle, "declared", region_code=care_region_code, claims=count)
        failpoint("settlement.declare_all.committing")
        answer = read.cycle_shown(tx, cycle_id)
        tx.answer(answer)
        return answer


def reimburse(claim_id: str) -> dict[str, Any]:
    """The insured region owes the person of an expired claim by hand (手工报销, L9, X14)."""
    with store.write() as tx:
        claim, _ = _held(tx, claim_id)
        clearing.require_region(claim.home_region)
        if claim.status != "expired" or claim.reimbursed_at or not claim.is_medical:
            status = "reimbursed" if claim.reimbursed_at else claim.status
            status = status if claim.is_medical else f"{status}, and no medical bill"
            raise ClaimStateForbids(claim_id=claim_id, status=status, event="reimburse")
        books.reimbursed(tx, claim)
        claim_moves.move(tx, claim, "reimburse", "expired", reimbursed_at=tx.world.now)
        owed = claim.split.clearing
        tx.emit("claim.reimbursed", claim_id, {"id": claim_id, "amount_fen": owed.fen})
        failpoint("settlement.reimburse.committing")
        answer = read.claim_shown(tx, claim_id)
        tx.answer(answer)
        return answer


def _held(tx: Tx, claim_id: str) -> tuple[Claim, Cycle | None]:
    claim = claims.locked(tx, claim_id)
    if claim is None:
        raise ClaimNotFound(claim_id=claim_id)
    return claim, cycles.locked(tx, claim.cycle_id) if claim.cycle_id else None
