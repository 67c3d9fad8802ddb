"""The laws of transfers between regions and insurances."""

from services.benefits.store import laws_military, laws_transfer
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.transfer_accounts",
        Text("转移的个人账户不增不减", "An account that moves arrives as it left"),
    )(laws_transfer.account_not_conserved),
    invariant(
        "benefits.transfer_annuities",
        Text("转移的年金不增不减", "An annuity that moves arrives as it left"),
    )(laws_transfer.annuity_not_conserved),
    invariant(
        "benefits.transfer_months",
        Text("转移的缴费月数不增不减", "Months that move are gone here and counted there"),
    )(laws_transfer.months_not_conserved),
    invariant(
        "benefits.transfer_refunds",
        Text("重复缴费退费与账户支出一致", "What goes back for months paid twice left the account"),
    )(laws_transfer.refund_not_paid),
    invariant(
        "benefits.duplicate_refunds",
        Text("多重关系退费与账户支出一致", "Years paid twice left the account, and count no more"),
    )(laws_transfer.duplicate_off_account),
    invariant(
        "benefits.military_service",
        Text("军人服役年限计入一次", "Service in the army counts once it is taken over"),
    )(laws_military.service_not_counted),
    invariant(
        "benefits.military_money",
        Text("军地转移资金与凭证、账户一致", "What the army sent is in the account, or went back"),
    )(laws_military.money_off),
    invariant(
        "benefits.one_transfer",
        Text("同一人同一险种只有一笔在办转移", "One open transfer a person and insurance"),
    )(laws_transfer.two_under_way),
)
