"""What a transaction records beside the rows: ids, events, due jobs, messages."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import db
from sscsim.clock import SHANGHAI
from sscsim.db.store import JobDone, Report, RunningJob, current_job, listeners
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH, Bench
from tests.support.specimen.store import accounts, open_account, store

pytestmark = pytest.mark.db
HOUR = dt.timedelta(hours=1)


def rows(bench: Bench, name: str) -> list[Any]:
    table = store.metadata.tables[name]
    with bench.entered(), store.read() as tx:
        return list(tx.all(table.select().order_by(table.c.seq)))


# ---- ids


def test_ids_depend_on_seed_service_and_business_key_only(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        first = tx.new_id("acc", "psn_1", 1)
        assert tx.new_id("acc", "psn_1", 1) == first
        assert tx.new_id("acc", "psn_1", 2) != first
        assert tx.new_id("ent", "psn_1", 1).removeprefix("ent_") != first.removeprefix("acc_")
    other = Bench(seed="other").make()
    with other.entered(), store.write() as tx:
        assert tx.new_id("acc", "psn_1", 1) != first
    other.drop()


# ---- events


def test_an_event_has_an_id_of_its_own_and_the_clock_of_the_sandbox(bench: Bench) -> None:
    with bench.entered(trace_id="cd" * 16), store.write() as tx:
        ids = [tx.emit("account.opened", "acc_1", {"fen": 1}) for _ in range(3)]
        ids.append(tx.emit("account.opened", "acc_2", {}))
    found = rows(bench, "events")
    assert [row.id for row in found] == ids
    assert len(set(ids)) == 4
    assert {row.time for row in found} == {BIRTH}
    assert {row.trace_id for row in found} == {"cd" * 16}


# ---- due jobs


def test_a_job_is_scheduled_once_for_a_key(bench: Bench) -> None:
    for hours in (1, 2):
        with bench.entered(), store.write() as tx:
            tx.schedule("specimen.close", "acc_1", BIRTH + hours * HOUR, rank=10)
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_2", BIRTH, queue="specimen-slow")
    first, second = rows(bench, "jobs")
    assert (first.due_at, first.rank, first.queue, first.status) == (
        BIRTH + HOUR,
        10,
        "specimen",
        "due",
    )
    assert second.queue == "specimen-slow"


def test_a_cancelled_job_is_not_scheduled_again(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_1", BIRTH)
        tx.cancel_job("specimen.close", "acc_1")
        tx.schedule("specimen.close", "acc_1", BIRTH)
        tx.cancel_job("specimen.close", "never scheduled")
    assert [row.status for row in rows(bench, "jobs")] == ["cancelled"]


def test_listeners_hear_of_jobs_and_messages_after_the_commit_only(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(listeners, "scheduled", lambda at, who, due: heard.append((who, due)))
    monkeypatch.setattr(listeners, "sent", lambda at, who: heard.append(who))
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_1", BIRTH)
        tx.send("card", "/internal/v1/note", {}, key="note:1")
        assert heard == []
    assert heard == [("specimen", BIRTH), "specimen"]


def test_a_jobs_effect_and_its_completion_commit_together(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_1", BIRTH)
    job_id = rows(bench, "jobs")[0].id
    running = RunningJob("specimen", job_id, Report())
    token = current_job.set(running)
    try:
        with pytest.raises(ZeroDivisionError), bench.entered(), store.write() as tx:
            tx.complete_job()
            raise ZeroDivisionError
        assert rows(bench, "jobs")[0].status == "due"
        with bench.entered(), store.write() as tx:
            open_account(tx, "first part", 1)
        with bench.entered(), store.write() as tx:
            account_id = open_account(tx, "closed", 1)
            event = tx.emit("account.closed", account_id, {})
            tx.complete_job()
    finally:
        current_job.reset(token)
    done = rows(bench, "jobs")[0]
    assert (done.status, done.done_at) == ("done", BIRTH)
    assert done.report == {"events": [event], "rows": {"accounts": 2, "events": 1}}


def test_a_second_delivery_of_a_job_takes_its_effect_back(bench: Bench) -> None:
    """Even one without a key of its own, as a counter; what a cancelled job did stays."""
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_1", BIRTH)
        tx.schedule("specimen.close", "acc_2", BIRTH)
    first, second = (row.id for row in rows(bench, "jobs"))

    def deliver(job_id: str, cancelled: bool = False) -> None:
        token = current_job.set(RunningJob("specimen", job_id, Report()))
        try:
            with bench.entered(), store.write() as tx:
                tx.emit("account.counted", job_id, {})
                if cancelled:
                    tx.cancel_job("specimen.close", "acc_2")
                tx.complete_job()
                tx.complete_job()
        finally:
            current_job.reset(token)

    deliver(first)
    with pytest.raises(JobDone):
        deliver(first)
    deliver(second, cancelled=True)
    assert [row.subject for row in rows(bench, "events")] == [first, second]
    assert [row.status for row in rows(bench, "jobs")] == ["done", "cancelled"]


def test_another_services_job_is_not_completed_here(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_1", BIRTH)
    token = current_job.set(RunningJob("card", rows(bench, "jobs")[0].id, Report()))
    with bench.entered(), store.write() as tx:
        tx.complete_job()
    current_job.reset(token)
    assert rows(bench, "jobs")[0].status == "due"


# ---- messages


def test_messages_wait_in_the_order_of_writing(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        for key in ("b", "a", "c"):
            tx.send("card", "/internal/v1/note", {"n": key}, key=key)
    assert [(row.key, row.status, row.body["n"]) for row in rows(bench, "outbox")] == [
        ("b", "waiting", "b"),
        ("a", "waiting", "a"),
        ("c", "waiting", "c"),
    ]


def test_a_message_that_comes_twice_is_known(bench: Bench) -> None:
    for expected in (True, False, False):
        with bench.entered(), store.write() as tx:
            assert tx.received("care:stl_1") is expected
    with bench.entered(), pytest.raises(ZeroDivisionError), store.write() as tx:
        assert tx.received("care:stl_2")
        raise ZeroDivisionError
    with bench.entered(), store.write() as tx:
        assert tx.received("care:stl_2")


def test_of_two_threads_that_receive_a_message_one_is_the_first(bench: Bench) -> None:
    def receive(_: int) -> bool | str:
        try:
            with bench.entered(), store.write() as tx:
                return tx.received("care:stl_1")
        except sa.exc.IntegrityError:
            return "rolled back"  # redelivered, and then known

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(receive, range(6)))
    assert outcomes.count(True) == 1


def test_a_lock_makes_transactions_wait_where_no_row_can_be_locked(bench: Bench) -> None:
    def add_one(_: int) -> None:
        with bench.entered(), store.write() as tx:
            tx.lock("ordinal", "owner")
            count = tx.scalar(sa.select(sa.func.count()).select_from(accounts))
            open_account(tx, f"owner {count}", 0)

    with bench.entered(), store.write():
        pass
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add_one, range(12)))
    assert sorted(row.owner for row in rows(bench, "accounts")) == sorted(
        f"owner {n}" for n in range(12)
    )


# ---- types and exports


def test_every_type_comes_back_as_it_went_in(bench: Bench) -> None:
    moment = dt.datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=dt.UTC)
    detail = {"z": [1, True, None, "中"], "a": {"b": 2**53}}
    with bench.entered(), store.write() as tx:
        account_id = open_account(tx, "字", 2**50, detail=detail, is_gold=True)
        tx.execute(accounts.update().values(updated_at=moment))
    with bench.entered(), store.read() as tx:
        row = tx.one(sa.select(accounts).where(accounts.c.id == account_id))
    assert row.balance == Money(2**50)
    assert row.detail == detail
    assert row.is_gold is True
    assert row.opened_on == dt.date(2026, 4, 1)
    assert row.updated_at == moment
    assert row.updated_at.utcoffset() == SHANGHAI.utcoffset(None)


@pytest.mark.parametrize(
    "values",
    [{"balance": 5}, {"updated_at": BIRTH.replace(tzinfo=None)}],
    ids=["int", "naive"],
)
def test_money_and_instants_can_not_be_mistaken(bench: Bench, values: dict[str, Any]) -> None:
    with (
        bench.entered(),
        pytest.raises((sa.exc.StatementError, TypeError, ValueError)),
        store.write() as tx,
    ):
        tx.execute(accounts.update().values(**values))


def test_text_sorts_by_code_point_on_both_databases(bench: Bench) -> None:
    owners = ["b", "B", "a", "ä", "中", "一", "_", "Z", "10", "9"]
    with bench.entered(), store.write() as tx:
        for owner in owners:
            open_account(tx, owner, 0)
    with bench.entered(), store.read() as tx:
        found = [row.owner for row in tx.all(sa.select(accounts).order_by(accounts.c.owner))]
    assert found == sorted(owners)


def fill(bench: Bench, owners: list[str]) -> str:
    for number, owner in enumerate(owners):
        caller = {"request_id": f"req_{number}", "trace_id": f"{number:032d}"}
        with bench.entered(**caller), store.write() as tx:
            account_id = open_account(tx, owner, number, detail={"b": 1, "a": None})
            tx.emit("account.opened", account_id, {"owner": owner})
            tx.schedule("specimen.close", owner, BIRTH)
            tx.send("card", "/internal/v1/note", {"owner": owner}, key=owner)
    with bench.entered():
        return db.canonical(store.export())


def test_the_export_is_the_same_bytes_on_both_databases_and_without_technical_columns(
    bench: Bench,
) -> None:
    text = fill(bench, ["乙", "甲", "c", "B"])
    again = Bench().make()
    assert fill(again, ["乙", "甲", "c", "B"]) == text
    again.drop()
    found = json.loads(text)
    assert sorted(found) == ["accounts", "events", "jobs", "outbox"]
    assert [row["id"] for row in found["accounts"]] == sorted(
        row["id"] for row in found["accounts"]
    )
    for row in (row for table in found.values() for row in table):
        assert not {"seq", "request_id", "trace_id", "attempts", "last_error"} & row.keys()
    # the same literal on SQLite and on PostgreSQL: neither may differ from it
    assert found["accounts"][0] | {"id": "", "owner": "", "balance": 0} == {
        "id": "",
        "owner": "",
        "status": "open",
        "balance": 0,
        "opened_on": "2026-04-01",
        "detail": {"b": 1, "a": None},
        "is_gold": False,
        "version": 1,
        "created_at": "2026-04-01T09:00:00+08:00",
        "updated_at": "2026-04-01T09:00:00+08:00",
    }


# ---- pages


def page_through(bench: Bench, limit: int, filters: str = "f", **at: Any) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        with bench.entered(**at), store.read() as tx:
            page = tx.page(sa.select(accounts), accounts, db.PageQuery(limit, cursor, filters))
        pages.append([row.owner for row in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return pages


def test_pages_are_newest_first_complete_and_without_repetition(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        for n in range(5):
            open_account(tx, str(n), 0)
    assert page_through(bench, 2) == [["4", "3"], ["2", "1"], ["0"]]
    assert page_through(bench, 5) == [["4", "3", "2", "1", "0"]]


def test_rows_added_meanwhile_do_not_move_a_page(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        for n in range(4):
            open_account(tx, str(n), 0)
    with bench.entered(), store.read() as tx:
        first = tx.page(sa.select(accounts), accounts, db.PageQuery(2))
    with bench.entered(), store.write() as tx:
        open_account(tx, "new", 0)
    with bench.entered(), store.read() as tx:
        second = tx.page(sa.select(accounts), accounts, db.PageQuery(2, first.next_cursor))
    assert [row.owner for row in second.items] == ["1", "0"]


def test_a_cursor_is_good_for_its_filters_its_sandbox_and_its_generation(bench: Bench) -> None:
    def next_page(world_bench: Bench, filters: str, cursor: str) -> None:
        with world_bench.entered(), store.read() as tx:
            tx.page(sa.select(accounts), accounts, db.PageQuery(1, cursor, filters))

    with bench.entered(), store.write() as tx:
        open_account(tx, "a", 0)
        open_account(tx, "b", 0)
    with bench.entered(), store.read() as tx:
        cursor = tx.page(sa.select(accounts), accounts, db.PageQuery(1, None, "f")).next_cursor
    assert cursor is not None
    next_page(bench, "f", cursor)
    other = Bench().make()
    second = Bench(sandbox=bench.sandbox, generation=2).make()
    tampered = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    for at, filters, given in (
        (bench, "g", cursor),
        (other, "f", cursor),
        (second, "f", cursor),
        (bench, "f", tampered),
        (bench, "f", "nonsense"),
        (bench, "f", ""),
    ):
        with pytest.raises(db.CursorMismatch):
            next_page(at, filters, given)
    other.drop()
    second.drop()
