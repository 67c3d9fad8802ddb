"""An answer that doesn't come is unknown, never failed; the same key and the job find out."""

import datetime as dt
from typing import Any

import pytest

from services.medical import tasks
from services.medical.flows import insured, resolve
from services.medical.store import store, tables
from sscsim import peers
from sscsim.demo_people import LIN_XIAO
from sscsim.jobs import work
from tests.unit.medical.conftest import Hospital, carried

pytestmark = pytest.mark.db
LIN = LIN_XIAO.person_id("demo")


def status_of(hospital: Hospital, visit_id: str) -> tuple[str, list[str]]:
    """The visit's status, and those of its settlements, the newest first."""
    rows = hospital.get(f"/v1/settlements?visit_id={visit_id}")["data"]
    return hospital.get(f"/v1/visits/{visit_id}")["status"], [row["status"] for row in rows]


def job(hospital: Hospital, settlement_id: str) -> Any:
    """The recovery job's row."""
    jobs = store.common.jobs
    with hospital.bench.entered(role="system"), store.read() as tx:
        row = tx.one(jobs.select().where(jobs.c.key == settlement_id))
    assert row is not None
    assert row.name == "medical.resolve_unknown"
    assert row.due_at == hospital.bench.now + dt.timedelta(seconds=30)
    return row


def job_of(hospital: Hospital, settlement_id: str) -> str:
    return str(job(hospital, settlement_id).status)


def run_job(hospital: Hospital, settlement_id: str) -> None:
    """As the driver has it run."""
    assert tasks.resolve_unknown
    work.run_one(store, hospital.bench.world(role="system"), job(hospital, settlement_id).id)


def balance(hospital: Hospital) -> int:
    fen: int = hospital.get(f"/v1/personal-accounts/{LIN}")["balance_fen"]
    return fen


def pool_used(hospital: Hospital) -> int:
    return sum(
        year["pool_used_fen"] for year in hospital.get(f"/v1/accumulators?person_id={LIN}")["data"]
    )


def lost(hospital: Hospital, visit_id: str) -> str:
    """Settle with the answer lost; the settlement's id."""
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (504, "home_region_no_answer")
    assert (answer.json["effect"], answer.json["retryable"]) == ("unknown", True)
    assert status_of(hospital, visit_id) == ("settling", ["unknown"])
    settlement_id: str = hospital.get(f"/v1/visits/{visit_id}")["settlement_id"]
    assert settlement_id in answer.json["detail"]
    return settlement_id


def test_the_same_key_recovers_an_answer_that_was_lost_after_the_effect(
    hospital: Hospital,
) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 1
    settlement_id = lost(hospital, visit_id)
    assert balance(hospital) == 0  # it did happen there
    settled = hospital.settled(visit_id)
    assert (settled["id"], settled["cash_pay_fen"]) == (settlement_id, 269_567)
    assert (balance(hospital), pool_used(hospital)) == (0, 935_000)
    assert job_of(hospital, settlement_id) == "cancelled"
    assert hospital.settled(visit_id) == settled
    assert len(hospital.messages("/internal/v1/claims/care-side")) == 1
    assert hospital.broken_laws() == {}


def test_the_same_key_settles_what_never_arrived(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    hospital.exchange.swallow = 1
    settlement_id = lost(hospital, visit_id)
    assert (balance(hospital), pool_used(hospital)) == (30_000, 0)
    assert hospital.settled(visit_id)["id"] == settlement_id
    assert (balance(hospital), pool_used(hospital)) == (0, 935_000)


def test_an_answer_lost_twice_stays_unknown_and_is_recovered_at_last(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 2
    settlement_id = lost(hospital, visit_id)
    assert lost(hospital, visit_id) == settlement_id
    assert hospital.settled(visit_id)["id"] == settlement_id
    assert pool_used(hospital) == 935_000


def test_the_job_finds_what_happened(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 1
    settlement_id = lost(hospital, visit_id)
    run_job(hospital, settlement_id)
    assert job_of(hospital, settlement_id) == "done"
    with hospital.bench.entered(role="system"):
        tasks.resolve_unknown(settlement_id)  # delivered at least once
    assert status_of(hospital, visit_id) == ("settled", ["settled"])
    assert hospital.settled(visit_id)["id"] == settlement_id
    assert len(hospital.messages("/internal/v1/claims/care-side")) == 1
    assert hospital.broken_laws() == {}


def test_the_job_closes_what_nobody_knows_and_a_late_request_is_refused(
    hospital: Hospital,
) -> None:
    visit_id = hospital.stay()
    hospital.exchange.swallow = 1
    settlement_id = lost(hospital, visit_id)
    late = hospital.exchange.asked[0]
    run_job(hospital, settlement_id)
    assert status_of(hospital, visit_id) == ("open", ["cancelled"])
    with hospital.bench.entered(role="service"), pytest.raises(peers.Refused) as refused:
        peers.call("medical", "POST", "/internal/v1/insured-settlements", carried(late))
    assert refused.value.code == "insured_exchange_cancelled"
    assert (balance(hospital), pool_used(hospital)) == (30_000, 0)
    # The same key begins anew.
    settled = hospital.settled(visit_id)
    assert settled["id"] != settlement_id
    assert status_of(hospital, visit_id) == ("settled", ["settled", "cancelled"])
    assert hospital.broken_laws() == {}


def test_while_the_exchange_is_away_the_job_is_to_come_again(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 1
    settlement_id = lost(hospital, visit_id)
    exchange = peers._local.pop("settlement")
    with hospital.bench.entered(role="system"), pytest.raises(peers.PeerError):
        tasks.resolve_unknown(settlement_id)
    assert status_of(hospital, visit_id) == ("settling", ["unknown"])
    peers._local["settlement"] = exchange
    run_job(hospital, settlement_id)
    assert status_of(hospital, visit_id) == ("settled", ["settled"])


def test_nothing_was_sent_so_nothing_happened(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    exchange = peers._local.pop("settlement")
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (503, "home_region_unavailable")
    assert (answer.json["effect"], answer.json["retryable"]) == ("none", True)
    assert status_of(hospital, visit_id) == ("open", ["cancelled"])
    peers._local["settlement"] = exchange
    assert hospital.settled(visit_id)["status"] == "settled"
    assert hospital.broken_laws() == {}


def test_a_retryable_refusal_is_not_the_last_word(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    hospital.exchange.refuse = {
        "status": 503, "code": "insured_side_unavailable", "effect": "none", "retryable": True,
        "title": "Away", "detail": "The insured side is away.", "type": "/problems/x",
    }  # fmt: skip
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (503, "insured_side_unavailable")
    settlement_id = hospital.get(f"/v1/settlements?visit_id={visit_id}")["data"][0]["id"]
    hospital.exchange.refuse = None
    assert hospital.settled(visit_id)["id"] != settlement_id
    run_job(hospital, settlement_id)  # closes what the exchange may have noted
    assert job_of(hospital, settlement_id) == "done"


def test_an_unknown_settlement_stays_unknown_while_nobody_can_be_asked(
    hospital: Hospital,
) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 1
    settlement_id = lost(hospital, visit_id)
    exchange = peers._local.pop("settlement")
    assert lost(hospital, visit_id) == settlement_id
    peers._local["settlement"] = exchange
    assert hospital.settled(visit_id)["id"] == settlement_id


def test_a_second_key_waits_for_the_first(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 1
    lost(hospital, visit_id)
    other = hospital.settle(visit_id, key="another")
    assert (other.status_code, other.json["code"]) == (409, "visit_not_open")
    more = {"fee_lines": [{"item_class": "A", "quantity": 1, "unit_price_fen": 1}]}
    late = hospital.client.post(f"/v1/visits/{visit_id}/fee-lines", more)
    assert (late.status_code, late.json["code"]) == (409, "visit_not_open")


def test_the_insured_side_answers_the_same_however_often_it_is_asked(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    settled = hospital.settled(visit_id)
    [asked] = hospital.exchange.asked
    with hospital.bench.entered(role="service"):
        again = peers.call("medical", "POST", "/internal/v1/insured-settlements", carried(asked))
        found = peers.call(
            "medical",
            "POST",
            "/internal/v1/insured-settlements/query",
            {"exchange_id": settled["id"]},
        )
        kept = peers.call(
            "medical",
            "POST",
            "/internal/v1/insured-settlements/cancel",
            {"exchange_id": settled["id"]},
        )
    assert again == found["result"] == kept["result"]
    assert kept["cancelled"] is False
    assert (balance(hospital), pool_used(hospital)) == (0, 935_000)


def test_cancelling_twice_is_cancelling_once(hospital: Hospital) -> None:
    unheard = "stl_" + "0" * 26
    with hospital.bench.entered(role="service"):
        assert insured.query(unheard) == {"found": False}
        assert insured.cancel(unheard) == insured.cancel(unheard) == {"cancelled": True}
        with store.read() as tx:
            assert len(tx.all(tables.cancelled_exchanges.select())) == 1


def test_resolving_an_answer_that_is_still_being_made_comes_again(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = hospital.stay()
    hospital.exchange.lose = 1
    settlement_id = lost(hospital, visit_id)
    monkeypatch.setattr(peers, "call", lambda *args, **more: {"status": "forwarded"})
    with hospital.bench.entered(role="system"), pytest.raises(RuntimeError, match="ask again"):
        resolve.resolve(settlement_id)


def test_a_job_that_is_faster_than_the_call_leaves_the_key_free_to_try_again(
    hospital: Hospital,
) -> None:
    """The question is on its way for long; the job closes the exchange before it arrives."""
    visit_id = hospital.stay()

    def job_first(settlement_id: str) -> None:
        with hospital.bench.entered(role="system"):
            tasks.resolve_unknown(settlement_id)

    hospital.exchange.before = job_first
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (409, "settlement_cancelled")
    assert answer.json["retryable"] is True
    assert status_of(hospital, visit_id) == ("open", ["cancelled"])
    hospital.exchange.before = None
    assert hospital.settled(visit_id)["status"] == "settled"
    assert pool_used(hospital) == 935_000
    assert hospital.broken_laws() == {}
