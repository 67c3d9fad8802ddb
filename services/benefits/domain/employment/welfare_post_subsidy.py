"""Public-welfare post subsidy (公益性岗位补贴, HRSS-008): a month of an employer's posts.

The posts are held by people who were recognised as in difficulty when they began; each gets a sum
by attendance, onto the card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment import subsidy
from services.benefits.domain.employment.employment import PUBLIC_WELFARE, Employment
from services.benefits.domain.employment.subsidy import Granted
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

CODE: Final = "HRSS-008"

MONTH_NOT_OVER = decision.reason(
    "subsidy_month_not_over",
    "补贴月份 {month} 尚未结束",
    "The month {month} is not over yet",
    "按月后付",
)
HOLDER_TWICE = decision.reason(
    "post_holder_twice", "第 {number} 人重复列名", "Number {number} is listed twice"
)
HOLDER_UNKNOWN = decision.reason(
    "post_holder_unknown",
    "第 {number} 人的社会保障号码查无此人",
    "Nobody has the number of holder {number}",
)
HOLDER_DECEASED = decision.reason(
    "post_holder_deceased", "第 {number} 人已死亡", "Holder {number} has died"
)
NO_POST = decision.reason(
    "welfare_post_not_registered",
    "第 {number} 人在 {month} 没有本单位的公益性岗位就业登记",
    "Holder {number} has no registered public-welfare post with the employer in {month}",
    "公益性岗位补贴以就业登记为准",
)
NO_DIFFICULTY = decision.reason(
    "post_holder_not_in_difficulty",
    "第 {number} 人上岗时没有就业困难人员认定",
    "Holder {number} wasn't recognised as in difficulty when the post began",
    "公益性岗位优先安置就业困难人员",
)
DAYS_IMPOSSIBLE = decision.reason(
    "attendance_impossible",
    "第 {number} 人出勤 {days} 天，{month} 只有 {most} 天",
    "Holder {number} attended {days} days, and {month} has {most}",
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post, as the form lists them. `person_id` None: nobody has the number."""

    number: int
    days: int
    person_id: str | None
    name: str = ""
    is_alive: bool = True
    work: Employment | None = None
    known: tuple[Granted, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """`standard`: a month of full attendance, which is `full_days`; `most`: months a person."""

    standard: Figure[Money]
    full_days: Figure[int]
    most: int
    holders: Sequence[Holder]


def decide(case: Case, facts: Facts) -> Decision:
    """Granted for all who are listed, or for nobody: the list is corrected and handed in again."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    month = Month.parse(case.inputs["subsidy_month"])
    against: list[Reason] = []
    if subsidy.payable_on(month) > case.today:
        against.append(MONTH_NOT_OVER.with_(month=str(month)))
    seen: set[str] = set()
    for each in facts.holders:
        if each.person_id is not None and each.person_id in seen:
            against.append(HOLDER_TWICE.with_(number=each.number))
        seen.add(each.person_id or "")
        against += _against(each, month, facts)
    if against:
        return decision.reject(*against)
    steps = tuple(_step(each, facts) for each in facts.holders)
    total = sum_money(step.money for step in steps)
    amounts = {each.person_id: step.money for each, step in zip(facts.holders, steps, strict=True)}
    works = {each.person_id: each.work.id for each in facts.holders if each.work}
    names = {each.person_id: each.name for each in facts.holders}
    return decision.approve(
        total, Explanation(total, steps), amounts=amounts, works=works, names=names
    )


def _against(holder: Holder, month: Month, facts: Facts) -> list[Reason]:
    number, against = holder.number, []
    if holder.person_id is None:
        return [HOLDER_UNKNOWN.with_(number=number)]
    if not holder.is_alive:
        against.append(HOLDER_DECEASED.with_(number=number))
    if holder.days > month.last.day:
        against.append(
            DAYS_IMPOSSIBLE.with_(
                number=number, days=holder.days, month=str(month), most=month.last.day
            )
        )
    if holder.work is None:
        against.append(NO_POST.with_(number=number, month=str(month)))
    elif holder.work.hardship_id is None:
        against.append(NO_DIFFICULTY.with_(number=number))
    against += subsidy.overlaps(holder.known, (month,))
    against += subsidy.over_limit(holder.known, CODE, 1, facts.most)
    return against


def _step(holder: Holder, facts: Facts) -> explain.Step:
    return explain.amount(
        "welfare_post_subsidy.person",
        "standard * min(days, full_days) / full_days",
        {"standard": facts.standard, "days": holder.days, "full_days": facts.full_days},
        Text(
            zh="月标准 {standard} 元，出勤 {days} 天（满勤 {full_days} 天）：{result} 元",
            en="{standard} yuan a month, {days} days of {full_days} attended: {result} yuan",
        ),
        rounding="half_up_fen",
        share=f"post_{holder.number}",
    )


def post_of(
    works: Sequence[Employment], party_id: str, codes: frozenset[str], month: Month
) -> Employment | None:
    """The public-welfare post with the employer that stood on some day of the month."""
    for each in works:
        its = each.employer_party_id == party_id or each.employer_credit_code in codes
        began = each.start_date <= month.last
        lasted = each.ended_on is None or each.ended_on >= month.first
        if its and each.kind == PUBLIC_WELFARE and began and lasted and each.status != "corrected":
            return each
    return None
