"""Annuities are paid out: how is fixed once, then part by part until the account is empty."""

from datetime import datetime, time, timedelta
from typing import Any

from services.benefits import terms_transfer as terms
from services.benefits.domain import annuity
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.annuities import account as domain
from services.benefits.domain.annuities import tax as tax_rule
from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityPayout
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import annuities, inheritances, payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import annuities as rows
from services.benefits.store import store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

PAY = "benefits.pay_annuity"
_AT = time(10, 0)
PURPOSES = {domain.OCCUPATIONAL: "职业年金", domain.ENTERPRISE: "企业年金"}


def claimed(
    tx: Tx, known: AnnuityAccount, event: str, first: datetime, **chosen: Any
) -> AnnuityAccount:
    """How it is drawn is fixed; the first part falls due at an instant."""
    after = domain.MACHINE.after(known.status, event)
    changed = rows.accounts.change(tx, known, status=after, **chosen)
    tx.schedule(PAY, f"{changed.id}:1", first)
    tx.emit("annuity_account.claimed", changed.id, annuities.told(changed))
    return changed


def next_month(tx: Tx) -> datetime:
    """The first day of the next month."""
    day = (Month.of(tx.world.today) + 1).first
    return datetime.combine(day, _AT, clock.SHANGHAI)


def next_day(tx: Tx) -> datetime:
    """Tomorrow: how long a trustee's instruction takes."""
    day = tx.world.today + timedelta(days=1)
    return datetime.combine(day, _AT, clock.SHANGHAI)


def pay_part(key: str) -> None:
    """The next part falls due; `key`: the account and the number of the part."""
    account_id, _, number = key.partition(":")
    with store.write() as tx:
        known = annuities.held(tx, account_id)
        is_drawn = known.status in (domain.OPTION_FIXED, domain.INSTRUCTED, domain.RUNNING)
        if is_drawn and known.paid_parts + 1 == int(number):
            _paid_part(tx, known)
        failpoint("benefits.annuity_payout.before_commit")
        tx.complete_job()


def _paid_part(tx: Tx, known: AnnuityAccount) -> None:
    if known.status != domain.RUNNING:
        after = domain.MACHINE.after(known.status, "begin_payout")
        known = rows.accounts.change(tx, known, status=after)
    number, amount, now = known.paid_parts + 1, domain.next_part(known), tx.world.now
    explained = _taxed(tx, known, amount)
    net, tax = explained.totals()[tax_rule.NET], explained.totals()[tax_rule.TAX]
    payment = _ordered(
        tx,
        known,
        PaymentOrder(
            f"{known.id}/payout/{number}",
            net,
            domain.FUNDS[known.kind],
            f"{PURPOSES[known.kind]} {number}",
        ),
        known.person_id if known.payee is None else None,
        known.payee or known.person_name,
    )
    of_tax = None
    if tax:
        purpose = f"代扣{PURPOSES[known.kind]}个人所得税 {number}"
        order = PaymentOrder(f"{payment.business_key}/tax", tax, payment.fund, purpose)
        of_tax = _ordered(tx, known, order, None, inheritances.TAX_OFFICE)
    rows.payouts.add(
        tx,
        AnnuityPayout(
            id=tx.new_id("anp", known.id, number),
            account_id=known.id,
            person_id=known.person_id,
            number=number,
            due_on=tx.world.today,
            amount=amount,
            tax=tax,
            payment_id=payment.id,
            tax_payment_id=of_tax.id if of_tax is not None else None,
            explanation=explained.as_json(),
            status=domain.ORDERED,
            version=1,
            created_at=now,
            updated_at=now,
        ),
    )
    kind = domain.PREMIUM if known.manner == annuity.INSURANCE else domain.PAYOUT
    known = annuities.booked(tx, known, kind, str(number), -amount, None)
    known = rows.accounts.change(tx, known, paid_parts=number)
    tx.emit("annuity_account.paid_out", known.id, annuities.told(known))
    if known.balance:
        tx.schedule(PAY, f"{known.id}:{number + 1}", next_month(tx))
        return
    after = domain.MACHINE.after(known.status, "empty")
    known = rows.accounts.change(tx, known, status=after, emptied_on=tx.world.today)
    tx.emit("annuity_account.emptied", known.id, annuities.told(known))


def _taxed(tx: Tx, known: AnnuityAccount, amount: Money) -> Explanation:
    """By the table of the day. PolicyMissing, FigureMissing."""
    rule = terms.annuity_tax(known.region_code, tx.world.today)
    return rule.net(amount, str(known.reason), str(known.manner))


def _ordered(
    tx: Tx, known: AnnuityAccount, order: PaymentOrder, person_id: str | None, payee: str
) -> BenefitPayment:
    return payments.order(
        tx,
        order,
        item_code=domain.ITEMS[known.kind],
        region=known.region_code,
        person_id=person_id,
        payee_name=payee,
    )


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A part, or an heir's share, follows its payment; tax is paid to an account that takes it."""
    inheritances.on_payment(tx, payment)
    found = rows.payout_of(tx, payment.order_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if found is not None and domain.PART.allows(found.status, event):
        rows.payouts.change(tx, found, status=domain.PART.after(found.status, event))


def topped_up(tx: Tx, account_id: str) -> None:
    """What came after an account was drawn empty is paid out with the next month."""
    known = annuities.held(tx, account_id)
    if known.status != domain.EMPTIED or not known.balance:
        return
    if known.reason == annuity.DEATH:
        inheritances.came_later(tx, account_id)
        return
    after = domain.MACHINE.after(known.status, "top_up")
    known = rows.accounts.change(tx, known, status=after, emptied_on=None)
    tx.schedule(PAY, f"{known.id}:{known.paid_parts + 1}", next_month(tx))
