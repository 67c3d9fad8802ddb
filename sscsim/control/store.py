"""The control store's engine: `read()`, `write()`, and one fast door for the gateway.

SQLite: `control.db` in the data folder. PostgreSQL: the schema `control`. Every process
of the simulator uses it; whoever comes first makes the tables.
"""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sscsim import settings
from sscsim.control import schema
from sscsim.db import engines
from sscsim.db.store import StoreBusy, is_passing

_SCHEMA = "control"
_PG_LOCK = 0x55C0_0001

_lock = threading.Lock()
_engines: dict[Path, sa.Engine] = {}
_migrated: set[tuple[Path, str]] = set()
_latest: settings.Settings | None = None
_threads = threading.local()
_fast: list[sqlite3.Connection] = []


def _file() -> Path:
    return settings.current().data_dir / "control.db"


def _engine() -> sa.Engine:
    if settings.current().on_postgres:
        return engines.postgres()
    file = _file()
    found = _engines.get(file)
    if found is None:
        with _lock:
            found = _engines.get(file)
            if found is None:
                file.parent.mkdir(parents=True, exist_ok=True)
                found = _engines[file] = engines.sqlite_engine(file)
    return found


@contextmanager
def _opened(reading: bool) -> Iterator[sa.Connection]:
    """A connection in a transaction; StoreBusy when there is none to be had now."""
    schema_name = _SCHEMA if settings.current().on_postgres else None
    try:
        with engines.opened(_engine(), schema_name, reading) as connection:
            yield connection
    except sa.exc.TimeoutError as error:  # every connection of this process is in use
        raise StoreBusy() from error
    except sa.exc.OperationalError as error:
        if is_passing(error):
            raise StoreBusy() from error
        raise


@contextmanager
def read() -> Iterator[sa.Connection]:
    """A short reading transaction."""
    migrate()
    with _opened(reading=True) as connection:
        yield connection


@contextmanager
def write() -> Iterator[sa.Connection]:
    """A writing transaction: committed at the end, rolled back by an exception."""
    migrate()
    with _opened(reading=False) as connection:
        yield connection


def first(sql: str, *values: str) -> Sequence[Any] | None:
    """One row by indexed values, on the request path: no pool and no compiling.

    `sql` marks each value by `?`; it costs a tenth of a Core statement on SQLite.
    """
    migrate()
    if settings.current().on_postgres:
        with _opened(reading=False) as connection:
            return connection.exec_driver_sql(sql.replace("?", "%s"), values).first()
    found: Sequence[Any] | None = _fast_connection().execute(sql, values).fetchone()
    return found


def every(sql: str, *values: str) -> Sequence[Sequence[Any]]:
    """All rows by indexed values, as `first` reads one."""
    migrate()
    if settings.current().on_postgres:
        with _opened(reading=False) as connection:
            return connection.exec_driver_sql(sql.replace("?", "%s"), values).all()
    return _fast_connection().execute(sql, values).fetchall()


def _fast_connection() -> sqlite3.Connection:
    folder = settings.current().data_dir
    held: tuple[Path, sqlite3.Connection] | None = getattr(_threads, "fast", None)
    if held is not None and held[0] is folder:
        return held[1]
    # Autocommit: each SELECT sees the last commit, which is the point.
    opened = sqlite3.connect(_file(), timeout=10, isolation_level=None, check_same_thread=False)
    opened.execute("PRAGMA query_only=ON").close()
    with _lock:
        _fast.append(opened)
    _threads.fast = (folder, opened)
    return opened


def migrate() -> None:
    """Bring the tables to the newest revision; next to nothing when that was done before."""
    global _latest
    current = settings.current()
    if current is _latest:
        return
    place = (current.data_dir, current.database_url)
    if place not in _migrated:
        with _one_process():
            if _revision() != schema.HEAD:
                _upgrade()
        _migrated.add(place)
    _latest = current


def _revision() -> str | None:
    try:
        with _opened(reading=True) as connection:
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        return None


@contextmanager
def _one_process() -> Iterator[None]:
    """One process at a time makes the tables."""
    if settings.current().on_postgres:
        with engines.postgres().begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_PG_LOCK})")
            yield
        return
    folder = settings.current().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "control.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _upgrade() -> None:
    # Alembic costs a tenth of a second to import: only where there is something to do.
    from sscsim.db import migrations

    if settings.current().on_postgres:
        with engines.postgres().begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
    with _opened(reading=False) as connection:
        migrations.upgrade(connection, "control")


def close() -> None:
    """Give back every connection of this process (end of a process, of a test)."""
    global _latest
    with _lock:
        for opened in _engines.values():
            engines.close(opened)
        for connection in _fast:
            connection.close()
        _engines.clear()
        _fast.clear()
        _migrated.clear()
        _latest = None
    _threads.__dict__.clear()
