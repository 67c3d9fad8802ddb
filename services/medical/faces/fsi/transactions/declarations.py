"""2501 to 2507: transfers, chronic diseases, chosen institutions, accidental injuries."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.chosen_institution import ChosenInstitution
from services.medical.domain.registration import Registration
from services.medical.faces.fsi import chronic_codes, codes, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.declarations import accidents, chosen, chronic, transfers

YES, NO = "1", "0"


def _rest(asked: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """What was said of these, to be told again."""
    return {name: asked[name] for name in names if asked.get(name)}


def _serial(serial: str) -> dict[str, Any]:
    return {"result": {"trt_dcla_detl_sn": serial}}


def insurance(asked: Mapping[str, Any], field: str) -> str | None:
    """Our word for the insurance; None where none is said, a refusal for one we don't have."""
    said = asked.get("insutype") or None
    if said is None:
        return None
    found = words.word("insutype", said)
    if found is None:
        raise refusals.message(f"险种类型{said}在本模拟平台未提供", field)
    return found


@answers("2501")
def transfer(call: Call) -> str:
    """A hospital sends somebody on. Only with its consent, which is there unless it says no."""
    asked = call.input["refmedin"]
    if asked.get("hosp_agre_refl_flag") == NO:
        raise refusals.FsiRefused(
            refusals.BUSINESS, "医院不同意转院，不予备案", "refmedin.hosp_agre_refl_flag"
        )
    reach = words.word("refl_type", asked["refl_type"])
    if reach is None:
        raise refusals.message(f"转院类型{asked['refl_type']}无效", "refmedin.refl_type")
    call.answer_as(_serial)
    return transfers.declare(
        call.institution,
        transfers.Order(
            person_id=asked["psn_no"],
            insurance_kind=insurance(asked, "refmedin.insutype"),
            reach=reach,
            to_code=asked["reflin_medins_no"],
            to_name=asked["reflin_medins_name"],
            care_region_code=asked["mdtrtarea_admdvs"],
            transfer_date=asked["refl_date"],
            start_date=asked.get("begndate"),
            end_date=asked.get("enddate"),
            diagnosis_code=asked["diag_code"],
            diagnosis_name=asked["diag_name"],
            reason=asked["refl_rea"],
            earlier_visit=asked.get("refl_old_mdtrt_id") or None,
            given=_rest(asked, "tel", "addr", "dise_cond_dscr", "refl_opnn", "refl_used_flag"),
        ),
    )


@answers("2502")
def transfer_withdrawn(call: Call) -> None:
    asked = call.input["data"]
    transfers.withdraw(call.institution, asked["trt_dcla_detl_sn"], asked["psn_no"])


@answers("2503")
def chronic_disease(call: Call) -> Registration:
    """Registered by the code of the catalogue; who found it is a hospital and says when."""
    asked = call.input["data"]
    disease = chronic_codes.disease(asked["opsp_dise_code"])
    if disease is None:
        raise refusals.message(
            f"门慢门特病种目录代码{asked['opsp_dise_code']}在本模拟平台未提供",
            "data.opsp_dise_code",
        )
    kind = insurance(asked, "data.insutype")
    if kind is None:
        raise refusals.message("节点data的字段insutype（险种类型）不能为空", "data.insutype")
    call.answer_as(lambda made: _serial(chronic.serial_of(made.id)))
    return chronic.register(
        call.institution,
        chronic.Order(
            person_id=asked["psn_no"],
            insurance_kind=kind,
            disease=disease,
            disease_code=asked["opsp_dise_code"],
            home_region_code=asked["insu_optins"],
            found_by_code=asked["ide_fixmedins_no"],
            found_by_name=asked["ide_fixmedins_name"],
            found_on=asked["hosp_ide_date"],
            start_date=asked["begndate"],
            end_date=asked.get("enddate"),
        ),
    )


@answers("2504")
def chronic_disease_withdrawn(call: Call) -> None:
    asked = call.input["data"]
    chronic.withdraw(call.institution, asked["trt_dcla_detl_sn"], asked["psn_no"])


@answers("2505")
def chosen_institution(call: Call) -> ChosenInstitution:
    asked = call.input["data"]
    call.answer_as(lambda made: _serial(made.id))
    return chosen.choose(
        call.institution,
        chosen.Order(
            person_id=asked["psn_no"],
            purpose=purpose(asked["biz_appy_type"]),
            rank=_rank(asked["fix_srt_no"]),
            code=asked["fixmedins_code"],
            name=asked["fixmedins_name"],
            start_date=asked["begndate"],
            end_date=asked.get("enddate"),
            given=_rest(
                asked,
                *("tel", "addr", "agnter_name", "agnter_cert_type", "agnter_certno"),
                *("agnter_tel", "agnter_addr", "agnter_rlts", "memo"),
            ),
        ),
    )


def purpose(said: str) -> str:
    """What an institution is chosen for; a refusal for an application that chooses none."""
    found = words.word("biz_appy_type", said)
    if found is None:
        raise refusals.message(f"业务申请类型{said}不是人员定点备案", "data.biz_appy_type")
    return found


def _rank(said: str) -> int:
    if not (said.isascii() and said.isdigit() and int(said) > 0):
        raise refusals.message(f"定点排序号{said}应为正整数", "data.fix_srt_no")
    return int(said)


@answers("2506")
def chosen_institution_withdrawn(call: Call) -> None:
    asked = call.input["data"]
    chosen.withdraw(call.institution, asked["trt_dcla_detl_sn"], asked["psn_no"])


@answers("2579")
def chosen_institution_changed(call: Call) -> ChosenInstitution:
    """Another institution in the place of one that was chosen, for the same purpose and rank."""
    asked = call.input["data"]
    call.answer_as(lambda made: _serial(made.id))
    return chosen.change(
        call.institution,
        asked["trt_dcla_detl_sn"],
        asked["psn_no"],
        asked["fixmedins_code"],
        asked["fixmedins_name"],
        (asked["begndate"], asked.get("enddate")),
        _rest(asked, "memo"),
    )


@answers("2507")
def accident(call: Call) -> Any:
    asked = call.input["data"]
    kind, card = asked["psn_cert_type"], words.code("psn_cert_type", "identity_card")
    if not codes.same(kind, card):
        raise refusals.message(f"人员证件类型{kind}在本模拟平台未提供", "data.psn_cert_type")
    call.answer_as(lambda made: _serial(made.id))
    return accidents.register(
        call.institution,
        accidents.Order(
            person_id=asked["psn_no"],
            certificate_number=asked["certno"],
            name=asked["psn_name"],
            insurance_kind=insurance(asked, "data.insutype"),
            home_region_code=asked["insu_admdvs"],
            injured_on=asked.get("trum_time"),
            admitted_on=asked.get("adm_time"),
            is_payable=codes.same(asked["chk_pay_flag"], YES),
            start_date=asked["begndate"],
            end_date=asked.get("enddate"),
            given=_rest(
                asked,
                *("dcla_souc", "tel", "addr", "emp_no", "emp_name", "trum_site", "trum_rea"),
                *("agnter_name", "agnter_cert_type", "agnter_certno", "agnter_tel"),
                *("agnter_addr", "agnter_rlts", "memo"),
            ),
        ),
    )
