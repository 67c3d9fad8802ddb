"""Benefits that exclude each other (待遇竞合), new work while drawing, and claims in two regions.

- one funeral grant among the insurances: law on social insurance, article 49
- of two monthly benefits for one person the one that yields ends when the other begins, and what
  was paid of it afterwards comes back (`pension.overpayment`)
- a pension in place of a disability allowance of grades 1 to 4: the fund of work injury insurance
  pays the difference; regulation on it, article 35
- who draws an employee's and a resident's pension keeps the employee's: ministries' 2014 no. 17,
  article 8; of two of one scheme one is kept
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.injury.disability import RETAINED, DisabilityRule
from services.benefits.domain.pension import overpayment
from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

# ---------------------------------------------------------------- one funeral grant

PENSION, WORK_INJURY, UNEMPLOYMENT = "pension", "work_injury", "unemployment"
INSURANCES: Final = (PENSION, WORK_INJURY, UNEMPLOYMENT)

GRANTED_ELSEWHERE = decision.reason(
    "funeral_grant_elsewhere",
    "丧葬补助金已在 {insurance} 保险领取，只能择一",
    "The funeral grant was paid by the {insurance} insurance, and only one is paid",
    "社会保险法第四十九条",
)


@dataclass(frozen=True, slots=True)
class FuneralGrant:
    """A funeral grant that one insurance would pay, or has paid."""

    insurance: str
    amount: Money
    paid: bool = False


def one_grant(grants: Sequence[FuneralGrant], asked: str) -> tuple[Money, list[Reason]]:
    """What the insurance that is asked pays: nothing, with the reason, when another has paid.

    ValueError when it would pay none at all.
    """
    own = next((each for each in grants if each.insurance == asked), None)
    if own is None:
        raise ValueError(f"no funeral grant of {asked!r} among {[g.insurance for g in grants]}")
    other = next((each for each in grants if each.paid and each.insurance != asked), None)
    if other is None:
        return own.amount, []
    return Money.zero(), [GRANTED_ELSEWHERE.with_(insurance=other.insurance)]


def best_grant(grants: Sequence[FuneralGrant]) -> FuneralGrant:
    """The one that survivors would choose: the largest, the first of equal ones."""
    return max(grants, key=lambda each: each.amount)


# ---------------------------------------------------------------- two monthly benefits

EMPLOYEE_PENSION, RESIDENT_PENSION = "employee_pension", "resident_pension"
INSTITUTION_PENSION = "institution_pension"
DISABILITY_ALLOWANCE, INJURY_ALLOWANCE = "disability_allowance", "injury_allowance"
UNEMPLOYMENT_BENEFIT, DEPENDANTS_ALLOWANCE = "unemployment_benefit", "dependants_allowance"
BENEFITS: Final = (
    EMPLOYEE_PENSION,
    RESIDENT_PENSION,
    DISABILITY_ALLOWANCE,
    INJURY_ALLOWANCE,
    UNEMPLOYMENT_BENEFIT,
    DEPENDANTS_ALLOWANCE,
)

YIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    UNEMPLOYMENT_BENEFIT: {
        EMPLOYEE_PENSION: "社会保险法第五十一条第四项",
        RESIDENT_PENSION: "社会保险法第五十一条第四项",
    },
    INJURY_ALLOWANCE: {EMPLOYEE_PENSION: "工伤保险条例第三十五条第三项"},
    DISABILITY_ALLOWANCE: {EMPLOYEE_PENSION: "企业职工基本养老保险病残津贴暂行办法"},
    RESIDENT_PENSION: {EMPLOYEE_PENSION: "人社部发〔2014〕17号第八条"},
}
"""Which benefit ends for which other one, and by which rule."""

YIELDED = decision.reason(
    "benefit_yields",
    "自 {month} 起领取 {stays}，停发 {ends}（{law}）",
    "{ends} ends with {stays}, which is drawn from {month} on ({law})",
    "同一时期不重复享受",
)
STANDS_BEFORE = decision.reason(
    "benefit_stands_before",
    "正在领取 {stays}，不能同时领取 {asked}（{law}）",
    "{stays} is drawn, and {asked} can't be beside it ({law})",
    "同一时期不重复享受",
)


def yielding(drawn: Collection[str], begins: str, month: Month) -> dict[str, Reason]:
    """The benefits that end because another begins in a month, each with its reason."""
    return {
        each: YIELDED.with_(month=str(month), stays=begins, ends=each, law=YIELDS[each][begins])
        for each in drawn
        if begins in YIELDS.get(each, {})
    }


def against(asked: str, drawn: Collection[str]) -> list[Reason]:
    """Why a benefit can't begin beside those that are drawn."""
    before = YIELDS.get(asked, {})
    return [
        STANDS_BEFORE.with_(stays=each, asked=asked, law=before[each])
        for each in drawn
        if each in before
    ]


def overpaid(paid: Sequence[tuple[Month, Money]], begins: Month) -> Explanation:
    """What was paid of the benefit that ended from the month on in which the other one began."""
    return overpayment.overpaid(paid, begins + -1)


def topped_up(
    grade: int, allowance: Money, pension: Money, rule: DisabilityRule
) -> Explanation | None:
    """What the fund adds to the pension a month; None for grades that have no such claim. Grades 5
    and 6 had theirs from the employer until they retired."""
    return rule.pension_gap(allowance, pension) if grade in RETAINED else None


# ---------------------------------------------------------------- new work while drawing

ENDED_BY_WORK: Final[Mapping[str, str]] = {
    UNEMPLOYMENT_BENEFIT: "社会保险法第五十一条第一项",
    DISABILITY_ALLOWANCE: "企业职工基本养老保险病残津贴暂行办法",
    DEPENDANTS_ALLOWANCE: "因工死亡职工供养亲属范围规定第四条",
}
"""What ends with new work, and by which rule. Pensions go on, and so does an injury allowance of
grades 1 to 4, whose holders have left work for good."""

WORKS_AGAIN = decision.reason(
    "benefit_ended_by_work",
    "自 {month} 起重新就业，停发 {ends}（{law}）",
    "{ends} ends with the new work from {month} on ({law})",
    "重新就业",
)


def ended_by_work(drawn: Collection[str], month: Month) -> dict[str, Reason]:
    """The benefits that new work in a month ends; the others go on beside it."""
    return {
        each: WORKS_AGAIN.with_(month=str(month), ends=each, law=ENDED_BY_WORK[each])
        for each in drawn
        if each in ENDED_BY_WORK
    }


# ---------------------------------------------------------------- two pensions

TWO_REGIONS = decision.reason(
    "pension_in_two_regions",
    "保留 {kept} 的待遇，{region} 的 {scheme} 重复领取，予以清理",
    "The pension of {kept} is kept; the one that {region} pays as well ({scheme}) ends",
    "同一时期只享受一份基本养老保险待遇",
)
KEPT_ISNT_DRAWN = decision.reason(
    "kept_pension_not_drawn",
    "没有在 {kept} 领取待遇",
    "No pension is drawn in {kept}",
)
REFUND, OWED = "refund", "owed"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pension that a region pays: the scheme, since when, and what was paid."""

    region_code: str
    scheme: str
    since: Month
    paid: tuple[tuple[Month, Money], ...]


@dataclass(frozen=True, slots=True)
class Cleared:
    """A pension that ends, why, and what of it comes back: all that was paid while the one that
    stays was."""

    pension: Drawn
    stays: Drawn
    why: Reason
    owed: Explanation


def double_claims(pensions: Sequence[Drawn], kept: str | None = None) -> list[Cleared]:
    """The pensions that end because another is drawn at the same time.

    An employee's pension, an institution's alike, is kept before a resident's; of two of them the
    person agrees with the
    agency on the one in the region `kept`, else, as of two residents', the first one drawn is.
    ValueError for two of one region and scheme.
    """
    if len(pensions) < 2:
        return []
    for one, other in pairwise(sorted(pensions, key=_where)):
        if _where(one) == _where(other):
            raise ValueError(f"{one.region_code} pays two of {one.scheme}")
    stays = min(pensions, key=lambda each: _before(each, kept))
    return [
        Cleared(each, stays, _why(each, stays), overpaid(each.paid, max(each.since, stays.since)))
        for each in pensions
        if each is not stays
    ]


def refuses_kept(pensions: Sequence[Drawn], kept: str) -> list[Reason]:
    """Why a region can't be the one whose pension is kept."""
    ours = [each for each in pensions if each.scheme != RESIDENT_PENSION] or list(pensions)
    known = {each.region_code for each in ours}
    return [] if kept in known else [KEPT_ISNT_DRAWN.with_(kept=kept)]


def _where(pension: Drawn) -> tuple[str, str]:
    return pension.region_code, pension.scheme


def _before(pension: Drawn, kept: str | None) -> tuple[bool, bool, Month, str]:
    is_employee = pension.scheme != RESIDENT_PENSION
    chosen = is_employee and pension.region_code == kept
    return not is_employee, not chosen, pension.since, pension.region_code


def _why(pension: Drawn, stays: Drawn) -> Reason:
    said = {"region": pension.region_code, "scheme": pension.scheme}
    return TWO_REGIONS.with_(kept=stays.region_code, **said)


@dataclass(frozen=True, slots=True)
class ClosedAccount:
    """The account of a pension that ends: what is left, and what of it the government paid in."""

    left: Money
    subsidies: Money


def settled(account: ClosedAccount, owed: Money) -> Explanation:
    """What goes back to the person out of the account once what is owed for the months drawn twice
    is kept back; what the account can't cover is kept back from the pension that stays. One of
    `refund` and `owed` is nothing."""
    own = explain.amount(
        "overlap.account",
        "max(0, left - subsidies)",
        {"left": account.left, "subsidies": account.subsidies},
        Text(
            zh="个人账户余额 {left}，除政府补贴 {subsidies} 外 {result}",
            en="{left} are in the account, {result} of them without the government's {subsidies}",
        ),
    )
    refund = explain.amount(
        "overlap.refund",
        "max(0, own - owed)",
        {"own": own.money, "owed": owed},
        Text(
            zh="抵扣重复领取的 {owed} 后，退还本人 {result}",
            en="Of {own}, {owed} drawn twice are kept back: {result} go back",
        ),
        share=REFUND,
    )
    rest = explain.amount(
        "overlap.owed",
        "max(0, owed - own)",
        {"own": own.money, "owed": owed},
        Text(
            zh="账户不足抵扣的 {result}，从保留的养老金中抵扣",
            en="{result} that the account doesn't cover are kept back from the other pension",
        ),
        share=OWED,
    )
    return summed([own, refund, rest], (REFUND, OWED))
