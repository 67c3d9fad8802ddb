"""What is told of visits, bills and entitlements; the visits here are begun by REST.

The amounts are those of Chengdu, an employee's outpatient visit to a hospital of level 3: 200.00
first, then 50 %. Of 1000.00 that is 800.00 x 50 % = 400.00 from the pool, and of the 600.00 left
the account pays the 300.00 that it has.
"""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from services.medical.faces.fsi import identities
from services.medical.flows.interface import register
from services.medical.store import store, visits
from sscsim.clock import SHANGHAI
from sscsim.demo_people import LIN_XIAO, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from tests.contract.fsi.answers import check_answer
from tests.contract.fsi.desk import URL, Desk

pytestmark = pytest.mark.db
LIN, ZHOU = LIN_XIAO.person_id("demo"), ZHOU_MING.person_id("demo")
HERE, OTHER = "H51010000003", "H51010000002"
DRUG = "XA10BAX990A001130199013"
"""A drug against diabetes."""
AT = {"role": "hospital", "region": "510100"}
TIME = {"begntime": "2026-01-01 00:00:00", "endtime": "2026-04-01 23:59:59"}


@dataclass
class Ward:
    """The hospital's other system, which speaks REST, beside its messages."""

    desk: Desk
    count: int = 0

    def post(self, path: str, body: dict[str, Any]) -> Any:
        self.count += 1
        made = self.desk.medical.post(path, body, key=f"k{self.count}", **AT)
        assert made.status_code in (200, 201), made.text
        return made.json

    def visit(self, kind: str = "outpatient", at: str = HERE, **more: Any) -> Any:
        body = {
            "person_id": LIN,
            "institution_id": resource_id("ins", "demo", "medical", at),
            "insurance_kind": "employee_basic_medical",
            "kind": kind,
            "admission_date": "2026-04-01",
        }
        return self.post("/v1/visits", body | more)["id"]

    def charge(self, visit: str, *lines: dict[str, Any]) -> None:
        self.post(f"/v1/visits/{visit}/fee-lines", {"fee_lines": list(lines)})

    def settled(self, visit: str) -> Any:
        return self.post("/v1/settlements", {"visit_id": visit})

    def asked(self, infno: str, data: dict[str, Any], **envelope: Any) -> Any:
        answer = self.desk.ask(infno, {"data": data}, **envelope)
        assert answer["infcode"] == 0, answer["err_msg"]
        return answer["output"]

    def refused(self, infno: str, data: dict[str, Any], **envelope: Any) -> Any:
        answer = self.desk.ask(infno, {"data": data}, **envelope)
        assert answer["infcode"] == -1, answer
        return answer["err_msg"]


@pytest.fixture
def ward(demo_bench: Any) -> Ward:
    return Ward(Desk(demo_bench))


def line(fen: int, quantity: int = 1) -> dict[str, Any]:
    return {"item_class": "A", "quantity": quantity, "unit_price_fen": fen}


# ---- visits


def test_a_visit_begun_by_rest_is_told(ward: Ward) -> None:
    visit = ward.visit()
    diagnosed = {"diagnoses": [
        {"kind": "outpatient", "disease_code": "A09.x00x901", "is_main": True}]}  # fmt: skip
    ward.post(f"/v1/visits/{visit}/diagnoses", diagnosed)
    [told] = ward.asked("5201", {"psn_no": LIN, **TIME, "med_type": "11"})["mdtrtinfo"]
    due = {"mdtrt_id": visit, "psn_no": LIN, "psn_name": "林晓", "insutype": "310",
           "psn_type": "11", "med_type": "11", "begntime": "2026-04-01 00:00:00",
           "endtime": "2026-04-01 00:00:00", "insu_optins": "510100", "cvlserv_flag": "0",
           "inhosp_stas": "0", "otp_diag_info": "感染性腹泻", "ipt_days": 0}  # fmt: skip
    assert {name: told[name] for name in due} == due
    [dise] = ward.asked("5202", {"mdtrt_id": visit, "psn_no": LIN})["diseinfo"]
    assert (dise["diag_code"], dise["diag_name"]) == ("A09.x00x901", "感染性腹泻")
    assert (dise["maindiag_flag"], dise["diag_srt_no"]) == ("1", 1)


def test_only_of_the_kind_the_time_and_the_institution(ward: Ward) -> None:
    visit = ward.visit()
    asked = {"psn_no": LIN, **TIME, "med_type": "11"}
    assert len(ward.asked("5201", asked)["mdtrtinfo"]) == 1
    assert len(ward.asked("5201", asked | {"mdtrt_id": visit})["mdtrtinfo"]) == 1
    assert ward.asked("5201", asked | {"med_type": "13"})["mdtrtinfo"] == []
    assert ward.asked("5201", asked | {"endtime": "2026-03-31 23:59:59"})["mdtrtinfo"] == []
    assert ward.asked("5201", asked, fixmedins_code=OTHER)["mdtrtinfo"] == []
    assert ward.asked("5201", asked | {"psn_no": ZHOU})["mdtrtinfo"] == []
    for wrong in ({"psn_no": ZHOU}, {}):
        code = HERE if wrong else OTHER
        data = {"mdtrt_id": visit, "psn_no": LIN} | wrong
        assert "[visit_not_found]" in ward.refused("5202", data, fixmedins_code=code)


def test_who_lies_in_hospital(ward: Ward) -> None:
    visit = ward.visit("inpatient", admission_date="2026-03-30")
    asked = {"psn_no": "", **TIME}
    [told] = ward.asked("5303", asked)["data"]
    assert (told["mdtrt_id"], told["begndate"], told["out_flag"]) == (visit, "2026-03-30", "0")
    assert ward.asked("5303", asked | {"psn_no": LIN})["data"] == [told]
    assert ward.asked("5303", asked | {"psn_no": ZHOU})["data"] == []
    assert ward.asked("5303", asked, fixmedins_code=OTHER)["data"] == []
    assert ward.asked("5303", asked | {"begntime": "2026-03-31 00:00:00"})["data"] == []
    [lying] = ward.asked("5201", {"psn_no": LIN, **TIME, "med_type": "2101"})["mdtrtinfo"]
    assert (lying["inhosp_stas"], lying["endtime"]) == ("1", "2026-04-01 09:00:00")
    ward.charge(visit, line(100_000))
    ward.settled(visit)
    assert ward.asked("5303", asked)["data"] == []
    [left] = ward.asked("5201", {"psn_no": LIN, **TIME, "med_type": "2101"})["mdtrtinfo"]
    assert (left["inhosp_stas"], left["ipt_days"]) == ("0", 2)


def test_what_messages_said_is_told_again(ward: Ward) -> None:
    visit_id = ward.visit()
    diagnosed = {"diagnoses": [
        {"kind": "outpatient", "disease_code": "A09.x00x901", "is_main": True}]}  # fmt: skip
    ward.post(f"/v1/visits/{visit_id}/diagnoses", diagnosed)
    ward.charge(visit_id, line(100_000))
    found = {"diag_code": "A09.x00x901", "diag_dept": "内科", "dise_dor_no": "D9",
             "dise_dor_name": "李医生", "diag_time": "2026-04-01 08:20:00"}  # fmt: skip
    said = {"coner_name": "林父", "tel": "13000000000", "begntime": "2026-04-01 08:15:00",
            "main_cond_dscr": "腹泻", "birctrl_matn_date": "2026-03-01", "geso_val": "12",
            "diseinfo": [found]}  # fmt: skip
    fields = {"fee_ocur_time": "2026-04-01 08:30:00", "rxno": "RX1", "medins_list_codg": "M-7",
              "bilg_dr_name": "李医生", "prd_days": "3", "med_list_codg": "X-1"}  # fmt: skip
    with ward.desk.bench.entered(), store.write() as tx:
        visit = visits.find(tx, visit_id)
        assert visit is not None
        one = register.said(
            tx, register.Numbered(visit, None), said, visit_number="MZ0001", charge_batch="B1"
        )
        charged = visits.live_lines(tx, visit_id)
        register.add_lines(tx, one, charged, [("L-1", "B1", fields)])
    [told] = ward.asked("5201", {"psn_no": LIN, **TIME, "med_type": "11"})["mdtrtinfo"]
    due = {"coner_name": "林父", "tel": "13000000000", "begntime": "2026-04-01 08:15:00",
           "ipt_otp_no": "MZ0001", "main_cond_dscr": "腹泻", "geso_val": 12,
           "birctrl_matn_date": "2026-03-01"}  # fmt: skip
    assert {name: told[name] for name in due} == due
    [dise] = ward.asked("5202", {"mdtrt_id": visit_id, "psn_no": LIN})["diseinfo"]
    assert (dise["diag_dept"], dise["dise_dor_no"], dise["dise_dor_name"], dise["diag_time"]) == (
        "内科", "D9", "李医生", "2026-04-01 08:20:00",
    )  # fmt: skip
    data = {"psn_no": LIN, "setl_id": ward.settled(visit_id)["id"], "mdtrt_id": visit_id}
    [row] = ward.asked("5204", data)
    due = {"feedetl_sn": "L-1", "rx_drord_no": "RX1", "fee_ocur_time": "2026-04-01 08:30:00",
           "medins_list_codg": "M-7", "med_list_codg": "X-1", "prd_days": 3}  # fmt: skip
    assert {name: row[name] for name in due} == due


# ---- bills


def test_a_settlement_is_told_with_its_amounts(ward: Ward) -> None:
    visit = ward.visit()
    ward.charge(visit, line(60_000), line(20_000, 2))
    settled = ward.settled(visit)
    data = {"psn_no": LIN, "setl_id": settled["id"], "mdtrt_id": visit}
    told = ward.asked("5203", data)
    due = {"medfee_sumamt": 1000.0, "inscp_scp_amt": 1000.0, "act_pay_dedc": 200.0,
           "hifp_pay": 400.0, "pool_prop_selfpay": 0.5, "fund_pay_sumamt": 400.0,
           "psn_pay": 600.0, "acct_pay": 300.0, "cash_payamt": 300.0, "balc": 0.0,
           "pay_loc": "2", "refd_setl_flag": "0", "year": "2026", "clr_type": "11",
           "fixmedins_code": HERE, "hosp_lv": "12", "begndate": "2026-04-01",
           "setl_time": "2026-04-01 09:00:00", "medins_setl_id": settled["id"]}  # fmt: skip
    assert {name: told["setlinfo"][name] for name in due} == due
    assert [(row["fund_pay_type"], row["fund_payamt"]) for row in told["setldetail"]] == [
        ("310100", 400.0),
        ("310200", 300.0),
    ]
    info = told["setlinfo"]
    named = {"psn_part_amt": info["psn_pay"], "psn_cash_pay": info["cash_payamt"]}
    amounts = decimals(info | named)
    details = [decimals(row) for row in told["setldetail"]]
    assert identities.of_settlement(amounts, details, balance_before=Decimal(300)) == []
    rows = [decimals(row) for row in ward.asked("5204", data)]
    assert [(row["cnt"], row["pric"], row["det_item_fee_sumamt"]) for row in rows] == [
        (1, 600, 600),
        (2, 200, 400),
    ]
    assert [finding for row in rows for finding in identities.of_line(row)] == []
    assert identities.of_lines(rows, amounts) == []


def decimals(node: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(str(value)) if isinstance(value, int | float) else value
        for name, value in node.items()
    }


def test_a_reversal_is_told_with_negative_amounts_and_what_it_took_back_stays(ward: Ward) -> None:
    visit = ward.visit()
    ward.charge(visit, line(100_000))
    first = ward.settled(visit)
    back = ward.post(f"/v1/settlements/{first['id']}/reverse", {})
    data = {"psn_no": LIN, "mdtrt_id": visit}
    info = ward.asked("5203", data | {"setl_id": back["id"]})["setlinfo"]
    assert (info["medfee_sumamt"], info["hifp_pay"], info["cash_payamt"]) == (-1000, -400, -300)
    assert (info["refd_setl_flag"], info["balc"]) == ("1", 300.0)
    [row] = ward.asked("5204", data | {"setl_id": back["id"]})
    assert (row["cnt"], row["det_item_fee_sumamt"], row["setl_id"]) == (-1, -1000, back["id"])
    kept = ward.asked("5203", data | {"setl_id": first["id"]})["setlinfo"]
    assert (kept["hifp_pay"], kept["balc"], kept["refd_setl_flag"]) == (400, 0, "0")


def test_a_bill_is_told_to_whose_it_is(ward: Ward) -> None:
    visit = ward.visit()
    ward.charge(visit, line(100_000))
    data = {"psn_no": LIN, "mdtrt_id": visit, "setl_id": ward.settled(visit)["id"]}
    for infno in ("5203", "5204"):
        assert "[settlement_not_found]" in ward.refused(infno, data, fixmedins_code=OTHER)
        assert "[settlement_not_found]" in ward.refused(infno, data | {"psn_no": ZHOU})
        wrong = data | {"mdtrt_id": "vis_" + "0" * 26}
        assert "[settlement_not_found]" in ward.refused(infno, wrong)


def test_a_part_of_a_stay_has_the_lines_of_its_days(ward: Ward) -> None:
    visit = ward.visit("inpatient", admission_date="2025-12-28")
    ward.charge(visit, line(100_000) | {"charged_on": "2025-12-30"},
                line(50_000) | {"charged_on": "2026-01-02"})  # fmt: skip
    body = {"visit_id": visit, "interim": True, "until": "2025-12-31"}
    made = ward.desk.medical.post("/v1/settlements", body, key="i", **AT)
    if made.status_code != 201:
        pytest.fail(made.text)
    rest = ward.settled(visit)
    data = {"psn_no": LIN, "mdtrt_id": visit}
    first = ward.asked("5204", data | {"setl_id": made.json["id"]})
    last = ward.asked("5204", data | {"setl_id": rest["id"]})
    assert [row["det_item_fee_sumamt"] for row in first] == [1000]
    assert [row["det_item_fee_sumamt"] for row in last] == [500]


def test_medicines_for_a_registered_disease_are_told_in_the_region(ward: Ward) -> None:
    registered = {"person_id": LIN, "disease": "diabetes", "diagnosis_code": "E11.900x901"}
    ward.post("/v1/disease-registrations", registered)
    visit = ward.visit("chronic", disease="diabetes")
    drug = {"item_code": DRUG, "quantity": 2, "unit_price_fen": 1_000}
    ward.charge(visit, drug, line(5_000))
    asked = {"psn_no": LIN, "begntime": "2026-04-01 00:00:00"}
    [told] = ward.asked("5205", asked, fixmedins_code=OTHER)["feedetail"]
    assert (told["fixmedins_code"], told["med_list_codg"], told["cnt"]) == (HERE, DRUG, 2)
    assert (told["med_type"], told["list_type"]) == ("14", "101")
    away = ward.desk.message("5205", {"data": asked}, fixmedins_code="H50000000003")
    sent = ward.desk.medical.post(URL, json.dumps(away).encode(), role="hospital", region="500000")
    said = json.loads(sent.text)
    check_answer("5205", said)
    assert said["output"]["feedetail"] == []


# ---- entitlements


def entitled(ward: Ward, med_type: str, **more: Any) -> dict[str, tuple[str, str]]:
    data = {"psn_no": LIN, "insutype": "310", "fixmedins_code": HERE, "med_type": med_type,
            "begntime": "2026-04-01 09:00:00", **more}  # fmt: skip
    rows = ward.asked("2001", data)["trtinfo"]
    return {row["fund_pay_type"]: (row["trt_enjymnt_flag"], row["trt_chk_rslt"]) for row in rows}


def test_a_cap_that_is_used_up_is_said(ward: Ward) -> None:
    # An outpatient's pool pays 2000.00 a year: 200.00 + 2000.00 / 50 % = 4200.00 uses it up.
    visit = ward.visit()
    ward.charge(visit, line(419_800))
    ward.settled(visit)
    assert entitled(ward, "11")["310100"] == ("1", "可享受待遇")
    visit = ward.visit()
    ward.charge(visit, line(200))
    ward.settled(visit)
    assert entitled(ward, "11")["310100"] == ("0", "本年度累计支付已达最高支付限额")
    assert entitled(ward, "11")["310200"] == ("0", "个人账户余额为0")
    assert entitled(ward, "21")["310100"][0] == "1", "a stay has a cap of its own"


def test_who_is_recognised_gets_the_fund(ward: Ward) -> None:
    for kind in ("civil_servant", "minimum_living"):
        body = {"kind": kind, "region_code": "510100", "from_date": "2026-01-01"}
        made = ward.desk.card.post(f"/v1/persons/{LIN}/entitlements", body, key=kind)
        assert made.status_code == 201, made.text
    assert entitled(ward, "21")["320100"][0] == "1"
    assert entitled(ward, "21")["610100"][0] == "1"
    assert entitled(ward, "21", begntime="2025-12-31 09:00:00")["320100"][0] == "0"


def test_a_registered_disease_and_a_registered_injury_are_paid(ward: Ward) -> None:
    assert entitled(ward, "14", dise_codg="M01600")["310100"][0] == "0"
    body = {"person_id": LIN, "disease": "diabetes", "diagnosis_code": "E11.900x901"}
    ward.post("/v1/disease-registrations", body)
    assert entitled(ward, "14", dise_codg="M01600")["310100"][0] == "1"
    assert entitled(ward, "14", dise_codg="E11.900x901")["310100"][0] == "1"
    assert entitled(ward, "22")["310100"][0] == "0"
    accident = {"dcla_souc": "01", "psn_no": LIN, "psn_cert_type": "01", "insu_admdvs": "510100",
                "certno": LIN_XIAO.social_security_number, "psn_name": "林晓",
                "chk_pay_flag": "1", "begndate": "2026-04-01"}  # fmt: skip
    ward.asked("2507", accident)
    assert entitled(ward, "22")["310100"][0] == "1"
    third = json.dumps({"TRUM_FLAG": "1", "REL_TTP_FLAG": "1"})
    assert entitled(ward, "22", exp_content=third)["310100"][0] == "0"


def test_what_was_chosen_is_told_and_decides_nothing(ward: Ward) -> None:
    choice = {"psn_no": LIN, "biz_appy_type": "03", "begndate": "2026-04-01", "fix_srt_no": "1",
              "fixmedins_code": OTHER, "fixmedins_name": "成都市示范二级医院"}  # fmt: skip
    before = entitled(ward, "11")
    ward.asked("2505", choice)
    assert entitled(ward, "11") == before
    data = {"psn_no": LIN, "insutype": "310", "fixmedins_code": HERE, "med_type": "11",
            "begntime": "2026-04-01 09:00:00"}  # fmt: skip
    [row, *_] = ward.asked("2001", data)["trtinfo"]
    assert json.loads(row["exp_content"])["psnfixmedin"] == [
        {"biz_appy_type": "03", "fix_srt_no": "1", "fixmedins_code": OTHER}
    ]


def test_a_question_writes_nothing_but_that_it_was_asked(ward: Ward) -> None:
    before = ward.asked("5206", {"psn_no": LIN})
    entitled(ward, "21")
    assert ward.asked("5206", {"psn_no": LIN}) == before
    ward.desk.bench.at(dt.datetime(2026, 4, 2, 9, tzinfo=SHANGHAI))
    assert entitled(ward, "21")["310100"][0] == "1"


def test_a_batch_that_continues_a_visit_is_told_under_its_number(ward: Ward) -> None:
    first = ward.visit()
    ward.charge(first, line(60_000))
    with ward.desk.bench.entered(), store.write() as tx:
        visit = visits.find(tx, first)
        assert visit is not None
        begun = register.said(tx, register.Numbered(visit, None), {}, charge_batch="B1")
        later = register.continued(tx, [begun], "B2").visit.id
    ward.charge(later, line(40_000))
    ward.settled(first)
    settled = ward.settled(later)
    told = ward.asked("5201", {"psn_no": LIN, **TIME, "med_type": "11"})["mdtrtinfo"]
    assert [one["mdtrt_id"] for one in told] == [first]
    data = {"psn_no": LIN, "setl_id": settled["id"], "mdtrt_id": first}
    info = ward.asked("5203", data)["setlinfo"]
    # The deductible was paid with the first batch: 400.00 x 50 %.
    assert (info["mdtrt_id"], info["medfee_sumamt"], info["hifp_pay"]) == (first, 400.0, 200.0)
    [row] = ward.asked("5204", data)
    assert (row["mdtrt_id"], row["det_item_fee_sumamt"]) == (first, 400.0)


def test_from_another_region_the_place_of_payment_says_so(ward: Ward) -> None:
    visit = ward.visit(person_id=ZHOU)
    assert visit.startswith("vis_")
    [told] = ward.asked("5201", {"psn_no": ZHOU, **TIME, "med_type": "11"})["mdtrtinfo"]
    assert told["insu_optins"] == "500000"
    stay = ward.visit("inpatient", person_id=ZHOU)
    [lying] = ward.asked("5303", {"psn_no": ZHOU, **TIME})["data"]
    assert (lying["mdtrt_id"], lying["out_flag"]) == (stay, "1")
