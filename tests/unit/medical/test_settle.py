"""Settling over HTTP: the worked example, both directions, at home, and what is refused."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHAO_XIAOMAN, ZHOU_MING, DemoPerson
from sscsim.kernel import explain
from tests.unit.medical.conftest import CLAIM, Hospital

pytestmark = pytest.mark.db

A_BILL = [{"item_class": "A", "quantity": 1, "unit_price_fen": 1_000_000}]
IN_CHENGDU, IN_CHONGQING, IN_DEMO_CITY = "H51010000003", "H50000000003", "H99010000003"


def test_the_worked_example_comes_out_to_the_fen(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    settled = hospital.settled(visit_id)
    assert (settled["object"], settled["kind"], settled["status"]) == (
        "settlement", "settlement", "settled",
    )  # fmt: skip
    assert settled["total_fen"] == 1_234_567
    assert settled["in_scope_fen"] == 1_180_000
    assert settled["deductible_fen"] == 80_000
    assert settled["funds"] == {
        "hifp": 935_000, "hifob": 0, "hifmi": 0, "cvlserv": 0, "maf": 0, "oth": 0,
    }  # fmt: skip
    assert settled["person_part_fen"] == 299_567
    assert settled["account_pay_fen"] == settled["own_account_pay_fen"] == 30_000
    assert settled["cash_pay_fen"] == 269_567
    assert settled["clearing_amount_fen"] == 965_000
    assert (settled["claim_id"], settled["treatment"]) == (CLAIM, "long_term")
    assert (settled["care_region_code"], settled["home_region_code"]) == ("500000", "510100")
    assert settled["policy_origin"] == {
        "status": "assumed",
        "packs": [
            {"pack": "medical/510100/employee_inpatient", "version": "2026.1", "origin": "builtin"}
        ],
    }
    assert hospital.get(f"/v1/settlements/{settled['id']}") == settled
    visit = hospital.get(f"/v1/visits/{visit_id}")
    assert (visit["status"], visit["settlement_id"]) == ("settled", settled["id"])
    assert hospital.broken_laws() == {}


def test_account_accumulator_and_books_follow(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    person = LIN_XIAO.person_id("demo")
    account = hospital.get(f"/v1/personal-accounts/{person}")
    assert (account["balance_fen"], account["entry_count"]) == (0, 2)
    spent, paid_in = hospital.get(f"/v1/personal-accounts/{person}/journals")["data"]
    assert (spent["kind"], spent["amount_fen"], spent["refers_to"]) == (
        "settlement", 30_000, settled["id"],
    )  # fmt: skip
    assert (paid_in["kind"], paid_in["balance_after_fen"]) == ("credit", 30_000)
    [year] = hospital.get(f"/v1/accumulators?person_id={person}")["data"]
    assert (year["insurance_year"], year["stays"], year["pool_used_fen"]) == (2026, 1, 935_000)
    books = hospital.messages("/internal/v1/claims/care-side")
    assert books == [{"exchange_id": settled["id"], "claim_id": CLAIM}]


def test_the_explanation_is_on_demand_in_the_callers_language_and_adds_up(
    hospital: Hospital,
) -> None:
    settled = hospital.settled(hospital.stay())
    assert "explanation" not in settled
    path = f"/v1/settlements/{settled['id']}?expand=explanation"
    told = hospital.get(path)["explanation"]
    assert explain.faults(told) == []
    assert told["sums_to_total"] is True
    assert told["totals"] == {
        "total_fen": 1_234_567,
        "fund_pay_fen": 935_000,
        "hospital_part_fen": 0,
        "account_pay_fen": 30_000,
        "cash_pay_fen": 269_567,
    }
    rules = [step["rule"] for step in told["steps"]]
    assert rules[:5] == ["bill.in_scope", "deductible", "base", "ratio", "pool.payment"]
    assert told["steps"][1]["text"].startswith("Stay 1 of the year")
    assert told["steps"][1]["sources"][0]["status"] == "secondary"
    chinese = hospital.client.get(path, language="zh-CN").json["explanation"]
    assert chinese["steps"][1]["text"].startswith("本年第 1 次住院")


def test_the_other_direction(hospital: Hospital) -> None:
    """Insured in Chongqing, treated in Chengdu: (11,800.00 - 880.00) x 85% = 9,282.00."""
    visit_id = hospital.stay(person=ZHOU_MING, institution=IN_CHENGDU)
    settled = hospital.settled(visit_id)
    assert settled["fund_pay_fen"] == 928_200
    assert settled["account_pay_fen"] == 50_000
    assert settled["home_region_code"] == "500000"


def test_at_home_there_is_no_exchange_and_one_book(hospital: Hospital) -> None:
    """Demo City: (11,800.00 - 800.00) x 80% = 8,800.00."""
    visit_id = hospital.stay(person=CHEN_YU, institution=IN_DEMO_CITY)
    settled = hospital.settled(visit_id)
    assert (settled["treatment"], settled["fund_pay_fen"]) == ("home", 880_000)
    assert "claim_id" not in settled
    assert hospital.exchange.asked == []
    [book] = hospital.messages("/internal/v1/local-settlements")
    assert book == {
        "settlement_id": settled["id"],
        "kind": "settle",
        "region": "990100",
        "institution_id": settled["institution_id"],
        "person_id": CHEN_YU.person_id("demo"),
        "insurance": "employee_basic_medical",
        "funds": {"hifp": 880_000, "hifob": 0, "hifmi": 0, "cvlserv": 0, "maf": 0, "oth": 0},
        "account_pay_fen": 100_000,
    }
    assert hospital.broken_laws() == {}


def test_a_resident_pays_cash(hospital: Hospital) -> None:
    """(11,800.00 - 500.00) x 65% = 7,345.00."""
    visit_id = hospital.stay(person=ZHAO_XIAOMAN, institution=IN_DEMO_CITY)
    settled = hospital.settled(visit_id)
    assert (settled["funds"]["hifp"], settled["account_pay_fen"]) == (734_500, 0)


def test_the_account_may_be_left_alone(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay(), use_account=False)
    assert (settled["account_pay_fen"], settled["cash_pay_fen"]) == (0, 299_567)
    assert settled["clearing_amount_fen"] == 935_000


def test_pre_settling_computes_the_same_and_changes_nothing(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    before = hospital.get(f"/v1/visits/{visit_id}")
    pre = hospital.client.post(f"/v1/visits/{visit_id}/pre-settle", {}).json
    assert hospital.get(f"/v1/visits/{visit_id}") == before
    assert hospital.exchange.asked == []
    assert explain.faults(pre["explanation"]) == []
    settled = hospital.settled(visit_id)
    same = [name for name in pre if name.endswith("_fen")] + ["funds", "policy_origin"]
    assert {name: pre[name] for name in same} == {name: settled[name] for name in same}
    again = hospital.client.post(f"/v1/visits/{visit_id}/pre-settle", {})
    assert (again.status_code, again.json["code"]) == (409, "visit_not_open")


def file(hospital: Hospital, person: DemoPerson, care: str, kind: str, **more: Any) -> Any:
    body = {"person_id": person.person_id("demo"), "care_region_code": care, "kind": kind, **more}
    return hospital.client.post("/v1/filings", body)


def test_without_a_filing_there_is_no_direct_settlement(hospital: Hospital) -> None:
    visit_id = hospital.stay(person=CHEN_YU, institution=IN_CHENGDU)
    refused = hospital.settle(visit_id)
    assert (refused.status_code, refused.json["code"]) == (422, "filing_required")
    assert refused.json["effect"] == "none"
    assert hospital.get(f"/v1/visits/{visit_id}")["status"] == "open"
    again = hospital.settle(visit_id)
    assert again.json["code"] == "filing_required"
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(hospital.exchange.asked) == 1
    [row] = hospital.get(f"/v1/settlements?visit_id={visit_id}")["data"]
    assert (row["status"], row["problem"]["code"]) == ("refused", "filing_required")
    assert hospital.broken_laws() == {}


def test_a_filing_made_before_settling_is_good_enough(hospital: Hospital) -> None:
    """Demo City by multiplier: 80% x 0.75 = 60% of 11,000.00."""
    visit_id = hospital.stay(person=CHEN_YU, institution=IN_CHENGDU)
    assert hospital.settle(visit_id, key="too-early").status_code == 422
    assert file(hospital, CHEN_YU, "510100", "other_temporary").status_code == 201
    settled = hospital.settled(visit_id, key="in-time")
    assert (settled["treatment"], settled["fund_pay_fen"]) == ("other_temporary", 660_000)


def test_of_several_filings_the_best_counts(hospital: Hospital) -> None:
    """80% x 0.90 = 72% of 11,000.00; the filing is for all of the province."""
    file(hospital, CHEN_YU, "510100", "other_temporary")
    file(hospital, CHEN_YU, "510000", "referral")
    settled = hospital.settled(hospital.stay(person=CHEN_YU, institution=IN_CHENGDU))
    assert (settled["treatment"], settled["fund_pay_fen"]) == ("referral", 792_000)


def test_an_emergency_needs_no_filing(hospital: Hospital) -> None:
    visit_id = hospital.stay(person=CHEN_YU, institution=IN_CHENGDU, is_emergency=True)
    settled = hospital.settled(visit_id)
    assert (settled["treatment"], settled["fund_pay_fen"]) == ("emergency", 792_000)


def test_between_sichuan_and_chongqing_no_filing_is_needed_and_the_reading_is_assumed(
    hospital: Hospital,
) -> None:
    visit_id = hospital.stay(
        admission_date="2025-11-03", discharge_date="2025-11-10"
    )  # before the filing of the demo
    settled = hospital.settled(visit_id)
    assert (settled["treatment"], settled["fund_pay_fen"]) == ("long_term", 935_000)
    packs = [used["pack"] for used in settled["policy_origin"]["packs"]]
    assert "medical/510000+500000/filing_exemption" in packs
    assert settled["policy_origin"]["status"] == "assumed"


def test_the_temporary_filing_of_the_worked_example(hospital: Hospital) -> None:
    visit_id = hospital.stay(admission_date="2025-11-03", discharge_date="2025-11-10")
    file(hospital, LIN_XIAO, "500000", "other_temporary", start_date="2025-11-01",
         end_date="2026-04-30")  # fmt: skip
    settled = hospital.settled(visit_id)
    assert settled["fund_pay_fen"] == 715_000
    assert settled["person_part_fen"] == 519_567
    assert settled["clearing_amount_fen"] == 745_000


def test_the_day_of_discharge_decides_year_and_home(hospital: Hospital) -> None:
    visit_id = hospital.stay(admission_date="2025-12-28", discharge_date="2026-01-03")
    hospital.settled(visit_id)
    [year] = hospital.get(f"/v1/accumulators?person_id={LIN_XIAO.person_id('demo')}")["data"]
    assert year["insurance_year"] == 2026


def test_a_stay_without_discharge_is_settled_as_discharged_today(hospital: Hospital) -> None:
    visit_id = hospital.stay(discharge_date=None)
    assert hospital.settled(visit_id)["discharge_date"] == "2026-04-01"
    assert hospital.get(f"/v1/visits/{visit_id}")["discharge_date"] == "2026-04-01"


def test_a_bill_is_settled_once(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    settled = hospital.settled(visit_id)
    again = hospital.settle(visit_id, key="another")
    assert (again.status_code, again.json["code"]) == (409, "visit_not_open")
    assert settled["id"] in again.json["detail"]


def test_the_same_key_gives_the_same_answer_byte_for_byte(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    first, again = hospital.settle(visit_id), hospital.settle(visit_id)
    assert again.data == first.data
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    other = hospital.settle(visit_id, use_account=False)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_an_empty_bill_is_not_settled(hospital: Hospital) -> None:
    visit_id = hospital.admit()["id"]
    refused = hospital.settle(visit_id)
    assert (refused.status_code, refused.json["code"]) == (422, "visit_has_no_fee_lines")


def test_who_is_no_longer_insured_is_refused_in_the_card_services_words(
    hospital: Hospital,
) -> None:
    from sscsim.demo_people import SUN_LEI

    visit_id = hospital.stay(
        person=SUN_LEI,
        institution=IN_DEMO_CITY,
        admission_date="2026-02-25",
        discharge_date="2026-03-02",
    )
    refused = hospital.settle(visit_id)
    assert (refused.status_code, refused.json["code"]) == (422, "not_insured")


def test_the_cap_case_after_a_year_of_bills(hospital: Hospital) -> None:
    """445,000.00 of the pool's 450,000.00 used by one large stay, then the worked example."""
    visit_id = hospital.admit(admission_date="2026-01-05", discharge_date="2026-02-05")["id"]
    # 445,000.00 / 85% isn't whole: 524,329.41 in scope less 800.00 gives 444,999.998 -> 445,000.00
    hospital.charge(visit_id, [{"item_class": "A", "quantity": 1, "unit_price_fen": 52_432_941}])
    assert hospital.settled(visit_id, "large", use_account=False)["fund_pay_fen"] == 44_500_000
    settled = hospital.settled(hospital.stay(), "small")
    assert settled["funds"]["hifp"] == 500_000
    assert settled["funds"]["hifob"] == 460_589
    assert settled["person_part_fen"] == 273_978
    assert hospital.broken_laws() == {}


def test_both_regions_read_a_settlement_and_no_third(hospital: Hospital) -> None:
    path = f"/v1/settlements/{hospital.settled(hospital.stay())['id']}"
    read = hospital.client.get
    assert read(path, role="hospital", region="500000").status_code == 200
    assert read(path, role="agency", region="510100").status_code == 200
    assert read(path, role="agency", region="510000").status_code == 200
    third = read(path, role="agency", region="990100")
    assert (third.status_code, third.json["code"]) == (403, "region_not_allowed")
    ours = "/v1/settlements"
    at_our_expense = "/v1/settlements?home_region_code=510100"
    assert len(read(ours, role="hospital", region="500000").json["data"]) == 1
    assert read(ours, role="agency", region="510100").json["data"] == []
    assert len(read(at_our_expense, role="agency", region="510100").json["data"]) == 1
    assert read(at_our_expense, role="agency", region="990100").status_code == 403
