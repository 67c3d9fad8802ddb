"""Between employees' and residents' pensions, and residents who move (城乡养老保险制度衔接).

Ministries' 2014 no. 17, articles 3 to 7: once the legal age is reached, who has the least months of
contributions as an employee takes the residents' account along, whose years don't count; who hasn't
takes the employees' account to the residents' scheme, where the years count on. The account moves
whole; nothing of the pooled fund does. Residents move with their household register.

The rule speaks of fifteen years; since 2030 the least months rise as for any pension (`least`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

TO_EMPLOYEE, TO_RESIDENT = "resident_to_employee", "employee_to_resident"
RESIDENT_MOVES = "resident_to_resident"
DIRECTIONS: Final = (TO_EMPLOYEE, TO_RESIDENT, RESIDENT_MOVES)
ACCOUNT, REFUND = "account", "refund"
_ZERO: Final = Money.zero()

_RULE = "人社部发〔2014〕17号第三条"
TOO_EARLY = decision.reason(
    "conversion_before_age",
    "{month} 尚未达到法定退休年龄（{legal}），届时方可办理制度衔接",
    "The legal age is reached in {legal}, after {month}: the scheme isn't changed before",
    _RULE,
)
MONTHS_SHORT = decision.reason(
    "conversion_months_short",
    "职工养老保险缴费 {months} 个月，不满 {least} 个月，不能转入职工养老保险",
    "{months} months as an employee are fewer than {least}: the residents' account can't go there",
    _RULE,
)
MONTHS_ENOUGH = decision.reason(
    "conversion_months_enough",
    "职工养老保险缴费 {months} 个月，已满 {least} 个月，应按职工养老保险领取",
    "{months} months as an employee reach the {least}: the pension is an employee's",
    _RULE,
)
DRAWN_ALREADY = decision.reason(
    "conversion_pension_drawn",
    "已按规定领取养老保险待遇，不再办理制度衔接",
    "A pension is drawn already: the scheme isn't changed any more",
    "人社部发〔2014〕17号第二条",
)
REGISTER_STAYS = decision.reason(
    "resident_register_stays",
    "户籍在 {register}，未迁入 {to_region}，居民养老保险关系不转移",
    "The household register is in {register}, not in {to_region}: the relation isn't moved",
    "社会保险经办条例第十二条第三款",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that is asked for in a month. employee_months, resident_months: contributed in each
    scheme, without double ones; register: region of it, where a resident moves to `to_region`."""

    direction: str
    month: Month
    legal: Month
    employee_months: int
    resident_months: int
    draws_pension: bool = False
    register: str = ""
    to_region: str = ""


@dataclass(frozen=True, slots=True)
class ResidentYear:
    """A resident's year: paid in person, by the collective (集体补助), by the government; and how
    many of its months were contributed for as an employee as well."""

    year: int
    own: Money
    collective: Money = _ZERO
    subsidy: Money = _ZERO
    double_months: int = 0


@dataclass(frozen=True, slots=True)
class Converted:
    """What arrives in the new scheme, and what goes back to the person; months that count there."""

    explanation: Explanation
    months: int


def against(asked: Asked, least: Figure[int]) -> list[Reason]:
    """least: months for a pension, of the year of the legal age."""
    reasons = [DRAWN_ALREADY] if asked.draws_pension else []
    if asked.direction == RESIDENT_MOVES:
        if asked.register != asked.to_region:
            said = {"register": asked.register, "to_region": asked.to_region}
            reasons.append(REGISTER_STAYS.with_(**said))
        return reasons
    if asked.month < asked.legal:
        reasons.append(TOO_EARLY.with_(month=str(asked.month), legal=str(asked.legal)))
    said_months = {"months": asked.employee_months, "least": least.value}
    has_them = asked.employee_months >= least.value
    if asked.direction == TO_EMPLOYEE and not has_them:
        reasons.append(MONTHS_SHORT.with_(**said_months))
    if asked.direction == TO_RESIDENT and has_them:
        reasons.append(MONTHS_ENOUGH.with_(**said_months))
    return reasons


def convert(asked: Asked, account: Money, years: Sequence[ResidentYear] = ()) -> Converted:
    """account: of the scheme that is left, with interest; years: of the residents' scheme, for the
    months that are double. They count as an employee's; what was paid for them in person and by the
    collective goes back out of the account that it is in, the government's part stays."""
    back = [_double(each) for each in years if each.double_months]
    refund = sum((each.money for each in back), _ZERO)
    leaves = asked.direction != TO_RESIDENT  # the residents' account is the one that moves
    moved = explain.amount(
        "conversion.account",
        "account - refund" if leaves else "account",
        {"account": account, **({"refund": refund} if leaves else {})},
        Text(
            zh=(
                "个人账户储存额 {account}，退还重复缴费 {refund}，并入 {result}"
                if leaves
                else "个人账户储存额全部并入 {result}"
            ),
            en=(
                "Of the account of {account}, {refund} go back for double months: {result} move"
                if leaves
                else "The whole account moves: {result}"
            ),
        ),
        share=ACCOUNT,
    )
    return Converted(summed([*back, moved], (ACCOUNT, REFUND)), _counts(asked))


def _counts(asked: Asked) -> int:
    match asked.direction:
        case "resident_to_employee":
            return asked.employee_months
        case "employee_to_resident":
            return asked.employee_months + asked.resident_months
        case "resident_to_resident":
            return asked.resident_months
    raise ValueError(f"a direction is one of {DIRECTIONS}, not {asked.direction!r}")


def _double(year: ResidentYear) -> Step:
    """Article 7: by the month. The year's contribution stands for its twelve months."""
    if not 0 < year.double_months <= 12:
        raise ValueError(f"{year.year} has {year.double_months} double months")
    return explain.amount(
        f"conversion.double.{year.year}",
        "(own + collective) * months / 12",
        {
            "own": year.own,
            "collective": year.collective,
            "months": year.double_months,
            "year": str(year.year),
        },
        Text(
            zh="{year} 年 {months} 个月与职工养老保险重复，退还个人缴费 {own} 和集体补助 "
            "{collective} 的相应部分 {result}",
            en="{months} months of {year} were an employee's as well: of {own} paid in person and "
            "{collective} by the collective, {result} go back",
        ),
        rounding="half_up_fen",
        share=REFUND,
    )
