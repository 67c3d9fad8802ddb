"""Rows many at once: the same rows as one by one, whichever way a database takes them."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import db
from sscsim.db import bulk
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH, Bench
from tests.support.specimen.store import accounts, notes, store

pytestmark = pytest.mark.db

AWKWARD = ("", "a\tb", "two\nlines", "\\N", "\\.", "李秀英", "'quoted', \"twice\"")
"""Texts with a meaning of their own where rows are copied as text."""


def account(tx: db.Tx, number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": tx.new_id("acc", number),
        "owner": AWKWARD[number % len(AWKWARD)],
        "status": "open",
        "balance": Money(number),
        "opened_on": date(2026, 4, 1) if number % 2 else None,
        "detail": {"note": AWKWARD[number % len(AWKWARD)], "n": [number, None]},
        "is_gold": number % 3 == 0,
        "version": 1,
        "created_at": tx.world.now,
        "updated_at": tx.world.now,
        **more,
    }


@pytest.mark.parametrize("count", [0, 1, 15, 16, 100])
def test_rows_are_read_as_they_were_written_and_in_their_order(bench: Bench, count: int) -> None:
    with bench.entered(), store.write() as tx:
        rows = [account(tx, number) for number in range(count)]
        tx.add_all(accounts, rows)
        assert tx.report.rows["accounts"] == count
    names = [accounts.c[name] for name in (rows[0] if rows else ("id",))]
    with bench.entered(), store.read() as tx:
        found = [row._asdict() for row in tx.all(sa.select(*names).order_by(accounts.c.seq))]
    assert found == rows


def test_a_column_that_no_row_names_gets_its_default(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        tx.add_all(notes, [{"account_id": str(n), "text": "x"} for n in range(20)])
    with bench.entered(), store.read() as tx:
        assert {row.written_by for row in tx.all(notes.select())} == {"nobody"}


@pytest.mark.parametrize(
    "wrong", [{"id": "acc_0"}, {"status": "lost"}, {"balance": Money(-1)}, {"owner": None}]
)
def test_a_constraint_refuses_as_it_refuses_an_insert(bench: Bench, wrong: dict[str, Any]) -> None:
    with pytest.raises(sa.exc.IntegrityError), bench.entered(), store.write() as tx:
        first = account(tx, 0, id="acc_0")
        tx.add_all(accounts, [first, *(account(tx, n) for n in range(1, 30)), first | wrong])
    with bench.entered(), store.read() as tx:
        assert tx.all(accounts.select()) == []


def test_a_value_of_the_wrong_type_does_not_get_in(bench: Bench) -> None:
    with pytest.raises((TypeError, sa.exc.StatementError)), bench.entered(), store.write() as tx:
        tx.add_all(accounts, [account(tx, n, balance=n) for n in range(30)])


def test_a_default_that_only_an_insert_makes_is_not_lost_silently(bench: Bench) -> None:
    made = sa.Table("made", sa.MetaData(), sa.Column("n", sa.Integer, default=7))
    with bench.entered(), store.write() as tx:
        if tx.conn.dialect.name != "postgresql":
            pytest.skip("an INSERT makes it there")
        with pytest.raises(TypeError, match=r"made\.n"):
            bulk.add_all(tx.conn, made, [{"n": 1}] * 20)


def test_many_jobs_are_scheduled_once_for_each_key(bench: Bench) -> None:
    keys: list[tuple[str, str | None]] = [(f"acc_{n:02}", None) for n in range(20)]
    with bench.entered(), store.write() as tx:
        tx.schedule("specimen.close", "acc_03", BIRTH)
        tx.cancel_job("specimen.close", "acc_03")
    with bench.entered(), store.write() as tx:
        tx.schedule_all("specimen.close", [*keys, *keys, ("acc_99", "specimen-slow")], BIRTH)
        tx.schedule_all("specimen.close", [], BIRTH)
        told = [key for _, _, key, _ in tx.told]
    jobs = store.common.jobs
    with bench.entered(), store.read() as tx:
        found = {row.key: (row.status, row.queue) for row in tx.all(jobs.select())}
    assert told == [key for key, _ in keys if key != "acc_03"] + ["acc_99"]
    assert found.pop("acc_03") == ("cancelled", "specimen")
    assert found.pop("acc_99") == ("due", "specimen-slow")
    assert set(found.values()) == {("due", "specimen")}
    assert len(found) == 19


def test_who_reads_a_part_of_many_rows_leaves_no_cursor_open(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        tx.add_all(notes, [{"account_id": str(n), "text": "x"} for n in range(3000)])
    with bench.entered(), store.read() as tx:
        assert next(iter(tx.each(notes.select()))) is not None
        if tx.conn.dialect.name == "postgresql":
            open_cursors = sa.text("SELECT count(*) FROM pg_cursors WHERE NOT is_holdable")
            assert tx.scalar(open_cursors) == 0
