"""Benefit payments: ordered with the effect, paid onto the card, booked, re-issued.

What is ordered is owed by the region's fund from then on (its book says so), and paid by a due
job; the bank side knows a payment by its id, so that asking twice pays once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.benefits import problems_money as problems
from services.benefits.domain import payment as domain
from services.benefits.domain.application import PAYING, PAYMENT_RETURNED, Application
from services.benefits.domain.insurance.payout_account import SCHEME_OF
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import recoveries
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.moving import held, moved
from services.benefits.store import payments, payout_accounts, store
from sscsim import peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Relayed

PAY_OUT = "benefits.pay_out"
PAY_AFTER = timedelta(seconds=30)
"""How long a payment order takes to reach the bank, in sandbox time."""


def ordered(
    tx: Tx, application: Application, orders: Sequence[PaymentOrder]
) -> list[BenefitPayment]:
    """Order what an effect of this application pays, less what its payees owe back."""
    made = []
    for each in orders:
        payment, _ = order_net(
            tx,
            each,
            item_code=application.item_code,
            region=each.region or application.competent_region,
            person_id=each.person_id or application.person_id,
            payee_name=application.person_name,
            application_id=application.id,
        )
        made += [payment] if payment is not None else []
    return made


def order_net(
    tx: Tx,
    wanted: PaymentOrder,
    *,
    region: str,
    person_id: str | None,
    party_id: str | None = None,
    **more: Any,
) -> tuple[BenefitPayment | None, Money]:
    """Order a payment less what its payee owes back to the same fund (抵扣), and what that is.

    No payment where nothing is left. `party_id`: the employer that gets it, for no person.
    """
    earlier = payments.with_key(tx, wanted.key)
    if earlier is not None:
        return earlier, Money.zero()
    kept = recoveries.kept_back(
        tx,
        wanted.key,
        wanted.amount,
        region=region,
        fund=wanted.fund,
        person_id=person_id,
        party_id=party_id,
    )
    left = replace(wanted, amount=wanted.amount - kept)
    if not left.amount:
        return None, kept
    return order(tx, left, region=region, person_id=person_id, **more), kept


def order(
    tx: Tx,
    wanted: PaymentOrder,
    *,
    item_code: str,
    region: str,
    person_id: str | None,
    payee_name: str | None = None,
    application_id: str | None = None,
) -> BenefitPayment:
    """Order one payment; the one there is when its key was ordered before.

    For payments that due jobs make month by month `application_id` is left out: they don't
    hold up the application that began them.
    """
    earlier = payments.with_key(tx, wanted.key)
    if earlier is not None:
        return earlier
    now = tx.world.now
    payment_id = tx.new_id("bpy", wanted.key)
    made = BenefitPayment(
        id=payment_id,
        business_key=wanted.key,
        order_id=payment_id,
        replaces=None,
        application_id=application_id,
        item_code=item_code,
        person_id=person_id,
        payee_name=payee_name,
        region_code=region,
        fund=wanted.fund,
        purpose=wanted.purpose,
        amount=wanted.amount,
        status=domain.ORDERED,
        return_code=None,
        paid_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    payments.add(tx, made)
    tx.send("settlement", "/internal/v1/benefit-payments", booked(made), f"benefit:{made.id}")
    tx.schedule(PAY_OUT, made.id, now + PAY_AFTER)
    return made


def booked(payment: BenefitPayment) -> dict[str, Any]:
    """What the books of the region hear of a payment."""
    return {
        "payment_id": payment.order_id,
        "region": payment.region_code,
        "fund": payment.fund,
        "amount_fen": payment.amount.fen,
    }


# ---- the bank


def pay_out(payment_id: str) -> None:
    """Have the bank side pay it, in a due job; safe to run twice."""
    payment = get(payment_id)
    code = _asked(payment) if payment.status == domain.ORDERED else None
    failpoint("benefits.payment.after_card")
    with store.write() as tx:
        if code is not None:
            _recorded(tx, payment_id, code)
        tx.complete_job()


def _asked(payment: BenefitPayment) -> str:
    """The bank's return code. An employer's own account is on no card, and takes any sum."""
    if payment.person_id is None:
        return domain.ACCEPTED_CODE
    body: dict[str, Any] = {
        "event": payment.id,
        "person_id": payment.person_id,
        "amount_fen": payment.amount.fen,
        "memo": payment.purpose,
    }
    if payment.payee_name is not None:
        body["name"] = payment.payee_name
    if (chosen := _chosen_account(payment)) is not None:
        body["account_id"] = chosen
    try:
        answer = peers.call("card", "POST", "/internal/v1/bank-credits", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return str(answer["return_code"])


def _chosen_account(payment: BenefitPayment) -> str | None:
    """The account that the person chose for benefits of the fund; None: the card's newest."""
    scheme = SCHEME_OF.get(payment.fund)
    if scheme is None or payment.person_id is None:
        return None
    with store.read() as tx:
        month = Month.of(tx.world.today)
        found = payout_accounts.in_force(tx, payment.person_id, scheme, month)
    return found.account_id if found is not None else None


def _held(tx: Tx, payment_id: str) -> BenefitPayment:
    """The payment, held; its application before it, so that nobody waits crosswise."""
    seen = payments.find(tx, payment_id)
    if seen is None:
        raise problems.PaymentNotFound(payment_id=payment_id)
    if seen.application_id is not None:
        held(tx, seen.application_id)
    found = payments.find(tx, payment_id, lock=True)
    assert found is not None, "a payment is never removed"
    return found


def _recorded(tx: Tx, payment_id: str, code: str) -> None:
    found = _held(tx, payment_id)
    if found.status != domain.ORDERED:
        return
    if code == domain.ACCEPTED_CODE:
        done = payments.change(tx, found, status=domain.PAID, paid_at=tx.world.now)
        path, key = "/internal/v1/benefit-payments/paid", f"benefit-paid:{done.order_id}"
        tx.send("settlement", path, booked(done), key)
        tx.emit("benefit_payment.paid", done.id, told(done))
    else:
        done = payments.change(tx, found, status=domain.RETURNED, return_code=code)
        tx.emit("benefit_payment.returned", done.id, told(done, return_code=code))
    _tell_item(tx, done)
    if done.application_id is not None:
        _tell_application(tx, done.application_id)


def _tell_item(tx: Tx, payment: BenefitPayment) -> None:
    from services.benefits.flows.items import HANDLINGS  # items order payments themselves

    handling = HANDLINGS.get(payment.item_code)
    if handling is not None and handling.on_payment is not None:
        handling.on_payment(tx, payment)


def _tell_application(tx: Tx, application_id: str) -> None:
    """It is completed with its last payment, and stands as long as one of them is returned."""
    application = held(tx, application_id)
    stands = {each.status for each in payments.of_application(tx, application_id)}
    if application.status == PAYING and domain.RETURNED in stands:
        moved(tx, application, "return_payment")
    elif application.status == PAYING and domain.ORDERED not in stands:
        moved(tx, application, "pay")


def told(payment: BenefitPayment, **more: Any) -> dict[str, Any]:
    """What an event says of a payment."""
    said: dict[str, Any] = {
        "id": payment.id,
        "item_code": payment.item_code,
        "amount_fen": payment.amount.fen,
        "region_code": payment.region_code,
    }
    for name in ("person_id", "application_id"):
        if getattr(payment, name) is not None:
            said[name] = getattr(payment, name)
    return said | more


# ---- after a return


def reissue(payment_id: str) -> BenefitPayment:
    """Pay again what the bank returned, after whatever was wrong is right (退回重发).

    PaymentNotFound, PaymentNotReturned. The new payment refers to the old one, which is closed.
    """
    with store.write() as tx:
        found = _held(tx, payment_id)
        world.require_region(found.region_code)
        domain.check_reissuable(found)
        payments.change(tx, found, status=domain.REISSUED)
        made = _again(tx, found)
        if made.application_id is not None:
            application = held(tx, made.application_id)
            if application.status == PAYMENT_RETURNED and not _returned(tx, application.id):
                moved(tx, application, "reissue")
        failpoint("benefits.reissue.before_commit")
        return tx.answer(made)


def reissued_to(tx: Tx, payment_id: str, person_id: str, payee_name: str) -> BenefitPayment:
    """Pay a returned payment again within a record's own correction, to whom it now names.

    PaymentNotFound, PaymentNotReturned.
    """
    found = _held(tx, payment_id)
    domain.check_reissuable(found)
    payments.change(tx, found, status=domain.REISSUED)
    return _again(tx, replace(found, person_id=person_id, payee_name=payee_name))


def _again(tx: Tx, old: BenefitPayment) -> BenefitPayment:
    """The sum is owed since its order: nothing is booked anew until it is paid."""
    number = payments.tries(tx, old.order_id) + 1
    key = f"{old.order_id}#{number}"
    now = tx.world.now
    made = replace(
        old,
        id=tx.new_id("bpy", key),
        business_key=key,
        replaces=old.id,
        status=domain.ORDERED,
        return_code=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    payments.add(tx, made)
    tx.schedule(PAY_OUT, made.id, now + PAY_AFTER)
    return made


def _returned(tx: Tx, application_id: str) -> bool:
    return any(
        each.status == domain.RETURNED for each in payments.of_application(tx, application_id)
    )


# ---- reading


def get(payment_id: str) -> BenefitPayment:
    with store.read() as tx:
        found = payments.find(tx, payment_id)
    if found is None:
        raise problems.PaymentNotFound(payment_id=payment_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return payments.page(tx, page, filters)
