"""Contributions are given back (退费): a month that was not owed, to whoever paid each part.

The month is live no more and may be paid again; what it brought to the account is taken back.
"""

from services.benefits import problems_insurance as problems
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import EMPLOYER, PERSON
from services.benefits.domain.contributions import refund as rules
from services.benefits.domain.contributions.posting import Line, Posting
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.month import PAID_STATUS, ContributionMonth
from services.benefits.domain.payment import FUNDS
from services.benefits.flows import annuity_postings, payments
from services.benefits.flows.contributions import charges
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import contributions, insurance, pension_accounts, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money

ITEM = "HRSS-056"
_PURPOSE = "社会保险费退费"


def refund(person_id: str, kind: str, month: str) -> ContributionMonth:
    """Give back what was paid for a person's month of one insurance; late fees stay.

    NothingToRefund, RefundNotHere, AccountTooLow, RegionNotAllowed.
    """
    with store.write() as tx:
        insurance.hold(tx, [person_id])
        found = insurance.month_of(tx, person_id, kind, month)
        if found is None or found.charge_id is None or found.status != PAID_STATUS:
            raise problems.NothingToRefund(kind=words.KINDS[kind], month=month)
        world.require_region(found.region_code)
        if kind not in FUNDS:
            raise problems.RefundNotHere(kind=words.KINDS[kind])
        done = insurance.change_month(tx, found, "refund")
        _taken_back(tx, found)
        _paid_back(tx, found)
        if not contributions.has_paid_months(tx, found.charge_id):
            charges.moved(tx, charges.held(tx, found.charge_id), "refund")
        failpoint("benefits.contribution_refund.before_commit")
        return tx.answer(done)


def key_of(found: ContributionMonth) -> str:
    return f"refund/{found.charge_id}/{found.person_id}/{found.kind}/{found.month}"


def _taken_back(tx: Tx, found: ContributionMonth) -> None:
    """What the month brought to the account; AccountTooLow where it isn't there any more."""
    if found.kind == words.OCCUPATIONAL_ANNUITY:
        annuity_postings.take_back(tx, found)
        return
    amount = found.to_account + found.subsidy
    if not amount:
        return
    account = pension_accounts.account_of(tx, found.person_id, found.kind, lock=True)
    if account is None or account.balance < amount:
        raise problems.AccountTooLow(account_id=account.id if account else "-", amount=amount)
    pension_accounts.post(tx, account, key_of(found), ledger.REFUND, found.when, -amount)


def _paid_back(tx: Tx, found: ContributionMonth) -> None:
    """The person's part onto the card, the employer's to its account."""
    assert found.charge_id is not None
    back = rules.of_month([_posting(found)], None)
    charge = charges.held(tx, found.charge_id)
    payees = ((PERSON, found.person_id, None), (EMPLOYER, None, charge.payer_name))
    for payer, person_id, name in payees:
        amount = back.to(payer)
        if amount:
            payments.order(
                tx,
                PaymentOrder(f"{key_of(found)}/{payer}", amount, found.kind, _PURPOSE),
                item_code=ITEM,
                region=found.region_code,
                person_id=person_id,
                payee_name=name,
            )


def _posting(found: ContributionMonth) -> Posting:
    """The month as the rule of refunds takes it: its lines, not how they came about."""
    insurance_name = words.RULE_OF.get(found.kind, found.kind)
    lines = tuple(
        Line(insurance_name, payer, found.base, amount)
        for payer, amount in ((EMPLOYER, found.employer), (PERSON, found.personal))
        if amount
    )
    return Posting(found.when, lines, Explanation(Money.zero(), ()))
