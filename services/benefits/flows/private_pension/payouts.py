"""Paying a private pension out, part by part: the net sum onto the card, the tax to its office."""

from datetime import datetime, time
from typing import Any

from services.benefits import terms_private_pension as terms
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.private_pension import account
from services.benefits.domain.private_pension import withdrawal as domain
from services.benefits.domain.private_pension.account import FundsAccount, PrivatePension
from services.benefits.domain.private_pension.withdrawal import Payout
from services.benefits.flows import inheritances, payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.private_pension import known, products
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month

PAY = "benefits.pay_private_pension"
_AT = time(10, 0)


def started(tx: Tx, pension: PrivatePension, **chosen: Any) -> PrivatePension:
    """Everything is sold, and the first part paid out; the rest month by month."""
    funds = products.sell_all(tx, pension)
    changed = rows.pensions.change(
        tx,
        pension,
        status=account.MACHINE.after(pension.status, "start_payout"),
        redeemed=funds.cash,
        **chosen,
    )
    tx.emit("private_pension.payout_started", changed.id, known.told(changed))
    return _paid_part(tx, changed, funds)


def pay_part(key: str) -> None:
    """The next part falls due; `key`: the pension and the number of the part."""
    pension_id, _, number = key.partition(":")
    with store.write() as tx:
        pension = known.held(tx, pension_id)
        if pension.status == account.PAYING and pension.paid_parts + 1 == int(number):
            _paid_part(tx, pension, rows.active_funds(tx, pension_id))
        failpoint("benefits.private_pension_payout.before_commit")
        tx.complete_job()


def _paid_part(tx: Tx, pension: PrivatePension, funds: FundsAccount) -> PrivatePension:
    made = _ordered(tx, pension, funds)
    funds = known.booked(tx, funds, account.PAYOUT, made.id, cash=-made.gross)
    changed = rows.pensions.change(tx, pension, paid_parts=made.number)
    tx.emit("private_pension.paid_out", changed.id, known.told(changed, number=made.number))
    if funds.cash:
        _schedule(tx, changed)
        return changed
    after = account.MACHINE.after(changed.status, "close")
    closed = rows.pensions.change(tx, changed, status=after, closed_on=tx.world.today)
    tx.emit("private_pension.closed", closed.id, known.told(closed))
    return closed


def _schedule(tx: Tx, pension: PrivatePension) -> None:
    """On the first day of the next month."""
    day = (Month.of(tx.world.today) + 1).first
    due = datetime.combine(day, _AT, clock.SHANGHAI)
    tx.schedule(PAY, f"{pension.id}:{pension.paid_parts + 1}", due)


def _ordered(tx: Tx, pension: PrivatePension, funds: FundsAccount) -> Payout:
    """The part, with its tax at the rate of the day, and both payments."""
    number, now, today = pension.paid_parts + 1, tx.world.now, tx.world.today
    rule = terms.payout_from(terms.figures(pension.region_code, today))
    explained = rule.net(domain.next_part(pension, funds.cash))
    net, tax = explained.totals()["net"], explained.totals()["tax"]
    key = f"{pension.id}/payout/{number}"
    of_tax = None
    if tax:
        order = PaymentOrder(f"{key}/tax", tax, account.FUND, f"代扣个人养老金个人所得税 {number}")
        of_tax = payments.order(
            tx,
            order,
            item_code=domain.CODE,
            region=pension.region_code,
            person_id=None,
            payee_name=inheritances.TAX_OFFICE,
        )
    to_card = payments.order(
        tx,
        PaymentOrder(key, net, account.FUND, f"个人养老金 {number}"),
        item_code=domain.CODE,
        region=pension.region_code,
        person_id=pension.person_id,
        payee_name=pension.person_name,
    )
    made = Payout(
        id=tx.new_id("ppo", pension.id, number),
        pension_id=pension.id,
        person_id=pension.person_id,
        number=number,
        due_on=today,
        gross=explained.total,
        tax=tax,
        net=net,
        payment_id=to_card.id,
        tax_payment_id=of_tax.id if of_tax is not None else None,
        explanation=explained.as_json(),
        status=domain.ORDERED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.payouts.add(tx, made)
    return made


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A payout, or an heir's share, follows the payment onto the card; tax is paid to an account
    that takes it."""
    inheritances.on_payment(tx, payment)
    found = rows.payout_of(tx, payment.order_id)
    if found is None or payment.order_id != found.payment_id:
        return
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if domain.PAYOUT.allows(found.status, event):
        rows.payouts.change(tx, found, status=domain.PAYOUT.after(found.status, event))
