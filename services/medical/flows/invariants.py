"""Laws that hold in every medical store at any instant."""

from services.medical.store import (
    laws,
    laws_accounts,
    laws_orders,
    laws_payments,
    laws_stock,
    laws_years,
)
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "P1",
        Text(
            zh="四段之和等于总费用；基金、医院、个人之和等于总费用",
            en="The parts of a bill sum to its total, and so do funds, hospital and person",
        ),
    )(laws.unequal_split),
    invariant(
        "P2",
        Text(
            zh="结算金额均不为负；共济支付不超过账户支付",
            en="No amount of a bill is below zero; family money is part of the account money",
        ),
    )(laws.negative_amount),
    invariant(
        "P3",
        Text(
            zh="基金支付不超过符合范围费用与先行自付之和",
            en="The funds pay no more than is in scope, with what is paid first",
        ),
    )(laws.funds_over_scope),
    invariant(
        "medical.explained",
        Text(
            zh="计算说明可重新计算，且等于结算金额",
            en="Each explanation, computed again, gives the recorded amounts",
        ),
    )(laws.false_explanation),
    invariant(
        "medical.bill_is_lines",
        Text(zh="就诊费用等于明细之和", en="A visit's bill is the sum of its fee lines"),
    )(laws.bill_off_lines),
    invariant(
        "medical.refund_is_charged",
        Text(
            zh="退费不超过原明细，且原明细未撤销",
            en="No more of a fee line is taken back than was charged, and the line still counts",
        ),
    )(laws.refund_over_charge),
    invariant(
        "P6",
        Text(
            zh="年度累计等于有效结算之和",
            en="Accumulators equal the sum of the settlements that stand",
        ),
    )(laws_years.accumulator_off_settlements),
    invariant(
        "P6.cap",
        Text(zh="统筹支付不超过封顶线", en="The pool never pays above the year's cap"),
    )(laws_years.pool_over_cap),
    invariant(
        "P6.disease",
        Text(
            zh="门诊慢特病病种累计等于有效结算之和",
            en="The accumulators of each chronic disease equal the settlements that stand",
        ),
    )(laws_years.disease_off_settlements),
    invariant(
        "P6.disease_cap",
        Text(
            zh="病种统筹支付不超过该病种限额",
            en="The pool never pays above a chronic disease's cap of the year",
        ),
    )(laws_years.disease_over_cap),
    invariant(
        "P8",
        Text(zh="冲正与原结算互抵为零", en="A reversal and its original sum to nothing"),
    )(laws.reversal_off_original),
    invariant(
        "medical.corrected_is_undone",
        Text(
            zh="冲正的结算在参保地已撤回，且金额互抵",
            en="What was corrected counts no more at home, and gave back what it had taken",
        ),
    )(laws.undone_on_one_side),
    invariant(
        "medical.account_is_journal",
        Text(
            zh="个人账户余额等于流水之和且不为负",
            en="An account's balance is the sum of its journal and never below zero",
        ),
    )(laws.account_off_journal),
    invariant(
        "medical.account_years",
        Text(
            zh="年度划入与利息等于其流水，且说明可重新计算",
            en="A year's credit and interest are its entries, and computed again the same",
        ),
    )(laws_accounts.account_year_off_entries),
    invariant(
        "medical.family_entries",
        Text(
            zh="家庭共济支付与该账户的流水一致",
            en="What an account paid for family is an entry of that account",
        ),
    )(laws_accounts.family_off_entries),
    invariant(
        "medical.family_parts",
        Text(
            zh="结算中的家庭共济支付等于各账户之和",
            en="A settlement's family part is the sum of what the accounts paid",
        ),
    )(laws_accounts.family_off_settlement),
    invariant(
        "medical.family_limit",
        Text(
            zh="家庭共济支付不超过年度限额",
            en="No account pays more for family in a year than its owner allowed",
        ),
    )(laws_accounts.family_over_limit),
    invariant(
        "medical.payments",
        Text(
            zh="现金部分至多支付一次，金额相符，冲正后已退回",
            en="The cash part is paid at most once, in full, and given back after a reversal",
        ),
    )(laws_payments.payment_off_settlement),
    invariant(
        "medical.mobile_orders",
        Text(
            zh="移动支付订单的状态与其结算一致",
            en="An order of mobile payment is paid or refunded as its settlement is",
        ),
    )(laws_orders.order_off_settlement),
    invariant(
        "medical.manual_claims",
        Text(
            zh="手工报销金额与参保地记录及计算说明一致",
            en="A manual claim is what the home side recorded and its explanation computes",
        ),
    )(laws_payments.claim_off_home),
    invariant(
        "medical.care_is_home",
        Text(
            zh="就医地的每笔结算在参保地都有记录",
            en="The home side has recorded each settlement that stands on the care side",
        ),
    )(laws.care_without_home),
    invariant(
        "medical.stock_is_movements",
        Text(
            zh="商品库存与可退数量等于其流水之和",
            en="What is in stock of a batch, and may be returned, is the sum of its movements",
        ),
    )(laws_stock.batch_off_movements),
)

FIGURES = (laws.account_balances,)
