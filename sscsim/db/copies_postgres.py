"""Copying a world of PostgreSQL schemas.

One transaction holds `world_meta` of every store against writers, each of which begins by
reading it with a lock; the lock is the table's, because waiting for a table is fair and
waiting for a row is not. A second transaction takes its view of the database meanwhile. Then
the writers go on, and the second one makes the new schemas from the migrations and fills
them from what it sees: all of them, or none.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa

from sscsim.db import engines, migrations
from sscsim.db.engines import NOTES, Place, WorldGone
from sscsim.db.store import StoreBusy
from sscsim.failpoints import failpoint

_WAIT_MS = 10_000
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)


def schemas(conn: sa.Connection, place: Place) -> dict[str, str]:
    """The schema of each service that this world has."""
    prefix = place.anchor + "_"
    found = conn.exec_driver_sql(
        "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %(p)s) ORDER BY nspname",
        {"p": prefix},
    ).scalars()
    by_service = {name.removeprefix(prefix): name for name in found}
    return {service: name for service, name in by_service.items() if service not in NOTES}


class SchemasCut:
    """All stores of a world with their writers waiting."""

    def __init__(self, place: Place, held: ExitStack) -> None:
        self._gate = held.enter_context(engines.postgres().connect())
        self._view = held.enter_context(engines.postgres().connect())
        self._target: Place | None = None
        held.callback(self._gate.rollback)
        held.callback(self._view.rollback)
        self._gate.exec_driver_sql(f"SET LOCAL lock_timeout TO {_WAIT_MS}")
        self._schemas: dict[str, str] = {}
        while new := {
            service: schema
            for service, schema in schemas(self._gate, place).items()
            if service not in self._schemas
        }:
            for service, schema in new.items():
                self._gate.exec_driver_sql(f'LOCK TABLE "{schema}".world_meta IN EXCLUSIVE MODE')
                self._schemas[service] = schema
        self.services = list(self._schemas)

    def waiting(self) -> list[str]:
        found = []
        for service, schema in self._schemas.items():
            waits = f"SELECT 1 FROM \"{schema}\".outbox WHERE status = 'waiting' LIMIT 1"
            if self._gate.exec_driver_sql(waits).scalar():
                found.append(service)
        return found

    def begin(self, target: Place) -> None:
        self._target = target
        self._view.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self._view.exec_driver_sql("SELECT 1 FROM pg_namespace LIMIT 1")

    def finish(self) -> None:
        assert self._target is not None
        self._gate.rollback()
        failpoint("copies.before_backup")
        for service, schema in self._schemas.items():
            to = Place(self._target.sandbox, self._target.generation, service).schema
            _copy(self._view, service, schema, to)
        self._view.commit()


def _copy(conn: sa.Connection, service: str, source: str, target: str) -> None:
    """A new schema with the rows of the old one; its indexes are made when they are in."""
    first, later = _statements(service)
    conn.exec_driver_sql(f'CREATE SCHEMA "{target}"')
    conn.exec_driver_sql(f'SET LOCAL search_path TO "{target}"')
    conn.exec_driver_sql(first)
    for table, columns in _columns(conn, source).items():
        listed = ", ".join(f'"{column}"' for column in columns)
        if table == "alembic_version":
            conn.exec_driver_sql("DELETE FROM alembic_version")
        conn.exec_driver_sql(
            f'INSERT INTO "{target}"."{table}" ({listed}) SELECT {listed} FROM "{source}"."{table}"'
        )
    if later:
        conn.exec_driver_sql(later)
    conn.exec_driver_sql("UPDATE idempotency SET state = 'unknown' WHERE state = 'running'")
    set_sequences(conn, target)


def _statements(service: str) -> tuple[str, str]:
    """The DDL of a store as what makes tables, and the indexes that can come after the rows."""
    ddl = migrations.ddl(service)
    if "DROP INDEX" in ddl:  # then their order counts
        return ddl, ""
    tables: list[str] = []
    indexes: list[str] = []
    for statement in ddl.split(";\n"):
        bare = _COMMENT.sub("", statement).strip()
        (indexes if bare.startswith("CREATE INDEX") else tables).append(bare)
    return ";\n".join(tables), ";\n".join(indexes)


def _columns(conn: sa.Connection, schema: str) -> dict[str, list[str]]:
    rows = conn.exec_driver_sql(
        "SELECT c.relname, a.attname FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relnamespace = CAST(%(s)s AS regnamespace) AND c.relkind = 'r'"
        " ORDER BY c.relname, a.attnum",
        {"s": f'"{schema}"'},
    )
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def set_sequences(conn: sa.Connection, schema: str) -> None:
    """Let every sequence of the schema go on behind the rows there are."""
    owned = conn.exec_driver_sql(
        "SELECT s.relname, t.relname, a.attname FROM pg_class s"
        " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')"
        " AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass"
        " JOIN pg_class t ON t.oid = d.refobjid"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid"
        " WHERE s.relnamespace = CAST(%(s)s AS regnamespace) AND s.relkind = 'S'"
        " ORDER BY s.relname",
        {"s": f'"{schema}"'},
    ).all()
    for sequence, table, column in owned:
        conn.exec_driver_sql(
            f'SELECT setval(\'"{schema}"."{sequence}"\', coalesce(max("{column}"), 1),'
            f' max("{column}") IS NOT NULL) FROM "{schema}"."{table}"'
        )


def _up_to_date(place: Place) -> None:
    """Upgrade stores that this version hasn't opened yet: the copy is made by today's DDL."""
    with engines.postgres().connect() as conn:
        found = schemas(conn, place)
    for service, schema in found.items():
        with engines.opened(engines.postgres(), schema, reading=False) as conn:
            if migrations.revision(conn) != migrations.head(service):
                migrations.upgrade(conn, service)


@contextmanager
def cut(place: Place) -> Iterator[SchemasCut]:
    if not engines.place_exists(place):
        raise WorldGone()
    _up_to_date(place)
    try:
        with ExitStack() as held:
            yield SchemasCut(place, held)
    except sa.exc.OperationalError as error:
        if "lock timeout" in str(error.orig):
            raise StoreBusy() from error
        raise
    except sa.exc.ProgrammingError:
        if not engines.place_exists(place):
            raise WorldGone() from None
        raise


def sizes(places: list[Place]) -> dict[Place, int]:
    """Bytes of each world's tables, indexes and long values."""
    total = dict.fromkeys(places, 0)
    if not places:
        return total
    with engines.postgres().connect() as conn:
        # A table that is dropped meanwhile has no size any more.
        rows = conn.exec_driver_sql(
            "SELECT n.nspname, CAST(sum(coalesce(pg_total_relation_size(c.oid), 0)) AS BIGINT)"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND starts_with(n.nspname, 'w_') GROUP BY 1"
        ).all()
    for place in places:
        total[place] = sum(size for name, size in rows if name.startswith(place.anchor + "_"))
    return total
