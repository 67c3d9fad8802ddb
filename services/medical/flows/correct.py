"""Correcting a call whose outcome nobody knows (冲正, 2601): in the end nothing of it stands.

At home, and where nothing happened, that is one transaction. Across regions it is a saga of its
own: an exchange that may still be on its way is cancelled; what took place after all is recorded
and undone by an exchange `correct`. The key of the original call is closed with the result, so
that neither a late request nor a repeated one brings it back. What was paid of the cash part
goes back as after a reversal. While nobody answers, the
correction stays `running` and a due job goes on with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.medical import problems
from services.medical.domain import correction as words
from services.medical.domain.correction import COMPLETED, NEVER_HAPPENED, RUNNING, Correction
from services.medical.domain.correction import UNDONE as OUTCOME_UNDONE
from services.medical.domain.payment_application import DRAFT
from services.medical.domain.settlement import (
    CORRECTED,
    CORRECTING,
    CORRECTION,
    GIVEN_UP,
    IN_FLIGHT,
    SETTLED,
    Settlement,
)
from services.medical.domain.visit import CANCELLED, Visit
from services.medical.flows import (
    insured,
    mobile_orders,
    purchase_undone,
    refunding,
    resolve,
    settle,
    settling,
    visits,
)
from services.medical.problems_bills import (
    AlreadyDeclared,
    CorrectionNotFound,
    CorrectionUnanswered,
    OneOriginal,
    OperationNotCorrectable,
)
from services.medical.store import corrections, payment_applications, settlements, store
from services.medical.store import visits as visit_rows
from sscsim import clock, jobs, peers, world
from sscsim.db import Tx, keys
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem, Relayed

FINISH = "medical.finish_correction"
_PATHS = {words.CREATE_SETTLEMENT: "/v1/settlements", words.CREATE_VISIT: "/v1/visits"}


@dataclass(frozen=True, slots=True)
class Original:
    """The call that is corrected. `named` is how the caller named it; `scope` what its key belongs
    to, and `about` what the call was about as far as is known."""

    operation: str
    named: str
    key: str | None
    scope: str | None
    about: str


def correct(
    operation: str, idempotency_key: str | None = None, settlement_id: str | None = None
) -> Correction:
    """Correct, or with a key that was used before: go on with it."""
    _check_asked(operation, idempotency_key, settlement_id)
    named = str(idempotency_key or settlement_id)

    def original(tx: Tx) -> Original:
        if idempotency_key is None:
            return Original(operation, named, None, tx.key_about(named), named)
        scope = keys.scope(tx.world.party_id, "POST", _PATHS[operation], named)
        return Original(operation, named, named, scope, _about(tx, scope))

    return corrected(named, original)


def corrected(named: str, original: Callable[[Tx], Original]) -> Correction:
    """Correct what `original` finds in the transaction, or go on with an interrupted correction."""
    earlier = settling.resumed()
    if earlier is None:
        try:
            made = _begin(named, original)
        except keys.Replay:  # the call to correct was committed in this very moment
            made = _begin(named, original)
        if made.status != RUNNING:
            return made
        failpoint("medical.correct.after_begin")
        earlier = made.id
    return go_on(earlier)


def _about(tx: Tx, scope: str) -> str:
    used = tx.key_used(scope)
    return used.about if used and used.about else ""


def _check_asked(operation: str, idempotency_key: str | None, settlement_id: str | None) -> None:
    if operation not in _PATHS:
        raise OperationNotCorrectable(operation=operation, known=", ".join(_PATHS))
    if (idempotency_key is None) == (settlement_id is None):
        raise OneOriginal()
    if settlement_id is not None and operation != words.CREATE_SETTLEMENT:
        raise OneOriginal()


def _begin(named: str, find: Callable[[Tx], Original]) -> Correction:
    """What one transaction can do: all of it, unless another region has to be asked."""
    with store.write() as tx:
        tx.lock("correction", named)
        original = find(tx)
        about = original.about
        known = corrections.of(tx, original.scope, about if about.startswith("stl_") else None)
        if known is not None:
            return _once_more(tx, known)
        made = _new(tx, original)
        if about.startswith("vis_"):
            return tx.answer(_admission(tx, made, about))
        if about.startswith("stl_"):
            return _settlement(tx, made, about)
        return tx.answer(_completed(tx, corrections.add(tx, made), NEVER_HAPPENED))


def _once_more(tx: Tx, known: Correction) -> Correction:
    """Another call to correct the same: the answer that the first got, or will get."""
    if known.status == COMPLETED:
        return tx.answer(known)
    tx.begin_saga(known.id)
    return known


def _new(tx: Tx, original: Original) -> Correction:
    operation, named = original.operation, original.named
    return Correction(
        id=tx.new_id("cor", operation, named, corrections.next_ordinal(tx, operation, named)),
        operation=operation,
        named=named,
        key_scope=original.scope,
        idempotency_key=original.key,
        settlement_id=None,
        visit_id=None,
        care_region_code=tx.world.region,
        status=RUNNING,
        outcome=None,
        problem=None,
        corrected_at=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _admission(tx: Tx, made: Correction, visit_id: str) -> Correction:
    """2401: the visit is cancelled, as long as nothing is charged."""
    visit = visits.known(tx, visit_id, lock=True)
    if visit.status != CANCELLED:
        visit.check_open()
        if visit.live_lines:
            raise problems.VisitCharged(visit_id=visit.id, lines=visit.live_lines)
        visit_rows.change(tx, visit, status=CANCELLED)
        tx.emit("visit.cancelled", visit.id, {"id": visit.id})
    added = corrections.add(tx, made, visit_id=visit.id, care_region_code=visit.care_region_code)
    return _completed(tx, added, OUTCOME_UNDONE)


def _settlement(tx: Tx, made: Correction, settlement_id: str) -> Correction:
    """2102, 2207, 2304. AlreadyReversed after a reversal (X8)."""
    visit, settlement = settling.held(tx, settlement_id)
    world.require_region(settlement.care_region_code)
    visits.require_place(visit.of_kind)
    settlement.check_correctable()
    settling.check_newest(tx, settlement)
    _check_not_declared(tx, visit, settlement)
    added = corrections.add(
        tx,
        made,
        settlement_id=settlement.id,
        visit_id=visit.id,
        care_region_code=settlement.care_region_code,
    )
    if settlement.status in GIVEN_UP:
        return tx.answer(_completed(tx, added, NEVER_HAPPENED))
    if not settlement.is_cross_region:
        return tx.answer(_at_home(tx, added, visit, settlement))
    if settlement.status == SETTLED:
        settlements.change(tx, settlement, status=CORRECTING)
    tx.begin_saga(added.id)
    tx.schedule(FINISH, added.id, tx.world.now + settling.RECOVER_AFTER)
    failpoint("medical.correct.before_begin")
    return added


def _check_not_declared(tx: Tx, visit: Visit, settlement: Settlement) -> None:
    """AlreadyDeclared once the institution applied for the month's payment, other than in draft."""
    if settlement.settled_at is None:
        return
    month = f"{settlement.settled_at.astimezone(clock.SHANGHAI):%Y-%m}"
    key = (settlement.institution_id, month, settlement.insurance_kind, visit.kind)
    application = payment_applications.live(tx, *key)
    if application is not None and application.status != DRAFT:
        raise AlreadyDeclared(
            settlement_id=settlement.id, month=month, application_id=application.id
        )


def _at_home(tx: Tx, made: Correction, visit: Visit, settlement: Settlement) -> Correction:
    result = insured.take_back(tx, made.id, settlement.id, CORRECTION)
    _undo(tx, visit, settlement)
    settle.tell_book(tx, settlement, result, original=settlement.id, event=made.id)
    failpoint("medical.correct_at_home.before_commit")
    return _completed(tx, made, OUTCOME_UNDONE)


def _undo(tx: Tx, visit: Visit, settlement: Settlement) -> None:
    changed = settlements.change(tx, settlement, status=CORRECTED)
    refunding.undone(tx, changed)
    settling.reopen(tx, visit)
    purchase_undone.given_back(tx, changed)
    mobile_orders.given_back(tx, changed)
    tx.emit("settlement.corrected", settlement.id, settling.told(changed))


def _completed(tx: Tx, correction: Correction, outcome: str) -> Correction:
    """Done: the key of the original call is closed in the same moment."""
    if correction.key_scope is not None:
        tx.close_key(correction.key_scope)
    tx.cancel_job(FINISH, correction.id)
    data: dict[str, Any] = {
        "id": correction.id,
        "operation": correction.operation,
        "outcome": outcome,
    }
    for name in ("settlement_id", "visit_id"):
        if getattr(correction, name) is not None:
            data[name] = getattr(correction, name)
    tx.emit("correction.completed", correction.id, data)
    return corrections.change(
        tx, correction, status=COMPLETED, outcome=outcome, corrected_at=tx.world.now
    )


# ---- across regions


def go_on(correction_id: str) -> Correction:
    """Ask until it is known what happened, and undo it. CorrectionUnanswered: not yet."""
    with store.read() as tx:
        correction = known(tx, correction_id)
        settlement = settling.known(tx, str(correction.settlement_id))
    if correction.status != RUNNING:
        return _as_it_ended(correction)
    try:
        if settlement.status in IN_FLIGHT:
            with settling.apart():
                settlement = _found_out(settlement.id)
        if settlement.status in GIVEN_UP:
            return _end(correction_id, NEVER_HAPPENED, None)
        failpoint("medical.correct.before_exchange")
        answer = peers.call(
            "settlement", "POST", "/internal/v1/exchanges", _question(correction, settlement)
        )
    except peers.Refused as refusal:
        refused = Relayed(refusal.status, refusal.problem)
        if refused.effect != "none" or refused.retryable:
            raise _unanswered(correction_id) from None
        raise _refused(correction_id, refused) from None
    except (peers.Unreachable, peers.NoAnswer):
        raise _unanswered(correction_id) from None
    failpoint("medical.correct.after_exchange")
    return _end(correction_id, OUTCOME_UNDONE, answer)


def finish(correction_id: str) -> None:
    """The due job: go on, and come again while nobody answers."""
    try:
        go_on(correction_id)
    except CorrectionUnanswered:
        with store.read() as tx:
            began = known(tx, correction_id).created_at
        waited = min(max(world.now() - began, timedelta(seconds=30)), timedelta(hours=6))
        raise jobs.Postponed(world.now() + waited) from None
    except Relayed:
        return


def _found_out(settlement_id: str) -> Settlement:
    """Closed at the exchange; what took place all the same is recorded here."""
    asked = {"exchange_id": settlement_id}
    answer = peers.call("settlement", "POST", "/internal/v1/exchanges/cancel", asked)
    resolve.record(settlement_id, answer)
    with store.read() as tx:
        return settling.known(tx, settlement_id)


def _question(correction: Correction, settlement: Settlement) -> dict[str, Any]:
    return {
        "exchange_id": correction.id,
        "kind": "correct",
        "care_region": settlement.care_region_code,
        "home_region": settlement.home_region_code,
        "institution_id": settlement.institution_id,
        "original": settlement.id,
        "request": {"original": settlement.id},
    }


def _end(correction_id: str, outcome: str, answer: dict[str, Any] | None) -> Correction:
    with store.write() as tx:
        visit, settlement = settling.held(tx, str(known(tx, correction_id).settlement_id))
        correction = known(tx, correction_id, lock=True)
        if correction.status == RUNNING:
            if answer is not None:
                _undo(tx, visit, settlement)
                tx.send(
                    "settlement",
                    "/internal/v1/claims/care-side",
                    {"exchange_id": correction.id, "claim_id": answer["claim_id"]},
                    key="care:" + correction.id,
                )
            correction = _completed(tx, correction, outcome)
        tx.complete_job()
        failpoint("medical.correct.before_result")
        return tx.answer(correction)


def _as_it_ended(correction: Correction) -> Correction:
    with store.write() as tx:
        tx.complete_job()
        if correction.problem is None:
            return tx.answer(correction)
        said = Relayed(int(correction.problem["status"]), correction.problem)
        tx.refuse(said)
    raise said


def _refused(correction_id: str, refused: Problem) -> Problem:
    """The other side has a reason not to undo it: the settlement stands, and so does its key."""
    said = {"status": refused.status, **refused.body("zh-CN")}
    with store.write() as tx:
        _, settlement = settling.held(tx, str(known(tx, correction_id).settlement_id))
        correction = known(tx, correction_id, lock=True)
        if correction.status == RUNNING:
            corrections.change(tx, correction, status=words.REFUSED, problem=said)
            if settlement.status == CORRECTING:
                settlements.change(tx, settlement, status=SETTLED)
        tx.complete_job()
        tx.cancel_job(FINISH, correction_id)
        tx.refuse(refused)
    return refused


def _unanswered(correction_id: str) -> Problem:
    with store.write() as tx:
        tx.leave_unknown()
    return CorrectionUnanswered(correction_id=correction_id)


def known(tx: Tx, correction_id: str, *, lock: bool = False) -> Correction:
    found = corrections.find(tx, correction_id, lock=lock)
    if found is None:
        raise CorrectionNotFound(correction_id=correction_id)
    return found
