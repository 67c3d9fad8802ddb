"""The laws of private pensions."""

from services.benefits.store import laws_private_pension
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.private_pension_room",
        Text(
            "个人养老金年度缴费不超过限额", "No private pension passes its yearly room, at any bank"
        ),
    )(laws_private_pension.over_the_years_room),
    invariant(
        "benefits.private_pension_balances",
        Text("资金账户余额与明细一致", "Cash and products of a private pension are its entries"),
    )(laws_private_pension.balance_off_entries),
    invariant(
        "benefits.private_pension_entries",
        Text("资金账户明细与业务一致", "Entries are what was paid in, bought, sold and earned"),
    )(laws_private_pension.entries_off_records),
    invariant(
        "benefits.private_pension_payouts",
        Text("领取与扣税之和等于赎回总额", "What is paid out and taxed is what was redeemed"),
    )(laws_private_pension.payout_off_redeemed),
)
