"""When somebody may retire: the legal month, the span of choice around it (弹性退休), the least
months of contributions (最低缴费年限), and the earlier age of special trades (特殊工种).

Since 2025 one may retire up to 36 months before the legal month, never before the age of before
2025, or up to 36 months after it if the employer agrees. The law counts in months: a birthday in
the middle of a month makes no difference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.retirement import RetirementAges, RetirementClass
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month

MEN, WOMEN_55, WOMEN_50 = "men", "women_55", "women_50"
CLASSES: Final = (MEN, WOMEN_55, WOMEN_50)
"""男职工, 原法定退休年龄五十五周岁的女职工, 原法定退休年龄五十周岁的女职工."""

EARLY, LEGAL, LATE = "early", "legal", "late"
CHOICES: Final = (EARLY, LEGAL, LATE)
"""弹性提前退休, 法定年龄退休, 弹性延迟退休."""

HEIGHTS_OR_HEAVY, UNDERGROUND_OR_HOT, HARMFUL = "heights_or_heavy", "underground_or_hot", "harmful"
TRADES: Final = (HEIGHTS_OR_HEAVY, UNDERGROUND_OR_HOT, HARMFUL)
"""高空或特别繁重体力劳动, 井下或高温, 其他有害身体健康的工作."""

_RULE: Final = "关于实施渐进式延迟法定退休年龄的决定"

TOO_EARLY = decision.reason(
    "retirement_before_earliest_month",
    "{chosen} 早于可以退休的最早月份 {earliest}",
    "{chosen} is before {earliest}, the earliest month of retirement",
    _RULE,
)
TOO_LATE = decision.reason(
    "retirement_after_latest_month",
    "{chosen} 晚于可以退休的最晚月份 {latest}",
    "{chosen} is after {latest}, the latest month of retirement",
    _RULE,
)
NO_AGREEMENT = decision.reason(
    "late_retirement_without_agreement",
    "弹性延迟退休须与用人单位协商一致",
    "Retiring later needs the employer's agreement",
    _RULE,
)
TOLD_LATE = decision.reason(
    "employer_told_too_late",
    "提前退休应当至少提前 {months} 个月书面告知用人单位，最晚 {latest}，实际 {told}",
    "The employer must be told in writing {months} months ahead, by {latest}; it was on {told}",
    "实施弹性退休制度暂行办法",
)
TOO_FEW_MONTHS = decision.reason(
    "contribution_months_too_few",
    "累计缴费 {months} 个月，不足 {least} 个月",
    "{months} months of contributions; {least} are the least",
    "最低缴费年限",
)
TRADE_TOO_SHORT = decision.reason(
    "special_trade_too_short",
    "从事特殊工种 {months} 个月，不足 {least} 个月",
    "{months} months in the special trade; {least} are the least",
    "特殊工种提前退休",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The span of choice, in months before and after the legal month; `notice`: months ahead in
    which the employer is told of an early one."""

    early: Figure[int]
    late: Figure[int]
    notice: Figure[int]


@dataclass(frozen=True, slots=True)
class Span:
    """The months in which somebody may retire; `legal` is where no choice is made."""

    earliest: Month
    legal: Month
    latest: Month

    def choice(self, chosen: Month) -> str:
        """Which of `CHOICES` the month is."""
        if chosen == self.legal:
            return LEGAL
        return EARLY if chosen < self.legal else LATE


def span(ages: RetirementClass, birth: date, choice: Choice | None) -> Span:
    """The span of choice; the legal month alone where there is none, as before 2025.

    >>> from sscsim.kernel.explain import Basis, Source
    >>> basis = Basis("p", "l", "1", "builtin", "2025-01-01", Source("s", "s", "invented"))
    >>> months = Figure(36, basis)
    >>> men = RetirementClass(60, 4, 36, Month(2025, 1))
    >>> found = span(men, date(1966, 5, 9), Choice(months, months, Figure(3, basis)))
    >>> str(found.earliest), str(found.legal), str(found.latest)
    ('2026-05', '2026-10', '2029-10')
    """
    legal = ages.month_of(birth)
    if choice is None:
        return Span(legal, legal, legal)
    old = Month(birth.year + ages.age, birth.month)
    return Span(max(old, legal + -choice.early.value), legal, legal + choice.late.value)


def age_at(birth: date, month: Month) -> int:
    """Months of age in a month: 721 in the month after the sixtieth birthday's.

    >>> age_at(date(1965, 1, 31), Month(2025, 2))
    721
    """
    return month - Month.of(birth)


def least_counts_in(found: Span, chosen: Month) -> Month:
    """The month whose least months of contributions count: the chosen one for who retires early,
    the legal one for everybody else."""
    return min(chosen, found.legal)


@dataclass(frozen=True, slots=True)
class Application:
    """What is asked. `months`: of contributions, deemed ones included; `told_on`: when the
    employer was told in writing, `agreed`: whether it agreed to a later month; `has_employer`
    False for flexible workers, who ask nobody."""

    chosen: Month
    months: int
    has_employer: bool = True
    told_on: date | None = None
    agreed: bool = False


def against(
    asked: Application, found: Span, choice: Choice | None, least: Figure[int]
) -> list[Reason]:
    """Every reason against retiring in that month; none: it may be granted."""
    reasons = []
    if asked.chosen < found.earliest:
        reasons.append(TOO_EARLY.with_(chosen=str(asked.chosen), earliest=str(found.earliest)))
    if asked.chosen > found.latest:
        reasons.append(TOO_LATE.with_(chosen=str(asked.chosen), latest=str(found.latest)))
    if asked.months < least.value:
        reasons.append(TOO_FEW_MONTHS.with_(months=asked.months, least=least.value))
    kind = found.choice(asked.chosen)
    if kind == LATE and asked.has_employer and not asked.agreed:
        reasons.append(NO_AGREEMENT)
    if kind == EARLY and asked.has_employer and choice is not None:
        reasons += _notice(asked, choice.notice.value)
    return reasons


def _notice(asked: Application, months: int) -> list[Reason]:
    latest = (asked.chosen + -months).last
    if asked.told_on is not None and asked.told_on <= latest:
        return []
    told = asked.told_on.isoformat() if asked.told_on else "-"
    return [TOLD_LATE.with_(months=months, latest=latest.isoformat(), told=told)]


@dataclass(frozen=True, slots=True)
class SpecialTrades:
    """Early retirement of special trades: the age by sex, in whole years, and the least months in
    the trade by kind. These ages did not rise in 2025."""

    men: Figure[int]
    women: Figure[int]
    least: Mapping[str, Figure[int]]

    def month_of(self, birth: date, sex: str) -> Month:
        """The month from which somebody of a special trade may retire."""
        age = self.men if sex == "male" else self.women
        return Month(birth.year + age.value, birth.month)

    def against(self, trade: str, months_in_trade: int) -> list[Reason]:
        """Why somebody is not of the trade for the rule."""
        least = self.least[trade].value
        if months_in_trade >= least:
            return []
        return [TRADE_TOO_SHORT.with_(months=months_in_trade, least=least)]


def class_of(ages: RetirementAges, worker_class: str) -> RetirementClass:
    """The ages of one of `CLASSES`; KeyError for anything else."""
    return {MEN: ages.men, WOMEN_55: ages.women_55, WOMEN_50: ages.women_50}[worker_class]
