"""From the army to the civilian scheme (军地转移): money by a voucher, and years that count.

Law on military insurance, articles 13, 15, 16: the army's finance office sends the relation and its
money; years of service are added up with those contributed before and after. Since the law is in
force they are paid for, earlier ones are deemed paid. Months that were contributed for in the
civilian scheme as well count once; for them the civilian account is refunded (`duplicate`).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.pension.history import Deemed, History
from services.benefits.domain.transfer.sums import ACCOUNT, POOLED, SHARES
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

_RULE = "军人保险法第十六条"
FUNDS_DIFFER = decision.reason(
    "army_funds_differ",
    "到账 {received} 与缴费凭证所列 {stated} 不符",
    "{received} have come, and the voucher says {stated}",
    _RULE,
)
STILL_SERVING = decision.reason(
    "army_still_serving",
    "{left_on} 才退出现役",
    "The service ends on {left_on} only",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Voucher:
    """The army's voucher (缴费凭证): months of service, both ends counted, and the two parts of the
    money. index: at which the months count."""

    first: Month
    last: Month
    account: Money
    pooled: Money
    index: Fraction


def against(voucher: Voucher, received: Money, left_on: date, today: date) -> list[Reason]:
    stated = voucher.account + voucher.pooled
    reasons = [STILL_SERVING.with_(left_on=left_on)] if left_on > today else []
    if received != stated:
        reasons.append(FUNDS_DIFFER.with_(received=received.plain(), stated=stated.plain()))
    return reasons


def sums(voucher: Voucher) -> Explanation:
    """What arrives, by where it goes."""
    parts = (
        (ACCOUNT, voucher.account, "个人账户", "the account"),
        (POOLED, voucher.pooled, "统筹基金", "the pooled fund"),
    )
    steps = [
        explain.amount(
            f"transfer.army.{share}",
            "stated",
            {"stated": amount},
            Text(zh=f"凭证所列，记入{zh} {{result}}", en=f"By the voucher, {{result}} go to {en}"),
            share=share,
        )
        for share, amount, zh, en in parts
    ]
    return summed(steps, SHARES)


@dataclass(frozen=True, slots=True)
class Served:
    """Months of service: deemed paid, paid for, and those that the civilian scheme has too."""

    deemed: tuple[Month, ...]
    paid: tuple[Month, ...]
    double: tuple[Month, ...]


def served(voucher: Voucher, civilian: History, since: Figure[Month]) -> Served:
    """since: first month that the army pays for. Double ones stand among the others as well."""
    months = Deemed(voucher.first, voucher.last, voucher.index).months
    have = {each.month for each in civilian.paid}
    return Served(
        deemed=tuple(month for month in months if month < since.value),
        paid=tuple(month for month in months if month >= since.value),
        double=tuple(month for month in months if month in have),
    )


def counted(voucher: Voucher, civilian: History) -> History:
    """The history with the service in it: each month once, and the service's where both have it."""
    service = Deemed(voucher.first, voucher.last, voucher.index)
    others = tuple(e for e in civilian.paid if not voucher.first <= e.month <= voucher.last)
    return History(others, (*civilian.deemed, service))
