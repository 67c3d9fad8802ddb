"""What is told of labour disputes, inspection, contracts and wages."""

from services.benefits.domain.labour import arbitration, contract, due, inspection, mediation, wages
from sscsim.event_types import FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text


def _of(prefix: str, statuses: tuple[str, ...]) -> dict[str, object]:
    return {"id": ident(prefix), "person_id": ident("psn"), "status": word(*statuses)}


_MEDIATION = _of("lmd", mediation.MEDIATION_STATUSES)
_CASE = _of("arb", arbitration.ARBITRATION_STATUSES)
_INSPECTION = _of("lic", inspection.INSPECTION_STATUSES)
_CONTRACT = _of("lct", contract.CONTRACT_STATUSES)
_DUE = {**_of("lad", due.DUE_STATUSES), "source_id": TEXT, "amount_fen": FEN}
_PROJECT = {
    "id": ident("wpj"),
    "number": TEXT,
    "region_code": REGION,
    "status": word(*wages.PROJECT_STATUSES),
}
_SHEET = {
    "id": ident("wsh"),
    "project_id": ident("wpj"),
    "wage_month": TEXT,
    "total_fen": FEN,
    "status": word(*wages.SHEET_STATUSES),
}

for _name, _zh, _en, _fields in (
    ("labour_mediation.appointed", "调解会已安排", "A mediation was appointed", _MEDIATION),
    ("labour_mediation.agreed", "已达成调解协议", "An agreement was reached", _MEDIATION),
    ("labour_mediation.confirmed", "调解协议已确认", "An agreement was confirmed", _MEDIATION),
    ("labour_mediation.failed", "调解未达成协议", "A mediation failed", _MEDIATION),
    ("arbitration_case.accepted", "仲裁案件已受理", "A case was accepted", _CASE),
    ("arbitration_case.moved", "仲裁案件状态已变更", "A case went a step further", _CASE),
    (
        "arbitration_case.overdue",
        "仲裁超过法定时限",
        "The commission is late with a step of a case",
        {**_CASE, "step": TEXT},
    ),
    ("inspection_case.opened", "监察案件已立案", "An inspection was opened", _INSPECTION),
    ("inspection_case.moved", "监察案件状态已变更", "A case went a step further", _INSPECTION),
    ("inspection_case.overdue", "监察案件超期", "An inspection is late", _INSPECTION),
    ("labour_due.owed", "用人单位应付款已确定", "An employer owes a worker a sum", _DUE),
    ("labour_due.paid", "应付款已到账", "What was owed is on the worker's card", _DUE),
    ("labour_due.missed", "应付款逾期未付", "What was owed was not paid in time", _DUE),
    ("labour_contract.offered", "劳动合同待劳动者签署", "A contract is to be signed", _CONTRACT),
    ("labour_contract.signed", "劳动合同已签署", "A contract was signed by both", _CONTRACT),
    ("labour_contract.declined", "劳动者未签署", "The worker declined", _CONTRACT),
    ("labour_contract.lapsed", "劳动合同逾期未签", "Nobody signed in time", _CONTRACT),
    (
        "labour_contract.change_proposed",
        "劳动合同变更待签署",
        "A change of a contract is to be signed",
        _CONTRACT,
    ),
    ("labour_contract.changed", "劳动合同已变更", "A contract was changed", _CONTRACT),
    ("labour_contract.ended", "劳动合同已终止", "A contract ended", _CONTRACT),
    ("wage_project.opened", "工资专用账户已开立", "A wage account was opened", _PROJECT),
    ("wage_project.noticed", "项目完工已公示", "A project was finished", _PROJECT),
    ("wage_project.closed", "工资专用账户已注销", "A wage account was closed", _PROJECT),
    ("wage_sheet.sent", "工资支付表已发送", "A pay sheet was sent to the bank", _SHEET),
    ("wage_sheet.returned", "工资支付表有退回", "Wages of a sheet were returned", _SHEET),
    ("wage_sheet.reissued", "工资已重发", "Returned wages were re-issued", _SHEET),
    ("wage_sheet.paid", "工资已全部到账", "All wages of a sheet arrived", _SHEET),
):
    declare("benefits", _name, Text(_zh, _en), _fields)  # type: ignore[arg-type]
