"""The one-off job-hunting and start-up subsidy (求职创业补贴, HRSS-009).

For students in the year of their graduation who belong to a listed category of difficulty; one
payment in a person's life, after a public notice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

FUND: Final = "employment_subsidy"
GRANTED, PAID, RETURNED, RECOVERED = "granted", "paid", "returned", "recovered"
GRANT: Final = Machine(
    "subsidy grant",
    initial=GRANTED,
    edges=[
        (GRANTED, "pay", PAID),
        (GRANTED, "return", RETURNED),
        (RETURNED, "pay", PAID),
        (PAID, "recover", RECOVERED),
    ],
)
GRANT_STATUSES: Final = GRANT.states

GRANTED_BEFORE = decision.reason(
    "subsidy_granted_before",
    "已于 {day} 享受过该补贴（{record_id}）",
    "The subsidy was granted before, on {day} ({record_id})",
    "每人只能享受一次",
)
NOT_YET = decision.reason(
    "graduation_too_far",
    "毕业日期 {day} 距今超过 {months} 个月",
    "Graduation on {day} is more than {months} months away",
    "毕业学年内申请",
)
TOO_LATE = decision.reason(
    "graduation_too_long_ago",
    "毕业日期 {day} 已过 {months} 个月",
    "Graduation on {day} was more than {months} months ago",
    "毕业学年内申请",
)
PROOF_WANTED = decision.reason(
    "category_not_in_data",
    "数据核查未能确认困难类别 {category}，须补充证明",
    "Data don't confirm the category {category}; a proof is wanted",
    "先数据核查，后补充材料",
)
PROOF_NOT_YET = decision.reason(
    "proof_issued_later", "证明出具日期 {day} 晚于今天", "The proof is dated {day}, after today"
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What was granted, and whether it reached the person."""

    id: str
    application_id: str
    item_code: str
    person_id: str
    region_code: str
    category: str
    amount: Money
    granted_on: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    months_before, months_after: of the graduation, within which it may be applied for
    confirmed: categories that data of other services confirm
    earlier: the grant of before, if there was one
    """

    amount: Figure[Money]
    months_before: int
    months_after: int
    confirmed: frozenset[str]
    earlier: Grant | None


def decide(case: Case, facts: Facts) -> Decision:
    """Granted in the year of graduation, to a category that data or a document confirm."""
    against = [*_once(facts), *_in_time(case, facts)]
    proof = case.inputs.get("category_proof")
    issued = proof.get("issued_on_date") if proof else None
    if issued is not None and issued > case.today:
        against.append(PROOF_NOT_YET.with_(day=issued.isoformat()))
    if against:
        return decision.reject(*against)
    category = case.inputs["category"]
    if category not in facts.confirmed and proof is None:
        return decision.ask_supplement(
            "category_proof", why=(PROOF_WANTED.with_(category=category),)
        )
    step = explain.amount(
        "job_hunting_subsidy.amount",
        "standard",
        {"standard": facts.amount},
        Text(zh="一次性补贴标准 {standard} 元", en="The sum paid once is {standard} yuan"),
        share="subsidy",
    )
    return decision.approve(step.money, Explanation(step.money, (step,)), category=category)


def _once(facts: Facts) -> list[decision.Reason]:
    if facts.earlier is None:
        return []
    day = facts.earlier.granted_on.isoformat()
    return [GRANTED_BEFORE.with_(day=day, record_id=facts.earlier.id)]


def _in_time(case: Case, facts: Facts) -> list[decision.Reason]:
    graduates: date = case.inputs["graduation_date"]
    away = Month.of(graduates) - Month.of(case.today)
    if away > facts.months_before:
        return [NOT_YET.with_(day=graduates.isoformat(), months=facts.months_before)]
    if -away > facts.months_after:
        return [TOO_LATE.with_(day=graduates.isoformat(), months=facts.months_after)]
    return []
