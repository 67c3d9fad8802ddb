"""Contributions to a private pension: taken off the card, come through the bank, given back.

The card service takes the money once for each attempt, as for the fee of an examination. An
attempt whose answer was lost is settled by a job that asks what came of it; what isn't paid by the
end of its day is over.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.benefits import problems_private_pension as problems
from services.benefits import terms_private_pension as terms
from services.benefits.domain.private_pension import account
from services.benefits.domain.private_pension import contribution as domain
from services.benefits.domain.private_pension.account import PrivatePension
from services.benefits.domain.private_pension.contribution import Contribution, Facts
from services.benefits.domain.private_pension.room import RoomRule
from services.benefits.flows import payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.items.employment import due_days
from services.benefits.flows.private_pension import known
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import FieldError, Relayed

SETTLE = "benefits.settle_private_pension_contribution"
LAPSE = "benefits.lapse_private_pension_contribution"
KEPT = rows.contributions
_ASK_AFTER = timedelta(minutes=10)
"""When it is asked what came of an attempt that nobody answered for."""


def rule_of(region_code: str, day: date) -> RoomRule:
    """PolicyMissing, FigureMissing."""
    return terms.room_from(terms.figures(region_code, day))


def room(pension_id: str, year: int) -> Explanation:
    """What may still be paid for the year, explained. PrivatePensionNotFound."""
    pension = known.get(pension_id)
    with store.read() as tx:
        counted = [each.counts for each in rows.of_year(tx, pension.person_id, year)]
        return rule_of(pension.region_code, tx.world.today).left(year, counted)


def tax_saved(
    pension_id: str, year: int, income: Money, other_deductions: Money
) -> tuple[Money, Explanation]:
    """What was paid in for the year, and by how much that lowers the income tax, explained.

    PrivatePensionNotFound, PolicyMissing, FigureMissing.
    """
    pension = known.get(pension_id)
    with store.read() as tx:
        of_year = rows.of_year(tx, pension.person_id, year)
        paid = sum_money(each.amount for each in of_year if each.status == domain.PAID)
        rule = terms.tax(pension.region_code, tx.world.today)
    return paid, rule.saved(income, other_deductions, paid)


def reserved(
    tx: Tx,
    pension: PrivatePension,
    year: int,
    amount: Money,
    pay_by: str,
    application_id: str | None = None,
    reference: str | None = None,
) -> Contribution:
    """A contribution that uses room from now on; the pension is held, and the rule asked."""
    number, now = rows.next_number(tx, KEPT, pension.id), tx.world.now
    funds = rows.active_funds(tx, pension.id)
    made = Contribution(
        id=tx.new_id("ppc", pension.id, number),
        pension_id=pension.id,
        person_id=pension.person_id,
        application_id=application_id,
        year=year,
        amount=amount,
        year_limit=rule_of(pension.region_code, tx.world.today).limit.value,
        pay_by=pay_by,
        bank_code=funds.bank_code,
        funds_account_id=funds.id,
        tries=0,
        reference=reference,
        paid_on=None,
        status=domain.DUE,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    return made


def lapse_later(tx: Tx, made: Contribution) -> None:
    """What is not taken by the end of today is over."""
    tx.schedule(LAPSE, made.id, due_days.after(tx, tx.world.today))


# ---- taken off the card


def pay(
    contribution_id: str,
    password: str | None = None,
    electronic_code: str | None = None,
    face: str | None = None,
) -> Contribution:
    """Take it off the card's account by password, or by a code of the electronic card.

    PrivatePensionPayWay, PrivatePensionContributionState, and what the bank side says.
    """
    seen = get(contribution_id)
    _check_way(seen, password, electronic_code)
    if seen.status == domain.PAYING:
        seen = settle(contribution_id)
        if seen.status == domain.PAID:
            with store.write() as tx:
                return tx.answer(seen)
    begun = _begun(contribution_id)
    try:
        reference = _taken(begun, password, electronic_code, face)
    except peers.Refused as refusal:
        _given_up(begun)
        raise Relayed(refusal.status, refusal.problem) from None
    failpoint("benefits.private_pension_contribution.after_card")
    with store.write() as tx:
        return tx.answer(_paid(tx, begun, reference))


def _check_way(seen: Contribution, password: str | None, code: str | None) -> None:
    shown = {domain.CARD_ACCOUNT: (password, code), domain.ELECTRONIC_CARD: (code, None)}
    wanted, other = shown.get(seen.pay_by, (None, None))
    if wanted is None or other is not None:
        raise problems.PrivatePensionPayWay(pay_by=seen.pay_by)


def _begun(contribution_id: str) -> Contribution:
    """A new attempt, known before any money moves."""
    with store.write() as tx:
        found = _held(tx, contribution_id)
        status = domain.moved(found, "begin_payment")
        changed = KEPT.change(tx, found, status=status, tries=found.tries + 1)
        tx.schedule(SETTLE, f"{changed.id}:{changed.tries}", tx.world.now + _ASK_AFTER)
        return changed


def _taken(begun: Contribution, password: str | None, code: str | None, face: str | None) -> str:
    memo = f"个人养老金缴费 {begun.year}"
    body: dict[str, Any] = {"event": begun.event, "amount_fen": begun.amount.fen, "memo": memo}
    if begun.pay_by == domain.CARD_ACCOUNT:
        body |= {
            "person_id": begun.person_id,
            "password": password,
            "payee": f"payee.private_pension.{begun.bank_code}",
        }
        return str(peers.call("card", "POST", "/internal/v1/bank-debits", body)["entry_id"])
    body |= {"text": code} | ({"password": password} if password else {})
    body |= {"face": face} if face else {}
    return str(peers.call("card", "POST", "/internal/v1/code-payments", body)["id"])


def _given_up(begun: Contribution) -> None:
    """The bank side refused: due as before, to be tried again."""
    with store.write() as tx:
        found = _held(tx, begun.id)
        if (found.status, found.tries) == (domain.PAYING, begun.tries):
            KEPT.change(tx, found, status=domain.moved(found, "refuse_payment"))
        tx.cancel_job(SETTLE, f"{begun.id}:{begun.tries}")


def _paid(tx: Tx, begun: Contribution, reference: str) -> Contribution:
    """The money is there: in the funds account of today."""
    found = _held(tx, begun.id)
    if (found.status, found.tries) != (domain.PAYING, begun.tries):
        return found  # the job that settles it was quicker
    tx.cancel_job(SETTLE, f"{begun.id}:{begun.tries}")
    tx.cancel_job(LAPSE, begun.id)
    return taken_in(tx, replace(found, reference=reference))


def taken_in(tx: Tx, found: Contribution) -> Contribution:
    """Cash of the pension, from now on."""
    funds = rows.active_funds(tx, found.pension_id)
    known.booked(tx, funds, account.CONTRIBUTION, found.id, cash=found.amount)
    changed = KEPT.change(
        tx,
        found,
        status=domain.moved(found, "take_in" if found.pay_by == domain.AT_BANK else "pay"),
        reference=found.reference,
        paid_on=tx.world.today,
        bank_code=funds.bank_code,
        funds_account_id=funds.id,
    )
    tell(tx, changed)
    return changed


def settle(contribution_id: str) -> Contribution:
    """Find out what came of an attempt: paid, or never more. Safe to do twice."""
    begun = get(contribution_id)
    if begun.status != domain.PAYING:
        return begun
    by_card = begun.pay_by == domain.CARD_ACCOUNT
    path = "/internal/v1/bank-debits/query" if by_card else "/internal/v1/code-payments/query"
    answer = peers.call("card", "POST", path, {"event": begun.event})
    reference = answer.get("entry_id" if by_card else "payment_id")
    with store.write() as tx:
        if reference is not None:
            return _paid(tx, begun, reference)
        found = _held(tx, contribution_id)
        if (found.status, found.tries) == (domain.PAYING, begun.tries):
            found = KEPT.change(tx, found, status=domain.moved(found, "refuse_payment"))
        return found


def settle_due(key: str) -> None:
    """The job of an attempt; one that is over already is left alone."""
    contribution_id, _, number = key.partition(":")
    if get(contribution_id).tries == int(number):
        settle(contribution_id)
    with store.write() as tx:
        tx.complete_job()


def lapse(contribution_id: str) -> None:
    """The day is over: what nobody took fails, and its room is free."""
    settle(contribution_id)
    with store.write() as tx:
        found = _held(tx, contribution_id)
        if found.status == domain.DUE:
            tell(tx, KEPT.change(tx, found, status=domain.moved(found, "fail")))
        tx.complete_job()


# ---- through the bank


def take_in(
    pension_id: str, bank_code: str, amount: Money, year: int, bank_reference: str
) -> Contribution:
    """The bank of the funds account took a contribution in itself, at a counter or by transfer.

    PrivatePensionNotFound, PrivatePensionOtherBank, PrivatePensionBankReference,
    PrivatePensionContributionRefused.
    """
    with store.write() as tx:
        pension = known.held(tx, pension_id)
        funds = rows.active_funds(tx, pension_id)
        if funds.bank_code != bank_code:
            raise problems.PrivatePensionOtherBank(
                pension_id=pension_id, bank=funds.bank_code, asked=bank_code
            )
        earlier = rows.with_reference(tx, bank_code, bank_reference)
        if earlier is not None:
            raise problems.PrivatePensionBankReference(
                bank=bank_code, reference=bank_reference, contribution_id=earlier.id
            )
        _check_room(tx, pension, year, amount)
        made = reserved(tx, pension, year, amount, domain.AT_BANK, reference=bank_reference)
        failpoint("benefits.private_pension_take_in.before_commit")
        return tx.answer(taken_in(tx, made))


def _check_room(tx: Tx, pension: PrivatePension, year: int, amount: Money) -> None:
    rule = rule_of(pension.region_code, tx.world.today)
    facts = Facts(rule, pension, rows.of_year(tx, pension.person_id, year))
    against = domain.against(year, tx.world.today.year, amount, facts)
    if against:
        raise problems.PrivatePensionContributionRefused(
            pension_id=pension.id,
            year=year,
            asked=amount,
            reasons=", ".join(each.code for each in against),
            errors=[
                FieldError(each.code, each.text, pointer="/amount_fen", params=dict(each.params))
                for each in against
            ],
        )


def refund(contribution_id: str) -> Contribution:
    """The bank gives a contribution back onto the card (退回缴费); it counts no more.

    PrivatePensionContributionNotFound, PrivatePensionContributionState, PrivatePensionState,
    PrivatePensionCashShort.
    """
    with store.write() as tx:
        pension_id = _found(tx, contribution_id).pension_id
        pension = known.held(tx, pension_id)
        found = _held(tx, contribution_id)
        account.check_open(pension, "refund")
        status = domain.moved(found, "refund")
        funds = rows.active_funds(tx, pension_id)
        if funds.cash < found.amount:
            raise problems.PrivatePensionCashShort(balance=funds.cash, asked=found.amount)
        known.booked(tx, funds, account.CONTRIBUTION_REFUND, found.id, cash=-found.amount)
        changed = KEPT.change(tx, found, status=status)
        payments.order(
            tx,
            PaymentOrder(
                f"private-pension-refund/{found.id}",
                found.amount,
                account.FUND,
                "个人养老金缴费退回",
            ),
            item_code=domain.CODE,
            region=pension.region_code,
            person_id=found.person_id,
        )
        tell(tx, changed)
        failpoint("benefits.private_pension_refund.before_commit")
        return tx.answer(changed)


# ---- reading


def get(contribution_id: str) -> Contribution:
    """PrivatePensionContributionNotFound."""
    with store.read() as tx:
        return _found(tx, contribution_id)


def _found(tx: Tx, contribution_id: str) -> Contribution:
    found = KEPT.find(tx, contribution_id)
    if found is None:
        raise problems.PrivatePensionContributionNotFound(contribution_id=contribution_id)
    return found


def _held(tx: Tx, contribution_id: str) -> Contribution:
    """Held, after its pension, as everything that counts against its room."""
    known.held(tx, _found(tx, contribution_id).pension_id)
    found = KEPT.find(tx, contribution_id, lock=True)
    assert found is not None, "a contribution is never removed"
    return found


def tell(tx: Tx, changed: Contribution) -> None:
    """That a contribution is in another state now."""
    data = {
        "id": changed.id,
        "person_id": changed.person_id,
        "amount_fen": changed.amount.fen,
        "status": changed.status,
    }
    tx.emit("private_pension_contribution.changed", changed.id, data)
