"""One truth, two faces: a visit that one began goes on at the other."""

from typing import Any

import pytest

from tests.contract.fsi.clinic import IN_SCOPE, Clinic
from tests.unit.medical.fsi.clinics import broken_laws
from tests.unit.medical.fsi.clinics import clinic as clinic

pytestmark = pytest.mark.db
AT = {"role": "hospital", "region": "510100"}
LIN = "林晓"


def by_rest(clinic: Clinic, path: str, body: Any, key: str) -> dict[str, Any]:
    made = clinic.medical.post(path, body, key=key, **AT)
    assert made.status_code < 300, made.text
    found: dict[str, Any] = made.json
    return found


def opened(clinic: Clinic) -> str:
    """Begun over REST at the hospital of the messages."""
    found = clinic.medical.get("/v1/institutions?region_code=510100&limit=100", **AT).json["data"]
    hospital = next(one for one in found if one["institution_code"] == "H51010000003")
    body = {
        "institution_id": hospital["id"],
        "person_id": clinic.facts[f"{LIN}.psn_no"],
        "insurance_kind": "employee_basic_medical",
        "kind": "outpatient",
        "admission_date": "2026-04-01",
    }
    number: str = by_rest(clinic, "/v1/visits", body, "open")["id"]
    return number


def test_what_rest_began_messages_charge_and_settle(clinic: Clinic) -> None:
    visit = opened(clinic)
    clinic.good("2203", clinic.seen(visit))
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1")]})
    told = clinic.settled(visit)["setlinfo"]
    assert (told["mdtrt_id"], told["hifp_pay"], told["psn_cash_pay"]) == (visit, 390, 290)
    shown = clinic.medical.get(f"/v1/settlements/{told['setl_id']}", **AT).json
    assert (shown["fund_pay_fen"], shown["cash_pay_fen"]) == (39_000, 29_000)
    assert broken_laws(clinic) == {}


def test_what_rest_charged_messages_try_settle_and_take_back(clinic: Clinic) -> None:
    visit = opened(clinic)
    line = {"item_code": "XJ01CAX990A001010199001", "quantity": 100, "unit_price_fen": 980}
    by_rest(clinic, f"/v1/visits/{visit}/fee-lines", {"fee_lines": [line]}, "charge")
    tried = clinic.good("2206", {"data": clinic.bill(visit, 980)})["setlinfo"]
    told = clinic.settled(visit)["setlinfo"]
    assert (told["psn_cash_pay"], tried["psn_cash_pay"]) == (290, 290)
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1", chrg_bchno="B2")]})
    second = clinic.settled(visit, chrg_bchno="B2")["setlinfo"]
    assert second["mdtrt_id"] == visit, "the next batch continues what REST began"
    assert (second["act_pay_dedc"], second["hifp_pay"], second["acct_pay"]) == (0, 490, 0)
    undo = {"mdtrt_id": visit, "psn_no": clinic.facts[f"{LIN}.psn_no"]}
    for one in (second, told):
        clinic.good("2208", {"data": {**undo, "setl_id": one["setl_id"]}})
    clinic.good("2205", {"data": {**undo, "chrg_bchno": "0000"}})
    clinic.good("2202", {"data": {**undo, "ipt_otp_no": "any"}})
    assert clinic.medical.get(f"/v1/visits/{visit}", **AT).json["status"] == "cancelled"
    assert broken_laws(clinic) == {}


def test_what_a_message_began_rest_charges_settles_and_takes_back(clinic: Clinic) -> None:
    visit = clinic.register()
    line = {"item_code": "XJ01CAX990A001010199001", "quantity": 100, "unit_price_fen": 980}
    by_rest(clinic, f"/v1/visits/{visit}/fee-lines", {"fee_lines": [line]}, "charge")
    made = by_rest(clinic, "/v1/settlements", {"visit_id": visit}, "settle")
    assert made["fund_pay_fen"] == 39_000
    bill = {**clinic.bill(visit, 980), **IN_SCOPE}
    assert clinic.refusal("2207", {"data": bill}).endswith("[visit_not_open]")
    taken = {"setl_id": made["id"], "mdtrt_id": visit, "psn_no": clinic.facts[f"{LIN}.psn_no"]}
    told = clinic.good("2208", {"data": taken})["setlinfo"]
    assert (told["fund_pay_sumamt"], told["balc"]) == (-390, 300)
    clinic.settled(visit)
    newest = clinic.medical.get(f"/v1/settlements?visit_id={visit}", **AT).json["data"][0]
    by_rest(clinic, f"/v1/settlements/{newest['id']}/reverse", {}, "back")
    assert broken_laws(clinic) == {}


def test_rest_shows_of_what_kind_a_message_said_it_is(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2203", clinic.seen(visit, LIN, med_type="13"))
    shown = clinic.medical.get(f"/v1/visits/{visit}", **AT).json
    assert (shown["kind"], shown["is_emergency"]) == ("emergency", True)


def test_a_settlement_by_message_is_corrected_over_rest(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1")]})
    message = clinic.message("2207", {"data": {**clinic.bill(visit, 980), **IN_SCOPE}})
    settled = clinic.answer(message)["output"]["setlinfo"]["setl_id"]
    body = {"operation": "createSettlement", "settlement_id": settled}
    made = by_rest(clinic, "/v1/corrections", body, "fix")
    assert made["outcome"] == "undone"
    assert "已被冲正" in clinic.answer(message)["err_msg"]


def test_messages_stand_beside_the_visit_and_numbers_are_masked(clinic: Clinic) -> None:
    visit = clinic.register()
    clinic.good("2204", {"feedetail": [clinic.line(visit, "1")]})
    settled = clinic.settled(visit)
    path = f"/v1/visits/{visit}?expand=messages"
    whole = {"role": "hospital", "region": "510100", "scopes": frozenset({"*", "person.pii"})}
    seen = clinic.medical.get(path, **whole).json["messages"]
    assert [one["infno"] for one in seen] == ["2201", "2204", "2207"]
    assert all(one["answered_at"] and one["repeats"] == 0 for one in seen)
    assert seen[2]["answer"]["output"]["setlinfo"]["setl_id"] == settled["setlinfo"]["setl_id"]
    number = clinic.facts["林晓.number"]
    assert seen[0]["sent"]["input"]["data"]["certno"] == number
    less = {**whole, "scopes": frozenset({"*"})}
    masked = clinic.medical.get(path, **less)
    assert masked.status_code == 200
    assert number not in masked.text
    assert "***" in masked.json["messages"][0]["sent"]["input"]["data"]["certno"]
    plain = clinic.medical.get(f"/v1/visits/{visit}", **whole).json
    assert "messages" not in plain
