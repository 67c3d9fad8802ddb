"""Carrying a question to the insured side: ask once, answer the same for ever, or cancel.

The asker's id makes every step safe to repeat. No transaction is open while the
insured side works; what it answered is recorded with the claim and the insured
region's book in one transaction.
"""

import logging
from typing import Any

from services.settlement.domain.cooperations import MEDICAL_KINDS
from services.settlement.domain.exchanges import Exchange, Question
from services.settlement.flows import advance_usage, covered, home_region, reconcile_due
from services.settlement.flows.record import correctable, priced_again, record, reversible
from services.settlement.problems import (
    ExchangeCancelled,
    ExchangeConflict,
    ExchangeNotRecorded,
    InsuredSideRefused,
)
from services.settlement.store import agreements, exchanges, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem

log = logging.getLogger("services.settlement")


def exchange(question: Question) -> dict[str, Any]:
    """Ask the insured side, or tell what it said before."""
    known = _forward(question)
    if known is not None:
        return shown(known)
    failpoint("settlement.exchange.forwarded")
    result = _ask(question)
    failpoint("settlement.exchange.heard")
    return shown(recorded(question, result))


def recorded(question: Question, result: dict[str, Any]) -> Exchange:
    """Record an answer of the insured side, which has committed: no failure is harmless now."""
    try:
        return record(question, result)
    except Problem as problem:
        problem.effect = "unknown"
        raise
    except Exception as error:
        log.exception("an answer could not be recorded")
        raise ExchangeNotRecorded(exchange_id=question.exchange_id) from error


def query(exchange_id: str) -> dict[str, Any]:
    """What became of an exchange; asks the insured side when its answer was lost."""
    with store.read() as tx:
        known = exchanges.of(tx, exchange_id)
    if known is None:
        return _absent(exchange_id)
    if known.status != "forwarded":
        return shown(known)
    found = home_region.look(known.question, "query")
    if not found["found"]:
        return _absent(exchange_id)
    return shown(recorded(known.question, found["result"]))


def cancel(exchange_id: str) -> dict[str, Any]:
    """Close an exchange that has no result, so that it can't get one (2601).

    One that was never heard of gets a tombstone: the late request is refused. One that
    has its result keeps it, and only a reversal takes it back.
    """
    with store.write() as tx:
        known = exchanges.locked(tx, exchange_id)
        if known is None:
            exchanges.entomb(tx, exchange_id)
            known = exchanges.of(tx, exchange_id)
    assert known is not None
    if known.status != "forwarded":
        return shown(known)
    failpoint("settlement.exchange.cancelling")
    closed = home_region.look(known.question, "cancel")
    if not closed["cancelled"]:
        return shown(recorded(known.question, closed["result"]))
    return shown(_cancelled(exchange_id))


def _cancelled(exchange_id: str) -> Exchange:
    with store.write() as tx:
        known = exchanges.locked(tx, exchange_id)
        assert known is not None
        return exchanges.move(tx, known, "cancel") if known.status == "forwarded" else known


def _forward(question: Question) -> Exchange | None:
    """Note the question; the earlier exchange when it has its result already."""
    with store.write() as tx:
        known = exchanges.locked(tx, question.exchange_id)
        if known is None:
            _check(tx, question)
            exchanges.forward(tx, question)
            reconcile_due.expect(tx, question.home_region, question.care_region, tx.world.today)
            return None
    if known.status == "cancelled":
        raise ExchangeCancelled(exchange_id=question.exchange_id)
    if known.fingerprint != question.fingerprint:
        raise ExchangeConflict(exchange_id=question.exchange_id)
    if known.status == "refused":
        raise InsuredSideRefused(known.problem or {})
    return known if known.status == "answered" else None


def _check(tx: Tx, question: Question) -> None:
    """What the clearing side refuses before the insured side is asked."""
    if question.kind == "reverse":
        reversible(tx, question)
        return
    if question.kind == "correct":
        correctable(tx, question)
        return
    if question.kind == "difference":
        priced_again(tx, question)
        return
    home, care = question.home_region, question.care_region
    kind = question.care_kind if question.care_kind in MEDICAL_KINDS else None
    covered.require(tx, home, care, kind=kind, amount=question.bill)
    agreement = agreements.in_force(tx, home, care, tx.world.today)
    if agreement is not None:
        advance_usage.require_room(tx, agreement)


def _ask(question: Question) -> dict[str, Any]:
    try:
        return home_region.ask(question)
    except InsuredSideRefused as refusal:
        if not refusal.problem.get("retryable"):
            _refused(question, refusal.problem)
        raise


def _refused(question: Question, problem: dict[str, Any]) -> None:
    with store.write() as tx:
        known = exchanges.locked(tx, question.exchange_id)
        if known is not None and known.status == "forwarded":
            exchanges.move(tx, known, "refuse", problem=problem)


def _absent(exchange_id: str) -> dict[str, Any]:
    return {"exchange_id": exchange_id, "status": "absent"}


def shown(known: Exchange) -> dict[str, Any]:
    """An exchange as its asker sees it."""
    said: dict[str, Any] = {"exchange_id": known.exchange_id, "status": known.status}
    if known.status == "refused":
        said["problem"] = known.problem
    if known.status == "answered":
        assert known.clearing is not None
        said |= {
            "claim_id": known.claim_id,
            "clearing_fen": known.clearing.fen,
            "result": known.result,
        }
    return said
