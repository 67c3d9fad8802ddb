"""Recording what the insured side decided: a claim, its month, the insured region's book."""

from typing import Any

from services.settlement import terms
from services.settlement.domain.claims import Claim
from services.settlement.domain.exchanges import Exchange, Question, Result
from services.settlement.domain.membership import Occurrence, Rule, cycle
from services.settlement.flows import books, clearing
from services.settlement.problems import (
    ClaimNotReversible,
    CorrectionTooLate,
    CycleFrozen,
    ExchangeCancelled,
)
from services.settlement.store import claims, cycles, exchanges, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month


def record(question: Question, result: dict[str, Any]) -> Exchange:
    """Keep the insured side's answer with the claim it makes; the same again changes nothing."""
    with store.write() as tx:
        known = exchanges.locked(tx, question.exchange_id)
        assert known is not None
        if known.status == "cancelled":
            raise ExchangeCancelled(exchange_id=question.exchange_id)
        if known.status == "forwarded":
            claim = _MAKE[question.kind](tx, question, Result.read(result))
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
    member = cycle(
        Occurrence(result.settled_at, tx.world.now), terms.clearing(Month.of(result.settled_at))
    )
    chosen = clearing.taking(tx, member.month) if member.month else None
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
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        refers=refers,
    )
    claims.add(tx, claim)
    if claim.split:
        book = books.settled if refers is None else books.differs
        book(tx, claim, "home")
    _tell(tx, claim)
    return claim


def _take_back(tx: Tx, question: Question, result: Result) -> Claim:
    original = reversible(tx, question)
    in_window = _in_window(tx, original)
    if in_window:
        claims.take_out(tx, original, Rule.REVERSED_IN_WINDOW)
        month, rule = None, Rule.REVERSED_IN_WINDOW
    else:
        claims.adjust(tx, original)
        member = cycle(
            Occurrence(result.settled_at, tx.world.now, takes_back=True),
            terms.clearing(Month.of(result.settled_at)),
        )
        month, rule = member.month, member.rule
    chosen = clearing.taking(tx, month) if month else None
    claim = Claim(
        id=tx.new_id("clm", question.exchange_id),
        exchange_id=question.exchange_id,
        reverses=original.id,
        home_region=original.home_region,
        care_region=original.care_region,
        institution_id=original.institution_id,
        person_id=original.person_id,
        insurance=original.insurance,
        split=claims.deducted(tx, original.id) - original.split,
        settled_at=result.settled_at,
        recorded_at=tx.world.now,
        status="settled" if chosen else "reversed",
        cycle_id=chosen.id if chosen else None,
        rule=rule,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    claims.add(tx, claim)
    books.taken_back(tx, claim, "home")
    _tell(tx, claim)
    return claim


def _correct(tx: Tx, question: Question, result: Result) -> Claim:
    """Undo a claim without one that takes it back (2601); mirrored postings stay.

    Once its month is frozen that can't be any more: the insured side has committed by now,
    and a negative claim in the open month takes it back after all.
    """
    original = reversible(tx, question)
    if not _in_window(tx, original):
        return _take_back(tx, question, result)
    owed = (original.split - claims.deducted(tx, original.id)).clearing
    claim = claims.correct(tx, original, question.exchange_id, owed)
    books.undone(tx, claim, "home")
    data = {"id": claim.id, "settlement_id": claim.exchange_id, "undone_fen": owed.fen}
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
    if not _in_window(tx, original):
        raise CorrectionTooLate(
            exchange_id=question.original, month=str(Month.of(original.settled_at))
        )


def reversible(tx: Tx, question: Question) -> Claim:
    """The claim a reversal takes back, held; ClaimNotReversible unless it stands unreversed."""
    original = claims.locked_of_exchange(tx, question.original or "")
    if original is None or original.status != "settled" or original.reverses is not None:
        status = "unknown" if original is None else original.status
        if original is not None and original.reverses is not None:
            status = "a reversal"
        raise ClaimNotReversible(exchange_id=question.original, status=status)
    return original


_MAKE = {
    "settle": _settle,
    "reverse": _take_back,
    "correct": _correct,
    "difference": _differ,
}


def _in_window(tx: Tx, original: Claim) -> bool:
    """Whether the month of a claim to take back is not frozen yet; the month is held."""
    own = terms.clearing(Month.of(original.settled_at))
    moment = Occurrence(original.settled_at, original.recorded_at, reversed_at=tx.world.now)
    if cycle(moment, own).rule is not Rule.REVERSED_IN_WINDOW:
        return False
    found = cycles.find(tx, original.cycle_id or "")
    held = cycles.shared(tx, found.month) if found else None
    if held is None or held.status != "open":
        raise CycleFrozen(month=str(held.month) if held else "")
    return True


def _tell(tx: Tx, claim: Claim) -> None:
    data = {
        "id": claim.id,
        "settlement_id": claim.exchange_id,
        "home_region_code": claim.home_region,
        "care_region_code": claim.care_region,
        "clearing_fen": claim.split.clearing.fen,
        "rule": str(claim.rule),
    }
    if claim.reverses:
        data["reverses_claim_id"] = claim.reverses
    if claim.refers:
        data["refers_to_claim_id"] = claim.refers
    tx.emit("claim.recorded", claim.id, data)
