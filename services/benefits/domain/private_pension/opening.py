"""Who may open a private pension, where and since when.

In the pilot places (先行城市) since 2022-11-25, everywhere since 2024-12-15; for whoever is insured
in a basic pension in China, employees' or residents'. One account of each kind, at one bank.
"""

from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.explain import Figure

NOT_HERE_YET = decision.reason(
    "private_pension_not_here_yet",
    "{region} 在 {day} 尚未实施个人养老金制度",
    "On {day} there is no private pension in {region} yet",
    "个人养老金先行城市（地区）名单；2024 年 12 月 15 日起全国实施",
)
NOT_INSURED = decision.reason(
    "private_pension_not_insured",
    "未参加城镇职工基本养老保险或者城乡居民基本养老保险",
    "Insured in no basic pension",
    "国办发〔2022〕7号：参加基本养老保险的劳动者可以参加",
)
HAS_ACCOUNT = decision.reason(
    "private_pension_has_account",
    "已在银行 {bank} 开立个人养老金资金账户，只能有一个",
    "There is a funds account at the bank {bank} already; there can be only one",
    "国办发〔2022〕7号：个人养老金账户唯一",
)
DRAWS_ALREADY = decision.reason(
    "private_pension_drawn",
    "已开始领取个人养老金，不再缴费或者开户",
    "The private pension is drawn already",
)


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """pilots: codes of cities, or of provinces as a whole; nationwide: from when it is so, the
    list doesn't matter."""

    pilots: Figure[tuple[str, ...]]
    nationwide: Figure[bool]

    def is_open(self, region_code: str, province: str) -> bool:
        """Whether it can be opened by whoever is insured in this city of this province."""
        return self.nationwide.value or bool({region_code, province} & set(self.pilots.value))


@dataclass(frozen=True, slots=True)
class Opening:
    """region_code, province: where the person is insured; bank: where a funds account is open,
    None where none is."""

    region_code: str
    province: str
    day: str
    is_insured: bool
    bank: str | None = None
    has_drawn: bool = False


def refuses(one: Opening, rule: PlaceRule) -> list[Reason]:
    """Every reason against it."""
    against = []
    if not rule.is_open(one.region_code, one.province):
        against.append(NOT_HERE_YET.with_(region=one.region_code, day=one.day))
    if not one.is_insured:
        against.append(NOT_INSURED)
    if one.bank is not None:
        against.append(HAS_ACCOUNT.with_(bank=one.bank))
    if one.has_drawn:
        against.append(DRAWS_ALREADY)
    return against
