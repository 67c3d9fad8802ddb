"""Books by day: sealed, chained, projected, and shown the same way every time."""

import contextlib
import csv
import hashlib
import io
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement import create_app
from services.settlement.flows import book_verify, day_close
from services.settlement.store import book_balances, book_days, ledger, store
from services.settlement.store.tables_books import account_days, journals, postings
from services.settlement.store.tables_books import book_days as days_table
from sscsim.kernel.money import Money
from tests.support.bench import Bench, SignedClient
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
BOOK_I, BOOK_J = "R:510100", "R:500000"


@pytest.fixture
def http(road: Road) -> SignedClient:
    return road.bench.client(create_app())


@pytest.fixture
def paid(road: Road) -> Road:
    """The worked example's claim, one that is reversed, and a month paid."""
    road.settle(1)
    road.settle(2)
    road.advance("2026-04-03T12:00:00")
    road.reverse(3, original=2)
    road.advance("2026-07-01T12:00:00")
    return road


def links(road: Road, book: str = BOOK_I) -> list[Any]:
    with road.bench.entered(role="system"), store.read() as tx:
        return book_days.links(tx, book)


def verified(http: SignedClient, book: str = CHENGDU) -> Any:
    return http.post(f"/v1/books/{book}/verify").json


# ---- sealing


def test_days_with_postings_are_sealed_and_chained(http: SignedClient, paid: Road):
    chain = links(paid)
    assert [(link.day.isoformat(), link.journals) for link in chain] == [
        ("2026-04-01", 2),
        ("2026-04-03", 1),
        ("2026-06-22", 1),
    ]
    assert chain[0].previous == "0" * 64
    assert [later.previous for later in chain[1:]] == [link.sha256 for link in chain[:-1]]
    assert chain[0].turnover == Money(2 * 965_000)
    shown = http.get(f"/v1/books/{CHENGDU}/days").json["data"]
    assert [day["posting_date"] for day in shown] == ["2026-06-22", "2026-04-03", "2026-04-01"]
    assert (shown[0]["sha256"], shown[0]["is_sealed"]) == (chain[2].sha256, True)
    assert shown[0]["closed_at"] == "2026-06-23T00:00:00+08:00"
    whole = verified(http)
    assert (whole["holds"], whole["days"], whole["journals"]) == (True, 3, 4)
    assert (whole["sha256"], whole["through_date"]) == (chain[2].sha256, "2026-06-22")


def test_both_databases_seal_the_same_bytes(road: Road):
    """The claim of the worked example, in a world of seed `demo`."""
    road.settle(1)
    road.advance("2026-04-02T12:00:00")
    assert [link.sha256 for book in (BOOK_I, BOOK_J) for link in links(road, book)] == [
        "cf930d56f47c395e1d5ac94cb98ec5587f2ef31321fa47a0c45f4b4e789b7d8c",
        "e0efbb70b3c1206ebb5e941816f3c6be2514a5711aec23f635ba93c11b7fcfb0",
    ]


def test_the_file_of_a_day_has_the_hash_of_the_day(http: SignedClient, paid: Road):
    for link in links(paid, BOOK_J):
        answer = http.get(f"/v1/books/{CHONGQING}/day-file?date={link.day}")
        assert answer.content_type == "application/x-ndjson"
        assert hashlib.sha256(answer.data).hexdigest() == link.sha256
        head, *lines = answer.text.splitlines()
        assert f'"previous":"{link.previous}"' in head
        assert len(lines) == link.journals
        assert BOOK_I not in answer.text, "a region sees no other region's accounts"
    refused = http.get(f"/v1/books/{CHONGQING}/day-file?date=2026-04-02")
    assert (refused.status_code, refused.json["code"]) == (409, "book_day_not_sealed")


def test_the_same_postings_in_another_order_give_the_same_chain(paid: Road):
    other = Bench(now=datetime.fromisoformat("2026-04-01T09:00:00+08:00")).make()
    try:
        road = Road(other)
        road.book(road.ask(2)["claim_id"])
        road.settle(1)
        road.advance("2026-04-03T12:00:00")
        road.reverse(3, original=2)
        road.advance("2026-07-01T12:00:00")
        for book in (BOOK_I, BOOK_J, "N"):
            assert links(road, book) == links(paid, book)
    finally:
        other.drop()


def test_what_comes_late_belongs_to_the_next_day(http: SignedClient, road: Road):
    """A clock that runs: the day was sealed while a call of its last second was under way."""
    road.settle(1)
    with road.bench.entered(role="system"):
        day_close.close(f"{BOOK_I}@2026-04-01")
        day_close.close(f"{BOOK_I}@2026-04-01")
    sealed = links(road)
    road.settle(2)
    with road.bench.entered(role="system"), store.read() as tx:
        found = {row[0] for row in tx.all(sa.select(postings.c.day).distinct())}
        assert found == {date(2026, 4, 1), date(2026, 4, 2)}
    assert links(road) == sealed
    road.advance("2026-04-04T00:00:00")
    assert [link.day.day for link in links(road)] == [1, 2]
    assert [link.day.day for link in links(road, BOOK_J)] == [1]
    assert verified(http)["holds"]
    assert road.broken() == {}


def test_a_day_left_open_is_sealed_before_the_next(road: Road):
    """As in a store of before: its days have no job of their own."""
    road.settle(1)
    jobs = store.common.jobs
    road.plant(jobs.update().where(jobs.c.name == book_days.DAY_CLOSE).values(status="cancelled"))
    road.advance("2026-04-02T12:00:00")
    assert links(road) == []
    road.settle(2)
    road.advance("2026-04-03T12:00:00")
    assert [link.day.day for link in links(road)] == [1, 2]
    assert road.broken() == {}


# ---- planted corruption


def changed(table: Any, *where: Any, **values: Any) -> Any:
    return table.update().where(*where).values(**values)


CORRUPTIONS: dict[str, tuple[Any, str, str]] = {
    "an amount": (
        changed(
            postings, postings.c.debit == "benefit.hifp.310", amount=postings.c.amount + Money(1)
        ),
        "journal_changed",
        "2026-04-01",
    ),
    "an account": (
        changed(postings, postings.c.debit == "payable.region:500000", debit="suspense"),
        "journal_changed",
        "2026-04-03",
    ),
    "whom it was booked for": (
        changed(journals, journals.c.kind == "L6", cycle_id=None),
        "journal_changed",
        "2026-06-22",
    ),
    "a journal and its own digest": (
        changed(journals, journals.c.kind == "L6", cycle_id=None, sha256=None),
        "day_changed",
        "2026-06-22",
    ),
    "the day of a posting": (
        changed(postings, postings.c.day == date(2026, 6, 22), day=date(2026, 4, 3)),
        "day_changed",
        "2026-04-03",
    ),
    "a day is unlinked": (
        changed(days_table, days_table.c.day == date(2026, 4, 3), previous="0" * 64),
        "link_changed",
        "2026-04-03",
    ),
    "the last day is cut off": (
        days_table.delete().where(days_table.c.day == date(2026, 6, 22)),
        "day_missing",
        "2026-06-22",
    ),
    "a kept balance": (
        changed(
            account_days,
            account_days.c.account == "payable.region:500000",
            balance=account_days.c.balance + Money(1),
        ),
        "balances_changed",
        "2026-04-01",
    ),
    "a kept balance is lost": (
        account_days.delete().where(account_days.c.day == date(2026, 6, 22)),
        "balances_changed",
        "2026-06-22",
    ),
}


class _TakenBack(Exception):
    pass


def test_the_first_broken_day_is_named(http: SignedClient, paid: Road):
    """Each planted alone, in a transaction that is taken back."""
    for name, (statement, what, day) in CORRUPTIONS.items():
        taken_back = contextlib.suppress(_TakenBack)
        with paid.bench.entered(role="system"), taken_back, store.write() as tx:
            tx.execute(statement)
            broken = book_verify.first_broken(tx, BOOK_I)
            raise _TakenBack
        assert broken is not None, name
        assert (broken.what, broken.day.isoformat()) == (what, day), name
        assert (broken.journal_id is not None) == (what == "journal_changed")
        assert (broken.account is not None) == (what == "balances_changed")
        law = "ledger.balances" if what == "balances_changed" else "ledger.chain"
        assert law in paid.broken_by(statement), name
    paid.plant(CORRUPTIONS["an amount"][0])
    told = verified(http)
    assert told["holds"] is False
    shown = http.get(f"/v1/journals/{told['first_broken']['journal_id']}").json
    assert told["first_broken"]["posting_date"] in [p["posting_date"] for p in shown["postings"]]


# ---- balances and statements


def test_a_trial_balance_as_of_each_day_sums_the_postings_of_before(paid: Road):
    paid.settle(9)
    with paid.bench.entered(role="system"), store.read() as tx:
        assert book_verify.first_broken(tx, BOOK_I) is None
        for book in book_days.every_book(tx):
            assert book_balances.as_of(tx, [book]) == ledger.trial_balance(tx, [book])
        first = book_balances.as_of(tx, [BOOK_I], date(2026, 4, 2))
        assert [(b.account, b.debit.fen, b.credit.fen) for b in first] == [
            ("acct.person", 60_000, 0),
            ("benefit.hifp.310", 1_870_000, 0),
            ("payable.region:500000", 0, 1_930_000),
        ]
        assert book_balances.as_of(tx, [BOOK_I], date(2026, 3, 31)) == []
        assert book_balances.balance(tx, BOOK_I, "bank.treasury") == Money(-965_000)


def test_a_trial_balance_as_csv_is_the_same_bytes_again(http: SignedClient, paid: Road):
    asked = f"/v1/books/{CHENGDU}/trial-balance?date=2026-04-03"
    shown = http.get(asked).json
    assert (shown["balance_date"], shown["debit_fen"]) == ("2026-04-03", 2_895_000)
    once = http.get(f"{asked}&format=csv")
    assert once.content_type == "text/csv; charset=utf-8"
    assert once.text.splitlines() == [
        "book,date,account,debit_fen,credit_fen,balance_fen",
        "R:510100,2026-04-03,acct.person,60000,30000,30000",
        "R:510100,2026-04-03,benefit.hifp.310,1870000,935000,935000",
        "R:510100,2026-04-03,payable.region:500000,965000,1930000,-965000",
        "R:510100,2026-04-03,total,2895000,2895000,0",
    ]
    paid.settle(9)
    for how in (
        {"path": f"{asked}&format=csv"},
        {"path": asked, "headers": {"Accept": "text/csv"}},
    ):
        assert http.get(**how).data == once.data
    both = {"Accept": "application/json, text/csv"}
    assert http.get(asked, headers=both).json == shown
    province = http.get("/v1/books/510000/trial-balance?date=2026-04-03").json
    assert province["accounts"] == shown["accounts"]


def test_a_statement_of_an_account_opens_lists_and_closes(http: SignedClient, paid: Road):
    asked = f"/v1/books/{CHENGDU}/statements?account=payable.region:500000"
    whole = http.get(f"{asked}&from=2026-04-01&to=2026-07-01").json
    assert [line["kind"] for line in whole["lines"]] == ["L1"] * 4 + ["reversal"] * 2 + ["L6"]
    assert [line["balance_fen"] for line in whole["lines"]][3:] == [
        -1_930_000,  # two claims of 9,650.00
        -995_000,  # 9,350.00 of the second taken back
        -965_000,  # and its 300.00 of account money
        0,
    ]
    assert (whole["opening_fen"], whole["closing_fen"]) == (0, 0)
    assert whole["debit_fen"] == whole["credit_fen"] == 1_930_000
    later = http.get(f"{asked}&from=2026-04-03&to=2026-04-03").json
    assert (later["opening_fen"], later["closing_fen"]) == (-1_930_000, -965_000)
    assert {line["kind"] for line in later["lines"]} == {"reversal"}
    text = http.get(f"{asked}&from=2026-04-03&to=2026-04-03&format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["kind"] for row in rows] == ["opening", "reversal", "reversal", "closing"]
    assert [row["balance_fen"] for row in rows][::3] == ["-1930000", "-965000"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("R:510100/statements?account=cash&from=2026-04-01&to=2026-04-02", 422, "account_unknown"),
        ("N/statements?account=clr.rounding&from=2026-04-02&to=2026-04-01", 422, "period_wrong"),
        (
            "510000/statements?account=suspense&from=2026-04-01&to=2026-04-01",
            422,
            "book_is_several",
        ),
        ("510100/statements?account=suspense&from=2026-04-01", 400, "invalid_request"),
        ("T:nobody/trial-balance", 404, "book_not_found"),
        ("x/days", 404, "book_not_found"),
        ("510000/days", 422, "book_is_several"),
        ("510100/day-file?date=2026-04-01", 409, "book_day_not_sealed"),
    ],
)
def test_what_can_not_be_shown(http: SignedClient, path: str, status: int, code: str):
    refused = http.get(f"/v1/books/{path}")
    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_a_statement_has_a_limit(http: SignedClient, paid: Road, monkeypatch):
    monkeypatch.setattr("services.settlement.flows.book_pages.MOST_LINES", 1)
    asked = "account=payable.region:500000&from=2026-04-01&to=2026-07-01"
    refused = http.get(f"/v1/books/{CHENGDU}/statements?{asked}")
    assert refused.json["code"] == "account_statement_too_long"


def test_journals_are_filtered_by_book_account_and_day(http: SignedClient, paid: Road):
    def kinds(query: str) -> list[str]:
        return [each["kind"] for each in http.get(f"/v1/journals?{query}").json["data"]]

    assert kinds("book=N") == ["L6", "L5"]
    assert kinds(f"book={CHENGDU}&account=bank.treasury") == ["L6"]
    assert kinds("book=R:510100&posting_date_from=2026-04-02&posting_date_to=2026-04-30") == [
        "reversal"
    ]
    assert kinds("posting_date_to=2026-04-01") == ["L1"] * 4
    assert http.get("/v1/journals?book=x").json["code"] == "book_not_found"
