"""3203 清算申请 and 3204 清算申请撤销: an institution declares a month, or takes that back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical.domain.payment_application import Application
from services.medical.domain.reconciliation import ALL
from services.medical.faces.fsi import clearing, codes, refusals
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import declare_month
from services.medical.problems_reconciliation import DeclaredOtherwise
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError

BY_ITEM = "1"
"""按项目: how everything is paid for here."""
_NAMES = {
    "count": "psntime",
    "total": "medfee_sumamt",
    "accepted": "med_sumfee",
    "fund_applied": "fund_appy_sum",
    "cash_pay": "cash_payamt",
    "account_pay": "acct_pay",
}


@answers("3203")
def apply(call: Call) -> Application:
    """One application a kind of insurance, drawn up and submitted, when all figures are right."""
    data = call.input["data"]
    visit_kind, care = clearing.bills_of(data["clr_type"])
    if care != ALL:
        raise refusals.message(
            f"清算类别{data['clr_type']}不单独申报，异地费用随本类别一并申报", "data.clr_type"
        )
    if data.get("clr_way") and not codes.same(data["clr_way"], BY_ITEM):
        raise refusals.message(f"清算方式{data['clr_way']}在本模拟平台未提供", "data.clr_way")
    call.answer_as(lambda made: {"result": {"clr_appy_evt_id": made.event_id}})
    try:
        return declare_month.declare(call.institution, _month(data), visit_kind, _stated(data))
    except DeclaredOtherwise as refusal:
        raise DeclaredOtherwise([_on_the_wire(error) for error in refusal.errors]) from None


def month_of(said: str, where: str) -> Month:
    """Of `yyyyMM`."""
    try:
        assert len(said) == 6 and said.isascii() and said.isdigit()
        return Month.of(date(int(said[:4]), int(said[4:]), 1))
    except (AssertionError, ValueError):
        raise refusals.message(f"清算年月{said}格式错误，应为yyyyMM", where) from None


def _month(data: Mapping[str, Any]) -> Month:
    """The month, whose first and last day must be said besides."""
    month = month_of(data["setlym"], "data.setlym")
    for name, due in (("begndate", month.first), ("enddate", month.last)):
        if data[name] != due:
            raise refusals.message(f"{name}应为清算年月的{due.isoformat()}", f"data.{name}")
    return month


def _stated(data: Mapping[str, Any]) -> declare_month.Declared:
    amounts = {
        ours: clearing.money(data[theirs]) for ours, theirs in _NAMES.items() if ours != "count"
    }
    return declare_month.Declared(count=clearing.count(data["psntime"], "data.psntime"), **amounts)


def _on_the_wire(error: FieldError) -> FieldError:
    name = _NAMES[str(error.pointer).removeprefix("/")]
    return FieldError(error.code, error.message, pointer=f"data.{name}")


@answers("3204")
def withdraw(call: Call) -> list[Application]:
    """All that was applied for together; not once the agency accepted any of it."""
    call.answer_as(lambda _: None)
    return declare_month.withdraw(call.institution, call.input["data"]["clr_appy_evt_id"])
