"""2172 to 2176: what an institution applied for, and what a pharmacy settled.

The specification names them and has no fields of theirs; the fields are ours.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.medical.domain.payment_application import Application
from services.medical.domain.vocabulary import EMPLOYEE, PHARMACY
from services.medical.faces.fsi import catalogue, clearing, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.faces.fsi.transactions.clearing_application import month_of
from services.medical.flows import institution_months as flow
from services.medical.store.institution_months import Bill, Summed
from sscsim.kernel.periods import Month

FIRST_PAGE, PAGE = 1, 100
FUND_PAY_TYPE, ACCOUNT = "fund_pay_type", "account"


# ---- what was applied for


@answers("2172")
def applications(call: Call) -> dict[str, Any]:
    """The applications of a month that stand, one a kind of insurance and clearing type."""
    asked = call.input["top"]
    month = month_of(asked["setlym"], "setlym")
    visit_kind = clearing.bills_of(asked["clr_type"])[0] if asked.get("clr_type") else None
    insurance = clearing.insurance_of(asked["insutype"]) if asked.get("insutype") else None
    found = flow.applications(call.institution, str(month), visit_kind, insurance)
    institution = {
        "fixmedins_code": call.institution.institution_code,
        "fixmedins_name": call.institution.name,
    }
    return {"data": [institution | _application(one) for one in found]}


def _application(one: Application) -> dict[str, Any]:
    month = Month.parse(one.month)
    return {
        "clr_appy_evt_id": one.event_id or one.id,
        "fee_clr_id": one.id,
        "insutype": _insutype(one.insurance_kind),
        "clr_stas": words.code("clr_stas", one.status),
        "clr_ym": one.month.replace("-", ""),
        "clr_type": words.code("clr_type", one.visit_kind),
        "clr_psntime": one.count,
        "begndate": month.first,
        "enddate": month.last,
        "medfee_sumamt": one.total,
        "fund_appy_sum": one.fund_applied,
        "cash_payamt": one.cash_pay,
        "acct_pay": one.account_pay,
        "det_sumamt": one.deducted - one.not_booked,
        "dfr_amt": one.payable,
        "act_dfr_amt": one.paid,
    }


def _insutype(insurance_kind: str) -> str | None:
    """None of work injuries, which the table has no code for."""
    has = words.has("insutype", insurance_kind)
    return words.code("insutype", insurance_kind) if has else None


@answers("2173")
def bills(call: Call) -> dict[str, Any]:
    """The bills in an application, as they were settled, page by page."""
    asked = call.input["top"]
    found = flow.bills(call.institution, asked["fee_clr_id"], *_page(asked))
    return {"data": [_bill(one) | {"det_sumamt": one.deducted} for one in found]}


def _page(asked: Mapping[str, Any]) -> tuple[int, int]:
    """From which bill, and how many."""
    number = clearing.count(asked.get("page_num") or Decimal(FIRST_PAGE), "page_num")
    size = clearing.count(asked.get("page_size") or Decimal(PAGE), "page_size")
    return (number - 1) * size, size


def _bill(one: Bill) -> dict[str, Any]:
    return {
        "setl_id": one.settlement_id,
        "mdtrt_id": one.visit_number,
        "psn_no": one.person_id,
        "setl_time": one.settled_at,
        "insutype": _insutype(one.insurance_kind),
        "clr_type": words.code("clr_type", one.visit_kind),
        "refd_setl_flag": clearing.flag(one.is_refund),
        "insuplc_admdvs": one.home_region_code,
        "medfee_sumamt": one.total,
        "fund_pay_sumamt": one.fund_pay,
        "acct_pay": one.account_pay,
        "cash_payamt": one.cash_pay,
    }


@answers("2174")
def funds(call: Call) -> dict[str, Any]:
    """What an application comes to by fund, and of personal accounts."""
    application_id = call.input["top"]["fee_clr_id"]
    application, found = flow.funds(call.institution, application_id)
    names = catalogue.code_tables()[FUND_PAY_TYPE].values
    rows = []
    for fund, amount in sorted(found.items()):
        code = _fund_code(fund, application.insurance_kind)
        rows.append(
            {
                "fee_clr_id": application_id,
                "fund_pay_type": code,
                "fund_pay_type_name": names[code],
                "fund_appy_sum": amount,
            }
        )
    return {"data": rows}


def _fund_code(fund: str, insurance_kind: str) -> str:
    insured = "employee" if insurance_kind == EMPLOYEE else "resident"
    return words.code(FUND_PAY_TYPE, fund if fund == ACCOUNT else f"{insured}_{fund}")


# ---- what a pharmacy settled


@answers("2175")
def pharmacy_bills(call: Call) -> dict[str, Any]:
    """Everything that a pharmacy settled on these days, page by page."""
    _check_pharmacy(call)
    asked = call.input["top"]
    days = (asked["begndate"], asked["enddate"])
    found = flow.bills_of_days(call.institution, *days, *_page(asked))
    return {"data": [_bill(one) for one in found]}


@answers("2176")
def pharmacy_sums(call: Call) -> dict[str, Any]:
    """What that comes to, by insurance and home region; refunds with their sign."""
    _check_pharmacy(call)
    asked = call.input["top"]
    found = flow.sums_of_days(call.institution, asked["begndate"], asked["enddate"])
    return {"data": [_summed(one) for one in found]}


def _check_pharmacy(call: Call) -> None:
    if call.institution.kind != PHARMACY:
        raise refusals.FsiRefused(refusals.BUSINESS, "本交易限定点零售药店使用", "fixmedins_code")


def _summed(one: Summed) -> dict[str, Any]:
    return {
        "insutype": _insutype(one.insurance_kind),
        "insuplc_admdvs": one.home_region_code,
        "setl_cnt": one.count - one.refunds,
        "refd_cnt": one.refunds,
        "medfee_sumamt": one.total,
        "fund_pay_sumamt": one.fund_pay,
        "acct_pay": one.account_pay,
        "cash_payamt": one.cash_pay,
    }
