"""Laws of reconciliation and of applications for payment."""

from services.medical.store import laws_reconciliation as laws
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "medical.application_is_its_settlements",
        Text(
            zh="费用申报等于当月结算之和，且总额等于现金、账户、基金之和",
            en="An application is the sum of its settlements: cash, account and fund money",
        ),
    )(laws.application_off_settlements),
    invariant(
        "medical.one_live_application",
        Text(
            zh="同一机构、月份、险种、类别至多一份有效申报",
            en="A month and kind of an institution has one live application at most",
        ),
    )(laws.second_live_application),
    invariant(
        "medical.deduction_within_funds",
        Text(
            zh="审核扣款不超过该结算的基金支付",
            en="A deduction is at most what the funds paid for its settlement",
        ),
    )(laws.deduction_above_funds),
    invariant(
        "medical.application_is_lowered_by_deductions",
        Text(
            zh="费用申报的扣款等于其扣款明细之和",
            en="An application is lowered by its deductions and nothing else",
        ),
    )(laws.application_off_deductions),
    invariant(
        "medical.reconciliation_says_what_it_found",
        Text(
            zh="对账结果与双方数字及差异明细一致",
            en="A reconciliation says what its figures and differences say",
        ),
    )(laws.reconciliation_off_figures),
)
