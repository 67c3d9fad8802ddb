"""Asking the insured side once, whatever happens on the way."""

import pytest

from services.settlement import problems
from services.settlement.flows import care_side, exchange, read
from services.settlement.store import ledger, store
from sscsim.db import ClockMoved, PageQuery, StoreBusy
from sscsim.kernel.problems import Problem
from tests.support.settlement import CHENGDU, CHONGQING, Road, settlement_id

pytestmark = pytest.mark.db
ONE = settlement_id(1)


def query(road: Road, exchange_id: str = ONE):
    with road.bench.entered(role="service"):
        return exchange.query(exchange_id)


def cancel(road: Road, exchange_id: str = ONE):
    with road.bench.entered(role="service"):
        return exchange.cancel(exchange_id)


def count(road: Road, what) -> int:
    with road.bench.entered():
        return len(what(PageQuery(limit=200), {}).items)


def test_the_same_question_gets_the_same_answer_and_posts_once(road: Road):
    """Exception X1."""
    first = road.ask(1)
    assert road.ask(1) == first
    assert first["clearing_fen"] == 965_000
    assert road.insured.asked == [ONE]
    assert count(road, read.list_claims) == count(road, read.list_journals) == 1


def test_the_same_id_with_another_question_is_refused(road: Road):
    """Exception X2."""
    first = road.ask(1)
    with pytest.raises(problems.ExchangeConflict):
        road.ask(1, hifp=1)
    assert road.ask(1) == first


def test_regions_without_agreement_do_not_exchange(road: Road):
    with pytest.raises(problems.AgreementMissing) as refusal:
        road.ask(1, home="110000", care=CHONGQING)
    assert refusal.value.body("en")["detail"] == (
        "On 2026-04-01 no agreement lets persons insured in 110000 settle in 500000."
    )
    assert road.insured.asked == []
    assert query(road) == {"exchange_id": ONE, "status": "absent"}


def test_a_refusal_of_the_insured_side_is_passed_on_and_kept(road: Road):
    road.insured.refuse = {"status": 422, "code": "coverage_ended", "effect": "none"}
    with pytest.raises(problems.InsuredSideRefused) as refusal:
        road.ask(1)
    assert (refusal.value.status, refusal.value.body("en")["code"]) == (422, "coverage_ended")
    road.insured.refuse = None
    with pytest.raises(problems.InsuredSideRefused):
        road.ask(1)
    assert road.insured.asked == [ONE]
    assert query(road)["status"] == cancel(road)["status"] == "refused"
    assert count(road, read.list_claims) == 0


def test_a_passing_refusal_may_be_asked_again(road: Road):
    road.insured.refuse = {
        "status": 503, "code": "store_busy", "effect": "none", "retryable": True,
    }  # fmt: skip
    with pytest.raises(problems.InsuredSideRefused):
        road.ask(1)
    road.insured.refuse = None
    assert road.ask(1)["status"] == "answered"


def test_a_lost_answer_is_found_by_asking_again(road: Road):
    road.insured.lose_answer = True
    with pytest.raises(problems.InsuredSideNoAnswer) as lost:
        road.ask(1)
    assert (lost.value.status, lost.value.effect, lost.value.retryable) == (504, "unknown", True)
    assert count(road, read.list_claims) == 0
    assert road.ask(1)["clearing_fen"] == 965_000
    assert road.broken() == {}


def test_a_lost_answer_is_found_by_a_query(road: Road):
    """Exception X5."""
    road.insured.lose_answer = True
    with pytest.raises(problems.InsuredSideNoAnswer):
        road.ask(1)
    found = query(road)
    assert (found["status"], found["clearing_fen"]) == ("answered", 965_000)
    assert query(road) == found == road.ask(1)
    assert road.broken() == {}


def test_a_question_that_never_arrived_is_absent_then_cancelled_for_good(road: Road):
    """Exception X6: a tombstone refuses the late request."""
    assert query(road)["status"] == "absent"
    assert cancel(road) == {"exchange_id": ONE, "status": "cancelled"}
    with pytest.raises(problems.ExchangeCancelled):
        road.ask(1)
    assert cancel(road)["status"] == query(road)["status"] == "cancelled"
    assert road.insured.asked == []


def test_a_question_that_got_stuck_is_cancelled_on_both_sides(road: Road):
    road.insured.down = True
    with pytest.raises(problems.InsuredSideNoAnswer):
        road.ask(1)
    with pytest.raises(problems.InsuredSideNoAnswer):
        cancel(road)
    road.insured.down = False
    assert query(road)["status"] == "absent"
    assert cancel(road)["status"] == "cancelled"
    assert road.insured.closed == {ONE}


def test_cancelling_what_was_settled_shows_the_settlement(road: Road):
    """Exception X7, both orders: the result stands and takes a reversal."""
    road.insured.lose_answer = True
    with pytest.raises(problems.InsuredSideNoAnswer):
        road.ask(1)
    found = cancel(road)
    assert found["status"] == "answered"
    assert cancel(road) == found == road.ask(1)
    road.book(found["claim_id"])
    road.reverse(2, original=1)
    assert road.broken() == {}


def test_a_claim_is_reversed_once(road: Road):
    """Exception X8; a reversal can't be reversed either."""
    road.settle(1)
    first = road.take_back(2, original=1)
    assert first["clearing_fen"] == -965_000
    assert road.take_back(2, original=1) == first
    for number, original in ((3, 1), (4, 2), (5, 9)):
        with pytest.raises(problems.ClaimNotReversible):
            road.take_back(number, original=original)
    assert road.insured.asked == [ONE, settlement_id(2)]


def test_the_care_side_books_once_and_in_any_number_of_deliveries(road: Road):
    answer = road.ask(1)
    assert road.broken() == {}  # in transit
    for _ in range(3):
        road.book(answer["claim_id"])
    back = road.take_back(2, original=1)
    assert road.broken() == {}
    for _ in range(3):
        road.book(back["claim_id"])
    with road.bench.entered():
        balances = read.trial_balance(CHONGQING)["accounts"]
    assert not any(account["balance"] for account in balances)
    with road.bench.entered(role="service"), pytest.raises(problems.ClaimNotFound):
        care_side.book("clm_" + "0" * 26)


def test_an_exchange_can_be_looked_up(road: Road):
    answer = road.ask(1)
    with road.bench.entered():
        [listed] = read.list_exchanges(PageQuery(), {"settlement_id": ONE}).items
        shown = read.exchange(listed.id)
    assert (shown.status, shown.claim_id, shown.home_region) == (
        "answered",
        answer["claim_id"],
        CHENGDU,
    )
    with road.bench.entered(), pytest.raises(problems.ExchangeNotFound):
        read.exchange("exc_" + "0" * 26)


@pytest.mark.parametrize("failure", [ClockMoved(), StoreBusy(), RuntimeError("a bug")])
def test_what_fails_after_the_insured_side_committed_is_never_harmless(
    road: Road, monkeypatch: pytest.MonkeyPatch, failure: Exception
):
    """An effect of `none` would have the care side give up what is settled at home."""

    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patched:
        patched.setattr(exchange, "record", fail)
        with pytest.raises(Problem) as raised:
            road.ask(1)
    assert raised.value.effect == "unknown"
    assert raised.value.retryable
    assert query(road)["status"] == "answered"
    assert road.broken() == {}


def test_the_message_of_a_reversal_may_come_before_that_of_what_it_takes_back(road: Road) -> None:
    """Both sides end where they began, whichever the region of treatment hears of first."""
    first = road.ask(1)["claim_id"]
    back = road.take_back(2, original=1)["claim_id"]
    assert road.broken() == {}
    for claim_id in (back, first, back):
        road.book(claim_id)
        assert road.broken() == {}
    with road.bench.entered(role="system"), store.read() as tx:
        held = ledger.balances_by_book(tx, "", "\x7f")
    assert not any(held.values())
