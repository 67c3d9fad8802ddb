"""What an institution declares for a person by message, and what follows from it."""

import datetime as dt
import json
from typing import Any

import pytest

from services.medical.flows.declarations import accidents
from services.medical.flows.interface import register
from services.medical.problems_declarations import (
    AccidentNotPayable,
    AccidentNotRegistered,
    ThirdPartyPays,
)
from services.medical.store import register as rows
from services.medical.store import store, visits
from sscsim.clock import SHANGHAI
from sscsim.demo_people import LIN_XIAO, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from tests.contract.fsi.answers import check_answer
from tests.contract.fsi.desk import URL, Desk

pytestmark = pytest.mark.db
LIN, ZHOU = LIN_XIAO.person_id("demo"), ZHOU_MING.person_id("demo")
HERE, NAME = "H51010000003", "成都市示范三级医院"
HOSPITAL_ID = resource_id("ins", "demo", "medical", HERE)
TO_CHONGQING = {
    "psn_no": LIN,
    "tel": "13000000000",
    "diag_code": "C50.900x901",
    "diag_name": "乳腺恶性肿瘤",
    "reflin_medins_no": "H50000000003",
    "reflin_medins_name": "重庆市示范三级医院",
    "mdtrtarea_admdvs": "500000",
    "refl_type": "3",
    "refl_date": "2026-04-01",
    "refl_rea": "技术条件所限",
    "refl_opnn": "同意",
}
WITHIN = TO_CHONGQING | {
    "reflin_medins_no": "H51010000002",
    "reflin_medins_name": "成都市示范二级医院",
    "mdtrtarea_admdvs": "510100",
    "refl_type": "1",
}
COPD = {
    "psn_no": LIN,
    "insutype": "310",
    "opsp_dise_code": "M05300",
    "opsp_dise_name": "慢性阻塞性肺疾病",
    "insu_optins": "510100",
    "ide_fixmedins_no": HERE,
    "ide_fixmedins_name": NAME,
    "hosp_ide_date": "2026-03-30",
    "diag_dr_codg": "D1",
    "diag_dr_name": "王某",
    "begndate": "2026-04-01",
}
CHOICE = {
    "psn_no": LIN,
    "biz_appy_type": "03",
    "begndate": "2026-04-01",
    "fix_srt_no": "1",
    "fixmedins_code": "H51010000000",
    "fixmedins_name": "成都市示范社区卫生服务中心",
    "memo": "就近",
}
ACCIDENT = {
    "dcla_souc": "01",
    "psn_no": LIN,
    "psn_cert_type": "01",
    "certno": LIN_XIAO.social_security_number,
    "psn_name": LIN_XIAO.name,
    "insu_admdvs": "510100",
    "trum_time": "2026-03-30",
    "chk_pay_flag": "1",
    "begndate": "2026-03-30",
    "enddate": "2026-09-30",
}


@pytest.fixture
def desk(demo_bench: Any) -> Desk:
    return Desk(demo_bench)


def good(desk: Desk, infno: str, given: dict[str, Any]) -> Any:
    answer = desk.ask(infno, given)
    assert answer["infcode"] == 0, answer["err_msg"]
    return answer["output"]


def serial(desk: Desk, infno: str, given: dict[str, Any]) -> Any:
    node = "refmedin" if infno == "2501" else "data"
    return good(desk, infno, {node: given})["result"]["trt_dcla_detl_sn"]


def refusal(desk: Desk, infno: str, given: dict[str, Any], **envelope: Any) -> Any:
    answer = desk.ask(infno, given, **envelope)
    assert answer["infcode"] == -1, answer
    return answer["err_msg"]


def elsewhere(desk: Desk, code: str, region: str, infno: str, given: Any) -> Any:
    """What an institution of another region is answered."""
    message = desk.message(infno, given, fixmedins_code=code, mdtrtarea_admvs=region)
    sent = desk.medical.post(URL, json.dumps(message).encode(), role="hospital", region=region)
    said = json.loads(sent.text)
    check_answer(infno, said)
    return said


def back(serial: str, psn_no: str = LIN) -> dict[str, Any]:
    return {"data": {"trt_dcla_detl_sn": serial, "psn_no": psn_no, "memo": "撤销"}}


def transfers(desk: Desk, psn_no: str = LIN) -> Any:
    asked = {"psn_no": psn_no, "begntime": "2026-04-01 00:00:00", "endtime": ""}
    return good(desk, "5304", {"data": asked})["refmedin"]


# ---- transfers


def test_a_transfer_away_is_a_filing_and_is_cancelled_as_one(desk: Desk) -> None:
    number = serial(desk, "2501", TO_CHONGQING)
    filed = desk.medical.get(f"/v1/filings/{number}", role="agency").json
    assert (filed["kind"], filed["care_region_code"], filed["status"]) == (
        "referral", "500000", "active",
    )  # fmt: skip
    [told] = transfers(desk)
    assert told["reflin_medins_no"] == "H50000000003"
    assert (told["out_flag"], told["tel"], told["refl_rea"]) == ("1", "13000000000", "技术条件所限")
    assert told["begndate"] == "2026-04-01"
    assert told["enddate"] == filed["end_date"], "one truth: the filing's"
    good(desk, "2502", back(number))
    assert transfers(desk) == []
    status = desk.medical.get(f"/v1/filings/{number}", role="agency").json["status"]
    assert status == "cancelled"
    assert "[filing_not_in_force]" in refusal(desk, "2502", back(number))


def test_a_referral_filed_without_a_message_is_told_too(desk: Desk) -> None:
    body = {
        "person_id": LIN,
        "care_region_code": "440100",
        "kind": "referral",
        "referring_institution_id": HOSPITAL_ID,
    }
    made = desk.medical.post("/v1/filings", body, key="f", role="agency", region="510100")
    assert made.status_code == 201, made.text
    [told] = transfers(desk)
    assert (told["reflin_medins_no"], told["reflin_medins_name"]) == ("", "广州市定点医院")
    good(desk, "2502", back(made.json["id"]))
    assert transfers(desk) == []


def test_only_where_it_comes_from_and_goes_to_a_transfer_is_told(desk: Desk) -> None:
    serial(desk, "2501", TO_CHONGQING)
    asked = {"data": {"psn_no": LIN, "begntime": "2026-04-01 00:00:00"}}
    there = elsewhere(desk, "H50000000003", "500000", "5304", asked)
    assert [one["psn_name"] for one in there["output"]["refmedin"]] == [LIN_XIAO.name]
    stranger = elsewhere(desk, "H31000000003", "310000", "5304", asked)
    assert stranger["output"]["refmedin"] == []


def test_a_transfer_within_the_city_is_no_filing(desk: Desk) -> None:
    before = len(desk.medical.get("/v1/filings?person_id=" + LIN, role="agency").json["data"])
    number = serial(desk, "2501", WITHIN)
    after = desk.medical.get("/v1/filings?person_id=" + LIN, role="agency").json["data"]
    assert (number[:4], len(after)) == ("trf_", before)
    [told] = transfers(desk)
    assert (told["out_flag"], told["reflin_medins_no"]) == ("0", "H51010000002")
    good(desk, "2502", back(number))
    assert transfers(desk) == []
    assert "[declaration_withdrawn]" in refusal(desk, "2502", back(number))


def test_another_hospital_doesn_t_take_a_transfer_back(desk: Desk) -> None:
    for order in (TO_CHONGQING, WITHIN):
        number = serial(desk, "2501", order)
        other = refusal(desk, "2502", back(number), fixmedins_code="H51010000002")
        assert "[declaration_of_other]" in other
        assert "[declaration_not_found]" in refusal(desk, "2502", back(number, ZHOU))
    assert len(transfers(desk)) == 2


def test_a_repeated_message_declares_once(desk: Desk) -> None:
    message = desk.message("2501", {"refmedin": WITHIN})
    first, again = desk.send(message).text, desk.send(message).text
    assert first == again
    assert len(transfers(desk)) == 1


# ---- chronic diseases


def test_a_disease_registered_by_message_stands_in_the_one_register(desk: Desk) -> None:
    number = serial(desk, "2503", COPD)
    assert len(number) == 30
    listed = desk.medical.get("/v1/disease-registrations?person_id=" + LIN, role="agency").json
    [one] = listed["data"]
    assert (one["disease"], one["diagnosis_code"], one["status"]) == ("copd", "M05300", "active")
    assert "[disease_registration_exists]" in refusal(desk, "2503", {"data": COPD})
    told = good(desk, "5301", {"data": {"psn_no": LIN}})["feedetail"]
    assert [row["opsp_dise_code"] for row in told] == ["M05300"]
    good(desk, "2504", back(number))
    assert good(desk, "5301", {"data": {"psn_no": LIN}})["feedetail"] == []
    gone = desk.medical.get(f"/v1/disease-registrations/{one['id']}", role="agency").json
    assert gone["status"] == "cancelled"
    assert refusal(desk, "2504", back(number)).endswith("[disease_registration_cancelled]")


def test_once_somebody_is_treated_on_it_only_the_agency_takes_it_back(desk: Desk) -> None:
    number = serial(desk, "2503", COPD)
    body = {
        "person_id": LIN,
        "institution_id": HOSPITAL_ID,
        "kind": "chronic",
        "insurance_kind": "employee_basic_medical",
        "disease": "copd",
        "admission_date": "2026-04-01",
    }
    visit = desk.medical.post("/v1/visits", body, key="v", role="hospital", region="510100")
    assert visit.status_code == 201, visit.text
    said = refusal(desk, "2504", back(number))
    assert visit.json["id"] in said
    assert said.endswith("[registration_reviewed]")
    path = f"/v1/visits/{visit.json['id']}/cancel"
    desk.medical.post(path, {}, key="c", role="hospital", region="510100")
    good(desk, "2504", back(number))


def test_a_registration_of_another_finder_stays(desk: Desk) -> None:
    other = {"ide_fixmedins_no": "H51010000002", "ide_fixmedins_name": "成都市示范二级医院"}
    number = serial(desk, "2503", COPD | other)
    assert "[declaration_of_other]" in refusal(desk, "2504", back(number))
    assert "[declaration_not_found]" in refusal(desk, "2504", back(number, ZHOU))


# ---- chosen institutions


def chosen(desk: Desk, purpose: str = "03") -> Any:
    asked = {"data": {"psn_no": LIN, "biz_appy_type": purpose}}
    return good(desk, "5302", asked)["psnfixmedin"]


def test_a_new_choice_ends_the_one_before_it(desk: Desk) -> None:
    serial(desk, "2505", CHOICE)
    [first] = chosen(desk)
    assert (first["fixmedins_code"], first["memo"]) == ("H51010000000", "就近")
    assert (first["insutype"], first["fix_srt_no"], first["enddate"]) == ("310", "1", "")
    other = {"fixmedins_code": HERE, "fixmedins_name": NAME, "begndate": "2026-05-01"}
    number = serial(desk, "2505", CHOICE | other)
    assert [(one["begndate"], one["enddate"]) for one in chosen(desk)] == [
        ("2026-04-01", "2026-04-30"),
        ("2026-05-01", ""),
    ]
    good(desk, "2506", back(number))
    assert [one["fixmedins_code"] for one in chosen(desk)] == ["H51010000000"]
    assert "[declaration_withdrawn]" in refusal(desk, "2506", back(number))


def test_a_choice_is_changed_by_its_number(desk: Desk) -> None:
    number = serial(desk, "2505", CHOICE | {"fix_srt_no": "2", "biz_appy_type": "01"})
    other = {"trt_dcla_detl_sn": number, "psn_no": LIN, "begndate": "2026-04-10",
             "fixmedins_code": HERE, "fixmedins_name": NAME}  # fmt: skip
    changed = serial(desk, "2579", other)
    found = chosen(desk, "01")
    assert [(one["fix_srt_no"], one["fixmedins_code"], one["enddate"]) for one in found] == [
        ("2", "H51010000000", "2026-04-09"),
        ("2", HERE, ""),
    ]
    good(desk, "2506", back(changed))
    assert "[declaration_withdrawn]" in refusal(
        desk, "2579", {"data": other | {"trt_dcla_detl_sn": changed}}
    )


def test_each_purpose_and_rank_has_its_own(desk: Desk) -> None:
    serial(desk, "2505", CHOICE)
    serial(desk, "2505", CHOICE | {"fix_srt_no": "2"})
    serial(desk, "2505", CHOICE | {"biz_appy_type": "01"})
    assert [one["fix_srt_no"] for one in chosen(desk)] == ["1", "2"]
    assert len(chosen(desk, "01")) == 1


def test_it_is_taken_back_by_who_declared_it_or_who_it_is(desk: Desk) -> None:
    number = serial(desk, "2505", CHOICE)
    other = refusal(desk, "2506", back(number), fixmedins_code="H51010000002")
    assert "[declaration_of_other]" in other
    it = desk.ask("2506", back(number), fixmedins_code="H51010000000")
    assert it["infcode"] == 0, it["err_msg"]
    assert chosen(desk) == []


# ---- accidents


def test_a_bill_for_an_injury_rests_on_the_register(desk: Desk) -> None:
    day = dt.date(2026, 4, 1)
    with desk.bench.entered(), store.read() as tx, pytest.raises(AccidentNotRegistered):
        accidents.check_bill(tx, LIN, day, third_party=False)
    number = serial(desk, "2507", ACCIDENT)
    with desk.bench.entered(), store.read() as tx:
        assert accidents.check_bill(tx, LIN, day, third_party=False).id == number
        with pytest.raises(ThirdPartyPays):
            accidents.check_bill(tx, LIN, day, third_party=True)
        with pytest.raises(AccidentNotRegistered):
            accidents.check_bill(tx, LIN, dt.date(2026, 10, 1), third_party=None)
    assert "[accident_exists]" in refusal(desk, "2507", {"data": ACCIDENT})


def test_an_injury_that_was_found_not_payable_pays_nothing(desk: Desk) -> None:
    serial(desk, "2507", ACCIDENT | {"chk_pay_flag": "0"})
    with desk.bench.entered(), store.read() as tx, pytest.raises(AccidentNotPayable):
        accidents.check_bill(tx, LIN, dt.date(2026, 4, 1), third_party=False)


def test_what_is_refused_leaves_nothing(desk: Desk) -> None:
    refusal(desk, "2507", {"data": ACCIDENT | {"psn_name": "周明"}})
    refusal(desk, "2505", {"data": CHOICE | {"begndate": "2026-03-31"}})
    refusal(desk, "2501", {"refmedin": TO_CHONGQING | {"refl_type": "1"}})
    assert (chosen(desk), transfers(desk)) == ([], [])
    serial(desk, "2507", ACCIDENT)


# ---- the sums of a year


def test_the_sums_of_a_month_are_what_was_entered_by_its_end(desk: Desk) -> None:
    at = {"role": "hospital", "region": "510100"}
    body = {"person_id": LIN, "institution_id": HOSPITAL_ID, "kind": "inpatient",
            "insurance_kind": "employee_basic_medical",
            "admission_date": "2026-03-28", "discharge_date": "2026-04-01"}  # fmt: skip
    visit = desk.medical.post("/v1/visits", body, key="v", **at).json["id"]
    lines = {"fee_lines": [{"item_class": "A", "quantity": "1", "unit_price_fen": 1_000_000}]}
    charged = desk.medical.post(f"/v1/visits/{visit}/fee-lines", lines, key="l", **at)
    assert charged.status_code == 201, charged.text
    settled = desk.medical.post("/v1/settlements", {"visit_id": visit}, key="s", **at)
    assert settled.status_code == 201, settled.text
    desk.bench.at(dt.datetime(2026, 5, 2, 9, tzinfo=SHANGHAI))

    def sums(month: str) -> dict[str, float]:
        found = good(desk, "5206", {"data": {"psn_no": LIN, "cum_ym": month}})["cuminfo"]
        assert {(row["insutype"], row["year"]) for row in found} == {("310", "2026")}
        return {row["cum_type_code"]: row["cum"] for row in found}

    paid = settled.json["fund_pay_fen"]
    now = sums("202605")
    assert now["C0000_BIZ21"] == 1
    assert now["D310101"] == paid / 100 > 0, "the pool alone paid"
    assert sums("202604") == now
    assert set(sums("202603").values()) == {0}


def test_a_visit_that_messages_call_an_injury_is_settled_on_the_register(desk: Desk) -> None:
    at = {"role": "hospital", "region": "510100"}
    body = {"person_id": LIN, "institution_id": HOSPITAL_ID, "kind": "outpatient",
            "insurance_kind": "employee_basic_medical", "admission_date": "2026-04-01"}  # fmt: skip
    visit_id = desk.medical.post("/v1/visits", body, key="v", **at).json["id"]
    lines = {"fee_lines": [{"item_class": "A", "quantity": "1", "unit_price_fen": 100_000}]}
    desk.medical.post(f"/v1/visits/{visit_id}/fee-lines", lines, key="l", **at)

    def said(med_type: str, **flags: str) -> None:
        with desk.bench.entered(), store.write() as tx:
            visit = visits.find(tx, visit_id)
            assert visit is not None
            one = register.Numbered(visit, rows.visit(tx, visit_id))
            given = {"exp_content": json.dumps(flags)}
            register.said(tx, one, given, med_type=med_type)

    def settled(key: str) -> Any:
        tried = desk.medical.post(f"/v1/visits/{visit_id}/pre-settle", {}, **at)
        made = desk.medical.post("/v1/settlements", {"visit_id": visit_id}, key=key, **at)
        if made.status_code == 201:
            return "settled"
        assert tried.json.get("code") in (made.json["code"], "unknown_route")
        return made.json["code"]

    said("9903")
    assert settled("1") == "accident_not_registered"
    said("11", TRUM_FLAG="1")
    assert settled("2") == "third_party_unsaid"
    said("11", TRUM_FLAG="1", REL_TTP_FLAG="1")
    assert settled("3") == "third_party_pays"
    said("9903", TRUM_FLAG="1", REL_TTP_FLAG="0")
    assert settled("4") == "accident_not_registered"
    serial(desk, "2507", ACCIDENT)
    assert settled("5") == "settled"
