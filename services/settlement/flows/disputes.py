"""The insured region doubts a claim before it signs (争议, X17), and what becomes of it."""

from dataclasses import replace
from typing import Any

from services.settlement import terms
from services.settlement.domain.calendar import dispute_due_at
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.disputes import EVENT_OF, Dispute
from services.settlement.domain.membership import Occurrence, Rule
from services.settlement.domain.membership import cycle as cycle_of
from services.settlement.domain.schemes import scope_of
from services.settlement.flows import clearing, cycle_reopen, deduct
from services.settlement.problems import ClaimNotFound
from services.settlement.problems_clearing import (
    ClaimSigned,
    ClaimStateForbids,
    DecisionNeedsAmount,
    DisputeDecided,
    DisputeNotFound,
)
from services.settlement.store import (
    claim_moves,
    claims,
    cooperations,
    cycles,
    disputes,
    ledger,
    signatures,
    store,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

SLA = "settlement.dispute_sla"


def dispute(claim_id: str, *, reason: str, evidence: str) -> Dispute:
    """Take a claim out of the statement that the insured region is asked to sign."""
    with store.write() as tx:
        made = opened(tx, claim_id, reason=reason, evidence=evidence)
        failpoint("settlement.dispute.opening")
        tx.answer(made)
        return made


def opened(tx: Tx, claim_id: str, *, reason: str, evidence: str) -> Dispute:
    """Take the claim out, with its effects. Raises before anything is written."""
    claim = claims.locked(tx, claim_id)
    if claim is None:
        raise ClaimNotFound(claim_id=claim_id)
    clearing.require_region(claim.home_region)
    cycle = cycles.locked(tx, claim.cycle_id) if claim.cycle_id else None
    _check(tx, claim, cycle)
    assert cycle is not None
    made = _opened(tx, claim, cycle, reason, evidence)
    _take_out(tx, claim)
    cycle_reopen.again(tx, cycle)
    disputes.add(tx, made)
    tx.schedule(SLA, made.id, made.due_at)
    tx.emit("dispute.opened", made.id, _told(made))
    return made


def _check(tx: Tx, claim: Claim, cycle: Cycle | None) -> None:
    shown = shown_state(claim.status, cycle.status if cycle else None)
    takes_back = claim.reverses is not None or claim.adjusts is not None
    if cycle is None or shown != "clearing" or takes_back:
        status = "a claim that takes another back" if takes_back else shown
        raise ClaimStateForbids(claim_id=claim.id, status=status, event="dispute")
    if signatures.by_region(tx, cycle, claim.home_region):
        raise ClaimSigned(region_code=claim.home_region)


def _opened(tx: Tx, claim: Claim, cycle: Cycle, reason: str, evidence: str) -> Dispute:
    ordinal = disputes.next_ordinal(tx, claim.id)
    return Dispute(
        id=tx.new_id("dsp", claim.id, ordinal),
        claim_id=claim.id,
        ordinal=ordinal,
        cycle_id=cycle.id,
        statement_version=cycle.statement_version,
        home_region=claim.home_region,
        care_region=claim.care_region,
        reason=reason,
        evidence=evidence,
        status="open",
        due_at=dispute_due_at(tx.world.now, clearing.terms_of(cycle)),
        decided_at=None,
        decided_by=None,
        refused=None,
        statement=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _take_out(tx: Tx, claim: Claim) -> None:
    paid = ledger.is_booked(
        tx, "L4", f"{claim.cycle_id}:{claim.care_region}:{claim.institution_id}"
    )
    claim_moves.move(
        tx,
        claim,
        "dispute",
        "clearing",
        status="disputed",
        cycle_id=None,
        rule=Rule.DISPUTED,
        is_provider_paid=claim.is_provider_paid or paid,
    )


# ---- the decision


def decide(
    dispute_id: str, *, decision: str, amount_fen: Money | None = None, statement: str = ""
) -> Dispute:
    """The region of treatment answers: the claim stands, stands in part, or is refused."""
    with store.write() as tx:
        known = disputes.locked(tx, dispute_id)
        if known is None:
            raise DisputeNotFound(dispute_id=dispute_id)
        clearing.require_region(known.care_region)
        if (decision == "partly_upheld") != (amount_fen is not None):
            raise DecisionNeedsAmount(missing=amount_fen is None)
        if known.status != "open":
            raise DisputeDecided(dispute_id=dispute_id, status=known.status)
        decided = _decide(tx, known, decision, amount_fen, statement, "agency")
        tx.cancel_job(SLA, dispute_id)
        failpoint("settlement.dispute.deciding")
        tx.answer(decided)
        return decided


def time_is_up(dispute_id: str) -> None:
    """Nobody answered: decided as the scheme says."""
    with store.write() as tx:
        known = disputes.locked(tx, dispute_id)
        if known is not None and known.status == "open":
            how, _ = cooperations.settings(
                tx, clearing.clearer(known.home_region, known.care_region)
            )
            _decide(tx, known, how.dispute_default, None, "", "deadline")
        failpoint("settlement.dispute_sla.committing")
        tx.complete_job()
    failpoint("settlement.dispute_sla.committed")


def _decide(
    tx: Tx, known: Dispute, decision: str, amount: Money | None, statement: str, by: str
) -> Dispute:
    claim = claims.locked(tx, known.claim_id)
    assert claim is not None
    if decision == "refused":
        left = claim.split - claims.deducted(tx, claim.id)
        amount = left.deductible
    taken = deduct.part_of(tx, claim, amount) if amount else None
    released = _release(tx, claim, EVENT_OF[decision])
    if taken is not None:
        deduct.book(tx, released, taken, known.reason)
    decided = disputes.decide(
        tx, known, EVENT_OF[decision], decided_by=by, refused=amount, statement=statement or None
    )
    tx.emit("dispute.decided", decided.id, {**_told(decided), "decided_by": by})
    return decided


def _release(tx: Tx, claim: Claim, event: str) -> Claim:
    """Into the next open month. A refused claim goes too: the account's money is still owed."""
    clearer = clearing.clearer(claim.home_region, claim.care_region)
    moment = Occurrence(claim.settled_at, claim.recorded_at, released_at=tx.world.now)
    in_force = terms.in_force(claim.kind, claim.own_period, scope_of(clearer))
    member = cycle_of(moment, in_force)
    assert member.month is not None
    chosen = clearing.taking(tx, member.month, clearer, claim.kind)
    values: dict[str, Any] = {
        "status": "adjusted" if event == "refuse" else "settled",
        "cycle_id": chosen.id,
        "rule": member.rule,
        "is_prior_year": member.is_prior_year,
        "declared_at": tx.world.now,
    }
    claim_moves.move(tx, claim, event, "disputed", **values)
    return replace(claim, **values)


def _told(one: Dispute) -> dict[str, Any]:
    return {"id": one.id, "claim_id": one.claim_id, "status": one.status}


# ---- reading


def find(dispute_id: str) -> Dispute:
    with store.read() as tx:
        found = disputes.find(tx, dispute_id)
    if found is None:
        raise DisputeNotFound(dispute_id=dispute_id)
    return found


def listed(page: PageQuery, filters: Any) -> Page:
    with store.read() as tx:
        return disputes.page(tx, page, dict(filters))
