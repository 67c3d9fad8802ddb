"""What a bill priced again comes to more or less (X22), beside audits and declarations."""

import pytest

from tests.support.clearing import CLOSED, FROZEN, Desk
from tests.support.settlement import CHENGDU, CHONGQING, HOSPITAL, Road

pytestmark = pytest.mark.db


def test_a_difference_needs_no_declaration(road: Road, desk: Desk) -> None:
    desk.settings(declaration="by_hand")
    one = road.settle(1)
    desk.post(f"claims/{one}/declare", region=CHONGQING)
    less = road.differ(2, 1, hifp=-20_000, account=0)
    assert desk.claim(less)["refers_to_claim_id"] == one
    road.advance(FROZEN)
    assert desk.rule(less) == ("in_window", "2026-04")
    assert desk.balances(CHONGQING)[f"clawback.provider:{HOSPITAL}"] == "200.00"
    assert road.broken() == {}


def test_an_audit_takes_at_most_what_the_difference_left(road: Road, desk: Desk) -> None:
    """9,350.00 less 200.00 is 9,150.00 of fund money: a fen more is too much."""
    one = road.settle(1)
    road.differ(2, 1, hifp=-20_000, account=0)
    body = {"amount_fen": 915_001, "reason": "x"}
    assert desk.post(f"claims/{one}/deduct", body, CHONGQING)["code"] == "deduction_too_large"
    kept = desk.post(f"claims/{one}/deduct", {**body, "amount_fen": 915_000}, CHONGQING)
    assert kept["due_fen"] == 50_000
    assert road.broken() == {}


def test_reversed_after_a_later_audit_nothing_is_mirrored_twice(road: Road, desk: Desk) -> None:
    """Original, audit and difference each have postings L7 of their own."""
    one = road.settle(1)
    road.advance(CLOSED)
    more = road.differ(2, 1, hifp=30_000, account=0)
    body = {"amount_fen": 20_000, "reason": "x"}
    desk.post(f"claims/{one}/deduct", body, CHONGQING)
    road.advance("2026-10-01T00:00:00")
    desk.post(f"claims/{more}/deduct", {**body, "amount_fen": 5_000}, CHONGQING)
    back = road.reverse(3, original=2)
    assert desk.claim(back)["clearing_fen"] == -25_000
    assert road.broken() == {}
    rest = road.reverse(4, original=1)
    assert desk.claim(rest)["clearing_fen"] == -945_000
    assert road.broken() == {}
    road.advance("2027-03-01T00:00:00")
    assert desk.balances(CHENGDU) == desk.balances(CHONGQING) == {}
    assert road.broken() == {}
