"""Refund to employers that keep their staff (稳岗返还): a share of last year's contributions.

The ministries renew it by the year. The employer has contributed for twelve months and laid off
few: a share not above the year's aim for urban unemployment, or, where it is small, a larger one.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain import decision, percents
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

CONTRIBUTED_TOO_SHORT = decision.reason(
    "retention_contributed_too_short",
    "足额缴费 {months} 个月，不足 {least} 个月",
    "Contributions of {months} months; {least} are wanted",
    "稳岗返还：足额缴纳失业保险费 12 个月以上",
)
LAID_OFF_TOO_MANY = decision.reason(
    "retention_laid_off_too_many",
    "裁员 {laid_off} 人，参保职工 {staff} 人，超过 {limit}",
    "{laid_off} of {staff} were laid off; the limit is {limit}",
    "稳岗返还：裁员率不高于控制目标",
)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """small, large: shares of the contributions that go back, by size of the employer. months: of
    contributions that it needs. layoffs: the share of staff it may have laid off; small_staff,
    small_layoffs: as long as staff are not more than so many, a larger one."""

    small: Figure[Fraction]
    large: Figure[Fraction]
    months: Figure[int]
    layoffs: Figure[Fraction]
    small_staff: Figure[int]
    small_layoffs: Figure[Fraction]

    def limit(self, staff: int) -> Figure[Fraction]:
        """The share of staff that may have been laid off."""
        return self.small_layoffs if staff <= self.small_staff.value else self.layoffs

    def refuses(self, months: int, staff: int, laid_off: int) -> list[Reason]:
        """staff: insured on average of the year (at least one); laid_off: in that year."""
        against = []
        if months < self.months.value:
            against.append(CONTRIBUTED_TOO_SHORT.with_(months=months, least=self.months.value))
        limit = self.limit(staff)
        if Fraction(laid_off, staff) > limit.value:
            said = percents.spoken(limit.value)
            against.append(LAID_OFF_TOO_MANY.with_(laid_off=laid_off, staff=staff, limit=said))
        return against

    def of(self, is_small: bool, paid: Money) -> Explanation:
        """What goes back. paid: by employer and staff, to unemployment insurance, last year."""
        share = self.small if is_small else self.large
        step = explain.amount(
            "unemployment.retention",
            "paid * share",
            {"paid": paid, "share": share},
            Text(
                zh="上年度实际缴纳失业保险费 {paid} 元的 {share}，返还 {result} 元",
                en="{share} of last year's contributions {paid}: {result} go back",
            ),
            rounding="half_up_fen",
            share="refund",
        )
        return Explanation(step.money, (step,))
