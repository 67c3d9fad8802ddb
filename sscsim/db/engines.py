"""Where a world's stores lie, and the engines that reach them.

SQLite: one file per (sandbox, generation, service), WAL, BEGIN IMMEDIATE for writers and
a query-only deferred transaction for readers. PostgreSQL: one schema each, one engine a
process. A world that was never made, or was dropped, has no place and can't get one by
being touched: the place is made by `make_place` and removed by `drop_place`.
"""

import contextlib
import hashlib
import shutil
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sscsim import settings
from sscsim.db import dialect
from sscsim.kernel.problems import Problem, Text

_COUNTED = {"preserve_rowcount": True}
"""Rows written are counted for INSERT too, on both databases (a job reports them)."""


NOTES = frozenset({"log"})
"""What lies beside a world's stores and is no state of it: not copied, not exported."""


class WorldGone(Problem):
    code = "sandbox_gone"
    status = 404
    title = Text(zh="沙箱不存在", en="Sandbox is gone")
    detail = Text(
        zh="该沙箱已被删除、过期或重置。", en="This sandbox was deleted, has expired or was reset."
    )


@dataclass(frozen=True, slots=True)
class Place:
    """The name of one store: which world, which generation, which service."""

    sandbox: str
    generation: int
    service: str

    @property
    def folder(self) -> Path:
        return _worlds() / self.sandbox / str(self.generation)

    @property
    def file(self) -> Path:
        return self.folder / f"{self.service}.db"

    @property
    def anchor(self) -> str:
        """The PostgreSQL schema that says that the world exists."""
        return f"w_{self.sandbox.removeprefix('sbx_').lower()}_{self.generation}"

    @property
    def schema(self) -> str:
        return f"{self.anchor}_{self.service}"


def _worlds() -> Path:
    return settings.current().data_dir / "worlds"


def make_place(sandbox: str, generation: int) -> None:
    """Let the world have stores; harmless when it may already."""
    place = Place(sandbox, generation, "")
    if not settings.current().on_postgres:
        place.folder.mkdir(parents=True, exist_ok=True)
        return
    with postgres().begin() as conn:
        conn.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{place.anchor}"')


def drop_place(sandbox: str, generation: int) -> bool:
    """Remove every store of this generation: no file, no schema, no handle stays.

    False when another process was just making a file there: try again.
    """
    forget(sandbox, generation)
    place = Place(sandbox, generation, "")
    if not settings.current().on_postgres:
        shutil.rmtree(place.folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # another generation lies there, or nothing does
            place.folder.parent.rmdir()
        return not place.folder.exists()
    with postgres().begin() as conn:
        found = conn.exec_driver_sql(
            "SELECT nspname FROM pg_namespace WHERE nspname = %(a)s OR nspname LIKE %(p)s",
            {"a": place.anchor, "p": place.anchor.replace("_", r"\_") + r"\_%"},
        ).scalars()
        for schema in sorted(found, reverse=True):
            drop_schema(conn, schema)
    return True


def drop_schema(conn: sa.Connection, schema: str) -> None:
    """Remove a schema with all that is in it."""
    conn.exec_driver_sql(f'DROP SCHEMA "{schema}" CASCADE')


def place_exists(place: Place) -> bool:
    if not settings.current().on_postgres:
        return place.folder.is_dir()
    with postgres().connect() as conn:
        return _has_schema(conn, place.anchor)


def _has_schema(conn: sa.Connection, schema: str) -> bool:
    found = conn.exec_driver_sql(
        "SELECT 1 FROM pg_namespace WHERE nspname = %(s)s", {"s": schema}
    ).scalar()
    return found is not None


# ---- SQLite


def sqlite_engine(file: Path) -> sa.Engine:
    """An engine with the settings that make SQLite safe under several writers."""
    engine = dialect.engine(
        file,
        pool_size=4,
        max_overflow=28,
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 10.0},
        execution_options=_COUNTED,
    )
    synchronous = settings.current().sqlite_synchronous

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            "busy_timeout=10000",
            "foreign_keys=ON",
            f"synchronous={synchronous}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


class EngineCache:
    """The SQLite engines in use lately; the rest are closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engines: OrderedDict[Place, sa.Engine] = OrderedDict()

    def get(self, place: Place) -> sa.Engine | None:
        with self._lock:
            engine = self._engines.get(place)
            if engine is not None:
                self._engines.move_to_end(place)
            return engine

    def put(self, place: Place, engine: sa.Engine) -> sa.Engine:
        closing = []
        with self._lock:
            kept = self._engines.setdefault(place, engine)
            self._engines.move_to_end(place)
            if kept is not engine:
                closing.append(engine)
            while len(self._engines) > settings.current().engine_cache:
                closing.append(self._engines.popitem(last=False)[1])
        for old in closing:
            close(old)
        return kept

    def forget(self, sandbox: str, generation: int | None) -> None:
        with self._lock:
            gone = [
                place
                for place in self._engines
                if place.sandbox == sandbox and generation in (None, place.generation)
            ]
            engines = [self._engines.pop(place) for place in gone]
        for engine in engines:
            close(engine)

    def places(self) -> list[Place]:
        """Which stores this process holds open."""
        with self._lock:
            return list(self._engines)

    def clear(self) -> None:
        with self._lock:
            engines = list(self._engines.values())
            self._engines.clear()
        for engine in engines:
            close(engine)


sqlite_engines = EngineCache()
_known_schemas: set[str] = set()
forgetting: list[Callable[[str, int | None], None]] = []
"""Who else holds handles on a world, and is told when they are to be closed."""
closing: list[Callable[[], None]] = []
"""Who has to end something before the engines are closed, in this order."""


def close(engine: sa.Engine) -> None:
    """Close its connections: those at rest now, one that a thread still uses when it is done.

    SQLAlchemy leaves the latter to the garbage collector.
    """
    sa.event.listen(engine.pool, "checkin", lambda _, entry: entry.close())
    engine.dispose()


def forget(sandbox: str, generation: int | None = None) -> None:
    """Close this process's handles on a world."""
    sqlite_engines.forget(sandbox, generation)
    for told in forgetting:
        told(sandbox, generation)
    prefix = f"w_{sandbox.removeprefix('sbx_').lower()}_"
    _known_schemas.difference_update([name for name in _known_schemas if name.startswith(prefix)])


def close_all() -> None:
    """Close every engine of this process (tests, and before a fork)."""
    for told in closing:
        told()
    sqlite_engines.clear()
    _known_schemas.clear()
    with _postgres_lock:
        made = list(_postgres)
        _postgres.clear()
    for engine in made:
        close(engine)


# ---- PostgreSQL


_postgres: list[sa.Engine] = []
_postgres_lock = threading.Lock()


def postgres() -> sa.Engine:
    """The one engine of this process."""
    with _postgres_lock:
        if not _postgres:
            _postgres.append(_postgres_engine())
        return _postgres[0]


def _postgres_engine() -> sa.Engine:
    from sscsim.db import dialect_postgres

    return dialect_postgres.engine(
        settings.current().database_url,
        # Nine processes of ours share a server that by default takes a hundred connections.
        # None is held while another service is called, so few serve many threads.
        pool_size=3,
        max_overflow=5,
        pool_recycle=1800,
        pool_pre_ping=True,
        execution_options=_COUNTED,
    )


def schema_known(schema: str) -> bool:
    return schema in _known_schemas


def remember_schema(schema: str) -> None:
    _known_schemas.add(schema)


def postgres_has(schema: str) -> bool:
    with postgres().connect() as conn:
        return _has_schema(conn, schema)


def wait_for_name(conn: sa.Connection, name: str) -> None:
    """Wait for whoever holds this name in PostgreSQL; held until the transaction ends."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:7], "big")
    conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%(k)s)", {"k": number})


@contextmanager
def opened(engine: sa.Engine, schema: str | None, reading: bool) -> Iterator[sa.Connection]:
    """A connection inside a transaction of its own; commits on a clean exit when writing."""
    with engine.connect() as conn:
        if schema is None:
            raw: Any = conn.connection.dbapi_connection
            with conn.begin():
                _begin(raw, reading)
                try:
                    yield conn
                finally:
                    if reading:
                        raw.execute("PRAGMA query_only=OFF").close()
            return
        with conn.begin():
            mode = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; " if reading else ""
            conn.exec_driver_sql(f'{mode}SET LOCAL search_path TO "{schema}"')
            yield conn


def _begin(raw: Any, reading: bool) -> None:
    """Straight to the driver, at a tenth of the cost of a statement of SQLAlchemy's."""
    statement = "BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE"
    try:
        raw.execute(statement).close()
        if reading:
            raw.execute("PRAGMA query_only=ON").close()
    except sqlite3.OperationalError as error:
        raise sa.exc.OperationalError(statement, None, error) from error
