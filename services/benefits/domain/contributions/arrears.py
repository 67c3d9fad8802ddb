"""Late contributions (欠费): the day from which they are late, the late fee, and the fine.

Law on social insurance, article 86: 0.05 % of what is owed a day, from the day it is owed on
(自欠缴之日起按日加收万分之五的滞纳金); if it still isn't paid after an order, a fine of one to
three times the arrears.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

PRINCIPAL, LATE_FEE = "principal", "late_fee"


@dataclass(frozen=True, slots=True)
class ArrearsRule:
    """due_day: of the month after, the last day on which a month is paid in time; late_fee: a
    day; cap: of the principal, the most that late fees reach, None where no rule caps them;
    fine: least and most times the arrears."""

    due_day: Figure[int]
    late_fee: Figure[Fraction]
    cap: Figure[Fraction] | None
    fine_least: Figure[Fraction]
    fine_most: Figure[Fraction]

    def due_on(self, month: Month) -> date:
        """The last day in time for a month; the month's last day where it is shorter."""
        return (month + 1).day(self.due_day.value)

    def days_late(self, month: Month, paid_on: date) -> int:
        """Days that bear a late fee: from the day after the last in time to the day of payment."""
        return max(0, (paid_on - self.due_on(month)).days)

    def first_late_day(self, month: Month) -> date:
        return self.due_on(month) + timedelta(days=1)

    def of(self, month: Month, owed: Money, paid_on: date) -> Explanation:
        """What has to be paid on a day for a month's arrears: them, and the late fee.

        The fee is worked out on the sum once, over all days, and rounded once to the fen.
        """
        days = self.days_late(month, paid_on)
        formula = "owed * rate * days"
        inputs: dict[str, Input] = {"owed": owed, "rate": self.late_fee, "days": days}
        zh = "欠缴 {owed} 元，逾期 {days} 天，每日 {rate}"
        en = "{rate} a day of {owed} owed, for {days} days"
        if self.cap is not None:
            formula = f"min({formula}, owed * cap)"
            inputs["cap"] = self.cap
            zh, en = zh + "，不超过本金的 {cap}", en + ", not above {cap} of it"
        principal = explain.amount(
            "arrears.principal",
            "owed",
            {"owed": owed},
            Text(zh="补缴 {result} 元", en="Arrears of {result}"),
            share=PRINCIPAL,
        )
        fee = explain.amount(
            "arrears.late_fee",
            formula,
            inputs,
            Text(zh=f"{zh}，滞纳金 {{result}} 元", en=f"{en}: a late fee of {{result}}"),
            rounding="half_up_fen",
            share=LATE_FEE,
        )
        return Explanation(principal.money + fee.money, (principal, fee))

    def fine(self, owed: Money) -> tuple[Explanation, Explanation]:
        """The least and the most that may be fined once an order was not followed."""
        return self._fine("least", owed, self.fine_least), self._fine("most", owed, self.fine_most)

    def _fine(self, which: str, owed: Money, times: Figure[Fraction]) -> Explanation:
        step = explain.amount(
            f"arrears.fine.{which}",
            "owed * times",
            {"owed": owed, "times": times},
            Text(
                zh="欠缴 {owed} 元的 {times}，罚款 {result} 元",
                en="{times} of {owed} owed: a fine of {result}",
            ),
            rounding="half_up_fen",
            share="fine",
        )
        return Explanation(step.money, (step,))
