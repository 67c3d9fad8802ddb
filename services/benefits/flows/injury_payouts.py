"""Sums that the fund of work injury insurance pays once, and what follows their money."""

from collections.abc import Collection
from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.domain import payment as money
from services.benefits.domain.decision import Case
from services.benefits.domain.injury import payout as domain
from services.benefits.domain.injury.finding import Finding
from services.benefits.domain.injury.payout import Grant
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import payments, recoveries, relations
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import injury_payouts as rows
from services.benefits.store import payments as payment_rows
from services.benefits.store import store
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money, sum_money

KEPT = rows.grants
_PURPOSES = {
    domain.LUMP_SUM: "一次性伤残补助金",
    domain.LEAVING_MEDICAL: "一次性工伤医疗补助金",
    domain.FUNERAL: "丧葬补助金",
    domain.DEATH_GRANT: "一次性工亡补助金",
    domain.DEATH_ADVANCE: "一次性工亡补助金预支",
    domain.BILLS: "工伤医疗费用报销",
    domain.DEVICE: "辅助器具配置费用",
}


def grant(
    tx: Tx,
    case: Case,
    injury: WorkInjury,
    kind: str,
    amount: Money,
    *,
    ordinal: int = 1,
    finding: Finding | None = None,
    person_id: str = "",
    payee_name: str = "",
    waits: bool = False,
) -> tuple[Grant, tuple[PaymentOrder, ...]]:
    """Write what is granted and order it: for whom was hurt unless said otherwise.

    `waits`: the application waits for the money; the order is handed back for its effect.
    """
    now = tx.world.now
    made = Grant(
        id=tx.new_id("igr", case.application_id, case.decision_no, ordinal),
        application_id=case.application_id,
        ordinal=ordinal,
        item_code=case.item.code,
        kind=kind,
        injury_id=injury.id,
        finding_id=finding.id if finding else None,
        grade=finding.grade if finding else None,
        person_id=person_id or injury.person_id,
        payee_name=payee_name or injury.person_name,
        region_code=injury.region_code,
        amount=amount,
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    ordered = _ordered(tx, made, case.application_id if waits else None)
    if not ordered:
        made = KEPT.change(tx, made, status=domain.GRANT.after(made.status, "pay"))
    tx.emit("injury_grant.granted", made.id, told(made))
    return made, ordered if waits else ()


def _ordered(tx: Tx, made: Grant, application_id: str | None) -> tuple[PaymentOrder, ...]:
    """Order it, in parts where it is more than the bank side takes at once."""
    ordered = []
    for number, amount in enumerate(domain.parts(made.amount), start=1):
        key = made.id if number == 1 else f"{made.id}/{number}"
        order = PaymentOrder(
            key, amount, domain.FUND, _PURPOSES[made.kind], made.region_code, made.person_id
        )
        payment, _ = payments.order_net(
            tx,
            order,
            item_code=made.item_code,
            region=made.region_code,
            person_id=made.person_id,
            payee_name=made.payee_name,
            application_id=application_id,
        )
        ordered += [order] if payment is not None else []
    return tuple(ordered)


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The grant, or the month, follows its payment."""
    root = payment_rows.find(tx, payment.order_id)
    assert root is not None, "a payment is never removed"
    record_id = root.business_key.partition("/")[0]
    prefix = record_id.partition("_")[0]
    if prefix == "igr":
        known = KEPT.find(tx, record_id)
        event = _event(rows.standing(tx, record_id))
        if known is not None and domain.GRANT.allows(known.status, event):
            KEPT.change(tx, known, status=domain.GRANT.after(known.status, event))
    elif prefix == "ipm":
        event = _event([payment.status])
        month = rows.months.find(tx, record_id)
        if month is not None and domain.MONTH.allows(month.status, event):
            rows.months.change(tx, month, status=domain.MONTH.after(month.status, event))


def _event(standing: Collection[str]) -> str:
    """What happens to a sum whose parts stand so: nothing while one is on its way."""
    if money.RETURNED in standing:
        return "return"
    return "pay" if set(standing) <= {money.PAID} else ""


def taken_back(tx: Tx, injury: WorkInjury) -> None:
    """The recognition was overturned: what runs ends, and what was paid is owed back."""
    for each in rows.grants_of(tx, injury.id):
        if domain.GRANT.allows(each.status, "recover"):
            _demanded(tx, each.id, each, each.amount)
            KEPT.change(tx, each, status=domain.GRANT.after(each.status, "recover"))
    for pension in rows.pensions_of(tx, injury.id):
        wrong = [
            each
            for each in rows.months_of(tx, pension.id)
            if domain.MONTH.allows(each.status, "recover")
        ]
        if wrong:
            _demanded(tx, pension.id, pension, sum_money(each.amount for each in wrong))
        for month in wrong:
            status = domain.MONTH.after(month.status, "recover")
            rows.months.change(tx, month, status=status)
        if domain.PENSION.allows(pension.status, "stop"):
            rows.pensions.change(
                tx,
                pension,
                status=domain.PENSION.after(pension.status, "stop"),
                ended_month=tx.world.today.isoformat()[:7],
                ended_for=domain.OVERTURNED,
            )


def _demanded(tx: Tx, key: str, about: Any, amount: Money) -> None:
    recoveries.demand(
        tx,
        f"{key}#overturned",
        amount,
        person_id=about.person_id,
        party_id=None,
        region=about.region_code,
        fund=domain.FUND,
        item_code=about.item_code,
        about_id=about.id,
        reason="record_corrected",
    )


def told(known: Grant) -> dict[str, Any]:
    """What an event says of a grant."""
    return {
        "id": known.id,
        "kind": known.kind,
        "injury_id": known.injury_id,
        "person_id": known.person_id,
        "amount_fen": known.amount.fen,
    }


# ---- reading


def get(grant_id: str) -> Grant:
    with store.read() as tx:
        return relations.seen(tx, KEPT, grant_id, problems.InjuryGrantNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, KEPT, page, filters)
