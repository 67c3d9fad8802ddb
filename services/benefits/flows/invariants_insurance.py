"""The laws of contributions: charges, months, accounts."""

from services.benefits.store import laws_insurance
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.charges_summed",
        Text("缴费单金额等于其分项合计", "A charge is the sum of its parts"),
    )(laws_insurance.charge_off_parts),
    invariant(
        "benefits.charges_posted",
        Text("缴费单分项等于其缴费月合计", "A charge's parts are the sums of its months"),
    )(laws_insurance.parts_off_months),
    invariant(
        "benefits.months_paid",
        Text("缴费月与其缴费单的状态一致", "A month is paid when its charge is"),
    )(laws_insurance.months_off_charge),
    invariant(
        "benefits.charges_followed",
        Text("扣款中的缴费单总有后续任务", "Money that is being taken is asked for by a job"),
    )(laws_insurance.charge_nobody_follows),
    invariant(
        "benefits.account_balance",
        Text("个人账户余额等于其分录合计", "A personal account's entries sum to its balance"),
    )(laws_insurance.balance_off_entries),
    invariant(
        "benefits.account_posted",
        Text("个人账户记账等于实缴月份的记账额", "An account got what its paid months say"),
    )(laws_insurance.posted_off_months),
    invariant(
        "benefits.contribution_corrections",
        Text("多缴退费与其支付、冲回一致", "What was paid too much went back to who paid it"),
    )(laws_insurance.corrections_off_payments),
)
