"""Which province pays the pension (待遇领取地) of somebody who was insured in several ones.

State Council office 2009 no. 66, article 6: where the relation is, if that is the province of the
household register; else there, with ten years of contributions in it; else the last earlier
province with ten years; else the province of the register. Temporary accounts count for none of it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure

_RULE = "国办发〔2009〕66号第六条"
AT_REGISTER = decision.reason(
    "pension_place_register",
    "养老保险关系在户籍地 {region}，由该地发放",
    "The relation is in {region}, the province of the household register, which pays",
    _RULE,
)
AT_RELATION = decision.reason(
    "pension_place_relation",
    "养老保险关系在 {region}，在该地缴费 {months} 个月，已满 {least} 个月",
    "The relation is in {region}, with {months} months of contributions; {least} are wanted",
    _RULE,
)
AT_EARLIER = decision.reason(
    "pension_place_earlier",
    "关系所在地缴费不满 {least} 个月，{region} 是上一个满此年限的参保地（{months} 个月）",
    "The province of the relation has fewer than {least} months; {region}, with {months}, is the "
    "last one before that has them",
    _RULE,
)
NOWHERE_LONG = decision.reason(
    "pension_place_nowhere_long",
    "没有一个参保地缴费满 {least} 个月，归集到户籍地 {region}",
    "No province has {least} months of contributions: all goes to {region}, where the household "
    "register is",
    _RULE,
)
CLAIMED_ELSEWHERE = decision.reason(
    "pension_claim_elsewhere",
    "待遇领取地为 {region}，{asked} 不予受理",
    "The pension is paid by {region}; {asked} can't take the claim",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of insurance in a region, and the months contributed there. is_temporary: in a
    temporary account (临时基本养老保险缴费账户)."""

    region_code: str
    months: int
    is_temporary: bool = False

    @property
    def province(self) -> str:
        return regions.province_of(self.region_code)


@dataclass(frozen=True, slots=True)
class Place:
    """The province that pays, and why."""

    region_code: str
    why: Reason


def place(stays: Sequence[Stay], register: str, least: Figure[int]) -> Place:
    """stays: in the order of time; register: region of the household register; least: months.

    The months of several stays in one province are added up. ValueError without any stay.
    """
    if not stays:
        raise ValueError("somebody who was never insured has no place of the pension")
    home = regions.province_of(register)
    ordinary = [each for each in stays if not each.is_temporary]
    order = list(dict.fromkeys(each.province for each in reversed(ordinary)))
    months = Counter[str]()
    for each in ordinary:
        months[each.province] += each.months
    if order and order[0] == home:
        return Place(home, AT_REGISTER.with_(region=home))
    for at, province in enumerate(order):
        if months[province] >= least.value:
            said = {"region": province, "months": months[province], "least": least.value}
            return Place(province, (AT_EARLIER if at else AT_RELATION).with_(**said))
    return Place(home, NOWHERE_LONG.with_(region=home, least=least.value))


def sends(stays: Sequence[Stay], to: Place) -> tuple[str, ...]:
    """The provinces that have to send what they hold to the place of the pension (归集)."""
    return tuple(dict.fromkeys(s.province for s in stays if s.province != to.region_code))


def against(asked: str, found: Place) -> list[Reason]:
    """Why a claim for the pension can't be taken in a region."""
    if regions.province_of(asked) == found.region_code:
        return []
    return [CLAIMED_ELSEWHERE.with_(region=found.region_code, asked=asked)]
