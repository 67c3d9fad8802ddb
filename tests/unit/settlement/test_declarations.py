"""Declared by hand, late, expired, taken back by a later audit, of a closed year (X9 to X16)."""

import pytest

from tests.support.clearing import CLOSED, FROZEN, SIGNED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, HOSPITAL, Road

pytestmark = pytest.mark.db


def test_declaring_is_automatic_and_the_history_says_so(road: Road, desk: Desk):
    claim_id = road.settle(1)
    road.advance(CLOSED)
    assert desk.history(claim_id) == ["settled", "declared", "clearing", "cleared", "paid"]
    assert desk.rule(claim_id) == ("in_window", "2026-04")


def test_what_is_not_declared_waits_and_then_expires(road: Road, desk: Desk):
    """X13, X14: by hand, two months of patience, then the manual path (L9)."""
    desk.settings(declaration="by_hand")
    late, good = road.settle(1), road.settle(2)
    assert desk.post(f"claims/{good}/declare", region=CHENGDU)["code"] == "region_not_allowed"
    declared = desk.post(f"claims/{good}/declare", region=CHONGQING)
    assert (declared["status"], "declared_at" in declared) == ("declared", True)
    again = desk.post(f"claims/{good}/declare", region=CHONGQING)
    assert (again["code"], again["effect"]) == ("claim_state_forbids", "none")
    assert [each["id"] for each in desk.get("claims?status=declared")["data"]] == [good]
    assert [each["id"] for each in desk.get("claims?status=settled")["data"]] == [late]

    road.advance(FROZEN)
    assert desk.cycle()["declared_claims"] == 1
    assert desk.rule(late) == ("late", "2026-05")
    assert road.broken() == {}
    road.advance("2026-06-21T12:00:00")
    assert desk.rule(late) == ("late", "2026-06")
    road.advance("2026-07-21T12:00:00")
    assert desk.rule(late) == ("expired", None)
    assert desk.history(late) == ["settled", "settled", "settled", "expired"]
    assert desk.claim(late)["status"] == "expired"
    assert desk.balances(CHONGQING) == {}
    assert desk.balances(CHENGDU)["payable.person"] == "-300.00"
    assert road.broken() == {}

    assert desk.post(f"claims/{good}/reimburse", region=CHENGDU)["code"] == "claim_state_forbids"
    paid = desk.post(f"claims/{late}/reimburse", region=CHENGDU)
    assert "reimbursed_at" in paid
    assert desk.balances(CHENGDU)["payable.person"] == "-9,650.00"
    assert desk.post(f"claims/{late}/reimburse", region=CHENGDU)["code"] == "claim_state_forbids"
    assert road.broken() == {}


def test_a_claim_that_expires_before_the_care_side_booked_it(road: Road, desk: Desk):
    desk.settings(declaration="by_hand")
    claim_id = road.ask(1)["claim_id"]
    road.advance("2026-07-21T12:00:00")
    assert desk.claim(claim_id)["status"] == "expired"
    assert road.broken() == {}
    road.book(claim_id)
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_a_claim_that_waited_is_taken_back_in_the_month_it_waits_for(road: Road, desk: Desk):
    """X9 after X13: nobody declared it, and both lines leave the month that it was carried to."""
    desk.settings(declaration="by_hand")
    late = road.settle(1)
    road.advance(FROZEN)
    assert desk.rule(late) == ("late", "2026-05")
    back = road.reverse(2, original=1)
    assert desk.rule(late) == desk.rule(back) == ("reversed_in_window", None)
    assert desk.balances(CHENGDU) == desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_a_region_declares_everything_and_withdraws_one(road: Road, desk: Desk):
    desk.settings(declaration="by_hand")
    one, two = road.settle(1), road.settle(2)
    cycle = desk.cycle()["id"]
    body = {"care_region_code": CHONGQING}
    assert desk.post(f"clearing-cycles/{cycle}/declarations", body, CHONGQING)["status"] == "open"
    assert [desk.claim(each)["status"] for each in (one, two)] == ["declared"] * 2
    assert desk.post(f"claims/{two}/withdraw", region=CHONGQING)["status"] == "settled"
    road.reverse(3, original=1)
    assert desk.history(one) == ["settled", "declared", "settled", "reversed"]
    road.advance(FROZEN)
    assert desk.rule(two) == ("late", "2026-05")
    forbidden = desk.post(f"clearing-cycles/{cycle}/declarations", body, CHONGQING)
    assert forbidden["code"] == "clearing_cycle_state_forbids"
    assert road.broken() == {}
    road.advance("2026-09-01T00:00:00")
    assert road.broken() == {}


def test_a_later_audit_is_a_negative_claim(road: Road, desk: Desk):
    """X16, L7: the worked example's clawback of 200.00."""
    claim_id = road.settle(1)
    body = {"amount_fen": 15_000, "reason": "超量用药"}
    assert desk.post(f"claims/{claim_id}/deduct", body, CHONGQING)["status"] == "settled"
    road.advance(CLOSED)
    later = desk.post(f"claims/{claim_id}/deduct", {**body, "amount_fen": 20_000}, CHONGQING)
    assert (later["status"], later["due_fen"]) == ("adjusted", 950_000)
    [part] = later["adjusted_by_claim_ids"]
    shown = desk.claim(part)
    assert (shown["clearing_fen"], shown["rule"]) == (-20_000, "adjustment")
    assert (shown["adjusts_claim_id"], shown["settlement_id"]) == (claim_id, later["settlement_id"])
    assert desk.get(f"claims?settlement_id={later['settlement_id']}")["data"][0]["id"] == part
    life = ["settled", "deducted", "declared", "clearing", "cleared", "paid", "adjusted"]
    assert desk.history(claim_id) == life
    assert desk.balances(CHENGDU) == {
        "acct.person": "300.00",
        "bank.treasury": "-9,500.00",
        "benefit.hifp.310": "9,000.00",
        "payable.region:500000": "200.00",
    }
    assert desk.balances(CHONGQING) == {
        f"clawback.provider:{HOSPITAL}": "200.00",
        "receivable.region:510100": "-200.00",
    }
    assert road.broken() == {}
    # 9,350.00 less 150.00 and 200.00 is 9,000.00 of fund money: a fen more is too much.
    too_much = {**body, "amount_fen": 900_001}
    refused = desk.post(f"claims/{claim_id}/deduct", too_much, CHONGQING)
    assert refused["code"] == "deduction_too_large"
    assert desk.post(f"claims/{part}/deduct", body, CHONGQING)["code"] == "claim_not_deductible"
    road.advance("2026-12-01T00:00:00")
    assert desk.claim(part)["status"] == "paid"
    assert desk.balances(CHENGDU)["bank.treasury"] == "-9,300.00"
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_what_an_audit_left_can_still_be_reversed_once(road: Road, desk: Desk):
    claim_id = road.settle(1)
    road.advance(CLOSED)
    body = {"amount_fen": 20_000, "reason": "超量用药"}
    desk.post(f"claims/{claim_id}/deduct", body, CHONGQING)
    back = road.reverse(2, original=1)
    assert desk.claim(back)["clearing_fen"] == -945_000
    refused = desk.post(f"claims/{claim_id}/deduct", body, CHONGQING)
    assert refused["code"] == "claim_not_deductible"
    with pytest.raises(Exception, match="claim_not_reversible"):
        road.reverse(3, original=1)
    assert road.broken() == {}
    road.advance("2026-12-01T00:00:00")
    assert desk.balances(CHENGDU) == desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_a_claim_of_a_closed_year_has_a_line_of_its_own(road: Road, desk: Desk):
    """X11: taken back after the first quarter of the next year."""
    road.settle(1)
    road.advance("2027-04-02T00:00:00")
    back = road.reverse(2, original=1)
    other = road.settle(3)
    assert desk.rule(back) == ("prior_year", "2027-04")
    assert desk.claim(back)["is_prior_year"] is True
    assert desk.rule(other) == ("in_window", "2027-04")
    road.advance("2027-05-22T00:00:00")
    [statement] = desk.statements("2027-04")["statements"]
    assert [(line["is_prior_year"], line["total_fen"]) for line in statement["lines"]] == [
        (False, 965_000),
        (True, -965_000),
    ]
    assert road.broken() == {}
    road.advance("2027-09-01T00:00:00")
    assert road.broken() == {}


def test_freezing_by_hand_moves_only_what_is_late(road: Road, desk: Desk):
    desk.settings(declaration="by_hand")
    kept = road.settle(1)
    desk.post(f"claims/{kept}/declare", region=CHONGQING)
    road.settle(2)
    road.advance(SIGNED)
    assert desk.cycle()["status"] == "signed"
    assert desk.claim(kept)["status"] == "cleared"
    assert desk.cycle("2026-05")["status"] == "open"
