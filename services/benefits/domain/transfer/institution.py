"""Moves of government and public institutions' pensions (机关事业单位), and of the annuity.

Rules of 2017 no. 1 and no. 7 of its office: what moves is what moves between enterprises (`sums`),
with bases since October 2014 only; between two institutions of one pooling area the relation alone
moves. The occupational annuity (职业年金) goes along where the new employer has an annuity, and
stays with its manager where it has none; what the employer paid on paper only (记账) is paid in
first (记实).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import annuity as annuities
from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.insurance import EMPLOYEE_PENSION, INSTITUTION_PENSION
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.pension.history import History, PaidMonth
from services.benefits.domain.transfer import sums
from sscsim.kernel import explain, regions
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

BETWEEN, TO_ENTERPRISE = "institution_to_institution", "institution_to_enterprise"
TO_INSTITUTION = "enterprise_to_institution"
DIRECTIONS: Final = (BETWEEN, TO_ENTERPRISE, TO_INSTITUTION)
KINDS: Final = {
    BETWEEN: (INSTITUTION_PENSION, INSTITUTION_PENSION),
    TO_ENTERPRISE: (INSTITUTION_PENSION, EMPLOYEE_PENSION),
    TO_INSTITUTION: (EMPLOYEE_PENSION, INSTITUTION_PENSION),
}
"""Which insurance is left, and which one takes over."""
ANNUITIES: Final = {
    BETWEEN: (annuities.OCCUPATIONAL, annuities.OCCUPATIONAL),
    TO_ENTERPRISE: (annuities.OCCUPATIONAL, annuities.ENTERPRISE),
    TO_INSTITUTION: (annuities.ENTERPRISE, annuities.OCCUPATIONAL),
}
"""Of which kind the annuity is that goes along, and what it becomes."""

HIRED: Final = "hired"
LEFT_FOR: Final = ("posted", HIRED, "resigned", "dismissed", "expelled", "sentenced")
WITHOUT_POST: Final = ("resigned", "dismissed", "expelled", "sentenced")
"""Left without a new post: the relation goes to the province of the household register."""

FUND, TREASURY = "paid_in", "made_real"
SHARES: Final = (FUND, TREASURY)

TO_REGISTER = decision.reason(
    "institution_left_to_register",
    "因 {left_for} 离开机关事业单位，关系应转往户籍地 {register} 的企业职工养老保险",
    "Who left an institution ({left_for}) goes to the enterprise scheme of the province of the "
    "household register, {register}",
    "人社厅发〔2017〕7号第九条",
)
NO_PLAN = decision.reason(
    "annuity_without_plan",
    "新单位没有职业年金或者企业年金，账户由原管理机构继续管理",
    "The new employer has no annuity: the account stays with its manager",
    "机关事业单位职业年金办法第八条",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that is asked for. has_plan: whether the new employer has an annuity."""

    direction: str
    from_region: str
    to_region: str
    left_for: str
    register: str
    moves_annuity: bool = False
    has_plan: bool = False


@dataclass(frozen=True, slots=True)
class Annuity:
    """The account of an occupational annuity: paid in person, by the employer, by the employer on
    paper only; all with what they earned."""

    own: Money
    employer: Money
    on_paper: Money


def against(asked: Asked) -> list[Reason]:
    reasons = []
    home = regions.province_of(asked.register)
    right = asked.direction == TO_ENTERPRISE and regions.province_of(asked.to_region) == home
    if asked.left_for in WITHOUT_POST and not right:
        reasons.append(TO_REGISTER.with_(left_for=asked.left_for, register=home))
    if asked.moves_annuity and not asked.has_plan:
        reasons.append(NO_PLAN)
    return reasons


def money_moves(asked: Asked, *, one_pooling_area: bool) -> bool:
    """Whether money moves with the relation."""
    return not (one_pooling_area and asked.direction == BETWEEN)


def years_of(paid: Iterable[PaidMonth], since: Figure[Month]) -> tuple[sums.Year, ...]:
    """The years of an institution's months whose bases count, from `since` on."""
    counted = tuple(each for each in paid if each.month >= since.value)
    return sums.years_of(History(counted, ()))


def annuity(account: Annuity) -> Explanation:
    """All of the annuity moves. `made_real`: what the treasury has to pay in for that."""
    paid_in = explain.amount(
        "transfer.annuity",
        "own + employer",
        {"own": account.own, "employer": account.employer},
        Text(
            zh="职业年金：个人缴费 {own} 与单位实账 {employer}，转移 {result}",
            en="The annuity: {own} paid in person and {employer} by the employer: {result} move",
        ),
        share=FUND,
    )
    if not account.on_paper:
        return summed([paid_in], SHARES)
    made_real = explain.amount(
        "transfer.annuity.made_real",
        "on_paper",
        {"on_paper": account.on_paper},
        Text(
            zh="单位记账部分 {on_paper}，由同级财政拨付记实 {result}",
            en="{on_paper} stand on paper only: the treasury pays them in, {result}",
        ),
        share=TREASURY,
    )
    return summed([paid_in, made_real], SHARES)
