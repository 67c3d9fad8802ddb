"""Checking a fee line that names an item against the catalogue (目录审核)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.medical.domain.catalogue import DRUG, Item
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text

UNKNOWN = Text(zh="目录中没有该项目", en="the catalogue has no such item")
NEEDS_ITEM = Text(zh="药店购药须填目录项目编码", en="is required of what a pharmacy sells")
NEEDS_CLASS = Text(zh="未填目录项目编码时必填", en="is required where no catalogue item is named")
_NOT_VALID = Text(
    zh="{on} 不在有效期 {since} 至 {until} 内", en="holds from {since} to {until}, not on {on}"
)
_RESTRICTED = {
    "sex": Text(zh="限制使用：仅限 {sex}", en="is restricted to {sex} patients"),
    "level": Text(zh="限制使用：仅限等级 {levels}", en="is restricted to hospitals of {levels}"),
    "hospital_only": Text(zh="限制使用：药店不得收取", en="is restricted to hospitals"),
    "inpatient_only": Text(zh="限制使用：仅限住院", en="is restricted to stays in hospital"),
}
_NOT_WHOLE = Text(zh="该项目的数量须为整数", en="must be a whole number for such an item")
_DIFFERS = Text(zh="目录当日为 {known}", en="differs from the catalogue of the day: {known}")
_NONE = Text(zh="目录当日没有限价", en="the catalogue of the day has no price limit")


APPROVED, REJECTED = "approved", "rejected"
"""医院审批标志: what the hospital decided of a restricted item; neither: nothing was to decide."""


def is_self_paid(item: Item, approval: str | None) -> bool:
    """Whether the person pays all of a line: a restricted item without the hospital's approval,
    and any that it rejected."""
    return approval == REJECTED or (item.is_restricted and approval != APPROVED)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a line counts as: as the catalogue says, or as the caller stated without an item."""

    item_code: str | None
    item_class: str
    item_name: str | None
    share: Fraction
    limit_price: Money | None


def faults_of_use(
    item: Item,
    pointer: str,
    day: date,
    *,
    level: str,
    sex: str | None,
    kind: str,
    is_restricted: bool = True,
) -> Iterator[FieldError]:
    """Why the item may not be charged at all: not of that day, or restricted (限制使用).

    Not `is_restricted`: the person pays all of it, so that its restrictions don't count.
    """
    where = f"{pointer}/item_code"
    if not item.is_valid(day):
        params: dict[str, Any] = {"on": day, "since": item.since, "until": item.until or "–"}
        yield FieldError("item_not_valid", _NOT_VALID, pointer=where, params=params)
    rule = item.refused_for(level, sex, kind) if is_restricted else None
    if rule is not None:
        params = {"sex": item.sex or "", "levels": ", ".join(item.levels)}
        yield FieldError(f"restricted_{rule}", _RESTRICTED[rule], pointer=where, params=params)


def faults_of_count(item: Item, quantity: Decimal, pointer: str) -> Iterator[FieldError]:
    """A service is rendered and a consumable used a whole number of times; drugs are divided."""
    if item.kind != DRUG and quantity != quantity.to_integral_value():
        yield FieldError("not_whole", _NOT_WHOLE, pointer=f"{pointer}/quantity")


def faults_of_statement(
    counted: Counted, line: Mapping[str, Any], pointer: str
) -> Iterator[FieldError]:
    """What is stated beside the item and isn't so."""
    share_bp = counted.share * 10_000
    known = {
        "item_class": (counted.item_class, counted.item_class, line.get("item_class")),
        "first_self_pay_bp": (share_bp, int(share_bp), line.get("first_self_pay_bp")),
        "limit_price_fen": (
            counted.limit_price,
            counted.limit_price.fen if counted.limit_price else None,
            line.get("limit_price"),
        ),
    }
    for name, (value, shown, stated) in known.items():
        if stated is not None and stated != value:
            message = _NONE if shown is None else _DIFFERS
            yield FieldError(
                "differs", message, pointer=f"{pointer}/{name}", params={"known": shown}
            )
