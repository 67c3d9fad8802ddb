"""A claim that is undone without one that takes it back (2601)."""

from datetime import timedelta

import pytest

from services.settlement import problems
from services.settlement.flows import deduct, exchange, read
from services.settlement.store import ledger, store
from sscsim.db import PageQuery
from sscsim.kernel.money import Money
from tests.support.clearing import GENERATED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, HOSPITAL, Road

pytestmark = pytest.mark.db


def balances(road: Road) -> dict[str, int]:
    with road.bench.entered(), store.read() as tx:
        held = ledger.balances_by_book(tx, "", "\x7f")
    return {f"{book} {account}": amount.fen for (book, account), amount in held.items() if amount}


def claims(road: Road) -> list[tuple[str, str]]:
    with road.bench.entered():
        found = read.list_claims(PageQuery(limit=200), {}).items
    return [(claim["status"], claim["rule"]) for claim in found]


def test_the_books_are_mirrored_and_no_claim_is_added(road: Road) -> None:
    claim_id = road.settle(1)
    told = road.correct(2, 1)
    assert (told["claim_id"], told["clearing_fen"]) == (claim_id, -965_000)
    assert road.broken() == {}, "the region of treatment hasn't heard yet: that is in transit"
    road.book(claim_id)
    assert balances(road) == {}
    assert claims(road) == [("reversed", "corrected")]
    assert road.broken() == {}
    assert road.correct(2, 1) == told, "the same correction once more"
    road.book(claim_id)
    assert balances(road) == {}


def test_before_the_region_of_treatment_heard_of_the_settlement(road: Road) -> None:
    claim_id = road.ask(1)["claim_id"]
    road.correct(2, 1)
    assert road.broken() == {}
    road.book(claim_id)
    assert road.broken() == {}
    road.book(claim_id)
    assert balances(road) == {}


def test_what_an_audit_took_off_is_mirrored_too(road: Road) -> None:
    claim_id = road.settle(1)
    with road.bench.entered(role="agency", region=CHONGQING):
        deduct.deduct(claim_id, amount_fen=Money(15_000), reason="x")
    assert road.correct(2, 1)["clearing_fen"] == -950_000
    assert road.broken() == {}
    road.book(claim_id)
    assert balances(road) == {}
    assert road.broken() == {}


def test_after_a_reversal_it_is_refused(road: Road) -> None:
    """Exception X8."""
    road.settle(1)
    road.reverse(2, 1)
    with pytest.raises(problems.ClaimNotReversible):
        road.correct(3, 1)


def test_a_frozen_month_is_too_late(road: Road) -> None:
    road.settle(1)
    road.advance("2026-05-22T00:00:00")
    with pytest.raises(problems.CorrectionTooLate):
        road.correct(2, 1)
    assert claims(road) == [("clearing", "in_window")]


def test_an_answer_that_was_lost_until_the_freeze_makes_a_negative_claim(road: Road) -> None:
    """The insured side has committed: then a claim takes it back after all (X10)."""
    road.settle(1)
    road.advance("2026-05-20T23:00:00")  # its day was reconciled before
    road.insured.lose_answer = True
    with pytest.raises(problems.InsuredSideNoAnswer):
        road.correct(2, 1)
    road.advance("2026-05-22T00:00:00")
    told = road.correct(2, 1)
    road.book(told["claim_id"])
    assert claims(road) == [("settled", "adjustment"), ("adjusted", "in_window")]
    assert road.broken() == {}


def test_a_corrected_settlement_leaves_an_empty_month(road: Road) -> None:
    claim_id = road.settle(1)
    road.correct(2, 1)
    road.book(claim_id)
    road.advance((road.bench.now + timedelta(days=120)).strftime("%Y-%m-%dT%H:%M:%S"))
    with road.bench.entered():
        [cycle] = read.list_cycles(PageQuery(limit=200), {}).items
    assert cycle["status"] == "closed"
    assert road.broken() == {}


def test_its_exchange_can_be_looked_up(road: Road) -> None:
    road.settle(1)
    told = road.correct(2, 1)
    with road.bench.entered(role="service"):
        assert exchange.query(told["exchange_id"]) == told


def test_a_released_claim_corrected_in_its_new_month_is_clawed_back(road: Road, desk: Desk) -> None:
    """A dispute moved it to May, and the hospital has its money from April."""
    claim_id = road.settle(1)
    road.settle(2, hifp=100_000, account=0)
    road.advance(GENERATED)
    dispute = desk.dispute(claim_id)["id"]
    desk.decide(dispute, "upheld")
    assert desk.rule(claim_id) == ("disputed", "2026-05")
    assert road.correct(3, 1)["clearing_fen"] == -965_000
    road.book(claim_id)
    road.book(claim_id)
    shown = desk.claim(claim_id)
    assert (shown["status"], shown["rule"]) == ("reversed", "corrected")
    assert desk.history(claim_id)[-1] == "reversed"
    assert desk.balances(CHONGQING)[f"clawback.provider:{HOSPITAL}"] == "9,650.00"
    assert road.broken() == {}
    road.advance("2026-10-01T00:00:00")
    assert desk.balances(CHENGDU)["bank.treasury"] == "-1,000.00"
    assert road.broken() == {}
