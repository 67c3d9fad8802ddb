"""Somebody decides about a difference: accepts it, corrects the claim, disputes it, has it checked.

Whatever changes an amount goes the way that it goes elsewhere: a deduction (L3) of the region of
treatment, or a dispute of the insured region once there is a statement to doubt.
"""

from datetime import datetime, timedelta
from typing import Final

from services.settlement import terms
from services.settlement.domain import reconciliation_states as states
from services.settlement.domain.calendar import calendar, may_be_checked
from services.settlement.domain.claims import Claim
from services.settlement.domain.reconciliation import HAND
from services.settlement.domain.reconciliation_states import Difference, Reconciliation
from services.settlement.domain.schemes import scope_of
from services.settlement.flows import clearing, deduct, disputes
from services.settlement.flows.reconcile_day import settle, tell_resolved, told_of
from services.settlement.flows.reconcile_due import DISPUTE, RESOLVE
from services.settlement.problems_reconciliation import (
    BillNotChecked,
    CheckNeedsAmount,
    DailyDifferenceNotFound,
    DailyDifferenceStateForbids,
    DifferenceHasNoClaim,
    NoCheckUnderWay,
    NothingToCorrect,
)
from services.settlement.store import claims, cycles, exchanges, reconciliations, store
from services.settlement.store import reconciliation_differences as differences
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Problem

_AFTER_THE_STATEMENTS: Final = timedelta(hours=1)


def accept(difference_id: str, *, reason: str) -> Difference:
    """It stays as it is: the region knows of it."""
    with store.write() as tx:
        of, known = _held(tx, difference_id, "accept")
        tx.cancel_job(RESOLVE, known.id)
        moved = differences.move(
            tx,
            known,
            "accept",
            said=reason,
            resolution=states.ACCEPTED,
            resolved_by="hand",
            note=reason,
            resolved_at=tx.world.now,
            action=None,
        )
        tell_resolved(tx, moved)
        return _done(tx, of, moved)


def correct(difference_id: str, *, side: str, reason: str) -> Difference:
    """What this side would clear stands: what the mirror has more is taken off the claim (L3)."""
    with store.write() as tx:
        of, known = _held(tx, difference_id, "settle")
        claim = _claim_of(tx, known)
        clearing.require_region(claim.care_region)
        amount = known.excess_over(side)
        if amount is None or amount <= Money.zero():
            raise NothingToCorrect(side=side)
        deduct.deducted(tx, claim.id, amount, reason)
        moved = settle(
            tx,
            known,
            resolution=states.DEDUCTED,
            resolved_by="hand",
            note=reason,
            amount=amount,
        )
        return _done(tx, of, moved)


def dispute(difference_id: str, *, reason: str) -> Difference:
    """The insured region will doubt the claim as soon as there is a statement with it (X17)."""
    with store.write() as tx:
        of, known = _held(tx, difference_id, "doubt")
        claim = _claim_of(tx, known)
        clearing.require_region(claim.home_region)
        moved = differences.move(
            tx, known, "doubt", said=reason, action=states.DISPUTE, way=HAND, note=reason
        )
        due = max(_statements_at(tx, claim), tx.world.now)
        tx.schedule(DISPUTE, f"{known.id}:{moved.version}", due)
        return _done(tx, of, moved)


def _statements_at(tx: Tx, claim: Claim) -> datetime:
    """When the statements of the claim's month have been made; now, if it is in none."""
    cycle = cycles.find(tx, claim.cycle_id or "")
    if cycle is None:
        return tx.world.now
    made = calendar(cycle.month, clearing.terms_of(cycle))["generate"].at
    return made + _AFTER_THE_STATEMENTS


def open_dispute(key: str) -> None:
    """The statements are there: the claim is disputed; where that is refused, somebody decides."""
    difference_id = key.partition(":")[0]
    with store.write() as tx:
        known = differences.find(tx, difference_id)
        if known is not None and known.status == "resolving" and known.action == states.DISPUTE:
            of = reconciliations.locked(tx, known.reconciliation_id)
            held = differences.locked(tx, difference_id)
            assert of is not None and held is not None and held.claim_id is not None
            _disputed(tx, held)
            differences.recount(tx, of)
        failpoint("settlement.recon.disputing")
        tx.complete_job()


def _disputed(tx: Tx, held: Difference) -> None:
    evidence = f"日对账 {held.day.isoformat()} 差异 {held.id}：{held.kind}"
    try:
        made = disputes.opened(
            tx, str(held.claim_id), reason=held.note or held.kind, evidence=evidence
        )
    except Problem as refused:
        differences.move(tx, held, "leave", said=refused.code, action=None)
        return
    settle(tx, held, resolution=states.DISPUTED, resolved_by="hand", dispute_id=made.id)


def request_check(difference_id: str, *, reason: str) -> Difference:
    """The region of treatment shall look at the bill on the spot (费用协查)."""
    with store.write() as tx:
        of, known = _held(tx, difference_id, "doubt")
        claim = _claim_of(tx, known)
        _check_bill(tx, claim)
        moved = differences.move(
            tx, known, "doubt", said=reason, action=states.CHECK, way=HAND, note=reason
        )
        tx.emit("daily_difference.check_requested", known.id, told_of(moved))
        return _done(tx, of, moved)


def _check_bill(tx: Tx, claim: Claim) -> None:
    asked = exchanges.of(tx, claim.exchange_id)
    parts = (asked.request or {}).get("bill", {}) if asked is not None else {}
    bill = Money(sum(parts.values()))
    scope = scope_of(clearing.clearer(claim.home_region, claim.care_region))
    in_force = terms.clearing(Month.of(claim.settled_at), scope)
    if not may_be_checked(bill, in_force):
        raise BillNotChecked(bill=bill.plain(), above=in_force.check_above.plain())


def record_check(
    difference_id: str, *, finding: str, note: str, amount_fen: Money | None = None
) -> Difference:
    """What the region of treatment found: nothing, or an amount that is taken off the claim."""
    with store.write() as tx:
        of, known = _locked(tx, difference_id)
        clearing.require_region(known.care_region)
        if (finding == "confirmed") != (amount_fen is not None):
            raise CheckNeedsAmount(missing=amount_fen is None)
        if known.status != "resolving" or known.action != states.CHECK:
            raise NoCheckUnderWay(difference_id=difference_id)
        claim = _claim_of(tx, known)
        if amount_fen is not None:
            deduct.deducted(tx, claim.id, amount_fen, note)
        moved = settle(
            tx,
            known,
            resolution=states.CHECKED,
            resolved_by="hand",
            note=note,
            amount=amount_fen,
        )
        return _done(tx, of, moved)


# ---- what all of them share


def _held(tx: Tx, difference_id: str, event: str) -> tuple[Reconciliation, Difference]:
    """The difference and its day, held; refused unless its table lets this happen now."""
    of, known = _locked(tx, difference_id)
    clearing.require_region(of.region)
    if not states.DIFFERENCE.allows(known.status, event):
        allowed = ", ".join(states.DIFFERENCE.events(known.status)) or "-"
        raise DailyDifferenceStateForbids(
            difference_id=difference_id, status=known.status, event=event, allowed=allowed
        )
    return of, known


def _locked(tx: Tx, difference_id: str) -> tuple[Reconciliation, Difference]:
    found = differences.find(tx, difference_id)
    if found is None:
        raise DailyDifferenceNotFound(difference_id=difference_id)
    of = reconciliations.locked(tx, found.reconciliation_id)
    known = differences.locked(tx, difference_id)
    assert of is not None and known is not None
    return of, known


def _claim_of(tx: Tx, known: Difference) -> Claim:
    found = claims.find(tx, known.claim_id) if known.claim_id else None
    if found is None:
        raise DifferenceHasNoClaim(difference_id=known.id)
    return found


def _done(tx: Tx, of: Reconciliation, moved: Difference) -> Difference:
    differences.recount(tx, of)
    failpoint("settlement.recon.by_hand")
    return tx.answer(moved)
