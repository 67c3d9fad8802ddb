"""HRSS-065: years paid as a resident beside an employee's months go back (多重关系退费)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE_PENSION, RESIDENT_PENSION, ledger
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.payment import PAID, BenefitPayment
from services.benefits.domain.pension import account as rules
from services.benefits.domain.transfer import refund as domain
from services.benefits.domain.transfer.refund import DuplicateRefund
from services.benefits.flows import payments
from services.benefits.flows.handling import Effect, Handling, PaymentOrder
from services.benefits.flows.transfers import sums
from services.benefits.store import insurance, pension_accounts, transfers
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

CODE = "HRSS-065"


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    """Raises policy.PolicyMissing and FigureMissing, of the account's interest."""
    who = case.person
    insurance.hold(tx, [who.id])
    resident = insurance.months_of(tx, who.id, (RESIDENT_PENSION,))
    account = pension_accounts.account_of(tx, who.id, RESIDENT_PENSION, lock=True)
    asked = _asked_years(case)
    return domain.Facts(
        employee=insurance.months_of(tx, who.id, (EMPLOYEE_PENSION,)),
        resident=resident,
        balance=account.balance if account is not None else Money.zero(),
        worth=[(e.when.year, _worth(case, e)) for e in resident if e.when.year in asked],
    )


def _asked_years(case: Case) -> range:
    first, last = (Month.parse(case.inputs[name]) for name in ("from_month", "to_month"))
    return range(first.year, last.year + 1)


def _worth(case: Case, paid: ContributionMonth) -> Money:
    """What was paid for a year, with the account's interest up to the month before this one."""
    until = Month.of(case.today) + -1
    whole = paid.personal
    for year in range(paid.when.year, until.year + 1):
        rate = sums.rate(RESIDENT_PENSION, paid.region_code, year)
        last = min(until, Month(year, 12))
        whole += rules.interest(whole, [], rate, last).amount
    return whole


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The years count no more as a resident's, and what they put into the account is paid."""
    assert said.amount is not None
    asked, who = case.inputs, case.person
    made = DuplicateRefund(
        id=tx.new_id("dpr", case.application_id, case.decision_no),
        person_id=who.id,
        application_id=case.application_id,
        kept_region_code=asked["kept_region_code"],
        dropped_region_code=asked["dropped_region_code"],
        from_month=str(Month.parse(asked["from_month"])),
        to_month=str(Month.parse(asked["to_month"])),
        months=said.terms["months"],
        amount=said.amount,
        payment_id=None,
        status=domain.MACHINE.initial,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    for year in _asked_years(case):
        known = insurance.month_of(tx, who.id, RESIDENT_PENSION, f"{year}-01")
        assert known is not None, "the rule has seen it in this transaction"
        insurance.change_month(tx, known, "refund")
    account = pension_accounts.account_of(tx, who.id, RESIDENT_PENSION, lock=True)
    assert account is not None, "the rule has seen it in this transaction"
    month = Month.of(case.today)
    pension_accounts.post(tx, account, made.key, ledger.REFUND, month, -made.amount)
    order = PaymentOrder(made.key, made.amount, RESIDENT_PENSION, "多重养老保险关系退费")
    paid, _ = payments.order_net(
        tx,
        order,
        item_code=CODE,
        region=case.competent_region,
        person_id=who.id,
        payee_name=who.name,
        application_id=case.application_id,
    )
    transfers.refunds.add(tx, made)
    shown = {"duplicate_refund_id": made.id, "months": made.months}
    if paid is None:  # all of it was kept back for what the person owes
        _refunded(tx, made)
        return Effect(shown)
    transfers.refunds.change(tx, made, payment_id=paid.id)
    return Effect(shown, (order,))


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The relation is cleared when the money is on the card."""
    if payment.status != PAID or payment.application_id is None:
        return
    known = transfers.refund_by_application(tx, payment.application_id)
    if known is not None and known.status == domain.KEPT:
        _refunded(tx, known)


def _refunded(tx: Tx, known: DuplicateRefund) -> None:
    """Refunded; and the relation ends with it where none of its years is left."""
    after = domain.MACHINE.after(known.status, "pay")
    done = transfers.refunds.change(tx, known, status=after)
    if not insurance.count(tx, done.person_id, RESIDENT_PENSION):
        relation = insurance.open_relation(tx, done.person_id, RESIDENT_PENSION)
        if relation is not None:
            insurance.end_relation(tx, relation, tx.world.today, "withdrawn")
        done = transfers.refunds.change(tx, done, status=domain.MACHINE.after(after, "close"))
    tx.emit("duplicate_refund.paid", done.id, told(done))


def told(known: DuplicateRefund) -> dict[str, Any]:
    """What an event says of a refund."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "region_code": known.dropped_region_code,
        "amount_fen": known.amount.fen,
        "status": known.status,
    }


HANDLING = Handling(
    CODE, decide=domain.decide, facts=_facts, effect=_effect, on_payment=_on_payment
)
