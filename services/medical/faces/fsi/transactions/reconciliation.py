"""3201 医药机构费用结算对总账 and 3202 医药机构费用结算对明细账."""

from collections.abc import Sequence
from typing import Any

from services.medical.domain.reconciliation import (
    Compared,
    Line,
    Reconciliation,
    Scope,
    Totals,
    sums,
)
from services.medical.faces.fsi import clearing, details_file, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import reconcile, reconcile_file
from services.medical.flows.interface import files
from sscsim.db import Tx
from sscsim.kernel.money import Money

_FIGURES = (
    ("医疗费总额", "total"),
    ("基金支付总额", "fund_pay"),
    ("个人账户支付", "account_pay"),
)


@answers("3201")
def totals(call: Call) -> Reconciliation:
    """The same reconciliation as over REST: what is settled at this moment, and both are kept."""
    data = call.input["data"]
    clearing.check_agency(call.institution, data["setl_optins"])
    visit_kind, care = clearing.bills_of(data["clr_type"])
    call.answer_as(lambda made: {"stmtinfo": _said(data["setl_optins"], made)})
    return reconcile.reconcile(
        call.institution.id,
        data["stmt_begndate"],
        data["stmt_enddate"],
        Totals(
            clearing.money(data["medfee_sumamt"]),
            clearing.money(data["fund_pay_sumamt"]),
            clearing.money(data["acct_pay"]),
            clearing.count(data["fixmedins_setl_cnt"], "data.fixmedins_setl_cnt"),
        ),
        insurance_kind=clearing.insurance_of(data["insutype"]),
        visit_kind=visit_kind,
        care=care,
        include_reversals=clearing.asks_for_refunds(data),
    )


def _said(agency: str, made: Reconciliation) -> dict[str, Any]:
    result = "equal" if made.is_equal else "unequal"
    return {
        "setl_optins": agency,
        "stmt_rslt": words.code("stmt_rslt", result),
        "stmt_rslt_dscr": f"对账{made.id}：{_described(made.difference)}",
    }


def _described(off: Totals) -> str:
    """What the institution has more than the centre, figure by figure."""
    said = [
        f"{title}差{getattr(off, name).plain()}元" for title, name in _FIGURES if getattr(off, name)
    ]
    said += [f"笔数差{off.count}"] if off.count else []
    return f"不平，机构减中心：{'，'.join(said)}" if said else "平"


@answers("3202")
def details(call: Call) -> dict[str, Any]:
    """Bill by bill, of whichever insurance; the file with the results is put beside the rest.

    The control figures of the message must be those of the file, or nothing is taken. A bill that
    was refunded stands in it twice, once with each sign: where one is missing, that one is unequal.
    """
    data = call.input["data"]
    clearing.check_agency(call.institution, data["setl_optins"])
    visit_kind, care = clearing.bills_of(data["clr_type"])
    scope = Scope(
        call.institution.id,
        data["stmt_begndate"],
        data["stmt_enddate"],
        None,
        visit_kind,
        care,
        clearing.asks_for_refunds(data),
    )
    sent = reconcile_file.sent(call.institution, data["file_qury_no"])
    lines = details_file.read(sent)
    stated = _control(data, lines)

    def put(tx: Tx, made: Reconciliation, compared: Sequence[Compared]) -> dict[str, Any]:
        numbers = reconcile_file.known_as(tx, compared)
        written = details_file.write(compared, numbers, call.msgid, f"{made.id}.txt")
        kept = files.kept(tx, call.institution.institution_code, f"{made.id}.zip", written)
        told = {
            "file_qury_no": kept.id,
            "filename": kept.filename,
            "dld_endtime": kept.kept_until,
        }
        return {"fileinfo": told}

    return reconcile_file.reconcile(scope, stated, lines, put)


def _control(data: dict[str, Any], lines: Sequence[Line]) -> Totals:
    """What the message says the file comes to; it says no account money, which the file does."""
    found = sums(lines)
    said = Totals(
        clearing.money(data["medfee_sumamt"]),
        clearing.money(data["fund_pay_sumamt"]),
        found.account_pay,
        clearing.count(data["fixmedins_setl_cnt"], "data.fixmedins_setl_cnt"),
    )
    for name, stated, counted in (
        ("medfee_sumamt", said.total.plain(), found.total.plain()),
        ("fund_pay_sumamt", said.fund_pay.plain(), found.fund_pay.plain()),
        ("fixmedins_setl_cnt", str(said.count), str(found.count)),
    ):
        if stated != counted:
            raise _off(name, stated, counted)
    cash = clearing.money(data["cash_payamt"])
    left = found.total - found.fund_pay - found.account_pay
    if not _at_most(cash, left):
        raise _off("cash_payamt", cash.plain(), left.plain())
    return said


def _at_most(cash: Money, left: Money) -> bool:
    """What is neither fund nor account money is cash, or borne by the institution."""
    return 0 <= cash.fen <= left.fen if left.fen >= 0 else left.fen <= cash.fen <= 0


def _off(name: str, stated: str, counted: str) -> refusals.FsiRefused:
    return refusals.FsiRefused(
        refusals.BUSINESS,
        f"{name}为{stated}，文件合计为{counted}，全部未受理",
        f"data.{name}",
    )
