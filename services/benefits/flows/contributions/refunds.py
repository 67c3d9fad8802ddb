"""Contributions are given back (退费): a month that was not owed, to whoever paid each part.

The month is live no more and may be paid again; what it brought to the account is taken back. Of a
month that was paid on too high a wage what is too much goes back, and the month stands on its base.
"""

from dataclasses import dataclass, replace
from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import EMPLOYER, PERSON
from services.benefits.domain.contributions import refund as rules
from services.benefits.domain.contributions.posting import Line, Posting
from services.benefits.domain.contributions.refund import Refund
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.charge import Charge
from services.benefits.domain.insurance.correction import Correction
from services.benefits.domain.insurance.month import PAID_STATUS, ContributionMonth
from services.benefits.domain.payment import FUNDS
from services.benefits.flows import annuity_postings, payments
from services.benefits.flows.contributions import charges
from services.benefits.flows.contributions.pricing import Price, Tariff
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import contributions, insurance, pension_accounts, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money

ITEM = "HRSS-056"
_PURPOSE = "社会保险费退费"


def refund(
    person_id: str, kind: str, month: str, right_wage: Money | None = None
) -> ContributionMonth:
    """Give back what was paid for a person's month of one insurance, or what of it is more than the
    right wage asks for; late fees stay.

    NothingToRefund, RefundNotHere, AccountTooLow, WageNotTooHigh, RegionNotAllowed, PolicyMissing,
    FigureMissing.
    """
    with store.write() as tx:
        insurance.hold(tx, [person_id])
        found = insurance.month_of(tx, person_id, kind, month)
        paid = _paid_by(tx, found) if found is not None else None
        if found is None or paid is None:
            raise problems.NothingToRefund(kind=words.KINDS[kind], month=month)
        world.require_region(found.region_code)
        if kind not in FUNDS:
            raise problems.RefundNotHere(kind=words.KINDS[kind])
        done = _whole(tx, paid) if right_wage is None else _too_much(tx, paid, right_wage)
        failpoint("benefits.contribution_refund.before_commit")
        return tx.answer(done)


@dataclass(frozen=True, slots=True)
class _Paid:
    """A month that a charge paid for, and how often it was corrected yet."""

    month: ContributionMonth
    charge: Charge
    corrections: int

    @property
    def key(self) -> str:
        of = self.month
        key = f"refund/{self.charge.id}/{of.person_id}/{of.kind}/{of.month}"
        return f"{key}/{self.corrections}" if self.corrections else key


def _paid_by(tx: Tx, found: ContributionMonth) -> _Paid | None:
    """None for a month that no charge paid for. One that was corrected is on none any more."""
    before = contributions.corrections_of(tx, found)
    charge_id = found.charge_id
    if charge_id is None and before:
        charge_id = before[-1].charge_id
    if charge_id is None or found.status != PAID_STATUS:
        return None
    return _Paid(found, charges.held(tx, charge_id), len(before))


def _whole(tx: Tx, paid: _Paid) -> ContributionMonth:
    found = paid.month
    done = insurance.change_month(tx, found, "refund")
    _taken_back(tx, paid, found.to_account + found.subsidy)
    _paid_back(tx, paid, rules.of_month([_posting(found)], None))
    is_corrected = found.charge_id is None
    if not is_corrected and not contributions.has_paid_months(tx, paid.charge.id):
        charges.moved(tx, paid.charge, "refund")
    return done


def _too_much(tx: Tx, paid: _Paid, wage: Money) -> ContributionMonth:
    """The month as it should have been, in place of the other."""
    found = paid.month
    price = _priced(tx, paid, wage)
    if price is None or not (price.employer < found.employer or price.personal < found.personal):
        raise problems.WageNotTooHigh(kind=words.KINDS[found.kind], month=found.month, wage=wage)
    now = tx.world.now
    right = replace(
        found,
        charge_id=None,
        base=price.base,
        employer=price.employer,
        personal=price.personal,
        to_account=price.to_account,
        version=1,
        created_at=now,
        updated_at=now,
    )
    insurance.change_month(tx, found, "refund")
    insurance.add_months(tx, [right])
    _taken_back(tx, paid, found.to_account - right.to_account, right)
    back = rules.of_month([_posting(found)], _posting(right))
    _paid_back(tx, paid, back)
    _recorded(tx, paid, right, back)
    return right


def _priced(tx: Tx, paid: _Paid, wage: Money) -> Price | None:
    """What the month costs on a wage; None for a month that no employer paid."""
    found, charge = paid.month, paid.charge
    if charge.credit_code is None:
        return None
    employer = insurance.employer(tx, charge.credit_code, charge.region_code)
    assert employer is not None, "an employer is never removed"
    if found.kind == words.OCCUPATIONAL_ANNUITY:
        return Tariff(tx, employer, found.when, (words.INSTITUTION_PENSION,)).annuity(wage)
    return Tariff(tx, employer, found.when, (found.kind,)).price(found.kind, wage)


def _recorded(tx: Tx, paid: _Paid, right: ContributionMonth, back: Refund) -> None:
    found, number, now = paid.month, paid.corrections + 1, tx.world.now
    made = Correction(
        id=tx.new_id("ccn", found.person_id, found.kind, found.month, number),
        person_id=found.person_id,
        kind=found.kind,
        month=found.month,
        ordinal=number,
        region_code=found.region_code,
        charge_id=paid.charge.id,
        base=found.base,
        right_base=right.base,
        employer=back.to(EMPLOYER),
        personal=back.to(PERSON),
        account=found.to_account - right.to_account,
        corrected_on=tx.world.today,
        explanation=back.explanation.as_json(),
        version=1,
        created_at=now,
        updated_at=now,
    )
    contributions.corrections.add(tx, made)


def _taken_back(tx: Tx, paid: _Paid, amount: Money, right: ContributionMonth | None = None) -> None:
    """What the month brought to the account too much; AccountTooLow where it isn't there any more.
    right: the month as it stands from now on."""
    found = paid.month
    if not amount:
        return
    if found.kind == words.OCCUPATIONAL_ANNUITY:
        annuity_postings.take_back(tx, found, right, paid.corrections)
        return
    account = pension_accounts.account_of(tx, found.person_id, found.kind, lock=True)
    if account is None or account.balance < amount:
        raise problems.AccountTooLow(account_id=account.id if account else "-", amount=amount)
    pension_accounts.post(tx, account, paid.key, ledger.REFUND, found.when, -amount)


def _paid_back(tx: Tx, paid: _Paid, back: Refund) -> None:
    """The person's part onto the card, the employer's to its account."""
    found = paid.month
    payees = ((PERSON, found.person_id, None), (EMPLOYER, None, paid.charge.payer_name))
    for payer, person_id, name in payees:
        amount = back.to(payer)
        if amount:
            payments.order(
                tx,
                PaymentOrder(f"{paid.key}/{payer}", amount, found.kind, _PURPOSE),
                item_code=ITEM,
                region=found.region_code,
                person_id=person_id,
                payee_name=name,
            )


def corrections(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return contributions.corrections.page(tx, page, filters)


def _posting(found: ContributionMonth) -> Posting:
    """The month as the rule of refunds takes it: its lines, not how they came about."""
    insurance_name = words.RULE_OF.get(found.kind, found.kind)
    lines = tuple(
        Line(insurance_name, payer, found.base, amount)
        for payer, amount in ((EMPLOYER, found.employer), (PERSON, found.personal))
        if amount
    )
    return Posting(found.when, lines, Explanation(Money.zero(), ()))
