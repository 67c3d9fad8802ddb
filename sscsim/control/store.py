"""The control store's engine: `read()`, `write()`, and one fast door for the gateway.

SQLite: `control.db` in the data folder, WAL, writers begin IMMEDIATE. PostgreSQL: the
schema `control`. Every process of the simulator uses it; the tables are made by
`migrate`, which the gateway, the worker and beat call when they start.
"""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import Any

import sqlalchemy as sa

from sscsim import settings
from sscsim.control import schema

_lock = threading.Lock()
_engines: dict[tuple[str, str], sa.Engine] = {}
_migrated: set[tuple[str, str]] = set()
_threads = threading.local()
_fast: list[sqlite3.Connection] = []

_BUSY_MS = 10_000
_PG_LOCK = 0x55C0_0001
_POOL = 8


def _place() -> tuple[str, str]:
    current = settings.current()
    return str(current.data_dir.absolute()), current.database_url


def engine() -> sa.Engine:
    """The engine for the settings in force; made once a process and place."""
    place = _place()
    found = _engines.get(place)
    if found is None:
        with _lock:
            found = _engines.get(place)
            if found is None:
                found = _engines[place] = _open(*place)
    return found


def _open(folder: str, url: str) -> sa.Engine:
    if url:
        engine = sa.create_engine(url, pool_size=_POOL, max_overflow=_POOL, pool_pre_ping=True)
        sa.event.listen(engine, "connect", _in_schema)
        return engine
    settings.current().data_dir.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        f"sqlite:///{folder}/control.db",
        pool_size=_POOL,
        max_overflow=32,
        connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _in_schema(connection: Any, _record: Any) -> None:
    before, connection.autocommit = connection.autocommit, True
    connection.execute("SET search_path TO control")
    connection.autocommit = before


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin ourselves; see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={_BUSY_MS}",
        f"synchronous={settings.current().sqlite_synchronous}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("ssc_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def read() -> Iterator[sa.Connection]:
    """A short reading transaction."""
    migrate()
    with engine().connect() as connection:
        yield connection


@contextmanager
def write() -> Iterator[sa.Connection]:
    """A writing transaction: committed at the end, rolled back by an exception."""
    migrate()
    with engine().connect() as connection:
        connection = connection.execution_options(ssc_writes=True)
        with connection.begin():
            yield connection


def first(sql: str, value: str) -> Sequence[Any] | None:
    """One row by one indexed value, on the request path: no pool and no compiling.

    `sql` has a single `?`. A tenth of the cost of a Core statement on SQLite.
    """
    migrate()
    if engine().dialect.name != "sqlite":
        with engine().connect() as connection:
            sql = sql.replace("?", "%s")
            return connection.exec_driver_sql(sql, (value,)).first()  # type: ignore[return-value]
    return _fast_connection().execute(sql, (value,)).fetchone()  # type: ignore[no-any-return]


def _fast_connection() -> sqlite3.Connection:
    folder = _place()[0]
    held: tuple[str, sqlite3.Connection] | None = getattr(_threads, "fast", None)
    if held is not None and held[0] == folder:
        return held[1]
    # Autocommit: each SELECT sees the last commit, which is the point.
    opened = sqlite3.connect(
        f"{folder}/control.db",
        timeout=_BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    opened.execute("PRAGMA query_only=ON").close()
    with _lock:
        _fast.append(opened)
    _threads.fast = (folder, opened)
    return opened


def migrate() -> None:
    """Bring the tables to the newest revision; a set look-up when that was done before."""
    place = _place()
    if place in _migrated:
        return
    with _lock_of_migration():
        if _revision() != schema.HEAD:
            _upgrade()
    _migrated.add(place)


def _revision() -> str | None:
    with engine().connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(sa.text("SELECT version_num FROM alembic_version"))


@contextmanager
def _lock_of_migration() -> Iterator[None]:
    """One process at a time makes the tables."""
    if engine().dialect.name == "postgresql":
        with engine().connect() as connection, connection.begin():
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_PG_LOCK)))
            yield
        return
    folder = settings.current().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "control.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _upgrade() -> None:
    # Alembic costs a tenth of a second to import: only where there is something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("gateway") / "store/migrations"))
    with engine().connect() as connection:
        connection = connection.execution_options(ssc_writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS control"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def close() -> None:
    """Give back every connection of this process (end of a process, of a test)."""
    with _lock:
        for opened in _engines.values():
            opened.dispose()
        for connection in _fast:
            connection.close()
        _engines.clear()
        _fast.clear()
        _migrated.clear()
    _threads.__dict__.clear()
