"""Advice on orders before or while they are carried out (明细审核事前、事中分析).

Rules of our own over what is sent: the catalogue's restrictions, price limits, repetitions, how
long a prescription lasts, sums. Nothing is refused for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.medical.domain.catalogue import DRUG, Disease, Item
from services.medical.domain.kinds import KINDS
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

CERTAIN, LIKELY, SLIGHT = "certain", "likely", "slight"
"""严重程度: 明确违规, 高度可疑, 轻度可疑."""

LONGEST_DAYS, LONGEST_CHRONIC_DAYS = 28, 84
"""Days that a prescription may last: four weeks, and twelve for a chronic disease. Assumed after
the rules for long prescriptions (长期处方)."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order (医嘱, 处方明细). `is_current`: it is this one that is asked about; others only say
    what was ordered before."""

    id: str
    item_code: str
    name: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    begins: datetime
    stops: datetime | None
    is_current: bool

    @property
    def first_day(self) -> date:
        return self.begins.astimezone(SHANGHAI).date()

    @property
    def last_day(self) -> date:
        return self.stops.astimezone(SHANGHAI).date() if self.stops else self.first_day


@dataclass(frozen=True, slots=True)
class Case:
    """Whom and where the orders are for, and what they are held against."""

    region: str
    level: str
    visit_kind: str
    sex: str | None
    diagnoses: tuple[tuple[str, str], ...]  # code and name
    orders: Sequence[Ordered]
    items: Mapping[str, Item]
    diseases: Mapping[str, Disease]


@dataclass(frozen=True, slots=True)
class Finding:
    """What may be wrong. `orders`: ids of those that it is about; the first is the one at fault."""

    rule: str
    name: str
    says: str
    severity: str
    amount: Decimal
    orders: tuple[str, ...]
    is_of_item: bool = True


_RESTRICTED = {
    "sex": ("R03", "限性别使用"),
    "level": ("R04", "限医院等级使用"),
    "inpatient_only": ("R05", "限住院使用"),
    "hospital_only": ("R06", "限医疗机构使用"),
}


def findings(case: Case) -> Iterator[Finding]:
    """Every finding, order by order."""
    for ordinal, one in enumerate(case.orders):
        if one.is_current:
            yield from _of_item(one, case)
            yield from _of_repetition(one, case, ordinal)
            yield from _of_sums(one)
    for code, name in case.diagnoses:
        disease = case.diseases.get(code)
        if disease is not None and disease.sex not in (None, case.sex):
            says = f"诊断【{name}】与患者性别不符。"
            yield Finding("R11", "诊断与性别不符", says, LIKELY, Decimal(0), (), False)


def _of_item(one: Ordered, case: Case) -> Iterator[Finding]:
    item, day = case.items.get(one.item_code), one.first_day
    if item is None:
        yield _finding("R01", "项目不在医保目录", SLIGHT, one, "不在医保目录中")
        return
    if not item.is_valid(day):
        yield _finding("R02", "项目不在有效期", CERTAIN, one, f"在 {day.isoformat()} 不在有效期内")
        return
    rule = item.refused_for(case.level, case.sex, case.visit_kind)
    if rule is not None:
        number, name = _RESTRICTED[rule]
        yield _finding(number, name, CERTAIN, one, f"不符合：{name}")
    yield from _of_price(one, item, case)
    if item.kind != DRUG and one.quantity != one.quantity.to_integral_value():
        yield _finding("R12", "数量应为整数", SLIGHT, one, f"数量 {one.quantity:f} 不是整数")
    yield from _of_length(one, item, case)


def _of_price(one: Ordered, item: Item, case: Case) -> Iterator[Finding]:
    found = item.in_force(case.region, one.first_day)
    limit = found.limits.get(case.level) if found.item_class != "C" else None
    if limit is not None and one.price * 100 > limit.fen:
        over = (one.price - Decimal(limit.fen).scaleb(-2)) * one.quantity
        says = f"单价 {one.price:f} 超过限价 {limit.plain()}"
        yield _finding("R07", "超医保限价", LIKELY, one, says, over)


def _of_length(one: Ordered, item: Item, case: Case) -> Iterator[Finding]:
    if item.kind != DRUG or KINDS[case.visit_kind].is_stay:
        return
    most = LONGEST_CHRONIC_DAYS if case.visit_kind == "chronic" else LONGEST_DAYS
    days = (one.last_day - one.first_day).days
    if days > most:
        says = f"用药 {days} 天，超过 {most} 天"
        yield _finding("R09", "处方天数过长", LIKELY, one, says)


def _of_repetition(one: Ordered, case: Case, ordinal: int) -> Iterator[Finding]:
    """An earlier order of the same item that still lasts on the first day of this one."""
    for number, other in enumerate(case.orders):
        before = not other.is_current or number < ordinal
        lasts = other.first_day <= one.first_day <= other.last_day
        if before and number != ordinal and other.item_code == one.item_code and lasts:
            says = f"与医嘱 {other.id} 重复"
            found = _finding("R08", "重复开立", LIKELY, one, says)
            yield Finding(
                found.rule,
                found.name,
                found.says,
                found.severity,
                found.amount,
                (one.id, other.id),
            )
            return


def _of_sums(one: Ordered) -> Iterator[Finding]:
    due = (one.quantity * one.price).quantize(Decimal("0.01"))
    if due != one.amount:
        says = f"总费用 {one.amount:f} 与数量乘单价 {due:f} 不符"
        yield _finding("R10", "费用计算有误", SLIGHT, one, says, abs(one.amount - due))


def _finding(
    rule: str, name: str, severity: str, one: Ordered, says: str, amount: Decimal | None = None
) -> Finding:
    money = one.amount if amount is None else amount
    cents = Decimal(Money(int(money * 100)).fen).scaleb(-2)
    return Finding(rule, name, f"【{one.name}】{says}。", severity, cents, (one.id,))
