"""The laws of unemployment insurance."""

from services.benefits.store import laws_retention, laws_unemployment, laws_unemployment_runs
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.unemployment_period",
        Text("失业保险金领取不超过法定期限", "No benefit passes its legal maximum of months"),
    )(laws_unemployment.period_over_most),
    invariant(
        "benefits.unemployment_moved",
        Text(
            "转移的失业保险金在转入地按剩余月数继续", "A benefit that moved goes on by what is left"
        ),
    )(laws_unemployment.moved_off),
    invariant(
        "benefits.unemployment_no_work",
        Text("领取失业保险金的人没有就业登记", "Nobody on benefit is employed on record"),
    )(laws_unemployment.employed_on_benefit),
    invariant(
        "benefits.unemployment_paid",
        Text("失业保险金发放与其付款一致", "A month of benefit is what its payment says"),
    )(laws_unemployment.month_off_payment),
    invariant(
        "benefits.unemployment_runs",
        Text("发放批次的人数和金额与明细一致", "A month's payout is the sum of its lines"),
    )(laws_unemployment_runs.run_off_lines),
    invariant(
        "benefits.unemployment_premiums",
        Text("代缴医疗保险费与其付款一致", "Premiums sum to what was paid for them"),
    )(laws_unemployment.premiums_off_sum),
    invariant(
        "benefits.job_retention",
        Text("稳岗返还不超过缴费并与付款一致", "A refund to an employer is part of what it paid"),
    )(laws_retention.refund_off),
)
