"""An audit of the region of treatment takes something off a claim (审核扣款).

Before the month is signed the claim itself is lowered (L3, X15). Afterwards it can't be: a
claim below zero in the open month takes the amount back (L7, X16).
"""

from dataclasses import replace
from typing import Any

from services.settlement import terms
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split, TooMuchDeducted, deduction
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.cycles import TAKES_DEDUCTIONS, Cycle
from services.settlement.domain.membership import Occurrence
from services.settlement.domain.membership import cycle as cycle_of
from services.settlement.flows import books, clearing, cycle_reopen, kind_books, read, record
from services.settlement.problems import ClaimNotDeductible, ClaimNotFound, DeductionTooLarge
from services.settlement.store import claim_moves, claims, cycles, ledger, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money


def deduct(claim_id: str, *, amount_fen: Money, reason: str) -> dict[str, Any]:
    """Lower what is cleared for a claim; the hospital bears it, the patient's part stays.

    Where statements exist already, a new version of them is made, which all sign again.
    Where all have signed, another claim takes it back.
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
    clearing.require_region(claim.care_region)
    if cycle is None or not _takes(tx, claim):
        status = shown_state(claim.status, cycle.status if cycle else None)
        raise ClaimNotDeductible(claim_id=claim_id, status=status)
    taken = part_of(tx, claim, amount_fen)
    if cycle.status in TAKES_DEDUCTIONS:
        ordinal = book(tx, claim, taken, reason)
    else:
        ordinal = _adjust(tx, claim, cycle, taken)
    if cycle.status in ("generated", "signing"):
        cycle_reopen.again(tx, cycle)
    data = {"id": claim_id, "ordinal": ordinal, "amount_fen": amount_fen.fen, "reason": reason}
    tx.emit("claim.deducted", claim_id, data)


def _takes(tx: Tx, claim: Claim) -> bool:
    """Whether there is anything an audit may still take: not of what takes others back."""
    if claim.reverses or claim.adjusts or claim.status not in ("settled", "adjusted"):
        return False
    return claim.status == "settled" or not claims.is_reversed(tx, claim.id)


def part_of(tx: Tx, claim: Claim, amount: Money) -> Split:
    """The funds that an amount is taken from; DeductionTooLarge above what they still pay."""
    left = claim.split - claims.deducted(tx, claim.id)
    for part in claims.adjustments_of(tx, claim.id):
        left = left + part.split
    for one in claims.differences_of(tx, claim.id):
        if one.split.clearing < Money.zero():  # the hospital gives that back already
            left = left + one.split
    try:
        return deduction(left, amount)
    except TooMuchDeducted:
        raise DeductionTooLarge(claim.id, left.deductible.plain()) from None


def _adjust(tx: Tx, claim: Claim, held: Cycle, taken: Split) -> int:
    """X16: a claim below zero in the open month; its number among those of the original."""
    ordinal = len(claims.adjustments_of(tx, claim.id)) + 1
    moment = Occurrence(
        tx.world.now, tx.world.now, takes_back=True, original_settled_at=claim.settled_at
    )
    in_force = terms.in_force(claim.kind, held.period, held.scope)
    now = in_force.period_of(tx.world.now)
    member = cycle_of(moment, terms.in_force(claim.kind, now, held.scope))
    assert member.month is not None
    chosen = clearing.taking(tx, member.month, held.province, held.kind)
    made = replace(
        claim,
        id=tx.new_id("clm", claim.id, "audit", ordinal),
        exchange_id=f"{claim.exchange_id}:a{ordinal}",
        adjusts=claim.id,
        split=-taken,
        settled_at=tx.world.now,
        recorded_at=tx.world.now,
        status="settled",
        cycle_id=chosen.id,
        rule=member.rule,
        declared_at=None,
        is_prior_year=member.is_prior_year,
        is_provider_paid=False,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        period=None if claim.is_medical else str(now),
        fingerprint=None,
        fee=None,
        items=None,
    )
    claims.add(tx, made)
    books.adjusted(tx, made)
    shown = shown_state(claim.status, held.status)
    claim_moves.move(tx, claim, "adjust", shown, status="adjusted")
    record.tell(tx, made)
    return ordinal


def _held(tx: Tx, claim_id: str) -> tuple[Claim, Cycle | None]:
    """The claim and its cycle, both held (in this order everywhere)."""
    claim = claims.locked(tx, claim_id)
    if claim is None:
        raise ClaimNotFound(claim_id=claim_id)
    return claim, cycles.locked(tx, claim.cycle_id) if claim.cycle_id else None


def book(tx: Tx, claim: Claim, taken: Split, reason: str) -> int:
    if not claim.is_medical:
        ordinal = claims.deduct(tx, claim, taken, reason, is_clawed_back=False)
        kind_books.reduced(tx, claim, taken.clearing, "L3", f"{claim.id}:{ordinal}")
        return ordinal
    home, care, hospital = claim.home_region, claim.care_region, claim.institution_id
    amount = taken.clearing
    is_paid = claim.is_provider_paid or ledger.is_booked(
        tx, "L4", f"{claim.cycle_id}:{care}:{hospital}"
    )
    ordinal = claims.deduct(tx, claim, taken, reason, is_clawed_back=is_paid)
    at_care = rules.deducted_at_care(home, care, hospital, amount)
    if is_paid:
        at_care += rules.clawed_back(care, hospital, amount)
    at_home = rules.deducted_at_home(home, care, claim.insurance, taken)
    event = f"{claim.id}:{ordinal}"
    entries = [Journal("L3", f"{event}:home", at_home), Journal("L3", f"{event}:care", at_care)]
    ledger.book(tx, entries, claim_id=claim.id)
    return ordinal
