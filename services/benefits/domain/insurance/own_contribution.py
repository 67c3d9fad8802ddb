"""Months that somebody pays alone (灵活就业缴费, HRSS-057), and a resident's year (HRSS-031)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import check, flexible
from services.benefits.domain.contributions.flexible import FlexibleRule
from services.benefits.domain.contributions.resident import ResidentRule
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.insurance.flexible_enrolment import KINDS
from services.benefits.domain.insurance.relation import SUSPENDED, Relation
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

FLEXIBLE_CODE: Final = "HRSS-057"
RESIDENT_CODE: Final = "HRSS-031"

NOT_ENROLLED = decision.reason(
    "not_enrolled_for_contribution",
    "未以{category}身份参加{kind}",
    "Not in {kind} as: {category}",
    "先参保登记，后缴费",
)
ENROLLED_ELSEWHERE = decision.reason(
    "enrolled_in_another_region",
    "参保关系 {relation_id} 在 {region}，由该地受理缴费",
    "The relation {relation_id} is in {region}, which takes the contributions",
)
RESTS = decision.reason(
    "insurance_relation_rests",
    "参保关系 {relation_id} 已暂停，暂停期间不缴费",
    "The relation {relation_id} rests: nothing is paid meanwhile",
)
BEFORE_ENROLMENT = decision.reason(
    "contribution_before_enrolment",
    "{month} 早于参保起始月份 {since}",
    "{month} is before the first month of the relation, {since}",
)
YEAR_BEFORE_ENROLMENT = decision.reason(
    "resident_year_before_enrolment",
    "{year} 年度早于参保年度 {since}",
    "The year {year} is before that of the enrolment, {since}",
)
YEAR_AHEAD = decision.reason(
    "resident_year_ahead",
    "{year} 年度尚未到来",
    "The year {year} lies ahead",
)


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """A month and what it costs."""

    month: Month
    base: Money
    personal: Money
    subsidy: Money
    to_account: Money


@dataclass(frozen=True, slots=True)
class FlexibleFacts:
    """relation: the open one of the kind. rules: by month. covered: as `check.Insured.paid`."""

    relation: Relation | None
    rules: Mapping[Month, FlexibleRule]
    covered: Mapping[tuple[str, Month], str]
    working_age: int


def of_relation(relation: Relation | None, kind: str, category: str, region: str) -> list[Reason]:
    """What stands against paying by this relation."""
    if relation is None or relation.category != category:
        said = {"category": words.CATEGORIES[category], "kind": words.KINDS[kind]}
        return [NOT_ENROLLED.with_(**said)]
    if relation.region_code != region:
        return [ENROLLED_ELSEWHERE.with_(relation_id=relation.id, region=relation.region_code)]
    if relation.status == SUSPENDED:
        return [RESTS.with_(relation_id=relation.id)]
    return []


def months_asked(case: Case) -> list[Month]:
    first = Month.parse(case.inputs["from_month"])
    return [first + number for number in range(case.inputs["months"])]


def decide_flexible(case: Case, facts: FlexibleFacts) -> Decision:
    """Every month within the relation, none of them paid, on a base within its month's band."""
    kind = KINDS[case.inputs["insurance"]]
    against = of_relation(facts.relation, kind, words.FLEXIBLE, case.competent_region)
    if against:
        return decision.reject(*against)
    assert facts.relation is not None
    chosen: Money = case.inputs["monthly_base_fen"]
    months = months_asked(case)
    for month in months:
        if month < facts.relation.first:
            since = facts.relation.from_month
            against.append(BEFORE_ENROLMENT.with_(month=str(month), since=since))
        one = check.Declared(month, chosen, (words.RULE_OF[kind],), case.competent_region)
        who = check.Insured(case.person.birth_date, None, facts.covered)
        against += check.faults(one, who, Month.of(case.today), facts.working_age)
        if month in facts.rules:
            against += facts.rules[month].refuses(chosen)
    if against:
        return decision.reject(*_once(against))
    priced = [_priced(kind, month, facts.rules[month], chosen) for month in months]
    steps = tuple(step for _, each in priced for step in each.steps)
    total = sum_money(each.total for _, each in priced)
    return decision.approve(total, Explanation(total, steps), months=[own for own, _ in priced])


def _once(against: Sequence[Reason]) -> list[Reason]:
    """The same sentence is said once."""
    said: list[Reason] = []
    for each in against:
        if each not in said:
            said.append(each)
    return said


def _priced(
    kind: str, month: Month, rule: FlexibleRule, chosen: Money
) -> tuple[OwnMonth, Explanation]:
    made = rule.of(chosen)
    shares = {step.share: step for step in made.steps if step.share}
    nothing = Money.zero()
    if kind == words.MEDICAL:
        step = shares[flexible.MEDICAL]
        own = OwnMonth(month, chosen, step.money, nothing, nothing)
        return own, Explanation(step.money, (step,))
    steps = tuple(step for step in made.steps if step.share != flexible.MEDICAL)
    account, pool = shares[flexible.ACCOUNT].money, shares[flexible.POOL].money
    own = OwnMonth(month, chosen, account + pool, nothing, account)
    return own, Explanation(account + pool, steps)


# ---- a resident's year


@dataclass(frozen=True, slots=True)
class ResidentFacts:
    """relation: the open one of the residents' scheme. years_paid: or billed."""

    relation: Relation | None
    rule: ResidentRule
    years_paid: frozenset[int]


def decide_resident(case: Case, facts: ResidentFacts) -> Decision:
    """One payment a year by a tier; the government's subsidy goes with it."""
    year, tier = case.inputs["contribution_year"], case.inputs["yearly_tier_fen"]
    kind = words.RESIDENT_PENSION
    against = of_relation(facts.relation, kind, words.RESIDENT, case.competent_region)
    if facts.relation is not None and year < facts.relation.first.year:
        since = facts.relation.first.year
        against.append(YEAR_BEFORE_ENROLMENT.with_(year=year, since=since))
    if year > case.today.year:
        against.append(YEAR_AHEAD.with_(year=year))
    born = case.person.birth_date.year
    against += facts.rule.refuses(year, tier, born, facts.years_paid)
    if against:
        return decision.reject(*against)
    explained = facts.rule.of(tier)
    subsidy = explained.total - tier
    own = OwnMonth(Month(year, 1), tier, tier, subsidy, tier)
    return decision.approve(explained.total, explained, months=[own])
