"""An audit of the region of treatment takes something off a claim (审核扣款, L3)."""

from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split, TooMuchDeducted, deduction
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.cycles import TAKES_DEDUCTIONS, Cycle
from services.settlement.flows import read, statements
from services.settlement.problems import ClaimNotDeductible, ClaimNotFound, DeductionTooLarge
from services.settlement.store import claims, cycles, ledger, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money


def deduct(claim_id: str, *, amount_fen: Money, reason: str) -> dict[str, Any]:
    """Lower what is cleared for a claim; the hospital bears it, the patient's part stays.

    Until the month is signed. Where statements exist already, a new version of them is
    made, which all sign again.
    """
    with store.write() as tx:
        deducted(tx, claim_id, amount_fen, reason)
        failpoint("settlement.deduct.booking")
        shown = read.claim_shown(tx, claim_id)
        tx.answer(shown)
        return shown


def deducted(tx: Tx, claim_id: str, amount_fen: Money, reason: str) -> None:
    """Book a deduction, told as an event. Raises before anything is written."""
    claim, cycle = _held(tx, claim_id)
    world.require_region(claim.care_region)
    if cycle is None or claim.status != "settled" or cycle.status not in TAKES_DEDUCTIONS:
        status = shown_state(claim.status, cycle.status if cycle else None)
        raise ClaimNotDeductible(claim_id=claim_id, status=status)
    left = claim.split - claims.deducted(tx, claim_id)
    try:
        taken = deduction(left, amount_fen)
    except TooMuchDeducted:
        raise DeductionTooLarge(claim_id, left.fund_total.plain()) from None
    ordinal = _book(tx, claim, taken, reason)
    if cycle.status in ("generated", "signing"):
        statements.reopen(tx, cycle)
    data = {"id": claim_id, "ordinal": ordinal, "amount_fen": amount_fen.fen, "reason": reason}
    tx.emit("claim.deducted", claim_id, data)


def _held(tx: Tx, claim_id: str) -> tuple[Claim, Cycle | None]:
    """The claim and its cycle, both held (in this order everywhere)."""
    claim = claims.locked(tx, claim_id)
    if claim is None:
        raise ClaimNotFound(claim_id=claim_id)
    return claim, cycles.locked(tx, claim.cycle_id) if claim.cycle_id else None


def _book(tx: Tx, claim: Claim, taken: Split, reason: str) -> int:
    home, care, hospital = claim.home_region, claim.care_region, claim.institution_id
    amount = taken.clearing
    is_paid = ledger.is_booked(tx, "L4", f"{claim.cycle_id}:{care}:{hospital}")
    ordinal = claims.deduct(tx, claim, taken, reason, is_clawed_back=is_paid)
    at_care = rules.deducted_at_care(home, care, hospital, amount)
    if is_paid:
        at_care += rules.clawed_back(care, hospital, amount)
    at_home = rules.deducted_at_home(home, care, claim.insurance, taken)
    event = f"{claim.id}:{ordinal}"
    entries = [Journal("L3", f"{event}:home", at_home), Journal("L3", f"{event}:care", at_care)]
    ledger.book(tx, entries, claim_id=claim.id)
    return ordinal
