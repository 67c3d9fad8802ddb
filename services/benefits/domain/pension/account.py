"""A pension's personal account (个人账户): postings, yearly interest, payout, what is left.

Interest of a year is by months (月积数法): the balance of the year's first day bears it for every
month, what is posted in a month from that month on, what is paid out not any more from that month
on. It is rounded once a year, half up to the fen, and becomes an entry: entries sum to the balance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

POSTED, PAID_OUT, INTEREST = "posted", "paid_out", "interest"
_ZERO: Final = Money.zero()
KINDS: Final = (POSTED, PAID_OUT, INTEREST)

DEATH, EMIGRATION, SHORT = "death", "emigration", "short_contribution"
LUMP_SUMS: Final = (DEATH, EMIGRATION, SHORT)

YEARS_REACHED = decision.reason(
    "minimum_years_reached",
    "累计缴费 {months} 个月，已满 {least} 个月，应当按月领取",
    "{months} months of contributions reach the {least}: the pension is paid by the month",
    "个人账户一次性待遇",
)
NOT_WAIVED = decision.reason(
    "continuation_not_waived",
    "未书面声明自愿放弃延长缴费或者转入居民养老保险",
    "Going on contributing, or moving to the residents' scheme, was not waived in writing",
    "个人账户一次性待遇",
)
NOT_OF_AGE = decision.reason(
    "before_retirement_age",
    "{month} 尚未达到法定退休年龄（{legal}）",
    "The legal age is reached in {legal}, after {month}",
    "个人账户一次性待遇",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, in the month to which it counts; paid out ones are positive amounts as well."""

    month: Month
    kind: str
    amount: Money

    @property
    def signed(self) -> Money:
        """What it does to the balance."""
        return -self.amount if self.kind == PAID_OUT else self.amount


def balance(entries: Sequence[Entry]) -> Money:
    """The entries' sum: there is no other balance."""
    return sum_money(each.signed for each in entries)


def contribution(base: Money, share: Figure[Fraction], month: Month) -> tuple[Step, Entry]:
    """A month's posting: the person's share of the base (记账额), rounded half up to the fen."""
    step = explain.amount(
        "account.posting",
        "base * share",
        {"base": base, "share": share, "month": str(month)},
        Text(
            zh="{month} 缴费基数 {base} × {share} 记入个人账户 {result}",
            en="{share} of the base {base} of {month} goes to the account: {result}",
        ),
        rounding="half_up_fen",
    )
    return step, Entry(month, POSTED, step.money)


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest of a year or of its first months, and the entry that it makes."""

    explanation: Explanation
    entry: Entry

    @property
    def amount(self) -> Money:
        return self.entry.amount


def interest(
    opening: Money,
    entries: Sequence[Entry],
    rate: Figure[Fraction],
    until: Month,
    since: Month | None = None,
) -> Interest:
    """Interest of a year from January, or from `since`, to the month `until`, included.

    `opening`: the balance before the first of these months; `entries`: others than of these months
    are left out. Whoever retires gets interest up to the month before the first pension.
    """
    since = since or Month(until.year, 1)
    counted = [each for each in entries if since <= each.month <= until]
    product = _product(opening, counted, since, until)
    made = explain.amount(
        "account.interest",
        "product * rate / 12",
        {"product": product.money, "rate": rate, "year": str(until.year)},
        Text(
            zh="{year} 年月积数 {product}，年利率 {rate}，利息 {result}",
            en="A product of months of {product} in {year} at {rate} a year: {result}",
        ),
        rounding="half_up_fen",
        share=INTEREST,
    )
    return Interest(summed([product, made], (INTEREST,)), Entry(until, INTEREST, made.money))


def interest_of(product_fen: int, rate: Figure[Fraction]) -> Money:
    """A year's interest on a product of months, as `interest` says it, without the steps.

    >>> interest_of(1_200_000, Figure(Fraction(26, 1000), None)).fen
    2600
    """
    return Money(product_fen).times(rate.value / 12)


def _product(opening: Money, entries: Sequence[Entry], since: Month, until: Month) -> Step:
    inputs: dict[str, Input] = {"opening": opening, "months": until - since + 1}
    formula = "opening * months"
    for month in sorted({each.month for each in entries}):
        name = f"net_{month.month}"
        inputs[name] = balance([each for each in entries if each.month == month])
        formula += f" + {name} * {until - month + 1}"
    return explain.amount(
        "account.product",
        formula,
        inputs,
        Text(zh="记账月积数 {result}", en="The product of amounts and months: {result}"),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """From where a month's pension comes: the account until it is empty, then the pool."""

    account: Money
    pool: Money


def draw(left: Money, account_pension: Money, rest: Money = _ZERO) -> Drawn:
    """A month's account pension out of what is left; the pool pays on for life.

    >>> draw(Money(500), Money(800), Money(1000))
    Drawn(account=Money(fen=500), pool=Money(fen=1300))
    """
    account = min(left, account_pension)
    return Drawn(account, account_pension - account + rest)


@dataclass(frozen=True, slots=True)
class LumpSum:
    """A request for the account at once (一次性支付). `legal`: month of the legal age"""

    reason: str
    month: Month
    legal: Month
    months: int
    waived: bool = False


def against(asked: LumpSum, least: Figure[int]) -> list[Reason]:
    """Why the account isn't paid at once. Death and settling abroad need no more than proof."""
    if asked.reason != SHORT:
        return []
    reasons = []
    if asked.month < asked.legal:
        reasons.append(NOT_OF_AGE.with_(month=str(asked.month), legal=str(asked.legal)))
    if asked.months >= least.value:
        reasons.append(YEARS_REACHED.with_(months=asked.months, least=least.value))
    if not asked.waived:
        reasons.append(NOT_WAIVED)
    return reasons


def lump_sum(opening: Money, this_year: Sequence[Entry], made: Interest | None) -> Explanation:
    """All that is in the account, with the interest of the year so far."""
    posted = balance(this_year)
    step = explain.amount(
        "account.lump_sum",
        "opening + this_year + interest",
        {
            "opening": opening,
            "this_year": posted,
            "interest": made.amount if made else Money.zero(),
        },
        Text(
            zh="年初 {opening}，本年收支 {this_year}，利息 {interest}，一次性支付 {result}",
            en="{opening} on the year's first day, {this_year} since and {interest} of interest: "
            "{result} at once",
        ),
        share="lump_sum",
    )
    before = [replace(each, share=None) for each in made.explanation.steps] if made else []
    return Explanation(step.money, (*before, step), ("lump_sum",))


def split(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """Shares by weight that sum to the amount: whole fen first, then one more to the largest
    remainders, the first of equal ones. Heirs (继承人) share alike, or as they agreed.

    ValueError without a weight, or with one below zero.

    >>> split(Money(100), (1, 1, 1))
    (Money(fen=34), Money(fen=33), Money(fen=33))
    """
    if not weights or min(weights) < 0 or not sum(weights):
        raise ValueError(f"weights are positive, not {weights!r}")
    whole = sum(weights)
    shares = [divmod(amount.fen * weight, whole) for weight in weights]
    left = amount.fen - sum(fen for fen, _ in shares)
    order = sorted(range(len(shares)), key=lambda at: (-shares[at][1], at))
    more = set(order[:left])
    return tuple(Money(fen + (at in more)) for at, (fen, _) in enumerate(shares))
