"""Rows many at once: by COPY on PostgreSQL, by `executemany` on SQLite.

PostgreSQL plans and answers each row of an `executemany` by itself, and the driver waits on each;
a COPY costs a quarter of that. Both take the same rows and leave the same ones.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

_WORTH_A_COPY: Final = 16
"""Fewer rows are as cheap one by one."""


def add_all(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows that all name the same columns; how many. The others get their defaults.

    Raises what an INSERT raises: sqlalchemy.exc.IntegrityError and its kin.
    """
    if not rows:
        return 0
    if len(rows) < _WORTH_A_COPY:
        conn.execute(table.insert(), list(rows))
    elif conn.dialect.name != "postgresql":
        _execute_many(conn, table, rows)
    else:
        _copy(conn, table, rows)
    return len(rows)


def _execute_many(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Past the statement compiler, which costs as much again as the rows themselves."""
    written = [(name, writer(conn.dialect, table.c[name])) for name in rows[0]]
    quoted = conn.dialect.identifier_preparer
    listed = ", ".join(quoted.quote(name) for name, _ in written)
    marks = ", ".join("?" * len(written))
    conn.exec_driver_sql(
        f"INSERT INTO {quoted.format_table(table)} ({listed}) VALUES ({marks})",
        [tuple([write(row[name]) for name, write in written]) for row in rows],
    )


def _copy(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(rows[0])
    written = [(name, writer(conn.dialect, table.c[name])) for name in names]
    quoted = conn.dialect.identifier_preparer
    listed = ", ".join(quoted.quote(name) for name in names)
    statement = f"COPY {quoted.format_table(table)} ({listed}) FROM STDIN"
    driver: Any = conn.connection.dbapi_connection
    failure = conn.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([write(row[name]) for name, write in written])
    except failure as error:
        raise sa.exc.DBAPIError.instance(
            statement, None, error, failure, dialect=conn.dialect
        ) from error


def writer(dialect: sa.Dialect, column: sa.Column[Any]) -> Callable[[Any], Any]:
    """How a value of the column goes to the driver, as in an INSERT."""
    if column.default is not None:
        raise TypeError(f"{column} has a default that only an INSERT would make")
    write: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return write or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
