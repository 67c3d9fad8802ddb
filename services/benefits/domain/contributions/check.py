"""What may be declared: every fault of a person's month is named, and nothing is posted.

The findings are values, so that an employer sees all that is wrong with a file, not the first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.benefits.domain import decision
from services.benefits.domain.contributions import INSURANCES
from services.benefits.domain.decision import Reason
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on

BEFORE_BIRTH = decision.reason(
    "contribution_before_birth",
    "缴费月份 {month} 早于出生月份 {born}",
    "The month {month} is before the birth in {born}",
)
TOO_YOUNG = decision.reason(
    "contribution_too_young",
    "{month} 末未满 {age} 周岁，不能作为职工参保",
    "Not yet {age} years old at the end of {month}: no employee",
    "劳动法第十五条：禁止用人单位招用未满十六周岁的未成年人",
)
AFTER_DEATH = decision.reason(
    "contribution_after_death",
    "缴费月份 {month} 晚于死亡月份 {died}",
    "The month {month} is after the death in {died}",
)
NOT_YET_OVER = decision.reason(
    "contribution_in_future",
    "缴费月份 {month} 尚未到来",
    "The month {month} lies ahead",
)
WAGE_NEGATIVE = decision.reason(
    "contribution_wage_negative",
    "申报工资 {wage} 元为负数",
    "The declared wage, {wage}, is negative",
)
MONTH_TWICE = decision.reason(
    "contribution_month_twice",
    "{insurances} {month} 已缴费，同一险种同一月份只缴一次",
    "{insurances}: {month} is paid already; an insurance's month is paid once",
    "同一险种同一月份不得重复缴费",
)
ELSEWHERE = decision.reason(
    "contribution_month_elsewhere",
    "{insurances} {month} 已在 {region} 缴费",
    "{insurances}: {month} is paid in {region}",
    "社会保险法：同一时期只参加一地的同一险种",
)
INSURANCE_UNKNOWN = decision.reason(
    "contribution_insurance_unknown",
    "没有险种 {insurances}",
    "No such insurance: {insurances}",
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One person's month as an employer, or the person, declares it."""

    month: Month
    wage: Money
    insurances: tuple[str, ...]
    region_code: str


@dataclass(frozen=True, slots=True)
class Insured:
    """What is known of the person. paid: by insurance and month, the region where it is paid."""

    born: date
    died: date | None
    paid: Mapping[tuple[str, Month], str]
    is_employee: bool = True


def faults(one: Declared, who: Insured, now: Month, working_age: int) -> list[Reason]:
    """Every fault, none hidden by another. now: the month that it is; it may be declared."""
    month = one.month
    return [*_of_life(one, who, now, working_age), *_of_money(one), *_of_months(one, who, month)]


def _of_life(one: Declared, who: Insured, now: Month, working_age: int) -> Iterable[Reason]:
    month = one.month
    if month < Month.of(who.born):
        yield BEFORE_BIRTH.with_(month=month, born=Month.of(who.born))
    elif who.is_employee and age_on(who.born, month.last) < working_age:
        yield TOO_YOUNG.with_(month=month, age=working_age)
    if who.died is not None and month > Month.of(who.died):
        yield AFTER_DEATH.with_(month=month, died=Month.of(who.died))
    if month > now:
        yield NOT_YET_OVER.with_(month=month)


def _of_money(one: Declared) -> Iterable[Reason]:
    if one.wage < Money.zero():
        yield WAGE_NEGATIVE.with_(wage=one.wage)


def _of_months(one: Declared, who: Insured, month: Month) -> Iterable[Reason]:
    unknown = [each for each in one.insurances if each not in INSURANCES]
    if unknown:
        yield INSURANCE_UNKNOWN.with_(insurances=", ".join(unknown))
    places: dict[str, list[str]] = {}
    for insurance in one.insurances:
        place = who.paid.get((insurance, month))
        if place is not None:
            places.setdefault(place, []).append(insurance)
    for place, insurances in places.items():
        said = MONTH_TWICE if place == one.region_code else ELSEWHERE
        params = {"insurances": ", ".join(insurances), "month": month}
        yield said.with_(**params, **({} if said is MONTH_TWICE else {"region": place}))


def twice_in_file(months: Iterable[tuple[str, Month]]) -> list[tuple[str, Month]]:
    """Persons and months that stand more than once in one declaration, in order."""
    seen: set[tuple[str, Month]] = set()
    again: dict[tuple[str, Month], None] = {}
    for each in months:
        if each in seen:
            again[each] = None
        seen.add(each)
    return list(again)
