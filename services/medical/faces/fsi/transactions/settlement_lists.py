"""4101–4105 医疗保障基金结算清单: uploaded, state, read back, quality, counts."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from services.medical.domain.upload import Upload
from services.medical.domain.visit import ChargedLine
from services.medical.faces.fsi import catalogue, pages, records, refusals, settled, words
from services.medical.faces.fsi.charged_lines import charge_type
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import settlement_lists as flow
from services.medical.flows.settlement_lists import ReadBack
from services.medical.store.catalogue import items
from services.medical.store.settlement_lists import Which
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

_STATES = ("0", "1")
"""状态分类: not submitted, submitted. Assumed; no source lists them."""


@answers("4101")
def upload(call: Call) -> Upload:
    """Keep the list of a settlement of this institution; quality is asked for by 4104."""
    info = call.input["setlinfo"]
    _check_state(info.get("stas_type"), "setlinfo")
    call.concerns(visit_id=info["mdtrt_id"], settlement_id=info["setl_id"])
    call.answer_as(lambda made: {"data": {"setl_list_id": made.record_number}})
    return flow.upload(call.institution, call.msgid, call.input, records.plain(call.input))


@answers("4102")
def set_state(call: Call) -> Upload:
    said = call.input["data"]
    for name in ("setl_id", "stas_type"):
        if name not in said:
            raise refusals.message(f"节点data的字段{name}不能为空", f"data.{name}")
    _check_state(said["stas_type"], "data")
    call.concerns(settlement_id=said["setl_id"])
    call.answer_as(lambda _: None)
    return flow.set_state(call.institution, call.msgid, said["setl_id"], said["stas_type"])


def _check_state(state: str | None, node: str) -> None:
    if state not in (None, *_STATES):
        raise refusals.message(
            f"节点{node}的字段stas_type（状态分类）的值{state}未支持", f"{node}.stas_type"
        )


_RENAMED = {
    "adm_way": "adm_way_code",
    "poscode": "emp_poscode",
    "opsp_mdtrt_date": "opsp_mdtrt_time",
    "refldept_dept": "refl_caty",
    "otp_wm_dise": "otp_wm_diag",
    "wm_dise_code": "otp_wm_diag_dise_code",
    "otp_tcm_dise": "otp_tcm_diag",
    "tcm_dise_code": "otp_tcm_diag_dise_code",
    "acp_medins_name": "acp_optins_name",
    "days_rinp_flag_31": "dscg31days_rinp_flag",
    "days_rinp_pup_31": "rinp_pup",
    "setl_begn_date": "setl_begndate",
    "setl_end_date": "setl_enddate",
}
"""What is sent under one name and read back under another."""


@answers("4103")
def read_back(call: Call) -> dict[str, Any]:
    """The list as it was uploaded last, what the settlement says, and the bill's lines by
    收费项目类别."""
    found = flow.read_back(call.institution, call.input["data"]["setl_id"])
    kept = found.upload.content["list"]
    layout = catalogue.layout("4103")
    assert layout is not None
    made: dict[str, Any] = {}
    for node in layout.output:
        rows = kept.get(node.name)
        if node.name == "setlinfo":
            sent = {_RENAMED.get(name, name): value for name, value in rows.items()}
            made[node.name] = {**records.shown(node, sent), **_known(call, found)}
        elif isinstance(rows, list):
            made[node.name] = [records.shown(node, row) for row in rows]
    made["iteminfo"] = list(_items(found))
    return made


def _known(call: Call, found: ReadBack) -> dict[str, Any]:
    """What is not the list's to say."""
    settlement, kept = found.settlement, found.upload.content["list"]
    sex = found.visit.sex
    return {
        "setl_list_sn": found.upload.record_number,
        "fixmedins_name": call.institution.name,
        "fixmedins_code": call.institution.institution_code,
        "gend": words.code("gend", sex) if sex else None,
        "insutype": words.code("insutype", settlement.insurance_kind),
        "insu_admdvs": settlement.home_region_code,
        "act_ipt_days": (settlement.discharge_date - found.visit.admission_date).days,
        "diag_code_cnt": len(kept.get("diseinfo", ())),
        "oprn_oprt_code_cnt": len(kept.get("oprninfo", ())),
        "psn_selfpay_amt": settlement.preself,
        "psn_ownpay_fee": settlement.own_pay,
        "acct_payamt": settlement.account_pay,
        "psn_cashpay": settlement.cash_pay,
        "stas_type": found.upload.state,
    }


def _items(found: ReadBack) -> Iterator[dict[str, Any]]:
    """The sums of each 收费项目类别, by the class of its items."""
    by_type: dict[str, list[ChargedLine]] = {}
    for line in found.lines:
        item = items().get(line.item_code or "")
        by_type.setdefault(charge_type(item), []).append(line)
    for code, lines in sorted(by_type.items()):
        of_class = {
            name: Money(sum(line.amount.fen for line in lines if line.item_class == name))
            for name in ("A", "B")
        }
        yield {
            "setl_id": found.settlement.id,
            "mdtrt_id": found.upload.visit_id,
            "psn_no": found.settlement.person_id,
            "med_chrgitm_type": code,
            "item_sumamt": Money(sum(line.amount.fen for line in lines)),
            "item_claa_amt": of_class["A"],
            "item_clab_amt": of_class["B"],
            "item_ownpay_amt": Money(sum(line.own_pay.fen for line in lines)),
            "item_oth_amt": Money.zero(),
        }


_ERROR, _HINT = "1", "2"
_GOOD, _FAULTY = "1", "0"
_NOT_SENT_BACK = "0"
_RULES = "1.0"
"""错误等级, 质控结果, 回退标志 and 质控版本; the codes are our own. No list is ever sent back."""


@answers("4104")
def quality(call: Call) -> dict[str, Any]:
    """Each list that was uploaded with what is wrong with it, a page of them."""
    said = call.input["data"]
    page = pages.of(said)
    days = _month(said["setl_ym"]) if "setl_ym" in said else (None, None)
    if said.get("retn_flag", _NOT_SENT_BACK) != _NOT_SENT_BACK:
        return {"top": []}
    found = flow.quality(call.institution, said.get("setl_id"), said.get("psn_no"), days, page)
    return {"top": [_quality(call, *one, said.get("err_lv")) for one in found]}


def _month(said: str) -> tuple[datetime, datetime]:
    try:
        first = datetime.strptime(said, "%Y%m").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise refusals.message(
            "节点data的字段setl_ym（结算年月）格式错误，应为yyyyMM", "data.setl_ym"
        ) from None
    return first, (first + timedelta(days=32)).replace(day=1)


def _quality(call: Call, one: Upload, settled_at: datetime, level: str | None) -> dict[str, Any]:
    faults = [
        {
            "exam_data_fld": f"{fault['node']}.{fault['field']}",
            "qltctrl_chkrslt": _says(fault),
            "err_lv": _HINT if fault["is_hint"] else _ERROR,
            "retn_flag": _NOT_SENT_BACK,
            "init_val": fault["found"],
        }
        for fault in one.content["faults"]
    ]
    faults = [fault for fault in faults if level in (None, fault["err_lv"])]
    return {
        "fixmedins_code": call.institution.institution_code,
        "fixmedins_name": call.institution.name,
        "setl_ym": f"{settled_at.astimezone(SHANGHAI):%Y%m}",
        "setl_id": one.settlement_id,
        "psn_no": one.person_id,
        "qltctrl_rslt": _FAULTY if faults else _GOOD,
        "err_lv": min((fault["err_lv"] for fault in faults), default=None),
        "retn_flag": _NOT_SENT_BACK,
        "qltctrl_ver": _RULES,
        "detailinfo": faults,
    }


def _says(fault: Mapping[str, Any]) -> str:
    due = f"，应为{fault['due']}" if fault["due"] else ""
    return f"{fault['rule']} {fault['name']}：{fault['says']}{due}"


@answers("4105")
def counts(call: Call) -> dict[str, Any]:
    """How many settlements there are, and how many of them have a list."""
    said = call.input["data"]
    if said["fixmedins_code"] != call.institution.institution_code:
        raise refusals.FsiRefused(
            refusals.BUSINESS, "只能查询本机构的结算清单", "data.fixmedins_code"
        )
    which = Which(
        since=said.get("stt_begntime"),
        until=said.get("stt_endtime"),
        kinds=_listed(said, "medtype_list", settled.kind_of),
        places=_listed(said, "pay_loc_list", lambda code: words.word("pay_loc", code)),
        reversals=said.get("refd_setl_flag") == "1",
    )
    ways = _listed(said, "clr_way_list", lambda code: code)
    none = ways is not None and settled.BY_ITEM not in ways
    found = flow.Counts(0, 0, 0, 0) if none else flow.counts(call.institution, which)
    return {
        "top": {
            "setl_cnt": found.settled,
            "upld_cnt": found.uploaded,
            "unupld_cnt": found.settled - found.uploaded,
            "qltctrl_quts_cnt": found.faulty,
            "submitted_cnt": found.submitted,
        }
    }


def _listed(
    said: Mapping[str, Any], name: str, meaning: Callable[[str], str | None]
) -> frozenset[str] | None:
    """The words of a text of codes with commas; None where nothing is said."""
    if name not in said:
        return None
    found = (meaning(code.strip()) for code in said[name].split(",") if code.strip())
    return frozenset(word for word in found if word is not None)
