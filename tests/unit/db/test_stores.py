"""Stores: made on first touch, once, migrated lazily, gone without a trace."""

import multiprocessing
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from sscsim import db, settings, world
from sscsim.db import engines, migrations
from sscsim.db.engines import Place
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.specimen.store import accounts, notes, open_account, store

pytestmark = pytest.mark.db


def balance(bench: Bench, account_id: str) -> int:
    with bench.entered(), store.read() as tx:
        return tx.scalar(sa.select(accounts.c.balance).where(accounts.c.id == account_id)).fen


def opened(bench: Bench, owner: str = "somebody", fen: int = 0) -> str:
    with bench.entered(), store.write() as tx:
        return open_account(tx, owner, fen)


def handles() -> list[str]:
    """Sandboxes of which this process holds a SQLite store open."""
    return [place.sandbox for place in engines.sqlite_engines.places()]


def _increment(account_id: str) -> None:
    with store.write() as tx:
        row = tx.one(sa.select(accounts).where(accounts.c.id == account_id).with_for_update())
        tx.execute(
            accounts.update()
            .where(accounts.c.id == account_id)
            .values(balance=row.balance + type(row.balance)(1))
        )


def schemas_of(bench: Bench) -> list[str]:
    anchor = Place(bench.sandbox, bench.generation, "").anchor
    with engines.postgres().connect() as conn:
        return list(
            conn.exec_driver_sql(
                "SELECT nspname FROM pg_namespace WHERE left(nspname, %(n)s) = %(a)s",
                {"n": len(anchor), "a": anchor},
            ).scalars()
        )


# ---- making


def test_a_store_is_made_on_first_touch(bench: Bench) -> None:
    assert not store.exists(bench.sandbox, bench.generation)
    with bench.entered(), store.read() as tx:
        assert tx.scalar(sa.select(tx.common.world_meta.c.epoch)) == bench.epoch
    assert store.exists(bench.sandbox, bench.generation)


def test_a_world_never_made_has_no_stores(database: str) -> None:
    stranger = Bench()
    with stranger.entered(), pytest.raises(db.WorldGone), store.read():
        pass
    assert not engines.place_exists(Place(stranger.sandbox, 1, "specimen"))


def test_threads_that_race_for_a_new_store_make_it_once(database: str) -> None:
    bench = Bench(preset="demo").make()
    start = threading.Barrier(8)

    def touch() -> int:
        start.wait()
        with bench.entered(), store.read() as tx:
            return tx.scalar(sa.select(sa.func.count()).select_from(accounts))

    with ThreadPoolExecutor(8) as pool:
        counts = [future.result() for future in [pool.submit(touch) for _ in range(8)]]
    assert counts == [1] * 8
    bench.drop()


def _touch_in_process(given: settings.Settings, at: world.World, results: Any) -> None:
    settings.use(given)
    with world.entered(at):
        for _ in range(5):
            _increment(open_or_seeded(at))
    db.close_all()
    results.put("done")


def open_or_seeded(at: world.World) -> str:
    with store.read() as tx:
        return str(tx.scalar(sa.select(accounts.c.id)))


def test_processes_that_race_for_a_new_store_make_it_once(database: str) -> None:
    bench = Bench(preset="demo").make()
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    given = (settings.current(), bench.world(), results)
    children = [spawn.Process(target=_touch_in_process, args=given) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    with bench.entered():
        account_id = open_or_seeded(bench.world())
    assert balance(bench, account_id) == 10_000 + 10
    bench.drop()


def test_a_seed_that_fails_leaves_no_half_store(database: str) -> None:
    bench = Bench(preset="broken").make()
    for _ in range(2):
        with bench.entered(), pytest.raises(RuntimeError, match="the seed failed"), store.read():
            pass
        assert not store.exists(bench.sandbox, bench.generation)
    bench.drop()


def test_a_seed_is_dated_by_the_birth_of_the_world(database: str) -> None:
    bench = Bench(preset="demo").make()
    later = bench.world(now=bench.now.replace(year=2027), born=bench.now)
    with world.entered(later), store.read() as tx:
        assert tx.scalar(sa.select(accounts.c.created_at)) == bench.now
    bench.drop()


# ---- migrating


@pytest.fixture
def first_release(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The specimen as it was before its second migration; add files to release the next."""
    folder = tmp_path / "versions"
    folder.mkdir()
    source = migrations.versions_folder("specimen")
    shutil.copy(source / "specimen_0001_the_first_tables.py", folder)
    monkeypatch.setattr(migrations, "versions_folder", lambda service: folder)
    _forget_revisions()
    yield source
    monkeypatch.undo()
    _forget_revisions()


def _forget_revisions() -> None:
    migrations.head.cache_clear()
    migrations.ddl.cache_clear()


def release_second(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "versions_folder", lambda service: source)
    _forget_revisions()
    db.close_all()


def revision_of(bench: Bench) -> str | None:
    with bench.entered(), store.read() as tx:
        return migrations.revision(tx.conn)


def test_an_older_store_is_upgraded_when_it_is_next_touched(
    first_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench().make()
    assert revision_of(bench) == "specimen_0001"
    with bench.entered(), store.write() as tx:
        tx.conn.exec_driver_sql("INSERT INTO notes (account_id, text) VALUES ('a', 'kept')")
    release_second(first_release, monkeypatch)
    assert revision_of(bench) == "specimen_0002"
    with bench.entered(), store.read() as tx:
        assert [(row.text, row.written_by) for row in tx.all(sa.select(notes))] == [
            ("kept", "nobody")
        ]
    bench.drop()


def test_threads_that_race_for_an_older_store_upgrade_it_once(
    first_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench().make()
    assert revision_of(bench) == "specimen_0001"
    release_second(first_release, monkeypatch)
    start = threading.Barrier(6)

    def touch() -> str | None:
        start.wait()
        return revision_of(bench)

    with ThreadPoolExecutor(6) as pool:
        found = [future.result() for future in [pool.submit(touch) for _ in range(6)]]
    assert found == ["specimen_0002"] * 6
    bench.drop()


def test_new_writes_no_migration_when_nothing_changed() -> None:
    before = sorted(migrations.versions_folder("specimen").glob("*.py"))
    assert migrations.new("specimen", "nothing new") == ""
    assert sorted(migrations.versions_folder("specimen").glob("*.py")) == before


# ---- going


def test_a_dropped_world_leaves_nothing_and_can_not_come_back(bench: Bench, database: str) -> None:
    opened(bench)
    bench.drop()
    if database == "sqlite":
        assert not Place(bench.sandbox, 1, "").folder.parent.exists()
    else:
        assert schemas_of(bench) == []
    assert not [
        place for place in engines.sqlite_engines.places() if place.sandbox == bench.sandbox
    ]
    for opens in (store.read, store.write):
        with bench.entered(), pytest.raises(db.WorldGone), opens():
            pass
    assert not store.exists(bench.sandbox, bench.generation)


def _drop_in_process(given: settings.Settings, sandbox: str) -> None:
    settings.use(given)
    db.drop_place(sandbox, 1)
    db.close_all()


def test_a_world_dropped_by_another_process_is_gone_here_too(bench: Bench) -> None:
    opened(bench)
    spawn = multiprocessing.get_context("spawn")
    child = spawn.Process(target=_drop_in_process, args=(settings.current(), bench.sandbox))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    for opens in (store.write, store.read):
        with bench.entered(), pytest.raises(db.WorldGone), opens() as tx:
            tx.scalar(sa.select(sa.func.count()).select_from(accounts))
    assert not [
        place for place in engines.sqlite_engines.places() if place.sandbox == bench.sandbox
    ]


def test_dropping_one_generation_keeps_the_others(bench: Bench) -> None:
    opened(bench)
    tenth = replace_generation(bench, 10)
    opened(tenth)
    bench.drop()
    assert store.exists(bench.sandbox, 10)
    with tenth.entered(), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(accounts)) == 1
    tenth.drop()


def replace_generation(bench: Bench, generation: int) -> Bench:
    return replace(bench, generation=generation).make()


def test_two_worlds_see_nothing_of_each_other(bench: Bench) -> None:
    other = Bench().make()
    opened(bench, "mine", 5)
    with other.entered(), store.read() as tx:
        assert tx.all(sa.select(accounts)) == []
    other.drop()


def test_the_least_used_stores_are_closed_while_open_ones_work_on(sqlite: str) -> None:
    settings.use(replace(settings.current(), engine_cache=2))
    worlds = [Bench().make() for _ in range(4)]
    first = worlds[0]
    with first.entered(), store.write() as tx:
        account_id = open_account(tx, "held", 1)
        for other in worlds[1:]:
            # another thread's worlds push this store out of the cache
            with ThreadPoolExecutor(1) as pool:
                pool.submit(opened, other).result()
        assert len(handles()) == 2
        assert first.sandbox not in handles()
        tx.emit("account.opened", account_id, {})
    assert balance(first, account_id) == 1
    for made in worlds:
        made.drop()
    assert handles() == []


# ---- transactions


def test_a_reader_can_not_write(bench: Bench) -> None:
    with bench.entered(), pytest.raises(sa.exc.DBAPIError), store.read() as tx:
        tx.execute(notes.insert().values(account_id="a", text="b"))
    with bench.entered(), store.write() as tx:  # and the connection is good for writing again
        tx.execute(notes.insert().values(account_id="a", text="b"))


def test_a_reader_sees_one_instant(bench: Bench) -> None:
    account_id = opened(bench, fen=1)
    with bench.entered(), store.read() as tx:
        before = tx.scalar(sa.select(accounts.c.balance))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: _entered_increment(bench, account_id)).result()
        assert tx.scalar(sa.select(accounts.c.balance)) == before
    assert balance(bench, account_id) == 2


def _entered_increment(bench: Bench, account_id: str) -> None:
    with bench.entered():
        _increment(account_id)


def test_400_contended_increments_lose_none(bench: Bench) -> None:
    account_id = opened(bench)

    def work(_: int) -> None:
        for _ in range(50):
            _entered_increment(bench, account_id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert balance(bench, account_id) == 400


def test_a_rollback_takes_everything_with_it(bench: Bench) -> None:
    told: list[str] = []
    with bench.entered(), store.write() as tx:
        pass
    with bench.entered(), pytest.raises(ZeroDivisionError), store.write() as tx:
        account_id = open_account(tx, "nobody", 1)
        tx.emit("account.opened", account_id, {})
        tx.schedule("specimen.close", account_id, bench.now)
        tx.send("card", "/internal/v1/note", {}, key="note:1")
        assert tx.received("in:1")
        tx.after_commit(lambda: told.append("committed"))
        raise ZeroDivisionError
    with bench.entered(), store.read() as tx:
        for table in (
            accounts,
            *map(store.metadata.tables.get, ("events", "jobs", "outbox", "inbox")),
        ):
            assert tx.all(sa.select(table)) == []
    assert told == []


def test_no_transaction_inside_a_transaction(bench: Bench) -> None:
    with (
        bench.entered(),
        store.write(),
        pytest.raises(RuntimeError, match="a transaction is open"),
        store.write(),
    ):
        pass


def test_a_business_rule_of_the_database_holds_on_both(bench: Bench) -> None:
    for broken in ({"status": "unheard_of"}, {"balance": Money(-1)}):
        with bench.entered(), pytest.raises(sa.exc.IntegrityError), store.write() as tx:
            open_account(tx, "x", 1)
            tx.execute(accounts.update().values(**broken))


# ---- the fence


def test_a_write_with_an_old_reading_of_the_clock_is_refused(bench: Bench) -> None:
    account_id = opened(bench, fen=1)
    with bench.entered():
        store.fence(1)
    with bench.entered(), pytest.raises(db.ClockMoved), store.write() as tx:
        tx.execute(accounts.delete())
    with bench.entered(), store.read():
        pass  # reading is always allowed
    bench.epoch = 1
    with bench.entered(), store.write() as tx:
        tx.emit("account.seen", account_id, {})
    with bench.entered():
        store.fence(0)  # an older fence changes nothing
    bench.epoch = 0
    with bench.entered(), pytest.raises(db.ClockMoved), store.write():
        pass


def test_the_fence_waits_for_open_writers(bench: Bench) -> None:
    account_id = opened(bench)
    inside, go_on = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with bench.entered(), store.write() as tx:
            inside.set()
            assert go_on.wait(30)
            tx.emit("account.seen", account_id, {})

    def fence() -> list[str]:
        with bench.entered():
            store.fence(7)
            with store.read() as tx:
                return [row.type for row in tx.all(sa.select(tx.common.events))]

    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(slow_writer)
        assert inside.wait(30)
        fenced = pool.submit(fence)
        assert not fenced.done()
        go_on.set()
        writing.result(30)
        assert fenced.result(30) == ["account.seen"]


def test_a_connection_in_use_is_closed_when_it_is_given_back(
    bench: Bench, database: str, tmp_path: Path
) -> None:
    """By a thread that ends late; left to the garbage collector, it is a warning of psycopg's."""
    on_postgres = database == "postgresql"
    engine = engines.postgres() if on_postgres else engines.sqlite_engine(tmp_path / "any.db")
    with engine.connect() as conn:
        raw = conn.connection.driver_connection
        engines.close_all() if on_postgres else engines.close(engine)
        assert conn.exec_driver_sql("SELECT 1").scalar() == 1
    with pytest.raises((psycopg.OperationalError, sqlite3.ProgrammingError)):
        raw.execute("SELECT 1")


def test_threads_that_come_first_together_share_one_engine(bench: Bench, database: str) -> None:
    if database == "sqlite":
        pytest.skip("SQLite has an engine for each store")
    engines.close_all()
    together = threading.Barrier(8)

    def first(_: int) -> sa.Engine:
        together.wait(30)
        return engines.postgres()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(first, range(8)))) == 1
