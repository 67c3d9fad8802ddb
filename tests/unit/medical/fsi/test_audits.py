"""Advice on orders by 3101 and 3102, and feedback by 3103: found, told, kept, never a refusal."""

from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables_uploads import interface_uploads
from tests.unit.medical.fsi.conftest import His
from tests.unit.medical.fsi.goods import good

pytestmark = pytest.mark.db

METFORMIN = ("XA10BAX990A001130199013", "二甲双胍片", "6.80")
MEROPENEM = ("XJ01DHX990A001050199005", "注射用美罗培南", "58.00")
PROGESTERONE = ("XG03DAX990A001510199051", "黄体酮胶囊", "26.00")
EVOLOCUMAB = ("XC10AXX990A001270199027", "依洛尤单抗注射液", "283.00")
NUCLEIC_ACID = ("009925050100999", "新型病毒核酸检测", "16.00")
BLOOD_COUNT = ("009925010101599", "血常规五分类", "20.00")


def order(
    item: tuple[str, str, str], rx: str = "1", count: str = "1", **more: Any
) -> dict[str, Any]:
    code, name, price = item
    amount = f"{float(price) * float(count):.2f}"
    return {
        "rx_id": rx, "rxno": "R1", "long_drord_flag": "0", "hilist_type": "101",
        "chrg_type": "09", "drord_bhvr": "1", "hilist_code": code, "hilist_name": name,
        "hilist_lv": "1", "hilist_pric": price, "hosplist_code": "Y1", "hosplist_name": name,
        "cnt": count, "pric": price, "sumamt": amount, "ownpay_amt": "0", "selfpay_amt": "0",
        "spec": "x", "spec_unt": "盒", "drord_begn_date": "2026-04-01 09:00:00",
        "drord_dept_codg": "A03", "drord_dept_name": "内科", "drord_dr_codg": "D1",
        "drord_dr_name": "医师", "drord_dr_profttl": "1", "curr_drord_flag": "1", **more,
    }  # fmt: skip


def visit(*orders: dict[str, Any], **more: Any) -> dict[str, Any]:
    diagnosis = {"dise_id": "1", "inout_dise_type": "1", "maindise_flag": "1",
                 "dias_srt_no": "1", "dise_codg": "I10.x00x901", "dise_name": "原发性高血压",
                 "dise_date": "2026-04-01 09:00:00"}  # fmt: skip
    return {
        "mdtrt_id": "M1", "medins_id": "H99010000003", "medins_name": "x",
        "medins_admdvs": "990100", "medins_type": "1", "medins_lv": "1",
        "adm_date": "2026-04-01 09:00:00", "dscg_date": "2026-04-01 10:00:00",
        "dscg_main_dise_codg": "I10.x00x901", "dscg_main_dise_name": "原发性高血压",
        "fsi_diagnose_dtos": [diagnosis], "dr_codg": "D1", "adm_dept_codg": "A03",
        "adm_dept_name": "内科", "dscg_dept_codg": "A03", "dscg_dept_name": "内科",
        "med_mdtrt_type": "1", "med_type": "11", "fsi_order_dtos": list(orders),
        "matn_stas": "0", "medfee_sumamt": "0", "ownpay_amt": "0", "selfpay_amt": "0",
        "setl_totlnum": "1", "insutype": "310", "reim_flag": "1", "out_setl_flag": "2", **more,
    }  # fmt: skip


def asked(*visits: dict[str, Any], gend: str = "1", **more: Any) -> dict[str, Any]:
    patient = {"patn_id": "P1", "patn_name": "某人", "gend": gend, "brdy": "1970-01-01",
               "poolarea": "990100", "curr_mdtrt_id": "M1",
               "fsi_encounter_dtos": list(visits)}  # fmt: skip
    return {"data": {"syscode": "HIS", "task_id": "T1", "patient_dtos": [patient], **more}}


def found(his: His, *visits: dict[str, Any], number: str = "3101", **more: Any) -> list[Any]:
    return good(his.ask(number, asked(*visits, **more)))["result"]  # type: ignore[no-any-return]


def rules(his: His, *visits: dict[str, Any], **more: Any) -> list[str]:
    return [one["rule_id"] for one in found(his, *visits, **more)]


def test_orders_in_order_get_no_advice(his: His) -> None:
    assert found(his, visit(order(METFORMIN, count="2"))) == []


def test_a_restricted_drug_is_told_and_not_refused(his: His) -> None:
    # Meropenem is for stays in hospitals of levels 2 and 3; this is an outpatient of a level 3.
    [one] = found(his, visit(order(MEROPENEM, rx="7", count="2")))
    assert (one["rule_id"], one["sev_deg"], one["vola_amt"]) == ("R05", "1", 116.0)
    assert (one["patn_id"], one["mdtrt_id"], one["task_id"]) == ("P1", "M1", "T1")
    [detail] = one["judge_result_detail_dtos"]
    assert (detail["rx_id"], detail["vola_item_type"], detail["vola_amt"]) == ("7", "1", 116.0)
    stay = {"med_type": "21", "med_mdtrt_type": "2"}
    assert rules(his, visit(order(MEROPENEM), **stay)) == []
    low = {"fixmedins_code": "H99010000001"}
    answer = good(his.ask("3101", asked(visit(order(EVOLOCUMAB))), **low))
    assert [one["rule_id"] for one in answer["result"]] == ["R04"]


def test_sex_validity_and_the_catalogue_itself(his: His) -> None:
    assert rules(his, visit(order(PROGESTERONE))) == ["R03"]
    assert rules(his, visit(order(PROGESTERONE)), gend="2") == []
    assert rules(his, visit(order(NUCLEIC_ACID))) == ["R02"]
    assert rules(his, visit(order(("X0", "自制药", "1.00")))) == ["R01"]
    womans = [{"dise_id": "1", "inout_dise_type": "1", "maindise_flag": "1", "dias_srt_no": "1",
               "dise_codg": "N80.900x901", "dise_name": "子宫内膜异位症",
               "dise_date": "2026-04-01 09:00:00"}]  # fmt: skip
    assert rules(his, visit(order(METFORMIN), fsi_diagnose_dtos=womans)) == ["R11"]


def test_price_sums_and_whole_numbers(his: His) -> None:
    # 8.00 over a limit of 6.80, for three boxes: 3.60.
    [one] = found(his, visit(order(("XA10BAX990A001130199013", "二甲双胍片", "8.00"), count="3")))
    assert (one["rule_id"], one["vola_amt"]) == ("R07", 3.6)
    assert rules(his, visit(order(METFORMIN, sumamt="6.90"))) == ["R10"]
    assert rules(his, visit(order(BLOOD_COUNT, count="1.5"))) == ["R12"]


def test_what_was_ordered_before_is_not_ordered_again(his: His) -> None:
    twice = visit(order(METFORMIN, rx="1"), order(METFORMIN, rx="2"))
    [one] = found(his, twice)
    assert one["rule_id"] == "R08"
    assert [row["rx_id"] for row in one["judge_result_detail_dtos"]] == ["2", "1"]
    assert [row["vola_amt"] for row in one["judge_result_detail_dtos"]] == [6.8, 0.0]
    days = {"drord_begn_date": "2026-03-20 09:00:00", "drord_stop_date": "2026-04-02 09:00:00"}
    lasting = order(METFORMIN, rx="0", curr_drord_flag="0", **days)
    earlier = visit(lasting, mdtrt_id="M0")
    assert rules(his, earlier, visit(order(METFORMIN))) == ["R08"]
    over = visit({**lasting, "drord_stop_date": "2026-03-31 09:00:00"}, mdtrt_id="M0")
    assert rules(his, over, visit(order(METFORMIN))) == []


def test_a_prescription_lasts_four_weeks_and_twelve_for_a_chronic_disease(his: His) -> None:
    long = order(METFORMIN, drord_stop_date="2026-04-30 09:00:00")
    assert rules(his, visit(long)) == ["R09"]
    assert rules(his, visit(long, med_type="14")) == []
    assert rules(his, visit(order(METFORMIN, drord_stop_date="2026-04-29 09:00:00"))) == []


def test_rules_may_be_chosen(his: His) -> None:
    wrong = visit(order(PROGESTERONE, sumamt="1.00"))
    assert rules(his, wrong) == ["R03", "R10"]
    assert rules(his, wrong, rule_ids=["R10"]) == ["R10"]
    assert rules(his, wrong, rule_ids="R03,R99") == ["R03"]


def test_feedback_is_of_a_finding_that_was_told(his_on_each: His) -> None:
    his = his_on_each
    [one] = found(his, visit(order(PROGESTERONE)), number="3102")
    warn = {"warn_rslt_id": one["jr_id"], "dspo_way": "1", "dspo_way_rea": "病情需要"}
    assert "[audit_finding_unknown]" in his.refusal(
        "3103", {"data": {"warn_type": "1", "warns": [warn]}}
    ), "it was told during, not before"
    assert good(his.ask("3103", {"data": {"warn_type": "2", "warns": [warn]}})) is None
    good(his.ask("3103", {"data": {"warn_type": "2", "warns": {**warn, "dspo_way": "2"}}}))
    with his.client.bench.entered(role="system"), store.read() as tx:
        kept = [(row.infno, row.revision) for row in tx.all(interface_uploads.select())]
    assert kept == [("3102", 1), ("3103", 1), ("3103", 2)]
    without = {"warn_rslt_id": one["jr_id"], "dspo_way": "1"}
    assert "dspo_way_rea" in his.refusal("3103", {"data": {"warn_type": "2", "warns": [without]}})
    other = {**warn, "dspo_way": "3"}
    assert "dspo_way" in his.refusal("3103", {"data": {"warn_type": "2", "warns": [other]}})
    assert "warn_type" in his.refusal("3103", {"data": {"warn_type": "3", "warns": [warn]}})
    elsewhere = {"fixmedins_code": "H99010000002"}
    said = {"data": {"warn_type": "2", "warns": [warn]}}
    assert "[audit_finding_unknown]" in his.refusal("3103", said, **elsewhere)


def test_the_same_message_is_told_the_same(his_on_each: His) -> None:
    his = his_on_each
    message = his.message("3101", asked(visit(order(PROGESTERONE))))
    first = his.post(message)
    assert his.post(message).data == first.data
    assert "fsi_encounter_dtos" in his.refusal("3101", asked())
