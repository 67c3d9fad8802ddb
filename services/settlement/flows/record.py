"""Recording what the insured side decided: a claim, its month, the insured region's book."""

from dataclasses import replace
from typing import Any

from services.settlement import terms
from services.settlement.domain.amounts import Split
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.exchanges import Exchange, Question, Result
from services.settlement.domain.membership import Membership, Occurrence, Rule, cycle
from services.settlement.domain.schemes import scope_of
from services.settlement.flows import books, clearing, reconcile_due
from services.settlement.problems import (
    ClaimNotReversible,
    CorrectionTooLate,
    CycleFrozen,
    ExchangeCancelled,
)
from services.settlement.store import claim_moves, claims, cycles, exchanges, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month, china_day


def record(question: Question, result: dict[str, Any]) -> Exchange:
    """Keep the insured side's answer with the claim it makes; the same again changes nothing."""
    with store.write() as tx:
        known = exchanges.locked(tx, question.exchange_id)
        assert known is not None
        if known.status == "cancelled":
            raise ExchangeCancelled(exchange_id=question.exchange_id)
        if known.status == "forwarded":
            decided = Result.read(result)
            claim = _MAKE[question.kind](tx, question, decided)
            if china_day(decided.settled_at) != china_day(known.created_at):
                home, care = question.home_region, question.care_region
                reconcile_due.expect(tx, home, care, china_day(decided.settled_at))
            known = exchanges.move(
                tx,
                known,
                "answer",
                result=result,
                claim_id=claim.id,
                clearing=-claim.undone if claim.undone is not None else claim.split.clearing,
                answered_at=tx.world.now,
            )
            failpoint("settlement.exchange.recording")
    failpoint("settlement.exchange.recorded")
    return known


def _settle(tx: Tx, question: Question, result: Result, refers: str | None = None) -> Claim:
    clearer = clearing.clearer(question.home_region, question.care_region)
    in_force = terms.clearing(Month.of(result.settled_at), scope_of(clearer))
    member = cycle(Occurrence(result.settled_at, tx.world.now), in_force)
    chosen = clearing.taking(tx, member.month, clearer) if member.month else None
    claim = Claim(
        id=tx.new_id("clm", question.exchange_id),
        exchange_id=question.exchange_id,
        reverses=None,
        home_region=question.home_region,
        care_region=question.care_region,
        institution_id=question.institution_id,
        person_id=result.person_id,
        insurance=result.insurance,
        split=result.split,
        settled_at=result.settled_at,
        recorded_at=tx.world.now,
        status="settled" if chosen else "expired",
        cycle_id=chosen.id if chosen else None,
        rule=member.rule,
        adjusts=None,
        declared_at=None,
        reimbursed_at=None,
        is_prior_year=member.is_prior_year,
        is_provider_paid=False,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        refers=refers,
    )
    claims.add(tx, claim)
    if claim.split:
        book = books.settled if refers is None else books.differs
        book(tx, claim, "home")
    tell(tx, claim)
    return claim


def _take_back(tx: Tx, question: Question, result: Result) -> Claim:
    original = reversible(tx, question)
    clearer = clearing.clearer(original.home_region, original.care_region)
    if in_window(tx, original, clearer):
        take_out(tx, original, Rule.REVERSED_IN_WINDOW)
        member = Membership(None, Rule.REVERSED_IN_WINDOW)
    else:
        held = cycles.find(tx, original.cycle_id or "")
        shown = shown_state(original.status, held.status if held else None)
        claim_moves.move(tx, original, "adjust", shown, status="adjusted")
        moment = Occurrence(
            result.settled_at,
            tx.world.now,
            takes_back=True,
            original_settled_at=original.settled_at,
        )
        in_force = terms.clearing(Month.of(result.settled_at), scope_of(clearer))
        member = cycle(moment, in_force)
    chosen = clearing.taking(tx, member.month, clearer) if member.month else None
    claim = Claim(
        id=tx.new_id("clm", question.exchange_id),
        exchange_id=question.exchange_id,
        reverses=original.id,
        home_region=original.home_region,
        care_region=original.care_region,
        institution_id=original.institution_id,
        person_id=original.person_id,
        insurance=original.insurance,
        split=left_to_take_back(tx, original),
        settled_at=result.settled_at,
        recorded_at=tx.world.now,
        status="settled" if chosen else "reversed",
        cycle_id=chosen.id if chosen else None,
        rule=member.rule,
        adjusts=None,
        declared_at=None,
        reimbursed_at=None,
        is_prior_year=member.is_prior_year,
        is_provider_paid=original.is_provider_paid,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    claims.add(tx, claim)
    books.taken_back(tx, claim, "home")
    tell(tx, claim)
    return claim


def _correct(tx: Tx, question: Question, result: Result) -> Claim:
    """Undo a claim without one that takes it back (2601); mirrored postings stay.

    Once its month is frozen that can't be any more: the insured side has committed by now,
    and a negative claim in the open month takes it back after all.
    """
    original = reversible(tx, question)
    if not in_window(tx, original, clearing.clearer(original.home_region, original.care_region)):
        return _take_back(tx, question, result)
    owed = -left_to_take_back(tx, original).clearing
    marks: dict[str, Any] = {"corrected_by": question.exchange_id, "undone": owed}
    take_out(tx, original, Rule.CORRECTED, **marks)
    claim = replace(original, status="reversed", cycle_id=None, rule=Rule.CORRECTED, **marks)
    books.undone(tx, claim, "home")
    data = {"id": claim.id, "settlement_id": claim.settlement_id, "undone_fen": owed.fen}
    tx.emit("claim.corrected", claim.id, data)
    return claim


def _differ(tx: Tx, question: Question, result: Result) -> Claim:
    """A claim of what an earlier one, priced again, comes to more or less (X22)."""
    return _settle(tx, question, result, refers=priced_again(tx, question).id)


def priced_again(tx: Tx, question: Question) -> Claim:
    """The claim that a difference refers to, held; it stands, and is no difference itself."""
    original = reversible(tx, question)
    if original.refers is not None:
        raise ClaimNotReversible(exchange_id=question.original, status="a difference")
    return original


def correctable(tx: Tx, question: Question) -> None:
    """ClaimNotReversible unless the claim stands, CorrectionTooLate once its month is frozen."""
    original = reversible(tx, question)
    if not in_window(tx, original, clearing.clearer(original.home_region, original.care_region)):
        raise CorrectionTooLate(
            exchange_id=question.original, month=str(Month.of(original.settled_at))
        )


def reversible(tx: Tx, question: Question) -> Claim:
    """The claim a reversal takes back, held; ClaimNotReversible unless it stands unreversed."""
    return standing(tx, question.original or "")


def standing(tx: Tx, exchange_id: str) -> Claim:
    """The claim of an exchange, held; ClaimNotReversible unless it stands unreversed."""
    original = claims.locked_of_exchange(tx, exchange_id)
    status = "unknown" if original is None else original.status
    if original is not None and original.reverses is not None:
        status = "a reversal"
    # An audit may have taken a part back before: the rest can still be reversed, once.
    if original is None or status not in ("settled", "adjusted"):
        raise ClaimNotReversible(exchange_id=exchange_id, status=status)
    if status == "adjusted" and claims.is_reversed(tx, original.id):
        raise ClaimNotReversible(exchange_id=exchange_id, status=status)
    return original


_MAKE = {
    "settle": _settle,
    "reverse": _take_back,
    "correct": _correct,
    "difference": _differ,
}


def take_out(tx: Tx, original: Claim, rule: Rule, **marks: Any) -> None:
    """Undone in time: the claim and its deductions leave their cycle (X9)."""
    shown = shown_state(original.status, "open", original.declared_at is not None)
    values = {"status": "reversed", "cycle_id": None, "rule": rule, **marks}
    if shown == "declared":
        claim_moves.note(
            tx, original, "withdraw", shown, "settled", original.cycle_id, original.rule
        )
        shown = "settled"
    event = "adjust" if shown == "adjusted" else "reverse"
    claim_moves.move(tx, original, event, shown, state="reversed", **values)


def left_to_take_back(tx: Tx, original: Claim) -> Split:
    """What is left of a claim after deductions and later audits, below zero."""
    taken = claims.deducted(tx, original.id)
    for part in claims.adjustments_of(tx, original.id):
        taken = taken - part.split
    return taken - original.split


def in_window(tx: Tx, original: Claim, clearer: str) -> bool:
    """Whether the month of a claim to take back is not frozen yet; the month is held.

    A claim that was moved is looked at in the month it was moved to.
    """
    found = cycles.find(tx, original.cycle_id or "")
    if found is not None and original.rule in (Rule.DISPUTED, Rule.CARRIED, Rule.LATE):
        held = cycles.shared(tx, found.period, clearer, found.kind)
        return held is not None and held.status == "open"
    own = terms.in_force(original.kind, original.own_period, scope_of(clearer))
    moment = Occurrence(original.settled_at, original.recorded_at, reversed_at=tx.world.now)
    if cycle(moment, own).rule is not Rule.REVERSED_IN_WINDOW:
        return False
    held = cycles.shared(tx, found.period, clearer, found.kind) if found else None
    if held is None or held.status != "open":
        raise CycleFrozen(month=str(held.period) if held else "")
    return True


def tell(tx: Tx, claim: Claim) -> None:
    data: dict[str, Any] = {
        "id": claim.id,
        "settlement_id": claim.settlement_id,
        "home_region_code": claim.home_region,
        "care_region_code": claim.care_region,
        "clearing_fen": claim.split.clearing.fen,
        "rule": str(claim.rule),
    }
    if claim.reverses:
        data["reverses_claim_id"] = claim.reverses
    if claim.refers:
        data["refers_to_claim_id"] = claim.refers
    if claim.adjusts:
        data["adjusts_claim_id"] = claim.adjusts
    if not claim.is_medical:
        data |= {"kind": claim.kind, "period": claim.period}
    tx.emit("claim.recorded", claim.id, data)
