"""Figures changed afterwards (X22): an old bill is priced again, only the difference is settled."""

import datetime as dt
from typing import Any

import pytest

from sscsim import policy
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from sscsim.kernel import explain
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
HOME = {"person": CHEN_YU, "institution": "H99010000003"}
CHEN, LIN = CHEN_YU.person_id("demo"), LIN_XIAO.person_id("demo")


def loads(hospital: Hospital, region: str, old: str, new: str) -> None:
    """The world's own figures: those built in, but for one."""
    text = policy.builtin_text("medical", region)
    assert text is not None
    assert old in text
    path = f"/internal/v1/policies/{region}"
    answer = hospital.client.call("PUT", path, {"pack": text.replace(old, new)}, role="service")
    assert answer.status_code == 200, answer.json


def ratio(percent: int) -> str:
    """Level 3 of Demo City's employees."""
    return f'2023-07-01: {{value: "{percent}", source: demo}}'


def differ(hospital: Hospital, settlement_id: str, key: str = "diff-1", **at: Any) -> Any:
    at = {"role": "agency", "region": "990100"} | at
    return hospital.client.post(f"/v1/settlements/{settlement_id}/difference", key=key, **at)


def pool_used(hospital: Hospital, person: str) -> int:
    found = hospital.get(f"/v1/accumulators?person_id={person}")["data"]
    return sum(year["pool_used_fen"] for year in found)


def test_only_what_differs_is_settled(hospital: Hospital) -> None:
    """11,000.00 at 85 % instead of 80 %: the fund pays 550.00 more, the person gets it back."""
    old = hospital.settled(hospital.stay(**HOME))
    loads(hospital, "990100", ratio(80), ratio(85))
    told = differ(hospital, old["id"]).json
    assert (told["kind"], told["refers"], told["status"]) == ("difference", old["id"], "settled")
    assert (told["total_fen"], told["deductible_fen"]) == (0, 0)
    assert (told["fund_pay_fen"], told["person_part_fen"]) == (55_000, -55_000)
    assert (told["account_pay_fen"], told["cash_pay_fen"]) == (0, -55_000)
    assert hospital.get(f"/v1/settlements/{old['id']}") == old, "the old one stays as it was"
    assert hospital.get(f"/v1/visits/{old['visit_id']}")["settlement_id"] == old["id"]
    assert pool_used(hospital, CHEN) == 935_000
    _, book = hospital.messages("/internal/v1/local-settlements")
    assert (book["kind"], book["funds"]["hifp"]) == ("settle", 55_000)
    assert hospital.broken_laws() == {}


def test_step_by_step_against_the_original(hospital: Hospital) -> None:
    old = hospital.settled(hospital.stay(**HOME))
    loads(hospital, "990100", ratio(80), ratio(85))
    made = differ(hospital, old["id"]).json
    told = hospital.get(f"/v1/settlements/{made['id']}/explanation")
    assert explain.faults(told) == []
    steps = {step["rule"]: step for step in told["steps"]}
    assert steps["difference.ratio"]["inputs"] == {"repriced_bp": 8_500, "settled_bp": 8_000}
    assert steps["difference.ratio"]["sources"][0]["status"] == "invented"
    assert steps["difference.pool.payment"]["result_fen"] == 55_000
    assert "difference.deductible" not in steps, "what is the same isn't told"
    assert told["totals"]["total_fen"] == 0
    assert told["totals"]["fund_pay_fen"] == 55_000


def test_the_account_gets_back_what_the_persons_part_no_longer_needs(hospital: Hospital) -> None:
    """1,300.00 in scope, 500.00 above the deductible: at 80 % the person bears 900.00, all from
    the account of 1,000.00; with a deductible of 100.00, (1,300 - 100) x 20 % + 100 = 340.00."""
    bill = [{"item_class": "A", "quantity": 1, "unit_price_fen": 130_000}]
    visit_id = hospital.admit(**HOME)["id"]
    hospital.charge(visit_id, bill)
    old = hospital.settled(visit_id)
    assert (old["account_pay_fen"], old["cash_pay_fen"]) == (90_000, 0)
    deductible = '2023-07-01: {value: "800.00", source: demo}'
    loads(hospital, "990100", deductible, deductible.replace("800", "100"))
    told = differ(hospital, old["id"]).json
    assert (told["fund_pay_fen"], told["account_pay_fen"]) == (56_000, -56_000)
    assert told["cash_pay_fen"] == 0
    assert hospital.get(f"/v1/personal-accounts/{CHEN}")["balance_fen"] == 66_000
    assert hospital.broken_laws() == {}
    back = hospital.reverse(told["id"]).json
    assert (back["fund_pay_fen"], back["account_pay_fen"]) == (-56_000, 56_000)
    assert hospital.get(f"/v1/personal-accounts/{CHEN}")["balance_fen"] == 10_000
    assert hospital.broken_laws() == {}


def test_a_payment_stays_and_the_difference_says_what_is_owed(hospital: Hospital) -> None:
    old = hospital.settled(hospital.stay(**HOME))
    path = "/v1/settlements/{}/payments"
    paid = hospital.client.post(path.format(old["id"]), {"method": "cash"}, key="paid")
    assert paid.status_code == 201, paid.json
    loads(hospital, "990100", ratio(80), ratio(85))
    told = differ(hospital, old["id"]).json
    assert told["cash_pay_fen"] == -55_000
    assert "payment_status" not in told
    assert hospital.get(f"/v1/settlements/{old['id']}")["payment_status"] == "paid"
    again = hospital.client.post(path.format(told["id"]), {"method": "cash"}, key="again")
    assert (again.status_code, again.json["code"]) == (409, "settlement_not_payable")
    assert hospital.broken_laws() == {}


def test_a_second_change_settles_what_differs_from_both(hospital: Hospital) -> None:
    old = hospital.settled(hospital.stay(**HOME))
    loads(hospital, "990100", ratio(80), ratio(85))
    differ(hospital, old["id"])
    again = differ(hospital, old["id"], "diff-2")
    assert (again.status_code, again.json["code"]) == (409, "nothing_differs")
    loads(hospital, "990100", ratio(80), ratio(75))
    told = differ(hospital, old["id"], "diff-3").json
    assert (told["fund_pay_fen"], told["cash_pay_fen"]) == (-110_000, 110_000)
    assert pool_used(hospital, CHEN) == 825_000
    assert hospital.broken_laws() == {}


def test_the_later_bill_is_priced_on_the_earlier_as_it_is_by_now(hospital: Hospital) -> None:
    """A cap of 10,000.00: 8,800.00 of it are used by the first bill, and the second gets 1,200.00.
    At 75 % the first uses 8,250.00, so that 1,750.00 are left for the second."""
    cap = '2023-07-01: {value: "100000.00", source: demo}'
    loads(hospital, "990100", cap, cap.replace("100000", "10000"))
    first = hospital.settled(hospital.stay(**HOME))
    second = hospital.settled(hospital.stay(**HOME, admission_date="2026-03-30"), "key-2")
    assert (first["funds"]["hifp"], second["funds"]["hifp"]) == (880_000, 120_000)
    text = policy.builtin_text("medical", "990100")
    assert text is not None
    text = text.replace(cap, cap.replace("100000", "10000")).replace(ratio(80), ratio(75))
    hospital.client.call("PUT", "/internal/v1/policies/990100", {"pack": text}, role="service")
    assert differ(hospital, first["id"]).json["funds"]["hifp"] == -55_000
    assert differ(hospital, second["id"], "diff-2").json["funds"]["hifp"] == 55_000
    assert pool_used(hospital, CHEN) == 1_000_000
    assert hospital.broken_laws() == {}


def test_across_regions_it_takes_the_road_of_a_settlement(hospital: Hospital) -> None:
    old = hospital.settled(hospital.stay())
    leaf = '  level_3:\n    values:\n      2023-01-01: {value: "85"'
    loads(hospital, "510100", leaf, leaf.replace("85", "80"))
    hospital.exchange.lose = 1
    at = {"region": "510100"}
    lost = differ(hospital, old["id"], **at)
    assert (lost.status_code, lost.json["code"]) == (504, "home_region_no_answer")
    under_way = differ(hospital, old["id"], "diff-2", **at)
    assert under_way.json["code"] == "difference_under_way"
    told = differ(hospital, old["id"], **at).json
    assert (told["fund_pay_fen"], told["clearing_amount_fen"]) == (-55_000, -55_000)
    asked = hospital.exchange.asked[-1]
    assert (asked["kind"], asked["original"]) == ("difference", old["id"])
    assert pool_used(hospital, LIN) == 880_000
    assert hospital.broken_laws() == {}
    refused = hospital.reverse(old["id"]).json
    assert (refused["code"], told["id"] in refused["detail"]) == ("later_settlement_exists", True)
    assert hospital.reverse(told["id"], "back-2").status_code == 201
    assert hospital.reverse(old["id"], "back-3").status_code == 201
    assert pool_used(hospital, LIN) == 0
    assert hospital.broken_laws() == {}


def test_it_falls_into_the_year_of_the_bill(hospital: Hospital) -> None:
    old = hospital.settled(hospital.stay(**HOME))
    loads(hospital, "990100", ratio(80), ratio(85))
    hospital.bench.at(hospital.bench.now + dt.timedelta(days=200))
    differ(hospital, old["id"])
    [year] = hospital.get(f"/v1/accumulators?person_id={CHEN}")["data"]
    assert (year["insurance_year"], year["pool_used_fen"], year["stays"]) == (2025, 935_000, 1)


def test_who_may_and_of_what(hospital: Hospital) -> None:
    old = hospital.settled(hospital.stay(**HOME))
    assert differ(hospital, old["id"]).json["code"] == "nothing_differs"
    assert differ(hospital, old["id"], region="510100").status_code == 403
    assert differ(hospital, old["id"], role="hospital").status_code == 403
    back = hospital.reverse(old["id"]).json
    for settlement in (old, back):
        answer = differ(hospital, settlement["id"], "diff-2")
        assert (answer.status_code, answer.json["code"]) == (409, "settlement_not_priceable")
