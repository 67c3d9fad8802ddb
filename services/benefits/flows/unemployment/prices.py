"""The temporary price subsidy of a month (价格临时补贴): everybody who drew its benefit, at once.

The payments are the records: one a person and month, by their key.
"""

from services.benefits.domain import payment as payments_domain
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import price_round, record
from services.benefits.flows import payments, recoveries
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel.money import Money, sum_money

_BOOKS = "/internal/v1/benefit-payments"
PURPOSE = "价格临时补贴"


def key_of(region: str, month: str, person_id: str = "") -> str:
    return f"price-subsidy/{region}/{month}/{person_id}"


def pay(tx: Tx, region: str, month: str, each: Money) -> int:
    """Order it for all; how many get it. What somebody owes the fund is kept back of theirs."""
    people = rows.drew(tx, region, month)
    owing = rows.debtors(tx, [person for person, _ in people], region)
    made = []
    for person_id, name in people:
        key, kept = key_of(region, month, person_id), Money.zero()
        if person_id in owing:
            kept = recoveries.kept_back(
                tx, key, each, region=region, fund=record.FUND, person_id=person_id
            )
        if kept < each:
            made.append(_order(tx, key, region, person_id, name, each - kept, month))
    rows.add_payments(tx, made)
    if made:
        body = {
            "payment_id": made[0].order_id,
            "region": region,
            "fund": record.FUND,
            "amount_fen": sum_money(one.amount for one in made).fen,
        }
        tx.send("settlement", _BOOKS, body, f"benefit:{made[0].id}")
        due: list[tuple[str, str | None]] = [(one.id, None) for one in made]
        tx.schedule_all(payments.PAY_OUT, due, tx.world.now + payments.PAY_AFTER)
    return len(people)


def _order(
    tx: Tx, key: str, region: str, person_id: str, name: str, amount: Money, month: str
) -> BenefitPayment:
    now, payment_id = tx.world.now, tx.new_id("bpy", key)
    return BenefitPayment(
        id=payment_id,
        business_key=key,
        order_id=payment_id,
        replaces=None,
        application_id=None,
        item_code=price_round.CODE,
        person_id=person_id,
        payee_name=name,
        region_code=region,
        fund=record.FUND,
        purpose=f"{PURPOSE} {month}",
        amount=amount,
        status=payments_domain.ORDERED,
        return_code=None,
        paid_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
