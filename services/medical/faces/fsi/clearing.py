"""What the messages of reconciliation and clearing (对账, 清算) have in common."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.reconciliation import ALL
from services.medical.faces.fsi import codes, refusals, words
from sscsim.kernel.money import Money

YES, NO = "1", "0"


def money(amount: Decimal) -> Money:
    """Of an amount in yuan with two decimals at most, as the tables have them."""
    return Money(int(amount.scaleb(2)))


def bills_of(clr_type: str) -> tuple[str, str]:
    """The kind of visit and whose bills a clearing type (清算类别) means.

    FsiRefused for a type of the tables under which nothing is cleared here.
    """
    found = words.word("clr_type", clr_type)
    if found is None:
        raise refusals.message(f"清算类别{clr_type}在本模拟平台未提供", "data.clr_type")
    kind, _, care = found.partition("/")
    return kind, care or ALL


def insurance_of(insutype: str) -> str:
    found = words.word("insutype", insutype)
    if found is None:
        raise refusals.message(f"险种{insutype}在本模拟平台未提供", "data.insutype")
    return found


def check_agency(institution: Institution, setl_optins: str) -> None:
    """An institution settles everything with the agency of its own region (就医地管理)."""
    if setl_optins != institution.region_code:
        raise refusals.FsiRefused(
            refusals.BUSINESS,
            f"结算经办机构{setl_optins}不是本机构的经办机构{institution.region_code}",
            "data.setl_optins",
        )


def asks_for_refunds(data: Mapping[str, Any]) -> bool:
    """Whether reversals count, with their sign: where a flag asks for them."""
    flag = data.get("refd_setl_flag") or data.get("fixmedins_refd_setl_flag") or ""
    return codes.same(flag, YES)


def flag(value: bool) -> str:
    return YES if value else NO


def count(number: Decimal, where: str) -> int:
    """A whole number, and none below zero."""
    if number < 0 or number != number.to_integral_value():
        raise refusals.message("笔数应为不小于0的整数", where)
    return int(number)
