"""HRSS-028: somebody in an institution retires, claimed by the employer (机关事业单位退休)."""

from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person, Reason
from services.benefits.domain.pension import age, institution
from services.benefits.domain.pension.age import Choice, Span
from services.benefits.domain.pension.retirement import (
    AHEAD,
    DRAWS_ALREADY,
    KIND_OF,
    NEVER_INSURED,
    NOT_THAT_CHOICE,
    TOO_FAR_AHEAD,
    Computed,
)
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-028"
_RULE: Final = "机关事业单位工作人员养老保险制度改革"

EMPLOYERS_ONLY = decision.reason(
    "institution_employers_only",
    "由用人单位为工作人员申领",
    "The employer claims it for its staff, by its own key",
    _RULE,
)
STAFF_UNKNOWN = decision.reason(
    "institution_staff_unknown",
    "社会保障号码查无在世人员",
    "Nobody who is alive has that social security number",
    _RULE,
)
OTHERS_STAFF = decision.reason(
    "staff_of_another_employer",
    "该人员由其他单位参保",
    "The person is insured by another employer",
    _RULE,
)
OLD_SHARE_UNKNOWN = decision.reason(
    "old_method_share_unknown",
    "{month} 属过渡期，须与老办法对比，老办法计发比例没有来源（institution_pension.old_share）",
    "{month} lies in the transition and is compared with the old method; what share of the wage "
    "that gave has no source here (institution_pension.old_share)",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """person: who retires, None for nobody's number. in_transition: the old method has to be looked
    at. ours: whether no other employer insures them"""

    person: Person | None
    ours: bool
    span: Span | None
    choice: Choice | None
    least: Figure[int] | None
    months: int
    computed: Computed | None
    drawn: str | None
    in_transition: bool


def decide(case: Case, facts: Facts) -> Decision:
    """By the new method alone, since the transition is over."""
    if case.subject is not None:
        return decision.refuse_acceptance(EMPLOYERS_ONLY)
    if facts.person is None or facts.person.living_state == "deceased":
        return decision.reject(STAFF_UNKNOWN)
    if not facts.ours:
        return decision.reject(OTHERS_STAFF)
    chosen = Month.parse(case.inputs["retirement_month"])
    reasons = _reasons(case, facts, chosen)
    if reasons:
        return decision.reject(*reasons)
    assert facts.computed is not None
    made = institution.pension(facts.computed.figured, facts.computed.rules)
    whole = made.after(list(facts.computed.steps))
    return decision.approve(
        whole.total, whole, retired=chosen, first=chosen + 1, months=facts.months,
        person=facts.person,
    )  # fmt: skip


def _reasons(case: Case, facts: Facts, chosen: Month) -> list[Reason]:
    assert facts.span is not None and facts.least is not None
    reasons = []
    if facts.drawn is not None:
        reasons.append(DRAWS_ALREADY.with_(pension_id=facts.drawn))
    if chosen > Month.of(case.today) + AHEAD:
        reasons.append(TOO_FAR_AHEAD.with_(chosen=str(chosen), months=AHEAD))
    if facts.computed is None:
        return [*reasons, NEVER_INSURED]
    asked = age.Application(chosen, facts.months, has_employer=False)
    reasons += age.against(asked, facts.span, facts.choice, facts.least)
    if facts.span.choice(chosen) != KIND_OF[case.inputs["retirement_choice"]]:
        legal = str(facts.span.legal)
        reasons.append(NOT_THAT_CHOICE.with_(chosen=str(chosen), legal=legal))
    if facts.in_transition:
        reasons.append(OLD_SHARE_UNKNOWN.with_(month=str(chosen)))
    return reasons
