"""6202, 6203, 6301, 6401: an order of mobile payment is paid, refunded, asked for, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from services.medical.domain import mobile_order as domain
from services.medical.domain.asked import OWN_ACCOUNT
from services.medical.domain.institution import Institution
from services.medical.domain.mobile_order import (
    CANCELLED,
    EXPIRED,
    ONLY_INSURED,
    SAVED,
    SETTLING,
    Amounts,
    MobileOrder,
)
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import OPEN, Visit
from services.medical.flows import mobile_orders, reverse, settle, settling, visits
from services.medical.flows.interface import mobile_tokens, register
from services.medical.problems import VisitNotOpen
from services.medical.problems_orders import (
    MobileOrderChanged,
    MobileOrderDiffers,
    MobileOrderNotFound,
    MobileTokenWrong,
    RefundAmountsDiffer,
)
from services.medical.store import mobile_orders as rows
from services.medical.store import settlements, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint

EXPIRE = mobile_orders.EXPIRE
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """An order, and who pays it or paid it."""

    order: MobileOrder
    paid: Amounts


def own(tx: Tx, institution: Institution, order_id: str) -> MobileOrder:
    """The institution's order; MobileOrderNotFound. Locked by its visit, where it changes."""
    found = rows.find(tx, order_id)
    if found is None or found.institution_code != institution.institution_code:
        raise MobileOrderNotFound(order_id=order_id)
    return found


def of_token(institution: Institution, order_id: str, pay_token: str) -> MobileOrder:
    """The order that a payToken is of."""
    with store.read() as tx:
        found = own(tx, institution, order_id)
    if not compare_digest(found.pay_token.encode(), pay_token.encode()):
        raise MobileTokenWrong(name="payToken")
    return found


def shown(tx: Tx, order: MobileOrder) -> Shown:
    """With the amounts of its settlement, also one that was given back."""
    number = order.settlement_id
    settlement = None if number is None else settlements.find(tx, number)
    return Shown(order, domain.amounts(order, settlement))


# ---- 6202


def pay(institution: Institution, said: Given, infno: str, msgid: str) -> Settlement:
    """Settle an order and pay for it. At home it is one transaction; across regions a saga, after
    whose end the order is paid for (`flows.mobile_orders`), and the same message finds out."""
    earlier = settling.resumed()
    found = None if earlier is None else settling.again(earlier)
    if found is not None:
        return found
    order = of_token(institution, said["payOrdId"], said["payToken"])
    _check_said(order, said)
    order.check_saved()

    def also(tx: Tx, visit: Visit, settlement: Settlement) -> None:
        waiting = own(tx, institution, order.id)
        waiting.check_saved()
        if settlement.total != waiting.total:
            raise MobileOrderChanged(order_id=order.id)
        tx.cancel_job(EXPIRE, order.id)
        rows.change(tx, waiting, state=SETTLING, settlement_id=settlement.id)
        given = {"pay_ord_id": order.id, "org_biz_ser": said["orgBizSer"]}
        register.add_settlement(tx, settlement, infno, msgid, order.charge_batch, given)

    return settle.settle(
        order.visit_id, use_account=order.use_account, also=also, accounts=OWN_ACCOUNT
    )


def _check_said(order: MobileOrder, said: Given) -> None:
    """MobileOrderDiffers where another visit or batch is named."""
    if said["mdtrtId"] not in (order.mdtrt_id, order.visit_id):
        raise MobileOrderDiffers(name="mdtrtId", order_id=order.id)
    if said.get("chrgBchno") not in (None, "", order.charge_batch):
        raise MobileOrderDiffers(name="chrgBchno", order_id=order.id)


# ---- 6203


def refund(institution: Institution, said: Given, infno: str, msgid: str) -> Settlement:
    """The whole order: its settlement is reversed, and what was paid goes back with it.

    Only what the insurance paid (HI) where there is nothing else. Its own tokens are good however
    old they are: that of the upload, and that by which a hospital undoes what it couldn't record.
    RefundAmountsDiffer.
    """
    earlier = settling.resumed()
    found = None if earlier is None else settling.again(earlier)
    if found is not None:
        return found
    with store.read() as tx:
        order = own(tx, institution, said["payOrdId"])
        if said["ecToken"] not in (order.ec_token, order.revs_token):
            mobile_tokens.check(tx, institution, said["ecToken"], order.person_id)
        settlement_id = order.check_finished()
        paid = shown(tx, order).paid
    wrong = domain.refund_faults(paid, said)
    if wrong:
        raise RefundAmountsDiffer(wrong, order.id)
    if said["refdType"] == ONLY_INSURED and paid.cash:
        raise MobileOrderDiffers(name="refdType", order_id=order.id)

    def also(tx: Tx, visit: Visit, reversal: Settlement) -> None:
        standing = own(tx, institution, order.id)
        standing.check_finished()
        refund_id = tx.new_id("mpr", order.id)
        rows.change(tx, standing, refund_id=refund_id, refund_number=said["appRefdSn"])
        given = {"pay_ord_id": order.id, "app_refd_sn": said["appRefdSn"]}
        register.add_settlement(tx, reversal, infno, msgid, order.charge_batch, given)

    return reverse.reverse(settlement_id, also)


# ---- 6401, and the end of its time


def cancel(institution: Institution, order: MobileOrder) -> MobileOrder:
    """The upload is taken back, while nothing of it is paid: lines, and the visit it began."""
    with store.write() as tx:
        visit = visits.known(tx, order.visit_id, lock=True)
        waiting = own(tx, institution, order.id)
        waiting.check_saved()
        if visit.status != OPEN:
            raise VisitNotOpen(
                visit_id=visit.id, status=visit.status, settlement_id=visit.settlement_id
            )
        tx.cancel_job(EXPIRE, order.id)
        made = rows.change(tx, waiting, state=CANCELLED)
        tx.emit("mobile_order.cancelled", made.id, mobile_orders.told(made))
        mobile_orders.take_back(tx, made)
        failpoint("medical.mobile_cancel.before_commit")
        return tx.answer(made)


def expire(order_id: str) -> None:
    """What the due job does when its time is up: nothing to what is paid or taken back."""
    with store.read() as tx:
        known = rows.find(tx, order_id)
    with store.write() as tx:
        tx.complete_job()
        if known is None:
            return
        visits.known(tx, known.visit_id, lock=True)
        found = rows.find(tx, order_id)
        if found is None or found.state != SAVED:
            return
        over = rows.change(tx, found, state=EXPIRED)
        tx.emit("mobile_order.expired", over.id, mobile_orders.told(over))
        mobile_orders.take_back(tx, over)
