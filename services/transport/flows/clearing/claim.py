"""What a centre of another city owes is claimed from it, through the clearing between regions.

The question is asked outside any transaction, and its answer is taken in one: a part that waits
is accepted with its claim, or rejected with settlement's code where no agreement covers it. The
event of an attempt is the same however often it is asked, so that no death asks twice.
"""

from datetime import time
from typing import Any

from services.transport import problems_clearing as problems
from services.transport.domain.clearing import (
    ACCEPTED,
    AWAITS_ANSWER,
    CLEARED,
    CLOSED,
    NOTHING_TO_CORRECT,
    PENDING,
    REJECTED,
    Batch,
    BatchPart,
)
from services.transport.flows.clearing import allowed, due
from services.transport.flows.clearing.close import told
from services.transport.store import batches, issuers, store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import at

CLAIMS = "/internal/v1/claims"
_LAST_SECOND = time(23, 59, 59)
_FINAL = (409, 422)
_TRY_AGAIN = "cycle_frozen"
ZERO = Money.zero()


def claim(key: str) -> None:
    """Claim a part; `key` is its id and the number of the attempt."""
    part_id, _, attempt = key.partition(":")
    with store.read() as tx:
        part = batches.part(tx, part_id)
        waits = part is not None and part.status == PENDING and part.attempt == int(attempt)
        refers = batches.claimed_before(tx, part) if part and part.amount < ZERO else None
    if part is None or not waits:
        return
    if part.amount < ZERO and refers is None:
        _answered(part, REJECTED, NOTHING_TO_CORRECT, None)
        return
    status, code, claim_id = _asked(_body(part, refers))
    failpoint("transport.batch_claim.answered")
    _answered(part, status, code, claim_id)
    failpoint("transport.batch_claim.committed")


def event_of(part: BatchPart) -> str:
    """What settlement knows an attempt by."""
    return part.id if part.attempt == 1 else f"{part.id}.{part.attempt}"


def _body(part: BatchPart, refers: str | None) -> dict[str, Any]:
    """The day's claim; one below zero corrects an earlier one."""
    return {
        "event": event_of(part),
        "kind": "transit",
        "payer_region": issuers.issuers()[part.issuer_id].region,
        "payee_region": due.region_of(part.operator_id),
        "payer_party": part.issuer_id,
        "payee_party": part.operator_id,
        "amount_fen": part.share.fen,
        "fee_fen": part.fee.fen,
        "occurred_at": at(part.day, _LAST_SECOND).isoformat(),
        "subject": part.batch_id,
        "item_count": part.count,
        **({"refers_to": refers} if refers else {}),
    }


def _asked(body: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """Status, code and claim. Raises where nothing is decided: then the job is run again."""
    try:
        answer = peers.call("settlement", "POST", CLAIMS, body)
    except peers.Refused as refused:
        if refused.status not in _FINAL or refused.code == _TRY_AGAIN:
            raise
        return REJECTED, refused.code, None
    return ACCEPTED, None, answer["claim_id"]


def _answered(part: BatchPart, status: str, code: str | None, claim_id: str | None) -> None:
    with store.write() as tx:
        batch = batches.find(tx, part.batch_id, locked=True)
        held = batches.part(tx, part.id, locked=True)
        assert batch is not None and held is not None, part.id
        if held.status == PENDING and held.attempt == part.attempt:
            event = event_of(part) if status == ACCEPTED else None
            held = batches.change_part(
                tx,
                held,
                status=status,
                code=code,
                claim_event=event,
                claim_id=claim_id,
                answered_at=tx.world.now,
            )
            tx.emit("transit_batch.part_answered", batch.id, _told(held), key=event_of(held))
            _look(tx, batch)
            failpoint("transport.batch_claim.committing")
        tx.complete_job()


def _look(tx: Tx, batch: Batch) -> None:
    """A batch is cleared once each of its parts is accepted."""
    left = [part for part in batches.parts_of(tx, batch.id) if part.status != ACCEPTED]
    if batch.status == CLOSED and not left:
        cleared = batches.change(tx, batch, status=CLEARED)
        tx.emit("transit_batch.cleared", batch.id, told(cleared))


def _told(part: BatchPart) -> dict[str, Any]:
    said = {
        "id": part.id,
        "batch_id": part.batch_id,
        "issuer_id": part.issuer_id,
        "status": part.status,
        "amount_fen": part.amount.fen,
        "fee_fen": part.fee.fen,
    }
    more = {"code": part.code, "claim_id": part.claim_id}
    return said | {name: value for name, value in more.items() if value is not None}


def represent(batch_id: str) -> Batch:
    """Present all parts again that were rejected (再次提交), by the operator.

    BatchNotFound; BatchNothingRejected where none is.
    """
    with store.write() as tx:
        batch = batches.find(tx, batch_id, locked=True)
        if batch is None:
            raise problems.BatchNotFound(batch_id=batch_id)
        allowed.for_operator(batch.operator_id)
        again = [part for part in batches.parts_of(tx, batch_id, locked=True)
                 if part.status == REJECTED]  # fmt: skip
        if not again:
            raise problems.BatchNothingRejected(batch_id=batch_id)
        for part in again:
            attempt = part.attempt + 1
            changed = {"status": PENDING, "code": AWAITS_ANSWER, "answered_at": None}
            batches.change_part(tx, part, attempt=attempt, **changed)
            tx.schedule(due.CLAIM, f"{part.id}:{attempt}", tx.world.now)
        batch = batches.change(tx, batch)
        tx.emit("transit_batch.presented_again", batch.id, told(batch) | {"parts": len(again)})
        failpoint("transport.batch_represent.committing")
        return tx.answer(batch)
