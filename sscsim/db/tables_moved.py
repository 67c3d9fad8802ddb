"""A store's tables read out for a world file, and filled from one, whatever service's they are.

What the tables look like is asked of the database, not of the service, so that a file of an
older schema is filled into the schema it was written from and then migrated.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sscsim import settings
from sscsim.db import copies_postgres, copies_sqlite, engines, migrations
from sscsim.db.engines import Place
from sscsim.db.worldfile import Section, WorldFileNotKnown, WorldFileRowRefused

_BATCH = 1_000
_VERSION = "alembic_version"
_LONGEST, _SHORTEST = 2**63 - 1, -(2**63)

SECRETS: dict[tuple[str, str, str], Callable[[dict[str, Any]], str]] = {}
"""Columns (service, table, column) that no file carries, each with what makes a new value of
the rest of the row."""
_LEFT_OUT = {("idempotency", "owner")}
"""Names of processes and machines."""


def services_of(place: Place) -> list[str]:
    """Which stores lie there."""
    if settings.current().on_postgres:
        with engines.postgres().connect() as conn:
            return list(copies_postgres.schemas(conn, place))
    return [file.stem for file in copies_sqlite.files(place)]


# ---- out


@contextmanager
def resting(place: Place) -> Iterator[tuple[sa.Connection, str | None]]:
    """A connection to a store that nobody writes to, and the schema it lies in."""
    if settings.current().on_postgres:
        with engines.opened(engines.postgres(), place.schema, reading=True) as conn:
            yield conn, place.schema
        return
    file = place.file.absolute().as_uri()
    engine = sa.create_engine(
        f"sqlite:///{file}?mode=ro&immutable=1&uri=true", poolclass=sa.NullPool
    )
    try:
        with engine.connect() as conn:
            yield conn, None
    finally:
        engine.dispose()


def revision(place: Place) -> str:
    with resting(place) as (conn, _):
        return str(migrations.revision(conn))


def tables(place: Place) -> Iterator[tuple[str, list[str], Iterator[Any]]]:
    """Every table as (name, columns, rows); the rows before the next table is asked for."""
    with resting(place) as (conn, schema):
        for name in sorted(sa.inspect(conn).get_table_names(schema)):
            if name != _VERSION:
                table = sa.Table(name, sa.MetaData(), autoload_with=conn, schema=schema)
                yield name, _columns(table), _rows(conn, place.service, table)


def _columns(table: sa.Table) -> list[str]:
    return sorted(column.name for column in table.columns)


def _rows(conn: sa.Connection, service: str, table: sa.Table) -> Iterator[Any]:
    shown = [
        sa.null().label(name) if _is_kept_back(service, table.name, name) else table.c[name]
        for name in _columns(table)
    ]
    query = sa.select(*shown).order_by(*table.primary_key.columns)
    with conn.execution_options(yield_per=_BATCH).execute(query) as rows:
        yield from rows


def _is_kept_back(service: str, table: str, column: str) -> bool:
    return (table, column) in _LEFT_OUT or (service, table, column) in SECRETS


# ---- in


@dataclass
class Filling:
    """One store being filled; used inside its transaction."""

    service: str
    conn: sa.Connection
    schema: str | None

    def fill(self, section: Section) -> None:
        """Take in the rows of one table. Raises WorldFileNotKnown, WorldFileRowRefused."""
        if section.table == _VERSION or not sa.inspect(self.conn).has_table(
            section.table, schema=self.schema
        ):
            raise WorldFileNotKnown(what=section.name)
        table = sa.Table(section.table, sa.MetaData(), autoload_with=self.conn, schema=self.schema)
        if set(section.columns) != {column.name for column in table.columns}:
            raise WorldFileNotKnown(what=section.name)
        insert_rows(self.conn, table, section, {})

    def check(self, epoch: int) -> None:
        """The store is one of a world at this epoch."""
        rows = self.conn.exec_driver_sql("SELECT id, epoch FROM world_meta").all()
        if len(rows) != 1 or rows[0][0] != 1 or not 0 <= rows[0][1] <= epoch:
            raise WorldFileRowRefused(table=f"{self.service}.world_meta", row=1, column="epoch")


def insert_rows(
    conn: sa.Connection, table: sa.Table, section: Section, fixed: dict[str, Any]
) -> None:
    """Insert the rows, each value checked against its column; `fixed` goes into every row."""
    made = {
        name: SECRETS[(section.service, section.table, name)]
        for name in section.columns
        if (section.service, section.table, name) in SECRETS
    }
    batch: list[dict[str, Any]] = []
    number = 0
    for number, row in enumerate(section.rows, 1):
        values = dict(zip(section.columns, row, strict=True))
        values |= {name: make(values) for name, make in made.items()}
        for name, value in values.items():
            if not fits(table.c[name], value):
                raise WorldFileRowRefused(table=section.name, row=number, column=name)
        batch.append(values | fixed)
        if len(batch) == _BATCH:
            _insert(conn, table, batch, section.name, number)
            batch = []
    if batch:
        _insert(conn, table, batch, section.name, number)


def _insert(
    conn: sa.Connection, table: sa.Table, batch: list[dict[str, Any]], name: str, last: int
) -> None:
    try:
        conn.execute(table.insert(), batch)
    except sa.exc.IntegrityError as error:
        which = f"{last - len(batch) + 1}-{last}"
        said = str(error.orig).splitlines()[0][:200]
        raise WorldFileRowRefused(table=name, row=which, column=said) from None


def fits(column: sa.Column[Any], value: Any) -> bool:
    """Whether the column takes this value, on either database."""
    kind: Any = getattr(column.type, "impl", column.type)
    if value is None:
        return bool(column.nullable)
    if isinstance(kind, sa.Boolean):
        return isinstance(value, bool)
    if isinstance(kind, sa.Integer):
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return is_whole and _SHORTEST <= value <= _LONGEST
    if not isinstance(value, str) or "\0" in value or _has_surrogate(value):
        return False
    return kind.length is None or len(value) <= kind.length


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text) if not text.isascii() else False


@contextmanager
def new_store(place: Place, revision: str) -> Iterator[Filling]:
    """A new, empty store of this revision, filled in one transaction and then brought up to date.

    Raises WorldFileNotKnown when this version has no such store or revision.
    """
    service = place.service
    try:
        known = migrations.revisions(service)
    except (LookupError, ImportError):
        known = []
    if revision not in known:
        raise WorldFileNotKnown(what=f"{service} {revision}"[:80])
    engine, schema = _made(place, revision == known[0])
    try:
        with engines.opened(engine, schema, reading=False) as conn:
            if revision != known[0]:
                migrations.upgrade(conn, service, revision)
            elif schema is not None:
                conn.exec_driver_sql(migrations.ddl(service))
            yield Filling(service, conn, schema)
            if schema is not None:
                copies_postgres.set_sequences(conn, schema)
            if revision != known[0]:
                migrations.upgrade(conn, service)
    finally:
        if schema is None:
            engine.dispose()


def _made(place: Place, is_newest: bool) -> tuple[sa.Engine, str | None]:
    """An engine for the new store; one of the newest form has its tables already (SQLite)."""
    if not settings.current().on_postgres:
        if is_newest:
            migrations.copy_template(place.service, place.file)
        return engines.sqlite_engine(place.file), None
    with engines.postgres().begin() as conn:
        conn.exec_driver_sql(f'CREATE SCHEMA "{place.schema}"')
    return engines.postgres(), place.schema
