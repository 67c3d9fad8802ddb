"""The laws of annuities."""

from services.benefits.store import laws_annuity
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.annuity_balances",
        Text("年金账户余额与明细一致", "The balance of an annuity account is its entries"),
    )(laws_annuity.balance_off_entries),
    invariant(
        "benefits.annuity_payouts",
        Text("年金领取与账户支出一致", "What left an annuity account is what was ordered"),
    )(laws_annuity.payout_off_entries),
    invariant(
        "benefits.annuity_posted",
        Text("职业年金缴费月与账户入账一致", "Paid months of the annuity are in the accounts"),
    )(laws_annuity.posted_off_months),
)
