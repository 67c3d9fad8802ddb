"""The insured region doubts a claim before it signs (X17)."""

import pytest

from tests.support.clearing import GENERATED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db


@pytest.fixture
def doubted(road: Road, desk: Desk) -> tuple[str, str]:
    """Two claims of April, one of them disputed on the day the statements were made."""
    one = road.settle(1)
    road.settle(2, hifp=100_000, account=0)
    road.advance(GENERATED)
    made = desk.dispute(one)
    assert made["status"] == "open", made
    return one, made["id"]


def test_a_disputed_claim_leaves_the_month_which_goes_on(
    road: Road, desk: Desk, doubted: tuple[str, str]
):
    claim_id, dispute_id = doubted
    cycle = desk.cycle()
    assert (cycle["status"], cycle["statement_version"]) == ("generated", 2)
    assert desk.statements()["total_fen"] == 100_000
    shown = desk.claim(claim_id)
    assert (shown["status"], shown["rule"], "cycle_id" in shown) == ("disputed", "disputed", False)
    assert desk.get(f"disputes/{dispute_id}")["due_at"] == "2026-05-31T12:00:00+08:00"
    assert [d["id"] for d in desk.get("disputes?status=open")["data"]] == [dispute_id]
    assert desk.dispute(claim_id)["code"] == "claim_state_forbids"
    with pytest.raises(Exception, match="claim_not_reversible"):
        road.reverse(3, original=1)
    assert road.broken() == {}
    road.advance("2026-05-30T00:00:00")
    assert desk.cycle()["status"] == "signed"
    assert road.broken() == {}


def test_upheld_it_is_cleared_in_the_next_month_and_the_hospital_is_paid_once(
    road: Road, desk: Desk, doubted: tuple[str, str]
):
    claim_id, dispute_id = doubted
    assert desk.decide(dispute_id, "upheld", CHENGDU)["code"] == "region_not_allowed"
    decided = desk.decide(dispute_id, "upheld")
    assert (decided["status"], decided["decided_by"]) == ("upheld", "agency")
    assert desk.decide(dispute_id, "refused")["code"] == "dispute_decided"
    assert desk.rule(claim_id) == ("disputed", "2026-05")
    assert desk.claim(claim_id)["status"] == "declared"
    road.advance("2026-09-01T00:00:00")
    assert set(desk.months().values()) == {"closed"}
    assert desk.balances(CHONGQING) == {}
    assert desk.balances(CHENGDU)["bank.treasury"] == "-10,650.00"
    assert desk.history(claim_id) == [
        "settled", "declared", "clearing", "disputed", "declared", "clearing", "cleared", "paid",
    ]  # fmt: skip
    assert road.broken() == {}


def test_in_part_the_rest_is_cleared(road: Road, desk: Desk, doubted: tuple[str, str]):
    claim_id, dispute_id = doubted
    assert desk.decide(dispute_id, "partly_upheld")["code"] == "decision_needs_amount"
    abroad = desk.decide(dispute_id, "partly_upheld", CHENGDU)
    assert abroad["code"] == "region_not_allowed", "before the body is judged"
    assert desk.decide(f"dsp_{'0' * 26}", "partly_upheld")["code"] == "dispute_not_found"
    assert desk.decide(dispute_id, "upheld", amount_fen=1)["code"] == "decision_needs_amount"
    refused = desk.decide(dispute_id, "partly_upheld", amount_fen=935_001)
    assert (refused["code"], refused["effect"]) == ("deduction_too_large", "none")
    decided = desk.decide(dispute_id, "partly_upheld", amount_fen=35_000)
    assert decided["refused_fen"] == 35_000
    shown = desk.claim(claim_id)
    assert (shown["due_fen"], shown["rule"]) == (930_000, "disputed")
    assert road.broken() == {}
    road.advance("2026-09-01T00:00:00")
    assert desk.balances(CHONGQING) == {}
    assert desk.balances(CHENGDU)["bank.treasury"] == "-10,300.00"
    assert road.broken() == {}


def test_refused_only_the_account_money_is_still_owed(
    road: Road, desk: Desk, doubted: tuple[str, str]
):
    claim_id, dispute_id = doubted
    assert desk.decide(dispute_id, "refused")["refused_fen"] == 935_000
    shown = desk.claim(claim_id)
    assert (shown["status"], shown["due_fen"]) == ("adjusted", 30_000)
    assert road.broken() == {}
    road.advance("2026-09-01T00:00:00")
    assert desk.balances(CHENGDU) == {
        "acct.person": "300.00",
        "bank.treasury": "-1,300.00",
        "benefit.hifp.310": "1,000.00",
    }
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


@pytest.mark.parametrize(("default", "due"), [("upheld", 965_000), ("refused", 30_000)])
def test_a_deadline_decides_as_the_scheme_says(road: Road, desk: Desk, default: str, due: int):
    desk.settings(dispute_default=default)
    claim_id = road.settle(1)
    road.advance(GENERATED)
    dispute_id = desk.dispute(claim_id)["id"]
    assert desk.cycle()["status"] == "signed", "nothing is left to sign"
    road.advance("2026-05-31T11:59:59")
    assert desk.get(f"disputes/{dispute_id}")["status"] == "open"
    road.advance("2026-05-31T12:00:00")
    shown = desk.get(f"disputes/{dispute_id}")
    assert (shown["status"], shown["decided_by"]) == (default, "deadline")
    assert desk.claim(claim_id)["due_fen"] == due
    road.advance("2026-09-01T00:00:00")
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_who_has_signed_can_not_dispute_any_more(road: Road, desk: Desk):
    claim_id = road.settle(1)
    assert desk.dispute(claim_id)["code"] == "claim_state_forbids"
    road.advance(GENERATED)
    assert desk.dispute(claim_id, CHONGQING)["code"] == "region_not_allowed"
    assert desk.sign(CHENGDU)["status"] == "signing"
    refused = desk.dispute(claim_id)
    assert (refused["code"], refused["effect"]) == ("claim_signed", "none")
    assert desk.cycle()["statement_version"] == 1
    assert desk.sign(CHONGQING)["status"] == "signed"
    assert desk.dispute(claim_id)["code"] == "claim_state_forbids"
    assert road.broken() == {}


def test_a_released_claim_reversed_in_its_new_month_is_clawed_back(
    road: Road, desk: Desk, doubted: tuple[str, str]
):
    """The hospital has its money from April; the claim leaves May before it is frozen."""
    claim_id, dispute_id = doubted
    desk.decide(dispute_id, "upheld")
    road.reverse(3, original=1)
    assert desk.claim(claim_id)["status"] == "reversed"
    assert road.broken() == {}
    road.advance("2026-09-01T00:00:00")
    assert desk.balances(CHENGDU)["bank.treasury"] == "-1,000.00"
    held = desk.balances(CHONGQING)
    assert [name for name in held if not name.startswith("clawback")] == ["bank.treasury"]
    assert road.broken() == {}
