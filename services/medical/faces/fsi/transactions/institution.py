"""1201 医药机构信息获取: an institution by its code or its name."""

from typing import Any

from services.medical.domain import credit_code
from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import HOSPITAL
from services.medical.faces.fsi import refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import institutions


@answers("1201")
def institution(call: Call) -> dict[str, Any]:
    """The one that has the code or the name, and is of the kind that is asked for.

    Several of one name: the first by code, because the answer has room for one.
    """
    asked = call.input["medinsinfo"]
    code, name = asked.get("fixmedins_code"), asked.get("fixmedins_name")
    if code is None and name is None:
        raise refusals.message(
            "节点medinsinfo的字段fixmedins_code（定点医药机构编号）"
            "与fixmedins_name（定点医药机构名称）不能同时为空",
            "medinsinfo.fixmedins_code",
        )
    kind = words.word("fixmedins_type", asked["fixmedins_type"])
    found = [one for one in institutions.with_code_or_name(code, name) if one.kind == kind]
    if not found:
        raise refusals.FsiRefused(refusals.QUERY, "未查询到医药机构信息", "medinsinfo")
    return {"medinsinfo": _shown(found[0])}


def _shown(found: Institution) -> dict[str, Any]:
    hospital = found.kind == HOSPITAL
    registered = credit_code.PUBLIC_INSTITUTION if hospital else credit_code.COMPANY
    serial = int(found.institution_code[1:])
    return {
        "fixmedins_code": found.institution_code,
        "fixmedins_name": found.name,
        "uscc": credit_code.invented(registered, found.region_code, serial),
        "fixmedins_type": words.code("fixmedins_type", found.kind),
        "hosp_lv": words.code("hosp_lv", found.level) if hospital else None,
    }
