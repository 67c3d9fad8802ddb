"""HRSS-032, HRSS-034: a resident's pension claimed, and the enrolment ended (待遇申领、注销)."""

from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision, overlap
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.pension import resident
from services.benefits.domain.pension.deceased import Dead, against, wanted
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.pension.resident import Claimant, ResidentRules
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

CLAIM, CANCELLATION = "HRSS-032", "HRSS-034"
_RULE: Final = "城乡居民基本养老保险"

HUKOU_ELSEWHERE = decision.reason(
    "resident_hukou_elsewhere",
    "户籍地 {hukou} 不由本机构管辖",
    "The hukou is in {hukou}: this agency is not competent",
    _RULE,
)
MONTH_AHEAD = decision.reason(
    "resident_month_ahead",
    "起领月份 {month} 晚于 {last}",
    "{month} is after {last}, the latest month to begin with",
    _RULE,
)
PAY_FIRST = decision.reason(
    "resident_years_to_be_paid",
    "选择补缴的，先按 HRSS-031 缴清缺少的年度再申领",
    "Who wants to pay what is missing pays those years by HRSS-031 first",
    _RULE,
)
RESIDENT_DRAWS = decision.reason(
    "resident_pension_drawn_already",
    "已在领取居民养老待遇（{pension_id}）",
    "A resident's pension is drawn already, {pension_id}",
    _RULE,
)
NOT_ENROLLED = decision.reason(
    "resident_not_enrolled",
    "没有居民养老保险参保登记和个人账户",
    "There is neither an enrolment nor an account in the residents' scheme",
    _RULE,
)
NO_OTHER = decision.reason(
    "no_other_pension_drawn",
    "没有领取其他基本养老待遇",
    "No other basic pension is drawn",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The claimant in the first month, what they draw (`overlap`'s words), and the figures."""

    who: Claimant
    drawn: tuple[str, ...]
    own: str | None
    rules: ResidentRules
    steps: tuple[Step, ...] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """By age and years; months before the claim are paid behind."""
    hukou = case.inputs["hukou_region_code"]
    if hukou != case.competent_region:
        return decision.refuse_acceptance(HUKOU_ELSEWHERE.with_(hukou=hukou))
    first, last = Month.parse(case.inputs["from_month"]), Month.of(case.today) + 1
    reasons = list(resident.against(facts.who, facts.rules))
    reasons += overlap.against(overlap.RESIDENT_PENSION, facts.drawn)
    if facts.own is not None:
        reasons.append(RESIDENT_DRAWS.with_(pension_id=facts.own))
    if first > last:
        reasons.append(MONTH_AHEAD.with_(month=str(first), last=str(last)))
    short = facts.who.months < facts.rules.least_months.value
    if short and case.inputs["pays_arrears"]:
        reasons.append(PAY_FIRST)
    if reasons:
        return decision.reject(*reasons)
    made = resident.pension(facts.who, facts.rules).after(list(facts.steps))
    return decision.approve(made.total, made, first=first, months=facts.who.months)


# ---- the enrolment ends

BALANCE, FUNERAL = "account_balance", "funeral_grant"


@dataclass(frozen=True, slots=True)
class Ending:
    """What is left in the account with its steps, None without one; what the area gives for a
    funeral (months of its base sum), where that is claimed."""

    dead: Dead
    enrolled: bool
    balance: Money | None
    steps: tuple[Step, ...]
    drawn: tuple[str, ...]
    base: Figure[Money] | None = None
    funeral: Figure[int] | None = None


def end(case: Case, facts: Ending) -> Decision:
    """What is in the account is paid, and a funeral grant after a death."""
    reason = case.inputs["reason"]
    reasons: list[Reason] = []
    if reason == "death":
        reasons += against(case, facts.dead)
    if reason == "other_scheme" and not facts.drawn:
        reasons.append(NO_OTHER)
    if not reasons and not facts.enrolled and facts.balance is None:
        reasons.append(NOT_ENROLLED)
    if reasons:
        return decision.reject(*reasons)
    missing = wanted(case, facts.dead) if reason == "death" else ()
    if missing:
        return decision.ask_supplement(*missing)
    made = _paid(facts)
    who = facts.dead.person if reason == "death" else case.person
    assert who is not None
    return decision.approve(made.total, made, person_id=who.id, died_on=facts.dead.died_on)


def _paid(facts: Ending) -> Explanation:
    left = explain.amount(
        "resident.balance",
        "left",
        {"left": facts.balance or Money.zero()},
        Text(zh="个人账户余额 {result} 一次性支付", en="What is left in the account: {result}"),
        share=BALANCE,
    )
    steps = [*facts.steps, left]
    if facts.base is not None and facts.funeral is not None:
        steps.append(
            explain.amount(
                "resident.funeral",
                "base * months",
                {"base": facts.base, "months": facts.funeral},
                Text(
                    zh="丧葬补助金：基础养老金 {base} × {months} 个月 = {result}",
                    en="Funeral grant, {months} months of the base sum {base}: {result}",
                ),
                share=FUNERAL,
            )
        )
    return summed(steps, (BALANCE, FUNERAL))
