"""Medical premiums that the fund pays (代缴医疗保险费): a region's month, in one sum.

The sum goes to the medical insurance of the region, which has an account of its own and no card;
each person is told that the month's premium is paid.
"""

from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment.premium import Premium
from services.benefits.flows import payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.unemployment import schedule
from services.benefits.store import store
from services.benefits.store import unemployment as rows
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.periods import Month

CODE = "HRSS-016"
KEPT = rows.premiums
PAYEE = "职工基本医疗保险基金"


def pay_month(key: str) -> None:
    """The day of the month on which premiums are paid; safe to run twice."""
    region, month = schedule.read(key)
    with store.write() as tx:
        pay(tx, region, month)
        tx.complete_job()


def pay(tx: Tx, region: str, month: Month) -> BenefitPayment | None:
    """Pay what waits of a month, in one sum; None where nothing does."""
    tx.lock("unemployment premiums", region)
    count, total = rows.scheduled(tx, region, str(month))
    if not count:
        return None
    number = rows.premium_sums(tx, region, str(month)) + 1
    key = f"unemployment-premiums/{region}/{month}#{number}"
    made = payments.order(
        tx,
        PaymentOrder(key, total, record.FUND, f"代缴医疗保险费 {month}"),
        item_code=CODE,
        region=region,
        person_id=None,
        payee_name=PAYEE,
    )
    rows.give_payment(tx, region, str(month), made.id)
    return made


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The sum arrived: every premium of it is paid, and its person is told."""
    if payment.status != payments_domain.PAID:
        return
    told = []
    for each in rows.premiums_paid(tx, payment.order_id):
        said = {
            "benefit_id": each.benefit_id,
            "person_id": each.person_id,
            "month": each.month,
            "amount_fen": each.amount.fen,
        }
        told.append((each.id, said))
    tx.emit_all("unemployment_premium.paid", told)


def get(unemployment_premium_id: str) -> Premium:
    with store.read() as tx:
        found = KEPT.find(tx, unemployment_premium_id)
    if found is None:
        raise problems.PremiumNotFound(premium_id=unemployment_premium_id)
    return found


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, query, filters)
