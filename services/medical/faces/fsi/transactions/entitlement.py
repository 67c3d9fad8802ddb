"""2001 人员待遇享受检查: a row for each fund, and why one that doesn't pay doesn't.

What the person has chosen (人员定点) stands in `exp_content`, because no policy of ours asks for
it; so does as what a visit away from home counts.
"""

import json
from typing import Any

from services.medical.domain import accident
from services.medical.domain.kinds import KINDS
from services.medical.domain.vocabulary import ASSISTED, CAESAREAN, CHRONIC, EMPLOYEE, NATURAL
from services.medical.faces.fsi import chronic_codes, refusals, settled, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.faces.fsi.transactions.declarations import insurance
from services.medical.flows.interface import entitlement as flow
from services.medical.flows.interface.entitlement import Checked, Plan, Row
from sscsim.kernel.problems import Problem

OF_A_FUND = "01"
"""待遇检查类型: 基金项检查."""
_BECAUSE = {
    flow.NOT_RECOGNISED: "未认定为该基金的待遇享受人员",
    flow.USED_UP: "本年度累计支付已达最高支付限额",
    flow.NOT_PAID: "按参保地政策，该基金不支付此类就诊费用",
    flow.NO_ACCOUNT: "无个人账户",
    flow.EMPTY_ACCOUNT: "个人账户余额为0",
    flow.ACCOUNT_NOT_USED: "按参保地政策，此类就诊不使用个人账户",
}
_DELIVERIES = {"1": NATURAL, "2": ASSISTED, "3": CAESAREAN}
"""生育类别; what else there is, is counted as a natural birth."""


@answers("2001")
def entitlement(call: Call) -> dict[str, Any]:
    """Whether the person would be paid for on such a visit to the institution that asks."""
    asked = call.input["data"]
    if asked["fixmedins_code"] != call.institution.institution_code:
        raise refusals.message(
            "节点data的字段fixmedins_code（定点医药机构编号）与报文的不一致", "data.fixmedins_code"
        )
    kind = settled.kind_of(asked["med_type"])
    if kind is None:
        raise refusals.message(f"医疗类别{asked['med_type']}在本模拟平台未提供", "data.med_type")
    insured_as = insurance(asked, "data.insutype")
    if insured_as is None:
        raise refusals.message("节点data的字段insutype（险种类型）不能为空", "data.insutype")
    said = accident.flags(asked.get("exp_content"))
    plan = Plan(
        person_id=asked["psn_no"],
        insurance_kind=insured_as,
        visit_kind=kind,
        on=asked["begntime"].date(),
        disease=_disease(asked) if kind == CHRONIC else None,
        delivery=_DELIVERIES.get(asked.get("matn_type") or "")
        if KINDS[kind].names_delivery
        else None,
        is_injury=accident.is_injury(asked["med_type"], said),
        said=said,
    )
    checked = flow.check(call.institution, plan)
    return {"trtinfo": [_row(plan, checked, row) for row in checked.rows]}


def _disease(asked: dict[str, Any]) -> str:
    """The registered disease, by its own code or by a diagnosis that is evidence of it."""
    said = asked.get("dise_codg") or ""
    if not said:
        raise refusals.message("门慢门特须填节点data的字段dise_codg（病种编码）", "data.dise_codg")
    found = chronic_codes.meant(said)
    if found is None:
        raise refusals.message(f"病种编码{said}在本模拟平台未提供", "data.dise_codg")
    return found


def _row(plan: Plan, checked: Checked, row: Row) -> dict[str, Any]:
    insured = "employee" if plan.insurance_kind == EMPLOYEE else "resident"
    word = row.fund if row.fund == flow.ACCOUNT else f"{insured}_{row.fund}"
    return {
        "psn_no": plan.person_id,
        "trt_chk_type": OF_A_FUND,
        "fund_pay_type": words.code("fund_pay_type", word),
        "trt_enjymnt_flag": "1" if row.pays else "0",
        "begndate": row.from_date,
        "enddate": row.to_date,
        "trt_chk_rslt": _said(row.because),
        "exp_content": _more(checked),
    }


def _said(because: str | Problem | None) -> str:
    if because is None:
        return "可享受待遇"
    if isinstance(because, Problem):
        return refusals.told(because).cause
    return _BECAUSE[because]


def _more(checked: Checked) -> str | None:
    found: dict[str, Any] = {}
    if checked.treatment is not None:
        found["treatment"] = checked.treatment
    if checked.chosen:
        found["psnfixmedin"] = [
            {
                "biz_appy_type": words.code("biz_appy_type", one.purpose),
                "fix_srt_no": str(one.rank),
                "fixmedins_code": place.institution_code,
            }
            for one, place in checked.chosen
        ]
    return json.dumps(found, ensure_ascii=False) if found else None
