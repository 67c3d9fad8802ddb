"""HRSS-026: a disability allowance (病残津贴), claimed before the legal age."""

from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.pension import disability
from services.benefits.domain.pension.disability import Allowance
from services.benefits.domain.pension.retirement import NEVER_INSURED, Computed
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-026"
_RULE: Final = "企业职工基本养老保险病残津贴暂行办法"

ALLOWANCE_DRAWN = decision.reason(
    "disability_allowance_drawn",
    "已在领取病残津贴或者养老金（{pension_id}）",
    "An allowance or a pension is drawn already, {pension_id}",
    _RULE,
)
DAYS_WRONG = decision.reason(
    "disability_dates_wrong",
    "鉴定日期、停止工作日期不得晚于今天",
    "Neither the appraisal nor the end of work can be later than today",
    _RULE,
)
CAPACITY_BY_FINDING = decision.reason(
    "work_capacity_by_finding",
    "须由机构核对劳动能力鉴定结论",
    "The agency has to look at the finding of the appraisal",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """legal: the latest legal month of the person's sex; least: of the year of the claim."""

    month: Month
    legal: Month
    least: Figure[int]
    computed: Computed | None
    figures: Allowance
    drawn: str | None


def decide(case: Case, facts: Facts) -> Decision:
    """What the papers say is looked at by people; everything else by the rule."""
    reasons: list[Reason] = []
    if max(case.inputs["appraised_on_date"], case.inputs["stopped_work_date"]) > case.today:
        reasons.append(DAYS_WRONG)
    if facts.drawn is not None:
        reasons.append(ALLOWANCE_DRAWN.with_(pension_id=facts.drawn))
    reasons += disability.against(facts.month, facts.legal, capacity_lost=True)
    if facts.computed is None:
        reasons.append(NEVER_INSURED)
    if reasons:
        return decision.reject(*reasons)
    if "appraisal_report" not in case.inputs:
        return decision.ask_supplement("appraisal_report")
    assert facts.computed is not None
    made = disability.grant(
        facts.computed.figured,
        facts.month,
        facts.legal,
        facts.least,
        facts.computed.rules,
        facts.figures,
    )
    whole = made.explanation.after(list(facts.computed.steps))
    return decision.needs_review(
        CAPACITY_BY_FINDING,
        amount=whole.total,
        explanation=whole,
        first=facts.month,
        last=made.last,
        anew_from=made.anew_from,
        months=facts.computed.figured.months,
    )
