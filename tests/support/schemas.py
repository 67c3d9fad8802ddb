"""PostgreSQL schemas of worlds that are gone, emptied and given to the next world of this process.

Making and dropping the hundreds of relations of a world took half of a database test's time, most
of it for tables that no test touches. A schema is kept only if `migrations.make_schema` made it
here, if its relations are still those of then and its revision is that of then; when it is taken
it is as new: no row, no sequence that has moved (`tests/unit/db/test_schemas_reused.py`). Anything
else is dropped, and so are all of them when the tests are through.
"""

import itertools
import os
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim.db import engines, migrations

_make, _drop = migrations.make_schema, engines.drop_schema
_made: dict[int, tuple[str, str, str]] = {}
"""Each schema made here, by its number: service, revision, and what its relations were."""
_numbers = itertools.count(1)
_urls: set[str] = set()


def reuse() -> None:
    """From now on worlds of this process are made of what others left."""
    migrations.make_schema = _taken_or_made
    engines.drop_schema = _emptied_or_dropped


def _prefix(service: str, revision: str) -> str:
    return f"spare_{os.getpid()}_{service}_{revision}_"


def _taken_or_made(conn: sa.Connection, service: str, schema: str) -> None:
    prefix = _prefix(service, migrations.head(service))
    # A spare belongs to the first transaction that locks its name, or is renamed again by none.
    spare = conn.exec_driver_sql(
        "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %(p)s)"
        " AND pg_try_advisory_xact_lock(CAST(oid AS BIGINT)) LIMIT 1",
        {"p": prefix},
    ).scalar()
    if spare is not None and _renamed(conn, spare, schema):
        empty(conn, schema)  # now: a seed that failed has left rows and moved sequences
    else:
        _make(conn, service, schema)
        oid, relations = _known(conn, schema)
        _made[oid] = (service, migrations.head(service), relations)
    conn.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')


def _renamed(conn: sa.Connection, spare: str, schema: str) -> bool:
    """False where another thread took it between the look and the lock."""
    try:
        with conn.begin_nested():
            conn.exec_driver_sql(f'ALTER SCHEMA "{spare}" RENAME TO "{schema}"')
    except sa.exc.ProgrammingError:
        return False
    return True


def _emptied_or_dropped(conn: sa.Connection, schema: str) -> None:
    oid, relations = _known(conn, schema)
    service, revision, then = _made.get(oid, ("", "", ""))
    if not service or relations != then or not _is_at(conn, schema, revision):
        _drop(conn, schema)
        return
    spare = f"{_prefix(service, revision)}{next(_numbers)}"
    conn.exec_driver_sql(f'ALTER SCHEMA "{schema}" RENAME TO "{spare}"')
    _urls.add(conn.engine.url.render_as_string(hide_password=False))


def _is_at(conn: sa.Connection, schema: str, revision: str) -> bool:
    found = conn.exec_driver_sql(f'SELECT version_num FROM "{schema}".alembic_version').scalars()
    return list(found) == [revision]


def _known(conn: sa.Connection, schema: str) -> tuple[int, str]:
    """The schema's number, and a digest of its tables, indexes and sequences."""
    oid, relations = conn.exec_driver_sql(
        "SELECT n.oid, md5(string_agg(concat_ws(' ', c.oid, relname, relkind, relnatts, relchecks,"
        " relhastriggers), ',' ORDER BY c.oid))"
        " FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid"
        " WHERE nspname = %(s)s GROUP BY n.oid",
        {"s": schema},
    ).one()
    return int(oid), str(relations)


def empty(conn: sa.Connection, schema: str) -> None:
    """As new: a table that was never written has no size, a sequence no last value."""
    number = {"s": f'"{schema}"'}
    written = conn.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relnamespace = CAST(%(s)s AS regnamespace)"
        " AND CASE WHEN relkind = 'r' THEN pg_relation_size(oid) > 0 END"
        " AND relname <> 'alembic_version' ORDER BY relname",
        number,
    ).scalars()
    if names := ", ".join(f'"{schema}"."{name}"' for name in written):
        conn.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    conn.exec_driver_sql(
        "SELECT setval(CAST(oid AS regclass), 1, false) FROM pg_class"
        " WHERE relnamespace = CAST(%(s)s AS regnamespace)"
        " AND CASE WHEN relkind = 'S' THEN pg_sequence_last_value(oid) IS NOT NULL END",
        number,
    )


class Plugin:
    """Drops what is left when the tests are through."""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: Any) -> None:
        for url in _urls:
            engine = sa.create_engine(url, poolclass=sa.NullPool)
            with engine.begin() as conn:
                left = conn.exec_driver_sql(
                    "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %(p)s)",
                    {"p": f"spare_{os.getpid()}_"},
                ).scalars()
                for schema in left.all():
                    _drop(conn, schema)
            engine.dispose()
