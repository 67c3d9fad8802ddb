"""What becomes of an order of mobile payment when its settlement does: paid for, or given back.

Called where a settlement is recorded, in that transaction, whoever settled or reversed: so an
order never says otherwise than its settlement, and what the platform sends is sent with it.
"""

from typing import Any

from services.medical.domain import mobile_order as domain
from services.medical.domain import payment
from services.medical.domain.mobile_order import (
    CANCELLED,
    FINISHED,
    REFUNDED,
    SAVED,
    SETTLING,
    WHOLE,
    MobileOrder,
)
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import OPEN
from services.medical.flows import refunding, visit_changes
from services.medical.flows.interface import outgoing
from services.medical.store import institutions, payments, visits
from services.medical.store import mobile_orders as rows
from sscsim import clock
from sscsim.db import Tx

EXPIRE = "medical.expire_mobile_order"
NOTICE, SYNC = "6302", "6204"
PAID_BACK_CALL = "2"
"""回调类型: 支付成功回调."""
PAID_BY = "bank_card"
"""第三方支付类型: the cash part is taken from a bank card. Assumed; no table of the codes is
known, and no other way of paying at the cashier's page is simulated."""


def told(order: MobileOrder) -> dict[str, Any]:
    """What events say of it."""
    return {"id": order.id, "person_id": order.person_id, "state": order.state}


def settled(tx: Tx, settlement: Settlement) -> None:
    """An order that this settles is paid for; one that was settled in another way is over."""
    order = rows.live_of_visit(tx, settlement.visit_id)
    if order is None:
        return
    if order.settlement_id == settlement.id and order.state == SETTLING:
        _pay(tx, settlement)
        done = rows.change(tx, order, state=FINISHED)
        tx.emit("mobile_order.finished", done.id, told(done))
        _notify(tx, done, settlement)
    elif order.state == SAVED:
        tx.cancel_job(EXPIRE, order.id)
        over = rows.change(tx, order, state=CANCELLED)
        tx.emit("mobile_order.cancelled", over.id, told(over))


def came_to_nothing(tx: Tx, settlement: Settlement) -> None:
    """Refused, or never known: the order waits again, for as long as it would have."""
    order = rows.live_of_visit(tx, settlement.visit_id)
    if order is None or order.settlement_id != settlement.id:
        return
    rows.change(tx, order, state=SAVED, settlement_id=None)
    tx.schedule_again(EXPIRE, order.id, max(tx.world.now, order.expires_at))


def given_back(tx: Tx, original: Settlement) -> None:
    """The settlement was undone, so the order is refunded; its lines are taken back."""
    order = rows.live_of_visit(tx, original.visit_id)
    if order is None or order.settlement_id != original.id:
        return
    back = rows.change(tx, order, state=REFUNDED)
    tx.emit("mobile_order.refunded", back.id, told(back))
    take_back(tx, back)


def take_back(tx: Tx, order: MobileOrder) -> None:
    """The lines of an order, and the visit if the upload began it; nothing of what is settled, or
    being settled, in another way."""
    visit = visits.find(tx, order.visit_id, lock=True)
    assert visit is not None, "an order is of a visit"
    if visit.status != OPEN:
        return
    if visit.live_lines:
        visit = visit_changes.withdrawn(tx, visit)["visit"]
    if order.began_visit:
        visit_changes.cancelled(tx, visit)


def _pay(tx: Tx, settlement: Settlement) -> None:
    if not settlement.cash_pay:
        return
    newest = payments.newest(tx, settlement.id)
    made = refunding.made(tx, settlement.id, newest, payment.BANK_CARD, settlement.cash_pay)
    payments.add(tx, made)
    refunding.show(tx, settlement, made)
    tx.emit("settlement_payment.paid", made.id, refunding.told(made))


def _notify(tx: Tx, order: MobileOrder, settlement: Settlement) -> None:
    """6302 that it is settled, 6204 that it is paid for; each once an order."""
    institution = institutions.with_code(tx, order.institution_code)
    assert institution is not None, "an order is of an institution"
    paid, now = domain.amounts(order, settlement), tx.world.now.astimezone(clock.SHANGHAI)
    about = {"payOrdId": order.id, "medOrgOrd": order.order_number}
    sums = {"feeSumamt": paid.total, "psnAcctPay": paid.account, "fundPay": paid.fund}
    notice = {
        **about,
        "callType": PAID_BACK_CALL,
        "traceTime": f"{now:%Y-%m-%d %H:%M:%S}",
        **sums,
        "ownpayAmt": paid.cash,
        "hiChrgTime": f"{now:%H%M%S}",
        "hiDocSn": settlement.id,
        "hiRgstSn": order.mdtrt_id,
        "orgName": institution.name[:40],
        "ecCode": "",
        "setlType": WHOLE,
        "revsToken": order.revs_token,
        "extData": {},
    }
    sync = {**about, **sums, "ownPayAmt": paid.cash, "thdPayType": PAID_BY, "extData": {}}
    outgoing.send(tx, order.institution_code, NOTICE, {"data": notice}, order.id)
    outgoing.send(tx, order.institution_code, SYNC, {"data": sync}, order.id)
