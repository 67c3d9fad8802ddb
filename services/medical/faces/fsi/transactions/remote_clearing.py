"""3260 提取异地清分明细, 3261 异地清分结果确认 and 3262 异地清分结果确认回退.

A month's bills of persons insured elsewhere, and which the institution lets into the clearing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical.domain.reference_number import reference_number
from services.medical.faces.fsi import clearing, codes, refusals
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import clearing_details as flow
from services.medical.flows.clearing_details import Answered, Detail
from services.medical.problems_reconciliation import ClearingDetailsRefused
from sscsim import world
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError

CONFIRM, RETRACT = "3261", "3262"
ALL_OF_MONTH = "0"
_NAMES = {
    "number": "certno",
    "visit_number": "mdtrt_id",
    "settled_at": "mdtrt_setl_time",
    "settlement_id": "setl_sn",
    "total": "medfee_sumamt",
    "fund_pay": "optins_pay_sumamt",
}


@answers("3260")
def details(call: Call) -> dict[str, Any]:
    """From `startrow` on, the first is 1, at most a hundred.

    What the agency pays (optins_pay_sumamt) is fund money: clients compare it with that of the
    settlement's answer. Nothing was paid in full by the person first (fulamt_advpay_flag).
    """
    data = call.input["data"]
    first = clearing.count(data["startrow"], "data.startrow")
    found = flow.details(call.institution, _month(data), max(first - 1, 0))
    rows = [_detail(max(first, 1) + place, call, one) for place, one in enumerate(found)]
    return {"data": rows}


def _month(data: Mapping[str, Any]) -> Month:
    year, month = data["trt_year"], data["trt_month"]
    try:
        if not (year + month).isascii() or len(year) != 4:
            raise ValueError
        return Month.of(date(int(year), int(month), 1))
    except ValueError:
        raise refusals.message(
            f"结算年度{year}、结算月份{month}格式错误", "data.trt_month"
        ) from None


def _detail(seqno: int, call: Call, one: Detail) -> dict[str, Any]:
    bill = one.bill
    return {
        "seqno": seqno,
        "mdtrtarea": bill.care_region_code,
        "medins_no": call.institution.institution_code,
        "certno": one.number,
        "mdtrt_id": bill.visit_number,
        "mdtrt_setl_time": bill.settled_at,
        "setl_sn": bill.settlement_id,
        "fulamt_advpay_flag": clearing.NO,
        "medfee_sumamt": bill.total,
        "optins_pay_sumamt": bill.fund_pay,
    }


@answers(CONFIRM)
def confirm(call: Call) -> None:
    """Some at a time; what is not confirmed (确认标志 0) waits for the next month."""
    data, rows = call.input["data"], call.input["detail"]
    if len(rows) > flow.PAGE:
        raise refusals.message(f"每批明细不超过{flow.PAGE}条", "detail")
    if not rows or clearing.count(data["totalrow"], "data.totalrow") != len(rows):
        raise refusals.message(f"总行数与明细行数{len(rows)}不符", "data.totalrow")
    month = _month(data)
    try:
        flow.confirm(call.institution, month, _batch(call), [_answered(row) for row in rows])
    except ClearingDetailsRefused as refusal:
        raise ClearingDetailsRefused([_on_the_wire(one) for one in refusal.errors]) from None


def _answered(row: Mapping[str, Any]) -> Answered:
    return Answered(
        number=row["certno"],
        visit_number=row["mdtrt_id"],
        settled_at=row["mdtrt_setl_time"],
        settlement_id=row["setl_sn"],
        total=clearing.money(row["medfee_sumamt"]),
        fund_pay=clearing.money(row["optins_pay_sumamt"]),
        is_confirmed=codes.same(row.get("cnfm_flag") or clearing.YES, clearing.YES),
    )


def _on_the_wire(error: FieldError) -> FieldError:
    place, _, name = str(error.pointer).partition(".")
    return FieldError(error.code, error.message, pointer=f"detail[{place}].{_NAMES[name]}")


def _batch(call: Call) -> str:
    """A message as the clearing knows it: by what of its reference is the same whenever it is
    sent (`reference_number`), so that it is heard once, and found by that reference."""
    code, number = call.institution.institution_code, call.transaction.number
    return code + reference_number("", world.now(), code, call.msgid, number)[-10:]


@answers(RETRACT)
def retract(call: Call) -> None:
    """What one 3261 said, by the inf_refmsgid of its answer, or everything of the month (0)."""
    data = call.input["data"]
    original = data["otransid"]
    if original == ALL_OF_MONTH:
        of_batch = None
    elif len(original) == 30 and original.isascii() and original.isdigit():
        of_batch = call.institution.institution_code + original[-10:]
    else:
        raise refusals.message("原交易流水号应为确认交易的inf_refmsgid或0", "data.otransid")
    flow.retract(call.institution, _month(data), _batch(call), of_batch)
