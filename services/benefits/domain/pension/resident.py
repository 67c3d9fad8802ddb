"""Residents' pension (城乡居民基本养老保险): the base sum of the area and the account over 139.

One pays once a year by a tier (缴费档次); the government adds a subsidy by the tier. From 60 on,
with 180 months, the base sum is paid each month, more of it for long contribution (长缴多得) and in
high age where the area has that, and the account's part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

BASE, ACCOUNT, LONG, AGED = "base_pension", "account_pension", "long_contribution", "aged_addition"
SHARES: Final = (BASE, ACCOUNT, LONG, AGED)
PAID, SUBSIDY = "paid", "subsidy"

TOO_YOUNG = decision.reason(
    "resident_pension_too_young",
    "{years} 岁未满 {least} 岁",
    "{years} years of age; {least} are wanted",
    "城乡居民基本养老保险领取条件",
)
YEARS_SHORT = decision.reason(
    "resident_pension_years_short",
    "累计缴费 {months} 个月，不足 {least} 个月，可以逐年缴费或者补缴",
    "{months} months of contributions; {least} are wanted, and what is missing can be paid",
    "城乡居民基本养老保险领取条件",
)
OTHER_PENSION = decision.reason(
    "draws_another_pension",
    "已领取其他基本养老保障待遇",
    "Another basic pension is being drawn",
    "城乡居民基本养老保险领取条件",
)
NO_TIER = decision.reason(
    "no_such_contribution_tier",
    "本地没有每年 {asked} 元的缴费档次",
    "There is no tier of {asked} yuan a year here",
    "缴费档次",
)


@dataclass(frozen=True, slots=True)
class Tier:
    """A yearly contribution, and the government's subsidy to it."""

    pays: Money
    subsidy: Money


@dataclass(frozen=True, slots=True)
class Long:
    """For each full year behind the first `after` months, so much a month more."""

    after: Figure[int]
    per_year: Figure[Money]


@dataclass(frozen=True, slots=True)
class ResidentRules:
    """One area's figures. aged: from an age in whole years on, so much a month more; the highest
    that fits counts"""

    base: Figure[Money]
    age: Figure[int]
    least_months: Figure[int]
    payout_months: Figure[int]
    tiers: Figure[tuple[Tier, ...]]
    long: Long | None
    aged: tuple[tuple[int, Figure[Money]], ...]
    interest: Callable[[], Figure[Fraction]]


@dataclass(frozen=True, slots=True)
class Claimant:
    """Age in whole years, months of contributions, balance of the account."""

    years: int
    months: int
    balance: Money
    draws_another: bool = False


def contribution(pays: Money, rules: ResidentRules) -> tuple[Explanation | None, list[Reason]]:
    """What a yearly contribution posts to the account; a reason where there is no such tier."""
    tier = next((each for each in rules.tiers.value if each.pays == pays), None)
    if tier is None:
        return None, [NO_TIER.with_(asked=pays.plain())]
    paid = explain.amount(
        "resident.paid",
        "pays",
        {"pays": tier.pays},
        Text(zh="个人缴费 {result}", en="Paid by the person: {result}"),
        share=PAID,
    )
    subsidy = explain.amount(
        "resident.subsidy",
        "subsidy",
        {"subsidy": Figure(tier.subsidy, rules.tiers.basis), "tier": tier.pays.plain()},
        Text(zh="{tier} 元档政府补贴 {result}", en="The subsidy to the tier of {tier}: {result}"),
        share=SUBSIDY,
    )
    return summed([paid, subsidy], (PAID, SUBSIDY)), []


def against(who: Claimant, rules: ResidentRules) -> list[Reason]:
    """Why the pension isn't due yet; months that are missing may be paid up."""
    reasons = []
    if who.years < rules.age.value:
        reasons.append(TOO_YOUNG.with_(years=who.years, least=rules.age.value))
    if who.months < rules.least_months.value:
        reasons.append(YEARS_SHORT.with_(months=who.months, least=rules.least_months.value))
    if who.draws_another:
        reasons.append(OTHER_PENSION)
    return reasons


def pension(who: Claimant, rules: ResidentRules) -> Explanation:
    """The monthly pension, its parts as shares."""
    base = explain.amount(
        "resident.base",
        "base",
        {"base": rules.base},
        Text(zh="基础养老金 {result}", en="Base sum: {result}"),
        share=BASE,
    )
    account = explain.amount(
        "resident.account",
        "balance / payout_months",
        {"balance": who.balance, "payout_months": rules.payout_months},
        Text(
            zh="个人账户 {balance} 除以 {payout_months}，每月 {result}",
            en="An account of {balance} by {payout_months}: {result} a month",
        ),
        rounding="half_up_fen",
        share=ACCOUNT,
    )
    return summed([base, account, *_long(who, rules.long), *_aged(who, rules)], SHARES)


def _long(who: Claimant, rule: Long | None) -> list[Step]:
    if rule is None or who.months < rule.after.value + 12:
        return []
    step = explain.amount(
        "resident.long",
        "per_year * years",
        {
            "per_year": rule.per_year,
            "years": (who.months - rule.after.value) // 12,
            "after": Figure(str(rule.after.value), rule.after.basis),
        },
        Text(
            zh="超过 {after} 个月的 {years} 年，每年加发 {per_year}，计 {result}",
            en="{years} years behind the first {after} months, {per_year} each: {result}",
        ),
        share=LONG,
    )
    return [step]


def _aged(who: Claimant, rules: ResidentRules) -> list[Step]:
    reached = [(age, amount) for age, amount in rules.aged if who.years >= age]
    if not reached:
        return []
    age, amount = max(reached, key=lambda each: each[0])
    step = explain.amount(
        "resident.aged",
        "amount",
        {"amount": amount, "age": str(age)},
        Text(zh="满 {age} 岁加发 {result}", en="From {age} years on: {result}"),
        share=AGED,
    )
    return [step]
