"""One service's store in the current world: made on first touch, migrated lazily.

A flow opens `store.write()` (or `store.read()`), loads, decides, records. Everything that
belongs to the effect goes through the transaction (`sscsim.db.tx`).
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sscsim import clock, settings, world
from sscsim.db import dialect, engines, keys, migrations
from sscsim.db.engines import Place, WorldGone
from sscsim.db.pages import CursorMismatch, Page, PageQuery
from sscsim.db.tables import Common, Exported
from sscsim.db.tx import (
    ClockMoved,
    JobDone,
    Listeners,
    Report,
    RunningJob,
    Tx,
    assert_no_transaction,
    current_job,
    listeners,
    open_transaction,
    wrote,
)
from sscsim.kernel.problems import Problem, Text

__all__ = [
    "STORES",
    "ClockMoved",
    "CursorMismatch",
    "JobDone",
    "Listeners",
    "Page",
    "PageQuery",
    "Report",
    "RunningJob",
    "Store",
    "StoreBusy",
    "Tx",
    "assert_no_transaction",
    "current_job",
    "listeners",
    "wrote",
]


class StoreBusy(Problem):
    code = "store_busy"
    status = 503
    title = Text(zh="存储繁忙", en="Store busy")
    detail = Text(
        zh="存储暂时繁忙，未写入任何内容，请重试。",
        en="The store is busy and nothing was written; try again.",
    )
    retryable = True

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


STORES: dict[str, "Store"] = {}


class Store:
    """The store of one service; which world's is decided by the context at each use."""

    def __init__(
        self,
        service: str,
        metadata: sa.MetaData,
        seed: "Callable[[Tx, str], None] | None" = None,
    ) -> None:
        self.service = service
        self.metadata = metadata
        self.common: Common = metadata.info["common"]
        self.seed = seed
        STORES[service] = self

    # -- transactions

    @contextmanager
    def read(self) -> Iterator["Tx"]:
        """A consistent, query-only view."""
        with self._transaction(world.current(), reading=True) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator["Tx"]:
        """A transaction that holds the write lock; commits on a clean exit."""
        assert_no_transaction("opening another one")
        with self._transaction(world.current(), reading=False) as tx:
            token = open_transaction.set(tx)
            try:
                tx.check_epoch()
                yield tx
            finally:
                open_transaction.reset(token)
        wrote.set(True)
        tx.committed()

    @contextmanager
    def _transaction(self, at: world.World, reading: bool) -> Iterator["Tx"]:
        place = Place(at.sandbox, at.generation, self.service)
        engine, schema = self._engine(place, at)
        try:
            with engines.opened(engine, schema, reading) as conn:
                yield Tx(self.service, self.common, conn, at)
        except sa.exc.OperationalError as error:
            if is_passing(error):
                raise StoreBusy() from error
            raise
        except sa.exc.ProgrammingError:
            # PostgreSQL says "no such table" when another process has dropped the world
            if schema is not None and not engines.place_exists(place):
                engines.forget(place.sandbox, place.generation)
                raise WorldGone() from None
            raise

    # -- making and opening

    def exists(self, sandbox: str, generation: int) -> bool:
        place = Place(sandbox, generation, self.service)
        if settings.current().on_postgres:
            return engines.schema_known(place.schema) or engines.postgres_has(place.schema)
        return place.file.exists()

    def _engine(self, place: Place, at: world.World) -> tuple[sa.Engine, str | None]:
        if settings.current().on_postgres:
            if not engines.schema_known(place.schema):
                self._open_schema(place, at)
            return engines.postgres(), place.schema
        engine = engines.sqlite_engines.get(place)
        if engine is not None and not place.file.exists():
            # another process has dropped the world; writing to the unlinked file would be lost
            engines.forget(place.sandbox, place.generation)
            engine = None
        return engine or self._open_file(place, at), None

    def _open_file(self, place: Place, at: world.World) -> sa.Engine:
        if not place.folder.is_dir():
            raise WorldGone()
        with migrations.store_lock(place):
            late: list[Tx] = []
            if not place.file.exists():
                try:
                    late = self._make_file(place, at)
                except FileNotFoundError:
                    if place.folder.is_dir():
                        raise
                    raise WorldGone() from None
            engine = engines.sqlite_engine(place.file)
            self._upgrade(engine, None)
            kept = engines.sqlite_engines.put(place, engine)
        for tx in late:
            tx.committed()
        return kept

    def _make_file(self, place: Place, at: world.World) -> list["Tx"]:
        raw = place.file.with_suffix(".new")
        for leftover in (raw, raw.with_suffix(".new-wal"), raw.with_suffix(".new-shm")):
            leftover.unlink(missing_ok=True)
        migrations.copy_template(self.service, raw)
        engine = dialect.engine(raw, poolclass=sa.NullPool)
        with engine.begin() as conn:
            tx = self._fill(conn, at)
        engine.dispose()
        raw.rename(place.file)
        return [tx]

    def _open_schema(self, place: Place, at: world.World) -> None:
        late: list[Tx] = []
        with engines.postgres().begin() as conn:
            _advisory_lock(conn, place.schema)
            if not engines._has_schema(conn, place.anchor):
                raise WorldGone()
            if not engines._has_schema(conn, place.schema):
                migrations.make_schema(conn, self.service, place.schema)
                late = [self._fill(conn, at)]
        self._upgrade(engines.postgres(), place.schema)
        engines.remember_schema(place.schema)
        for tx in late:
            tx.committed()

    def _upgrade(self, engine: sa.Engine, schema: str | None) -> None:
        with engines.opened(engine, schema, reading=False) as conn:
            if migrations.revision(conn) == migrations.head(self.service):
                return
            if schema is not None:
                _advisory_lock(conn, schema)
                if migrations.revision(conn) == migrations.head(self.service):
                    return
            migrations.upgrade(conn, self.service)

    def _fill(self, conn: sa.Connection, at: world.World) -> "Tx":
        """The first rows of a new store, dated by the world's birth."""
        birth = replace(at, now=at.born or at.now, role="system", scopes=world.ALL_SCOPES)
        tx = Tx(self.service, self.common, conn, birth)
        tx.execute(self.common.world_meta.insert().values(id=1, epoch=at.epoch))
        if self.seed is not None:
            job, key = current_job.set(None), keys.request_key.set(None)
            try:
                with world.entered(birth):
                    self.seed(tx, at.preset)
            finally:
                keys.request_key.reset(key)
                current_job.reset(job)
        return tx

    def fence(self, epoch: int) -> None:
        """Refuse from now on writes that carry an older epoch; waits for open writers."""
        meta = self.common.world_meta
        raised = meta.update().where(meta.c.epoch < epoch).values(epoch=epoch)
        with self._transaction(world.current(), reading=False) as tx:
            tx.conn.execute(raised)

    def abandon(self, key: keys.RequestKey) -> None:
        """The call that began a saga ends without an answer: the same key may ask again at once."""
        table = self.common.idempotency
        mine = (table.c.scope == key.scope) & (table.c.started_ms == key.began_ms)
        left = table.update().where(mine, table.c.state == "running").values(state="unknown")
        with self._transaction(world.current(), reading=False) as tx:
            tx.conn.execute(left)

    # -- canonical export

    def export(self) -> dict[str, list[dict[str, Any]]]:
        """Every business row, sorted by business key, without technical columns."""
        with self.read() as tx:
            return {
                name: _exported(tx, self.metadata.tables[name], how)
                for name, how in sorted(self.metadata.info["exports"].items())
                if how.key
            }


def _exported(tx: "Tx", made: sa.Table, how: Exported) -> list[dict[str, Any]]:
    shown = [column for column in made.columns if column.name not in how.skip]
    rows = [
        {column.name: _plain(value) for column, value in zip(shown, row, strict=True)}
        for row in tx.all(sa.select(*shown))
    ]
    return sorted(rows, key=lambda row: [str(row[name]) for name in how.key])


def _plain(value: Any) -> Any:
    if hasattr(value, "fen"):
        return value.fen
    if isinstance(value, datetime):
        return clock.shown(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _advisory_lock(conn: sa.Connection, name: str) -> None:
    """Wait for whoever holds this name in PostgreSQL; held until the transaction ends."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:7], "big")
    conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%(k)s)", {"k": number})


def is_passing(error: sa.exc.OperationalError) -> bool:
    """Whether the same may succeed in a moment: somebody else is in the way."""
    text = str(error.orig)
    words = (
        "database is locked",
        "deadlock detected",
        "could not serialize",
        "too many clients",
        "remaining connection slots",
    )
    return any(word in text for word in words)
