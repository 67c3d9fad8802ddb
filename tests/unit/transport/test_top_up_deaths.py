"""Money from a bank account onto a purse: whatever dies and whatever is lost, once or not at all.

The service dies at each of its points, or the bank's answer is lost before or after it took the
money; then the caller asks again with the same key, or nobody does and the due job finds out.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from services.transport.flows.cards import top_ups
from services.transport.store import store
from sscsim import failpoints, peers
from sscsim.db import keys
from sscsim.demo_people import CHEN_YU, WANG_GUILAN, ZHOU_MING
from tests.support.bench import Bench
from tests.support.transit_cards import PIN, SEED, Bank, CardDesk

pytestmark = pytest.mark.db
BODY = {"way": "bank_account", "amount_fen": 3_000, "password": PIN}
PURSE, BANK_ACCOUNT = 10_000, 50_000
"""What Zhou Ming begins with."""

POINTS = (
    "transport.top_up.before_begin",
    "transport.top_up.after_begin",
    "card.bank_take.before_commit",
    "transport.top_up.after_bank",
    "transport.top_up.before_result",
)


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def demo_bench(sqlite: str) -> Iterator[Bench]:
    made = Bench(preset="demo").make()
    yield made
    made.drop()


@pytest.fixture
def desk(demo_bench: Bench) -> Iterator[CardDesk]:
    yield CardDesk(demo_bench)
    peers.use_local({})


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The points where the process dies, each once."""
    at: set[str] = set()

    def hears(name: str) -> None:
        if name in at:
            at.remove(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    # a process that is dead doesn't mind its key
    monkeypatch.setattr(keys, "is_alive", lambda *_: False)
    return at


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    wire = Bank()
    monkeypatch.setattr(peers, "call", wire.call)
    return wire


def path() -> str:
    return CardDesk.path(CardDesk.__new__(CardDesk), ZHOU_MING) + "/top-ups"


def moved(desk: CardDesk) -> tuple[int, int]:
    """What came onto the purse, and what left the bank account."""
    purse = desk.get(desk.path(ZHOU_MING))["balance_fen"]
    return purse - PURSE, BANK_ACCOUNT - desk.bank_balance(ZHOU_MING)


@pytest.mark.parametrize("point", POINTS)
def test_it_dies_and_the_same_key_goes_on(desk: CardDesk, dies: set[str], point: str) -> None:
    dies.add(point)
    with pytest.raises(Died):
        desk.post(path(), BODY, key="once")
    made = desk.done(path(), BODY, key="once")
    assert made["status"] == "loaded"
    desk.time.advance("2026-04-01T10:00:00")
    assert moved(desk) == (3_000, 3_000)
    assert desk.done(path(), BODY, key="once") == made
    assert [each["status"] for each in desk.get(path())["data"]] == ["loaded"]
    desk.holds()


@pytest.mark.parametrize("point", POINTS)
def test_it_dies_and_nobody_asks_again(desk: CardDesk, dies: set[str], point: str) -> None:
    dies.add(point)
    with pytest.raises(Died):
        desk.post(path(), BODY, key="once")
    desk.time.advance("2026-04-01T10:00:00")
    on_purse, off_account = moved(desk)
    assert on_purse == off_account
    taken = point in ("transport.top_up.after_bank", "transport.top_up.before_result")
    assert on_purse == (3_000 if taken else 0)
    statuses = [each["status"] for each in desk.get(path())["data"]]
    begun = point != "transport.top_up.before_begin"
    assert statuses == ((["loaded"] if taken else ["failed"]) if begun else [])
    desk.holds()


@pytest.mark.parametrize("answer", ["lost before", "lost after"])
def test_a_lost_answer_leaves_it_on_its_way(desk: CardDesk, bank: Bank, answer: str) -> None:
    bank.answer = answer
    lost = desk.post(path(), BODY, key="once")
    assert (lost.status_code, lost.json["code"]) == (504, "purse_top_up_no_answer")
    assert (lost.json["effect"], lost.json["retryable"]) == ("unknown", True)
    assert [each["status"] for each in desk.get(path())["data"]] == ["paying"]
    refusal = (409, "purse_top_up_on_its_way")
    assert desk.refused(desk.path(ZHOU_MING) + "/refund", {"place": "company"}) == refusal
    bank.answer = "comes"
    assert desk.done(path(), BODY, key="once")["status"] == "loaded"
    assert moved(desk) == (3_000, 3_000)
    desk.holds()


@pytest.mark.parametrize(("answer", "fen"), [("lost before", 0), ("lost after", 3_000)])
def test_the_due_job_finds_out(desk: CardDesk, bank: Bank, answer: str, fen: int) -> None:
    bank.answer = answer
    desk.post(path(), BODY, key="once")
    bank.answer = "comes"
    desk.time.advance("2026-04-01T10:00:00")
    assert moved(desk) == (fen, fen)
    [known] = desk.get(path())["data"]
    assert known["status"] == ("loaded" if fen else "failed")
    # the same key: what it came to; or, where it came to nothing, begun anew
    again = desk.done(path(), BODY, key="once")
    assert (again["id"] == known["id"]) is bool(fen)
    assert moved(desk) == (3_000, 3_000)
    desk.holds()


def test_a_bank_that_can_t_be_reached_took_nothing(desk: CardDesk, bank: Bank) -> None:
    bank.answer = "unreachable"
    answer = desk.post(path(), BODY, key="once")
    assert (answer.status_code, answer.json["code"]) == (503, "purse_top_up_unavailable")
    assert moved(desk) == (0, 0)
    bank.answer = "comes"
    assert desk.done(path(), BODY, key="once")["status"] == "loaded"
    assert moved(desk) == (3_000, 3_000)
    desk.holds()


def test_a_late_request_for_what_was_closed_takes_nothing(desk: CardDesk, bank: Bank) -> None:
    """The due job closes the top-up at the bank while the first request is still under way."""
    real = bank.real

    def late(service: str, method: str, where: str, body: Any = None, **more: Any) -> Any:
        if where.endswith("/bank-debits"):
            key = keys.request_key.set(None)
            top_ups.settle(body["event"])
            keys.request_key.reset(key)
        return real(service, method, where, body, **more)

    bank.real = late
    answer = desk.post(path(), BODY, key="once")
    assert (answer.status_code, answer.json["code"]) == (503, "purse_top_up_unavailable")
    assert moved(desk) == (0, 0)
    bank.real = real
    assert desk.done(path(), BODY, key="once")["status"] == "loaded"
    desk.holds()


def test_what_is_on_its_way_counts_against_the_ceiling(desk: CardDesk, bank: Bank) -> None:
    cash = {"way": "cash", "amount_fen": 87_001}  # 100.00 + 30.00 + 870.01 > 1,000.00
    bank.answer = "lost after"
    desk.post(path(), BODY, key="once")
    assert desk.refused(path(), cash) == (422, "purse_top_up_refused")
    desk.done(path(), {**cash, "amount_fen": 87_000})
    bank.answer = "comes"
    desk.time.advance("2026-04-01T10:00:00")
    assert desk.get(desk.path(ZHOU_MING))["balance_fen"] == 100_000
    desk.holds()


def test_money_that_comes_late_goes_the_way_of_a_lost_card(desk: CardDesk, bank: Bank) -> None:
    bank.answer = "lost after"
    desk.post(path(), BODY, key="once")
    bank.answer = "comes"
    desk.done(desk.path(ZHOU_MING) + "/report-loss")
    desk.done(desk.path(ZHOU_MING) + "/replace", {})
    there = desk.path(ZHOU_MING, 2)
    on_its_way = (409, "purse_top_up_on_its_way")
    assert desk.refused(there + "/refund", {"place": "company"}) == on_its_way
    desk.time.advance("2026-04-07T00:00:00")
    assert desk.get(there)["balance_fen"] == 13_000
    desk.holds()


WAYS = (
    ("transport.card_issue.before_commit", "issue"),
    ("transport.top_up_cash.before_commit", "cash"),
    ("transport.report_loss.before_commit", "report"),
    ("transport.replace_card.before_commit", "replace"),
    ("transport.release_loss.before_commit", "release"),
    ("transport.extend_card.before_commit", "extend"),
    ("transport.refund_card.before_commit", "refund"),
    ("transport.sell_pass.before_commit", "pass"),
    ("transport.grant.before_commit", "grant"),
    ("transport.withdraw_grant.before_commit", "withdraw"),
)


def call_of(desk: CardDesk, way: str) -> tuple[str, Any]:
    card = desk.path(WANG_GUILAN)
    if way in ("replace", "release"):
        desk.done(card + "/report-loss")
    if way == "extend":
        desk.time.advance("2029-01-01T09:00:00")
    grant = {
        "person_id": CHEN_YU.person_id(SEED),
        "status": "student",
        "region_code": "990100",
        "from_date": "2026-03-01",
        "until_date": "2026-07-10",
    }
    pass_ = {
        "transit_card_id": desk.id_of(CHEN_YU),
        "fare_system_id": "DEMO-METRO",
        "kind": "day",
    }
    if way == "withdraw":
        made = desk.done("/v1/concession-grants", grant)
        return f"/v1/concession-grants/{made['id']}/withdraw", None
    return {
        "issue": ("/v1/transit-cards", {"region_code": "990100", "first_load_fen": 1_000}),
        "cash": (card + "/top-ups", {"way": "cash", "amount_fen": 1_000}),
        "report": (card + "/report-loss", None),
        "replace": (card + "/replace", {}),
        "release": (card + "/release-loss", None),
        "extend": (card + "/extend", None),
        "refund": (card + "/refund", {"place": "counter"}),
        "pass": ("/v1/transit-passes", pass_),
        "grant": ("/v1/concession-grants", grant),
    }[way]


@pytest.mark.parametrize(("point", "way"), WAYS)
def test_a_call_that_dies_before_it_commits_leaves_nothing_and_is_done_again(
    desk: CardDesk, dies: set[str], point: str, way: str
) -> None:
    where, body = call_of(desk, way)
    before = desk.rows()
    dies.add(point)
    with pytest.raises(Died):
        desk.post(where, body, key="once")
    assert desk.rows() == before
    made = desk.done(where, body, key="once")
    after = desk.rows()
    assert desk.done(where, body, key="once") == made
    assert desk.rows() == after != before
    desk.holds()


def test_a_move_that_dies_is_made_again(desk: CardDesk, dies: set[str]) -> None:
    card = desk.path(WANG_GUILAN)
    desk.done(card + "/report-loss")
    desk.done(card + "/replace", {})
    dies.add("transport.move_balance.before_commit")
    with pytest.raises(Died):
        desk.time.advance("2026-04-05T00:00:00")
    assert desk.get(card)["balance_fen"] == 2_000
    desk.time.advance("2026-04-05T00:00:00")
    assert desk.get(desk.path(WANG_GUILAN, 2))["balance_fen"] == 2_000
    with desk.bench.entered(role="system"), store.read() as tx:
        jobs = store.common.jobs
        names = [row.name for row in tx.all(jobs.select().where(jobs.c.status == "due"))]
    assert "transport.move_lost_balance" not in names
    desk.holds()


def test_finding_out_dies_and_is_done_again(
    desk: CardDesk, dies: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Bank("lost after")
    monkeypatch.setattr(peers, "call", wire.call)
    desk.post(path(), BODY, key="once")
    wire.answer = "comes"
    dies.add("transport.top_up.found_out")
    with pytest.raises(Died):
        desk.time.advance("2026-04-01T10:00:00")
    desk.time.advance("2026-04-01T10:00:00")
    assert moved(desk) == (3_000, 3_000)
    desk.holds()


def test_a_refusal_that_dies_is_recorded_again(desk: CardDesk, dies: set[str]) -> None:
    wrong = {**BODY, "password": "000000"}
    dies.add("transport.top_up.before_refusal")
    with pytest.raises(Died):
        desk.post(path(), wrong, key="once")
    again = desk.post(path(), wrong, key="once")
    assert again.json["code"] == "bank_password_wrong"
    assert [each["status"] for each in desk.get(path())["data"]] == ["failed"]
    assert moved(desk) == (0, 0)
    desk.holds()
