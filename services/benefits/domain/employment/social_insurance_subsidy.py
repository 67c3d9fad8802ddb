"""Social-insurance subsidy (社会保险补贴, HRSS-007) for workers in difficulty and graduates.

A share of the contributions, month by month as long as the work stands: flexible work of the
person's own, or a job with an employer that applies for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment import subsidy
from services.benefits.domain.employment.employment import (
    EMPLOYED,
    FLEXIBLE,
    SELF_EMPLOYED,
    Employment,
)
from services.benefits.domain.employment.graduate import Graduate
from services.benefits.domain.employment.subsidy import Granted
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

CODE: Final = "HRSS-007"
HARDSHIP, GRADUATE = "hardship", "graduate"
OF_ONES_OWN: Final = (FLEXIBLE, SELF_EMPLOYED)

NO_WORK = decision.reason(
    "work_not_registered",
    "没有符合申领方式的就业登记（本人申领须为灵活就业或个体经营，单位申领须为本单位职工）",
    "No registered work of the right kind: flexible or one's own for oneself, a job with it for "
    "an employer",
    "先就业登记，后申领补贴",
)
BEFORE_WORK = decision.reason(
    "months_before_work",
    "申领起始月份 {month} 早于就业登记的 {since}",
    "The first month, {month}, is before the work began in {since}",
)
NOT_IN_DIFFICULTY = decision.reason(
    "not_recognised_in_difficulty",
    "就业时没有有效的就业困难人员认定",
    "No recognition of employment difficulty was in force when the work began",
    "就业困难人员社会保险补贴",
)
NO_GRADUATE = decision.reason(
    "not_a_registered_graduate",
    "没有离校未就业高校毕业生登记",
    "Not on record as a graduate without work",
    "离校未就业高校毕业生社会保险补贴",
)
GRADUATION_DIFFERS = decision.reason(
    "graduation_date_differs",
    "毕业日期 {said} 与登记的 {known} 不一致",
    "Graduated on {said}, it says, and the register says {known}",
)
GRADUATED_LONG_AGO = decision.reason(
    "graduated_too_long_ago",
    "起始月份距毕业 {months} 个月，超过 {limit} 个月",
    "The first month is {months} months after the graduation, and {limit} are the most",
)
INSURANCE_NOT_COUNTED = decision.reason(
    "insurance_not_subsidised",
    "险种 {insurances} 不在补贴范围",
    "Not subsidised: {insurances}",
    "补贴险种",
)
RECEIPT_WANTED = decision.reason(
    "contributions_not_in_data",
    "数据核查未见 {month} 起的参保，须补充缴费凭证",
    "Data don't show the insurance from {month} on; a receipt of contributions is wanted",
    "先数据核查，后补充材料",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures of the region. `rates`: of the contribution base, by insurance that counts;
    `share`: of the contributions that is subsidised; `cap`: a month."""

    base: Figure[Money]
    rates: Mapping[str, Figure[Fraction]]
    share: Figure[Fraction]
    cap: Figure[Money]
    most_hardship: int
    most_near_retirement: int
    near_retirement: int
    most_graduate: int
    years_after_graduation: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`work`: the employment that it would stand on; `insured_from`: first day of the stretch of
    insurance that data show to go on; `insured_base`: what was contributed on."""

    rules: Rules
    work: Employment | None
    in_difficulty: bool
    graduate: Graduate | None
    retires_in: Month
    known: tuple[Granted, ...] = ()
    insured_from: date | None = None
    insured_base: Money | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """Granted for the months asked for, with every reason against it named."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    first, asked = Month.parse(case.inputs["from_month"]), case.inputs["months"]
    months = subsidy.months_from(first, asked)
    against = [
        *_work(first, facts),
        *_category(case, first, facts),
        *_insurances(case, facts),
        *subsidy.overlaps(facts.known, months),
        *subsidy.over_limit(facts.known, CODE, asked, _limit(case, first, facts)),
    ]
    if against:
        return decision.reject(*against)
    in_data = facts.insured_from is not None and facts.insured_from <= first.last
    if not in_data and "payment_receipt" not in case.inputs:
        return decision.ask_supplement(
            "payment_receipt", why=(RECEIPT_WANTED.with_(month=str(first)),)
        )
    assert facts.work is not None
    monthly, steps = _monthly(case, facts)
    total = explain.amount(
        "social_insurance_subsidy.total",
        "monthly * months",
        {"monthly": monthly, "months": asked},
        Text(
            zh="每月 {monthly} 元，{months} 个月共 {result} 元（逐月核发）",
            en="{monthly} yuan a month, for {months} months {result} yuan, paid month by month",
        ),
        share="subsidy",
    )
    explanation = Explanation(total.money, (*steps, total))
    return decision.approve(total.money, explanation, monthly=monthly, work_id=facts.work.id)


def _work(first: Month, facts: Facts) -> list[Reason]:
    if facts.work is None:
        return [NO_WORK]
    since = Month.of(facts.work.start_date)
    if first < since:
        return [BEFORE_WORK.with_(month=str(first), since=str(since))]
    return []


def _category(case: Case, first: Month, facts: Facts) -> list[Reason]:
    if case.inputs["category"] == HARDSHIP:
        return [] if facts.in_difficulty else [NOT_IN_DIFFICULTY]
    if facts.graduate is None:
        return [NO_GRADUATE]
    said, known = case.inputs["graduation_date"], facts.graduate.graduated_on
    against = []
    if said != known:
        against.append(GRADUATION_DIFFERS.with_(said=said.isoformat(), known=known.isoformat()))
    after, limit = first - Month.of(known), facts.rules.years_after_graduation * 12
    if after > limit:
        against.append(GRADUATED_LONG_AGO.with_(months=after, limit=limit))
    return against


def _insurances(case: Case, facts: Facts) -> list[Reason]:
    strange = [each for each in case.inputs["insurances"] if each not in facts.rules.rates]
    return [INSURANCE_NOT_COUNTED.with_(insurances=", ".join(strange))] if strange else []


def _limit(case: Case, first: Month, facts: Facts) -> int:
    """Months at most: more for those near retirement, when it goes on until then."""
    if case.inputs["category"] == GRADUATE:
        return facts.rules.most_graduate
    near = facts.retires_in - first <= facts.rules.near_retirement
    return facts.rules.most_near_retirement if near else facts.rules.most_hardship


def _monthly(case: Case, facts: Facts) -> tuple[Money, tuple[Step, ...]]:
    """The share of the contributions on the base that was contributed on, up to the cap."""
    named = list(dict.fromkeys(case.inputs["insurances"]))
    rates = {name: facts.rules.rates[name] for name in named}
    base = facts.insured_base or facts.rules.base
    step = explain.amount(
        "social_insurance_subsidy.monthly",
        f"min(base * ({' + '.join(rates)}) * share, cap)",
        {"base": base, **rates, "share": facts.rules.share, "cap": facts.rules.cap},
        Text(
            zh="缴费基数 {base} 元，各险种费率之和的 {share}，每月至多 {cap} 元：{result} 元",
            en="{share} of the contributions on {base} yuan, {cap} a month at most: {result} yuan",
        ),
        rounding="half_up_fen",
    )
    return step.money, (step,)


def is_for(work: Employment, party_id: str | None, *, codes: frozenset[str]) -> bool:
    """Whether this work is of the kind that the applicant may claim for.

    party_id: the employer that applies; None: the person does. codes: the employer's credit codes
    """
    if party_id is None:
        return work.kind in OF_ONES_OWN
    its = work.employer_party_id == party_id or work.employer_credit_code in codes
    return work.kind == EMPLOYED and its
