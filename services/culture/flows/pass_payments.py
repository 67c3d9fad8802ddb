"""Paying for a travel pass off the card: the money is taken once for each attempt.

An attempt whose answer was lost is settled by a job that asks what came of it, and after that it
can't come late. What isn't paid by the end of its day lapses.
"""

from datetime import timedelta

from services.culture import problems_passes as problems
from services.culture.domain import travel_pass as words
from services.culture.domain.travel_pass import TravelPass
from services.culture.flows import pass_course, pass_known
from services.culture.store import store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Relayed

SETTLE = "culture.settle_pass_payment"
LAPSE = "culture.lapse_travel_pass"
_ASK_AFTER = timedelta(minutes=10)
"""When it is asked what came of an attempt that nobody answered for."""


def pay(travel_pass_id: str, password: str) -> TravelPass:
    """Take the price off the holder's card account, by the account's password.

    TravelPassNotFound, TravelPassPayWay, TravelPassState, and what the bank side says.
    """
    seen = pass_known.get(travel_pass_id)
    if seen.pay_by != words.CARD:
        raise problems.TravelPassPayWay(pay_by=seen.pay_by)
    if seen.status == words.PAYING:
        seen = settle(travel_pass_id)
        if seen.status != words.DUE:
            with store.write() as tx:
                return tx.answer(seen)
    begun = _begun(travel_pass_id)
    try:
        reference = _taken(begun, password)
    except peers.Refused as refusal:
        _given_up(begun)
        raise Relayed(refusal.status, refusal.problem) from None
    failpoint("culture.pass_payment.after_card")
    with store.write() as tx:
        made = _paid(tx, begun, reference)
        failpoint("culture.pass_payment.before_commit")
        return tx.answer(made)


def _begun(travel_pass_id: str) -> TravelPass:
    """A new attempt, known before any money moves."""
    with store.write() as tx:
        known = pass_known.held(tx, travel_pass_id)
        made = pass_known.changed(tx, known, "begin_payment", tries=known.tries + 1)
        tx.schedule(SETTLE, f"{made.id}:{made.tries}", tx.world.now + _ASK_AFTER)
        return made


def _taken(begun: TravelPass, password: str) -> str:
    body = {
        "event": begun.event,
        "person_id": begun.person_id,
        "amount_fen": begun.price.fen,
        "password": password,
        "payee": f"payee.travel_pass.{begun.treasury}",
        "memo": f"旅游年卡 {begun.product}",
    }
    return str(peers.call("card", "POST", "/internal/v1/bank-debits", body)["entry_id"])


def _is_current(known: TravelPass, begun: TravelPass) -> bool:
    return (known.status, known.tries) == (words.PAYING, begun.tries)


def _given_up(begun: TravelPass) -> None:
    """The bank side refused: due as before, to be tried again."""
    with store.write() as tx:
        known = pass_known.held(tx, begun.id)
        if _is_current(known, begun):
            pass_known.changed(tx, known, "refuse_payment")
        tx.cancel_job(SETTLE, f"{begun.id}:{begun.tries}")


def _paid(tx: Tx, begun: TravelPass, reference: str) -> TravelPass:
    known = pass_known.held(tx, begun.id)
    if not _is_current(known, begun):
        return known  # the job that settles it was quicker
    tx.cancel_job(SETTLE, f"{begun.id}:{begun.tries}")
    tx.cancel_job(LAPSE, begun.id)
    return pass_course.sold(tx, known, "pay", reference)


def settle(travel_pass_id: str) -> TravelPass:
    """Find out what came of an attempt: paid, or never more. Safe to do twice."""
    begun = pass_known.get(travel_pass_id)
    if begun.status != words.PAYING:
        return begun
    answer = peers.call("card", "POST", "/internal/v1/bank-debits/query", {"event": begun.event})
    reference = answer.get("entry_id")
    with store.write() as tx:
        if reference is not None:
            return _paid(tx, begun, reference)
        known = pass_known.held(tx, travel_pass_id)
        if _is_current(known, begun):
            known = pass_known.changed(tx, known, "refuse_payment")
        return known


def settle_due(key: str) -> None:
    """The job of an attempt; one that is over already is left alone."""
    travel_pass_id, _, number = key.partition(":")
    if pass_known.get(travel_pass_id).tries == int(number):
        settle(travel_pass_id)
    with store.write() as tx:
        tx.complete_job()


def lapse_due(travel_pass_id: str) -> None:
    """The day is over: what nobody paid isn't sold."""
    settle(travel_pass_id)
    with store.write() as tx:
        known = pass_known.held(tx, travel_pass_id)
        if known.status == words.DUE:
            pass_known.changed(tx, known, "lapse", end_reason="not_paid")
        tx.complete_job()
