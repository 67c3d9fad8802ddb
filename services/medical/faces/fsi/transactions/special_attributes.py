"""2406 就医特殊属性上传, 2407 就医特殊属性查询: kept, and told again."""

from typing import Any

from services.medical.faces.fsi import spoken
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import special_attributes as flow
from services.medical.flows.interface.special_attributes import ID, Uploaded

_ASKED_BY = ("ipt_psn_sp_flag_type", "ipt_psn_sp_flag", ID)
MOST = 100
"""Rows of a page, also where more are asked for."""


@answers("2406")
def upload(call: Call) -> Uploaded:
    asked = call.input["data"]
    call.answer_as(lambda made: _told(call, made))
    key = (asked["ipt_psn_sp_flag_type"], asked["ipt_psn_sp_flag"])
    given = spoken.kept(asked) | {"mdtrt_id": asked["mdtrt_id"], "psn_no": asked["psn_no"]}
    return flow.upload(call.institution, asked["mdtrt_id"], asked["psn_no"], key, given)


def _told(call: Call, made: Uploaded) -> dict[str, Any]:
    call.concerns(visit_id=made.one.visit.id)
    return {"IptPsnSpFlagRegOut": {ID: made.id}}


@answers("2407")
def query(call: Call) -> dict[str, Any]:
    """Those of a visit, by kind, flag or their own number where it is said; a page of them."""
    asked = call.input["data"]
    one, found = flow.of(call.institution, asked["mdtrt_id"], asked.get("psn_no"))
    call.concerns(visit_id=one.visit.id)
    rows = [
        row
        for row in found
        if all(asked.get(name) in (None, "", row.get(name)) for name in _ASKED_BY)
    ]
    size = min(int(asked.get("page_size") or MOST), MOST)
    start = (max(int(asked.get("page_num") or 1), 1) - 1) * size
    names = ("mdtrt_id", "psn_no", "psn_cert_type", "certno", "psn_name", "ipt_otp_no", "memo",
             "admdvs", *_ASKED_BY)  # fmt: skip
    place = {
        "fixmedins_code": call.institution.institution_code,
        "fixmedins_name": call.institution.name,
    }
    shown = [
        {**{name: row.get(name, "") for name in names}, **place}
        for row in rows[start : start + size]
    ]
    return {"IptPsnSpFlagReg": {"data": shown}}
