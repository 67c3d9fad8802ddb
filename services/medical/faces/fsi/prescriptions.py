"""How a prescription reads in the messages 7101 to 7211: its states, its lines, what was sold."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.prescription import Dispensing, Prescription, Review
from services.medical.faces.fsi import catalogue, layout, refusals, words

_CONSULTATIONS = {"01": "定点医疗机构就诊", "02": "互联网医院问诊"}
_ATTRIBUTES = {"01": "双通道处方", "02": "门诊统筹处方", "03": "其他"}
"""业务类型, 处方附加属性: said beside the fields of the clients, in no code table."""
_NUMBERS = (layout.NUMBER, layout.INTEGER)


def title(table: str, code: str) -> str:
    """What a code is called; empty for one of a region's own."""
    return catalogue.code_tables()[table].values.get(code, "")


def own_code(institution: Institution, said: str, where: str = "data.fixmedinsCode") -> None:
    """The institution that a message names is the one that sent it."""
    if said != institution.institution_code:
        raise refusals.message(f"{where} 与报文的 fixmedins_code 不一致", where)


def state(found: Prescription) -> dict[str, Any]:
    code = words.code("rx_stas_codg", found.state)
    return {
        "hiRxno": found.id,
        "rxStasCodg": code,
        "rxStasName": title("rx_stas_codg", code),
    }


def states(found: Prescription) -> dict[str, Any]:
    """Also whether it was used."""
    used = words.code("rx_used_stas_codg", "used" if found.is_used else "unused")
    return {
        **state(found),
        "rxUsedStasCodg": used,
        "rxUsedStasName": title("rx_used_stas_codg", used),
    }


def whole(number: str, found: Prescription) -> dict[str, Any]:
    """The output of 7105 and 7204."""
    given = found.given
    return {
        "data": _head(number, found),
        "rxDetlList": [_drug(number, found, drug) for drug in found.drugs],
        "rxOtpinfo": _visit(number, found),
        "rxDiseList": [_typed(number, "rxDiseList", row) for row in given["diseinfo"]],
    }


def _head(number: str, found: Prescription) -> dict[str, Any]:
    data = found.given["data"]
    kind, attribute = data["bizTypeCode"], data.get("rxExraAttrCode")
    return (
        _typed(number, "data", data)
        | states(found)
        | {
            "fixmedinsCode": found.institution_code,
            "fixmedinsName": found.institution_name,
            "prscTime": found.prescribed_at,
            "valiEndTime": found.valid_until,
            "reptFlag": data.get("reptFlag") or "0",
            "reptdCnt": 0,
            "rxTypeName": title("rx_type_code", data["rxTypeCode"]),
            "bizTypeName": _CONSULTATIONS.get(kind, ""),
            "rxExraAttrName": _ATTRIBUTES.get(attribute or "", ""),
        }
    )


def _drug(number: str, found: Prescription, drug: Mapping[str, Any]) -> dict[str, Any]:
    made = _typed(number, "rxDetlList", drug)
    return made | {
        "drugProdname": drug.get("drugProdname") or drug["drugGenname"],
        "takeDrugFlag": "1" if found.is_used else "0",
    }


def _visit(number: str, found: Prescription) -> dict[str, Any]:
    visit, pharmacist = found.given["mdtrtinfo"], found.pharmacist or {}
    insured = found.insurance_kind
    known = words.has("insutype", insured)
    made = _typed(number, "rxOtpinfo", visit) | _typed(number, "rxOtpinfo", pharmacist)
    return made | {
        "patnName": found.patient_name,
        "insutype": words.code("insutype", insured if known else "employee_basic_medical"),
        "prscDrName": found.doctor_name,
        "mdtrtTime": datetime.fromisoformat(visit["mdtrtTime"]),
    }


def _typed(number: str, node: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was kept, what this node of the output has, numbers and moments as they were."""
    found = catalogue.layout(number)
    assert found is not None
    fields = next(one.fields for one in found.output if one.name == node)
    made: dict[str, Any] = {}
    for field in fields:
        value = said.get(field.name)
        if value not in (None, ""):
            made[field.name] = _restored(field.type.kind, value)
    return made


def _restored(kind: str, value: Any) -> Any:
    if kind in _NUMBERS:
        return Decimal(value)
    return datetime.fromisoformat(value) if kind in (layout.TIME, layout.DATE) else value


# ---- what came of it


def review(found: Prescription, made: Review) -> dict[str, Any]:
    """The output of 7106, and what 7108 tells."""
    code = words.code("rx_chk_stas_codg", made.result)
    return {
        **state(found),
        "pharName": made.pharmacist_name,
        "pharCode": made.pharmacist_code,
        "rxChkStasCodg": code,
        "rxChkStasName": title("rx_chk_stas_codg", code),
        "rxChkOpnn": made.opinion,
        "rxChkTime": made.reviewed_at,
    }


def sale(found: Prescription, sold: Dispensing) -> dict[str, Any]:
    """The output of 7107, and what 7109 tells."""
    prescribed = {drug["medListCodg"]: drug for drug in found.drugs}
    lines = [
        {
            "medListCodg": line["medListCodg"],
            "drugGenname": _name(line, prescribed, "drugGenname"),
            "drugProdname": line.get("drugProdname") or _name(line, prescribed, "drugGenname"),
            "drugDosform": line["drugDosform"],
            "drugSpec": line["drugSpec"],
            "cnt": Decimal(line["selRetnCnt"]),
            "aprvno": line.get("aprvno"),
            "bchno": line.get("bchno"),
            "manuLotnum": line["manuLotnum"],
            "prdrName": line["prdrName"],
            "takeDrugFlag": "1" if found.is_used else "0",
        }
        for line in sold.lines
    ]
    return {"data": {**states(found), "setlTime": sold.settled_at}, "seltdelts": lines}


def _name(line: Mapping[str, Any], prescribed: Mapping[str, Any], field: str) -> str:
    return str(line.get(field) or prescribed[line["medListCodg"]][field])
