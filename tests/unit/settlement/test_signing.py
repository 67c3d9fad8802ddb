"""Versions and signatures, late signers, months that are reopened or given up."""

import hashlib

import pytest

from services.settlement.domain.statements import sm3
from services.settlement.store.tables import claims
from services.settlement.store.tables_cycles import statements
from sscsim.kernel.money import Money
from tests.support.clearing import CLOSED, GENERATED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
HAIKOU, GUANGZHOU = "460100", "440100"
LATE = "2026-05-26T00:00:00"


def two_pairs(road: Road) -> tuple[str, str]:
    return road.settle(1), road.settle(2, HAIKOU, GUANGZHOU, hifp=100_000, account=0)


def test_by_hand_both_sign_and_only_what_they_were_shown(road: Road, desk: Desk):
    desk.settings(signing="by_hand")
    road.settle(1)
    assert desk.sign(CHENGDU)["code"] == "clearing_cycle_state_forbids"
    road.advance(GENERATED)
    assert desk.sign(HAIKOU)["code"] == "not_a_signatory"
    assert desk.sign(CHENGDU, statement_version=2)["code"] == "statement_replaced"
    assert desk.sign(CHENGDU, statement_version=1)["status"] == "signing"
    assert desk.sign(CHENGDU)["status"] == "signing", "again changes nothing"
    [statement] = desk.statements()["statements"]
    assert [s["region_code"] for s in statement["signatures"]] == [CHENGDU]
    assert desk.sign(CHONGQING)["status"] == "signed"
    assert road.broken() == {}


def test_a_statement_that_changed_is_not_signed(road: Road, desk: Desk):
    """P17."""
    desk.settings(signing="by_hand")
    road.settle(1)
    road.advance(GENERATED)
    road.plant(claims.update().values(hifp=Money(1)))
    refused = desk.sign(CHENGDU)
    assert (refused["code"], refused["effect"]) == ("statement_not_as_generated", "none")
    assert desk.cycle()["status"] == "generated"
    road.plant(claims.update().values(hifp=Money(935_000)))
    road.plant(statements.update().values(digest="0" * 64))
    assert desk.sign(CHONGQING)["code"] == "statement_not_as_generated"


def test_regions_may_agree_on_sm3(road: Road, desk: Desk):
    desk.settings(digest_algorithm="sm3")
    road.settle(1)
    road.advance(GENERATED)
    [statement] = desk.statements()["statements"]
    assert statement["digest_algorithm"] == "sm3"
    assert statement["digest"] != statement["sha256"]
    road.advance(CLOSED)
    assert desk.cycle()["status"] == "closed"
    assert road.broken() == {}
    # GB/T 32905, example 1
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert hashlib.sha256(b"abc").hexdigest() != sm3(b"abc")


def test_a_late_province_is_carried_as_a_whole_and_the_rest_pays(road: Road, desk: Desk):
    desk.settings(signing="by_hand")
    one, two = two_pairs(road)
    road.advance(GENERATED)
    for region in (HAIKOU, GUANGZHOU, CHONGQING):
        desk.sign(region)
    road.advance("2026-05-25T23:59:59")
    assert desk.cycle()["is_overdue"] is False
    road.advance(LATE)
    cycle = desk.cycle()
    assert (cycle["status"], cycle["is_overdue"]) == ("signed", False)
    assert [s["payer_region_code"] for s in desk.statements()["statements"]] == [HAIKOU]
    assert desk.rule(one) == ("carried", "2026-05")
    assert desk.rule(two) == ("in_window", "2026-04")
    assert desk.claim(one)["status"] == "declared"
    assert road.broken() == {}
    road.advance("2026-06-22T00:00:00")
    for region in (CHENGDU, CHONGQING):
        desk.sign(region, "2026-05")
    road.advance("2026-09-01T00:00:00")
    assert set(desk.months().values()) == {"closed"}
    assert desk.balances(CHONGQING) == {}
    assert desk.balances(CHENGDU)["bank.treasury"] == "-9,650.00"
    assert road.broken() == {}
    types = [e["type"] for e in desk.http.get("/internal/v1/events?limit=200", role="service").json]
    assert {"clearing_cycle.overdue", "clearing_cycle.carried"} <= set(types)


def test_nobody_signed_and_the_month_goes_on_empty(road: Road, desk: Desk):
    desk.settings(signing="by_hand")
    two_pairs(road)
    road.advance(LATE)
    assert desk.statements()["statements"] == []
    assert desk.cycle()["status"] == "signed"
    assert road.broken() == {}
    road.advance("2026-06-01T12:00:00")
    assert desk.cycle()["status"] == "settled"


def test_waiting_for_a_signature(road: Road, desk: Desk):
    desk.settings(signing="by_hand", unsigned_policy="wait")
    road.settle(1)
    road.advance(GENERATED)
    desk.sign(CHENGDU)
    road.advance("2026-07-05T00:00:00")
    cycle = desk.cycle()
    assert (cycle["status"], cycle["is_overdue"]) == ("signing", True)
    assert desk.sign(CHONGQING)["is_overdue"] is False
    assert road.broken() == {}
    road.advance("2026-09-01T00:00:00")
    assert desk.cycle()["status"] == "closed"
    assert road.broken() == {}


def test_silence_may_be_taken_as_consent(road: Road, desk: Desk):
    desk.settings(signing="by_hand", unsigned_policy="auto_accept")
    road.settle(1)
    road.advance(GENERATED)
    desk.sign(CHENGDU)
    road.advance(LATE)
    [statement] = desk.statements()["statements"]
    signed = {s["region_code"]: s["is_deemed"] for s in statement["signatures"]}
    assert signed == {CHENGDU: False, CHONGQING: True}
    assert road.broken() == {}
    road.advance(CLOSED)
    assert desk.cycle()["status"] == "closed"


def test_only_a_generated_month_is_reopened_and_only_by_who_clears_it(road: Road, desk: Desk):
    road.settle(1)
    cycle = f"clearing-cycles/{desk.cycle()['id']}"
    assert desk.post(f"{cycle}/reopen", region="100000")["code"] == "clearing_cycle_state_forbids"
    road.advance(GENERATED)
    desk.sign(CHENGDU)
    assert desk.post(f"{cycle}/reopen", region=CHENGDU)["code"] == "region_not_allowed"
    assert desk.post(f"{cycle}/reopen", region="100000")["statement_version"] == 2
    assert desk.statements()["statements"][0]["signatures"] == []
    road.advance(CLOSED)
    for event in ("reopen", "abort"):
        refused = desk.post(f"{cycle}/{event}", region="100000")
        assert (refused["code"], refused["effect"]) == ("clearing_cycle_state_forbids", "none")
    assert desk.cycle()["status"] == "closed"
    assert road.broken() == {}


@pytest.mark.parametrize(
    "when", ["2026-04-02T00:00:00", "2026-05-21T00:30:00", "2026-05-21T12:00:00"]
)
def test_a_month_that_is_given_up_is_cleared_in_the_next(road: Road, desk: Desk, when: str):
    claim_id = road.settle(1)
    road.advance(when)
    path = f"clearing-cycles/{desk.cycle()['id']}/abort"
    assert desk.post(path, region="100000")["status"] == "aborted"
    assert desk.rule(claim_id) == ("carried", "2026-05")
    assert road.broken() == {}
    another = road.settle(2)
    assert desk.rule(another)[1] == "2026-05", "nothing is recorded into it any more"
    road.advance("2026-09-01T00:00:00")
    assert desk.months()["2026-05"] == "closed"
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}
