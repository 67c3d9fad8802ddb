"""HRSS-020: an employee's retirement (职工退休): whether in that month, and on which pension.

The pension is due from the month behind that of retirement.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.pension import age, employee
from services.benefits.domain.pension.age import Choice, Span
from services.benefits.domain.pension.employee import Facts as Figured
from services.benefits.domain.pension.rules import EmployeeRules
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

CODE: Final = "HRSS-020"
SPECIAL: Final = "special_work"
CLASS_OF: Final = {"man": age.MEN, "woman_55": age.WOMEN_55, "woman_50": age.WOMEN_50}
KIND_OF: Final = {"normal": age.LEGAL, "early": age.EARLY, "deferred": age.LATE}
AHEAD: Final = 1
"""Ours: an application comes at most so many months before that of retirement."""

OTHER_SEX = decision.reason(
    "worker_class_of_other_sex",
    "人员类别与性别不符",
    "The class of worker is of the other sex",
    "人员类别",
)
NOT_THAT_CHOICE = decision.reason(
    "retirement_choice_differs",
    "{chosen} 不是所选的退休方式，法定退休月份为 {legal}",
    "{chosen} is not that choice: the legal month is {legal}",
    "关于实施渐进式延迟法定退休年龄的决定",
)
TOO_FAR_AHEAD = decision.reason(
    "retirement_too_far_ahead",
    "{chosen} 尚早，最多提前 {months} 个月申请",
    "{chosen} is too far ahead: apply at most {months} months before",
)
NEVER_INSURED = decision.reason(
    "pension_never_insured",
    "没有在本险种的缴费记录",
    "There is no record of contributions to this scheme",
    "参保记录",
)
DRAWS_ALREADY = decision.reason(
    "pension_drawn_already",
    "已在领取同险种养老待遇（{pension_id}）",
    "A pension of this scheme is drawn already, {pension_id}",
    "同一险种只领取一份养老待遇",
)
SPECIAL_BY_FILE = decision.reason(
    "special_work_by_file",
    "特殊工种年限须由机构核对档案",
    "The agency has to look up the months of special work in the file",
    "特殊工种提前退休",
)
SPECIAL_TOO_EARLY = decision.reason(
    "special_work_before_age",
    "{chosen} 早于特殊工种退休月份 {earliest}",
    "{chosen} is before {earliest}, when special work lets one retire",
    "特殊工种提前退休",
)


@dataclass(frozen=True, slots=True)
class Computed:
    """What the pension is computed from; None where there is nothing to compute."""

    figured: Figured
    rules: EmployeeRules
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say.

    months: of contributions until the month of retirement. computed: for who has any. drawn: id of
    a pension of the scheme. allowance: what is drawn as a disability allowance like a pension
    (病残津贴), which the pension keeps. special_from: from when special work lets them retire
    """

    months: int
    span: Span
    choice: Choice | None
    least: Figure[int]
    has_employer: bool
    computed: Computed | None
    drawn: str | None = None
    allowance: Money | None = None
    special_from: Month | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """By the month that was chosen."""
    chosen = Month.parse(case.inputs["retirement_month"])
    special = case.inputs["worker_class"] == SPECIAL
    missing = _missing(case, facts)
    reasons = _reasons(case, facts, chosen)
    if reasons:
        return decision.reject(*reasons)
    if missing:
        return decision.ask_supplement(*missing)
    made = pension_of(facts)
    terms = {"retired": chosen, "first": chosen + 1, "months": facts.months}
    if special:
        return decision.needs_review(SPECIAL_BY_FILE, amount=made.total, explanation=made, **terms)
    return decision.approve(made.total, made, **terms)


def pension_of(facts: Facts) -> Explanation:
    """The pension; who drew an allowance like a pension keeps its amount."""
    assert facts.computed is not None, "who never contributed was refused"
    computed = facts.computed
    if facts.allowance is not None:
        return kept(facts.allowance)
    return employee.pension(computed.figured, computed.rules).after(list(computed.steps))


def kept(allowance: Money) -> Explanation:
    """The allowance goes on as the pension."""
    step = explain.amount(
        "pension.kept",
        "allowance",
        {"allowance": allowance},
        Text(
            zh="病残津贴转为基本养老金，标准不变 {result}",
            en="The allowance becomes the pension, as much as it was: {result}",
        ),
        share=employee.BASIC,
    )
    return Explanation(step.money, (step,), (employee.BASIC,))


def _missing(case: Case, facts: Facts) -> list[str]:
    late = KIND_OF[case.inputs["retirement_choice"]] == age.LATE
    wanted = []
    if late and facts.has_employer and "deferral_agreement" not in case.inputs:
        wanted.append("deferral_agreement")
    if case.inputs["worker_class"] == SPECIAL and "special_work_record" not in case.inputs:
        wanted.append("special_work_record")
    return wanted


def _reasons(case: Case, facts: Facts, chosen: Month) -> list[Reason]:
    reasons = []
    if not fits_sex(case.inputs["worker_class"], case.person.sex):
        reasons.append(OTHER_SEX)
    if facts.drawn is not None:
        reasons.append(DRAWS_ALREADY.with_(pension_id=facts.drawn))
    if chosen > Month.of(case.today) + AHEAD:
        reasons.append(TOO_FAR_AHEAD.with_(chosen=str(chosen), months=AHEAD))
    if facts.computed is None:
        return [*reasons, NEVER_INSURED]
    return [*reasons, *_by_age(case, facts, chosen)]


def _by_age(case: Case, facts: Facts, chosen: Month) -> list[Reason]:
    if case.inputs["worker_class"] == SPECIAL:
        assert facts.special_from is not None
        short = (
            [age.TOO_FEW_MONTHS.with_(months=facts.months, least=facts.least.value)]
            if facts.months < facts.least.value
            else []
        )
        if chosen < facts.special_from:
            early = SPECIAL_TOO_EARLY.with_(chosen=str(chosen), earliest=str(facts.special_from))
            return [early, *short]
        return short
    told: date | None = case.inputs.get("early_notice_date")
    asked = age.Application(chosen, facts.months, facts.has_employer, told, agreed=True)
    reasons = list(age.against(asked, facts.span, facts.choice, facts.least))
    wanted = KIND_OF[case.inputs["retirement_choice"]]
    if facts.span.choice(chosen) != wanted:
        reasons.append(NOT_THAT_CHOICE.with_(chosen=str(chosen), legal=str(facts.span.legal)))
    return reasons


def fits_sex(worker_class: str, sex: str) -> bool:
    """Whether somebody of that sex may be of the class.

    >>> fits_sex("man", "male"), fits_sex("woman_50", "male"), fits_sex("special_work", "female")
    (True, False, True)
    """
    return worker_class == SPECIAL or (worker_class == "man") == (sex == "male")
