"""Paying the cash part of a settlement, once.

By code it is a saga with the card service: the payment is committed as running, then the
holder's account is debited under the payment's id, then the result commits. An answer that
doesn't come leaves it unknown; the same key, or the recovery job, finds out.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.medical import problems_payments as refusals
from services.medical.domain import payment as domain
from services.medical.domain.payment import Payment
from services.medical.flows import paying, refunding, settling
from services.medical.store import payments, store
from sscsim import peers, world
from sscsim.db import Page, PageQuery
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem, Relayed

_RECOVER_AFTER = timedelta(seconds=30)


def pay(settlement_id: str, method: str, **confirmed: Any) -> Payment:
    """Pay, or with a key that was used before: find out and go on.

    `confirmed` is the code, and how its holder confirms: password or face.
    """
    if ("code" in confirmed) != (method == domain.CODE) or (method != domain.CODE and confirmed):
        raise refusals.CodeNeeded()
    earlier = settling.resumed()
    if earlier is not None:
        found = _again(earlier, confirmed)
        if found is not None:
            return found
    with store.write() as tx:
        world.require_region(settling.known(tx, settlement_id).care_region_code)
        _, settlement = settling.held(tx, settlement_id)
        newest = payments.newest(tx, settlement_id)
        amount = domain.check_payable(settlement, newest)
        made = refunding.made(tx, settlement_id, newest, method, amount)
        payments.add(tx, made)
        refunding.show(tx, settlement, made)
        if method != domain.CODE:
            tx.emit("settlement_payment.paid", made.id, refunding.told(made))
            failpoint("medical.payment_at_counter.before_commit")
            return tx.answer(made)
        tx.begin_saga(made.id)
        tx.schedule(paying.RECOVERY, made.id, tx.world.now + _RECOVER_AFTER)
        failpoint("medical.payment.before_begin")
    failpoint("medical.payment.after_begin")
    return _carry(made, confirmed, first=True)


def _again(payment_id: str, confirmed: Mapping[str, Any]) -> Payment | None:
    """The state of an earlier call with this key; None: it came to nothing, begin anew."""
    with store.read() as tx:
        payment = paying.known(tx, payment_id)
    if payment.status == domain.CANCELLED:
        return None
    if payment.status in domain.IN_FLIGHT:
        return _carry(payment, confirmed, first=False)
    with store.write() as tx:
        return tx.answer(paying.known(tx, payment_id))


def _carry(payment: Payment, confirmed: Mapping[str, Any], *, first: bool) -> Payment:
    """Ask the card service, and record what it answers. `first`: it was never asked before."""
    asked = {
        **{name: confirmed[name] for name in ("password", "face") if name in confirmed},
        "event": payment.id,
        "text": confirmed["code"],
        "amount_fen": payment.amount.fen,
        "memo": payment.settlement_id,
    }
    try:
        paid = peers.call("card", "POST", "/internal/v1/code-payments", asked)
    except peers.Refused as refusal:
        refused = Relayed(refusal.status, refusal.problem)
        if refused.effect != "none" or refused.retryable:
            raise _left_unknown(payment.id) from None
        raise give_up(payment.id, domain.REFUSED, refused) from None
    except peers.Unreachable:
        if not first:
            raise _left_unknown(payment.id) from None
        raise give_up(payment.id, domain.CANCELLED, refusals.CardServiceUnavailable()) from None
    except peers.NoAnswer:
        raise _left_unknown(payment.id) from None
    failpoint("medical.payment.after_card")
    return paying.complete(payment.id, paid["id"])


def give_up(payment_id: str, status: str, problem: Problem | None) -> Problem:
    """Record that nothing was paid; the problem to raise."""
    refused = problem or refusals.PaymentCancelled(payment_id=payment_id)
    with store.write() as tx:
        settlement, payment = paying.held(tx, payment_id)
        if payment.status in domain.IN_FLIGHT:
            said = {"status": refused.status, **refused.body("zh-CN")}
            refunding.record(tx, settlement, payment, status=status, problem=said)
        tx.complete_job()
        if status == domain.REFUSED:
            tx.cancel_job(paying.RECOVERY, payment_id)
            tx.refuse(refused)
        else:
            tx.leave_unknown()
        failpoint("medical.payment.before_refusal")
    return refused


def _left_unknown(payment_id: str) -> Problem:
    with store.write() as tx:
        settlement, payment = paying.held(tx, payment_id)
        if payment.status in domain.IN_FLIGHT:
            refunding.record(tx, settlement, payment, status=domain.UNKNOWN)
        tx.leave_unknown()
    return refusals.PaymentNoAnswer(payment_id=payment_id)


def resolve(payment_id: str) -> None:
    """Ask the card service; what it never took is closed there, so that it can't come late."""
    with store.read() as tx:
        payment = paying.known(tx, payment_id)
    if payment.status not in (*domain.IN_FLIGHT, domain.CANCELLED):
        with store.write() as tx:
            tx.complete_job()
        return
    told = peers.call("card", "POST", "/internal/v1/code-payments/query", {"event": payment_id})
    if told["found"]:
        paying.complete(payment_id, told["payment_id"])
    else:
        give_up(payment_id, domain.CANCELLED, None)


def refund(payment_id: str) -> None:
    """Have the card service give the money back; safe to run twice."""
    with store.read() as tx:
        payment = paying.known(tx, payment_id)
    problem: dict[str, Any] | None = None
    try:
        path = "/internal/v1/code-payments/refund"
        peers.call("card", "POST", path, {"payment_id": payment.code_payment_id})
    except peers.Refused as refusal:
        relayed = Relayed(refusal.status, refusal.problem)
        if relayed.retryable:
            raise
        problem = {"status": relayed.status, **relayed.body("zh-CN")}
    failpoint("medical.payment.after_refund")
    with store.write() as tx:
        settlement, payment = paying.held(tx, payment_id)
        if payment.status == domain.REFUNDING and problem is None:
            done = {"status": domain.REFUNDED, "refunded_at": tx.world.now}
            payment = refunding.record(tx, settlement, payment, **done)
            tx.emit("settlement_payment.refunded", payment.id, refunding.told(payment))
        elif payment.status == domain.REFUNDING:
            kept = {"status": domain.NOT_REFUNDED, "problem": problem}
            payment = refunding.record(tx, settlement, payment, **kept)
            tx.emit("settlement_payment.kept", payment.id, refunding.told(payment))
        tx.complete_job()


def page(settlement_id: str, page: PageQuery) -> Page:
    with store.read() as tx:
        world.require_region(settling.known(tx, settlement_id).care_region_code)
        return payments.page(tx, settlement_id, page)
