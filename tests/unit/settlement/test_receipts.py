"""Money that comes in: whole, in parts, wrong, and in each of the three ways of netting (X20)."""

from typing import Any

import pytest

from services.settlement.domain.netting import MODES
from tests.support.clearing import CLOSED, NATION, NOTIFIED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
GUANGZHOU = "440100"


@pytest.fixture
def told(road: Road, desk: Desk) -> dict[str, Any]:
    """One notice of 9,650.00 to be paid by hand."""
    desk.settings(payment="by_hand")
    road.settle(1)
    road.advance(NOTIFIED)
    [notice] = desk.notices()
    assert (notice["amount_fen"], notice["open_fen"]) == (965_000, 965_000)
    return dict(notice)


def test_in_parts_and_a_short_payment_leaves_a_receivable(
    road: Road, desk: Desk, told: dict[str, Any]
):
    serial = told["bank_serial"]
    assert desk.receive(serial, 600_000)["status"] == "matched"
    assert desk.receive(f"{serial}/1", 300_000)["status"] == "matched"
    assert desk.cycle()["status"] == "paying"
    assert desk.notices()[0]["open_fen"] == 65_000
    assert desk.balances(CHONGQING) == {
        "bank.treasury": "-650.00",
        "receivable.region:510100": "650.00",
    }
    assert road.broken() == {}
    road.advance("2026-08-01T00:00:00")
    cycle = desk.cycle()
    assert (cycle["status"], cycle["is_overdue"]) == ("paying", True)
    assert desk.receive(f"{serial}/2", 65_000)["status"] == "matched"
    assert (desk.cycle()["status"], desk.cycle()["is_overdue"]) == ("settled", False)
    [statement] = desk.statements()["statements"]
    assert [p["amount_fen"] for p in statement["payments"]] == [600_000, 300_000, 65_000]
    road.advance("2026-08-02T00:00:00")
    assert desk.cycle()["status"] == "closed"
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


WRONG = [
    ({"bank_serial": "NOBODYS"}, "unknown_serial"),
    ({"amount_fen": 965_001}, "wrong_amount"),
    ({"payer_region_code": GUANGZHOU}, "wrong_region"),
    ({"notice_id": "ntc_" + "0" * 26}, "unknown_reference"),
]


@pytest.mark.parametrize(("wrong", "finding"), WRONG)
def test_what_matches_nothing_waits_in_suspense(
    road: Road, desk: Desk, told: dict[str, Any], wrong: dict[str, Any], finding: str
):
    """L8; given back the books are as before."""
    before = desk.balances(CHONGQING)
    more = {"amount_fen": 965_000, "bank_serial": told["bank_serial"], **wrong}
    receipt = desk.receive(more.pop("bank_serial"), more.pop("amount_fen"), **more)
    assert (receipt["status"], receipt["finding"]) == ("unmatched", finding)
    assert desk.cycle()["status"] == "paying"
    assert "suspense" in desk.balances(CHONGQING)
    assert road.broken() == {}
    path = f"clearing-cycles/{receipt['cycle_id']}/receipts"
    assert desk.get(f"{path}?status=unmatched")["data"] == [receipt]
    assert desk.post(f"{path}/{receipt['id']}/return", region=CHENGDU)["code"] == (
        "region_not_allowed"
    )
    back = desk.post(f"{path}/{receipt['id']}/return", region=CHONGQING)
    assert back["status"] == "returned"
    assert desk.balances(CHONGQING) == before
    again = desk.post(f"{path}/{receipt['id']}/return", region=CHONGQING)
    assert (again["code"], again["effect"]) == ("receipt_not_unmatched", "none")
    assert desk.get(f"{path}/{receipt['id']}") == back
    assert road.broken() == {}


def test_somebody_knows_what_it_was_for(road: Road, desk: Desk, told: dict[str, Any]):
    receipt = desk.receive("TYPO", 965_000)
    path = f"clearing-cycles/{receipt['cycle_id']}/receipts/{receipt['id']}/match"
    unknown = desk.post(path, {"notice_id": "ntc_" + "0" * 26}, CHONGQING)
    assert unknown["code"] == "notice_not_found"
    matched = desk.post(path, {"notice_id": told["id"]}, CHONGQING)
    assert (matched["status"], matched["matched_by"]) == ("matched", "hand")
    assert desk.cycle()["status"] == "settled"
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_more_than_is_open_fits_no_notice(road: Road, desk: Desk, told: dict[str, Any]):
    receipt = desk.receive("TYPO", 965_001)
    path = f"clearing-cycles/{receipt['cycle_id']}/receipts/{receipt['id']}/match"
    refused = desk.post(path, {"notice_id": told["id"]}, CHONGQING)
    assert (refused["code"], refused["effect"]) == ("receipt_does_not_fit", "none")


def test_the_month_waits_for_what_nobody_matched(road: Road, desk: Desk, told: dict[str, Any]):
    stray = desk.receive("STRAY", 5)
    assert desk.receive(told["bank_serial"], 965_000)["status"] == "matched"
    assert desk.cycle()["status"] == "paying"
    path = f"clearing-cycles/{stray['cycle_id']}/receipts/{stray['id']}/return"
    desk.post(path, region=CHONGQING)
    assert desk.cycle()["status"] == "settled"
    late = desk.receive("LATER", 7)
    assert (late["status"], desk.cycle()["status"]) == ("unmatched", "settled")
    assert road.broken() == {}


def test_a_serial_is_one_movement_of_money(road: Road, desk: Desk, told: dict[str, Any]):
    """P14: told twice it is booked once; told differently it is refused."""
    first = desk.receive(told["bank_serial"], 100)
    assert desk.receive(told["bank_serial"], 100) == first
    assert desk.notices()[0]["open_fen"] == 964_900
    refused = desk.receive(told["bank_serial"], 101)
    assert (refused["code"], refused["effect"]) == ("receipt_conflict", "none")
    misplaced = desk.receive("X", 1, payer_region_code=CHONGQING)
    assert misplaced["code"] == "receipt_misplaced"
    assert road.broken() == {}


def test_before_the_notices_no_money_is_expected(road: Road, desk: Desk):
    road.settle(1)
    assert desk.receive("X", 1)["code"] == "clearing_cycle_state_forbids"


# ---- the three ways, to the fen

BANKS = (CHENGDU, CHONGQING, "990100")
"""A, B and C: they receive 60.00 less, 40.00 more and 20.00 more than they pay."""
MOVED = {"gross": (4, 21_000), "bilateral": (3, 11_000), "multilateral": (3, 6_000)}


def small_example(road: Road) -> None:
    """A owes B 120.00, B owes A 50.00, B owes C 30.00, C owes A 10.00."""
    a, b, c = BANKS
    for number, (home, care, fen) in enumerate(
        [(a, b, 12_000), (b, a, 5_000), (b, c, 3_000), (c, a, 1_000)], start=1
    ):
        road.settle(number, home, care, hifp=fen, account=0)


@pytest.mark.parametrize("mode", MODES)
def test_the_small_example_is_paid_in_each_way(road: Road, desk: Desk, mode: str):
    desk.settings(netting_mode=mode)
    small_example(road)
    road.advance(NOTIFIED)
    cycle = desk.cycle()
    shown = desk.get(f"clearing-cycles/{cycle['id']}/positions")
    assert shown["paid_mode"] == mode
    nets = {p["region_code"]: p["net_fen"] for p in shown["positions"]}
    assert nets == {CHENGDU: -6_000, CHONGQING: 4_000, "990100": 2_000}
    found = {n["mode"]: (len(n["transfers"]), n["moved_fen"]) for n in shown["netting"]}
    assert found == MOVED
    assert len(desk.notices()) == MOVED[mode][0]
    assert road.broken() == {}
    road.advance(CLOSED)
    assert desk.cycle()["status"] == "closed"
    for region in BANKS:
        held = desk.balances(region)
        assert not any(name.startswith(("payable", "receivable")) for name in held), held
    assert desk.balances(NATION) == {}
    assert road.broken() == {}
    banks = {region: desk.balances(region).get("bank.treasury", "0.00") for region in BANKS}
    # Paid to hospitals: A 60.00, B 120.00, C 30.00; with the net positions of clearing
    # the banks have moved by -120.00, -80.00 and -10.00: what each region's funds spent.
    assert banks == {CHENGDU: "-120.00", CHONGQING: "-80.00", "990100": "-10.00"}


@pytest.mark.parametrize("mode", MODES)
def test_the_worked_example_is_paid_in_each_way(road: Road, desk: Desk, mode: str):
    desk.settings(netting_mode=mode)
    claim_id = road.settle(1)
    body = {"amount_fen": 15_000, "reason": "超量用药"}
    desk.post(f"claims/{claim_id}/deduct", body, CHONGQING)
    road.advance(CLOSED)
    assert desk.balances(CHENGDU) == {
        "acct.person": "300.00",
        "bank.treasury": "-9,500.00",
        "benefit.hifp.310": "9,200.00",
    }
    assert desk.balances(CHONGQING) == desk.balances(NATION) == {}
    assert desk.claim(claim_id)["status"] == "paid"
    assert road.broken() == {}


def test_in_parts_by_pair_and_through_the_hub(road: Road, desk: Desk):
    desk.settings(netting_mode="bilateral", payment="by_hand")
    road.settle(1, hifp=12_000, account=0)
    road.settle(2, CHONGQING, CHENGDU, hifp=5_000, account=0)
    road.advance(NOTIFIED)
    [notice] = desk.notices()
    assert notice["amount_fen"] == 7_000
    desk.receive(notice["bank_serial"], 3_000)
    assert desk.balances(CHONGQING)["receivable.region:510100"] == "40.00"
    assert road.broken() == {}
    desk.receive(f"{notice['bank_serial']}/1", 4_000)
    assert desk.cycle()["status"] == "settled"
    assert road.broken() == {}


def test_through_the_hub_by_hand(road: Road, desk: Desk):
    desk.settings(netting_mode="multilateral", payment="by_hand")
    road.settle(1, hifp=12_000, account=0)
    road.advance(NOTIFIED)
    to_hub, from_hub = sorted(desk.notices(), key=lambda n: n["payer_region_code"] == NATION)
    paid = desk.receive(to_hub["bank_serial"], 12_000, payee_region_code=NATION)
    assert paid["status"] == "matched", paid
    assert desk.cycle()["status"] == "paying"
    assert desk.balances(CHONGQING)["receivable.region:510100"] == "120.00"
    desk.receive(from_hub["bank_serial"], 12_000, payer_region_code=NATION)
    assert desk.cycle()["status"] == "settled"
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_a_total_below_zero_is_paid_in_the_opposite_direction(road: Road, desk: Desk):
    """X18, shown with its sign."""
    road.settle(1)
    road.advance(CLOSED)
    desk.settings(payment="by_hand")
    road.reverse(2, original=1)
    month = desk.rule(desk.get("claims")["data"][0]["id"])[1]
    assert month == "2026-07"
    road.advance("2026-09-01T12:00:00")
    assert desk.statements(month)["total_fen"] == -965_000
    [notice] = desk.notices(month)
    assert (notice["payer_region_code"], notice["amount_fen"]) == (CHONGQING, 965_000)
    back = {"payer_region_code": CHONGQING, "payee_region_code": CHENGDU}
    assert desk.receive(notice["bank_serial"], 400_000, month, **back)["status"] == "matched"
    assert desk.balances(CHENGDU)["payable.region:500000"] == "5,650.00"
    assert road.broken() == {}
    desk.receive(f"{notice['bank_serial']}/1", 565_000, month, **back)
    assert desk.cycle(month)["status"] == "settled"
    assert desk.balances(CHENGDU) == {}
    assert road.broken() == {}
