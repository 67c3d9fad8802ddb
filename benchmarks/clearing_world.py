"""A month of recorded claims between 31 regions, loaded by one statement, to be closed again and
again."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from services.settlement.flows import clearing
from services.settlement.store import (
    cycle_lines,
    cycles,
    store,
    tables,
    tables_books,
    tables_clearing,
    tables_cycles,
)
from services.settlement.store.rows import PARTS
from sscsim import clock, db, jobs, settings
from sscsim.db import engines
from sscsim.kernel.periods import Month
from tests.support.bench import Bench

REGIONS = tuple(f"{number}0100" for number in range(11, 42))
"""As many as there are provinces; what they are called does not matter here."""
HOSPITALS_EACH = 40
MONTH = Month(2026, 4)
DONE = datetime(2026, 8, 1, tzinfo=clock.SHANGHAI)
MADE = (
    tables_books.postings,
    tables_books.journals,
    tables_books.book_days,
    tables_books.account_days,
    tables_cycles.declarations,
    tables_cycles.statement_lines,
    tables_cycles.signatures,
    tables_cycles.statements,
    tables_cycles.positions,
    tables_cycles.notices,
    tables_cycles.payments,
    tables_clearing.claim_moves,
    tables_clearing.receipts,
    store.common.events,
    store.common.jobs,
)
"""What closing a month writes, so that it can be closed again."""


@contextlib.contextmanager
def a_world(folder: Path, url: str = "") -> Iterator[Bench]:
    settings.use(
        settings.Settings(
            data_dir=folder, context_secret="bench", log_level="error", database_url=url
        )
    )
    jobs.use_nothing()
    bench = Bench().make()
    try:
        with bench.entered(role="system"), store.read():
            pass  # the store is made on first touch
        yield bench
    finally:
        bench.drop()
        db.close_all()
        settings.use(None)


def loaded(bench: Bench, claims: int) -> str:
    """That many claims in an open month; its cycle's id."""
    with bench.entered(role="system"), store.write() as tx:
        cycle, _ = cycles.open_month(tx, MONTH)
        clearing.arrange(tx, "freeze", cycle)
        indexes = sorted(tables.claims.indexes, key=lambda index: str(index.name))
        for index in indexes:
            index.drop(tx.conn)
        tx.conn.exec_driver_sql(_claims(tx.conn.dialect.name, claims, cycle.id))
        for index in indexes:
            index.create(tx.conn)
        cycle_lines.enter(tx, tables.claims.c.cycle_id == cycle.id)
    _looked_after(bench)
    return cycle.id


def _looked_after(bench: Bench) -> None:
    """As a database is in life: its planner knows the rows, PostgreSQL has vacuumed them."""
    with bench.entered(role="system"), store.write() as tx:
        tx.conn.exec_driver_sql("ANALYZE")
        on_postgres = tx.conn.dialect.name == "postgresql"
        schema = tx.conn.exec_driver_sql("SELECT current_schema()").scalar() if on_postgres else ""
    if on_postgres:
        with engines.postgres().connect() as conn:
            apart = conn.execution_options(isolation_level="AUTOCOMMIT")
            apart.exec_driver_sql(f'VACUUM ANALYZE "{schema}".claims')


def _claims(dialect: str, claims: int, cycle_id: str) -> str:
    """One INSERT: pairs, hospitals and amounts by arithmetic on the claim's number."""
    count = len(REGIONS)
    numbers = f"SELECT n FROM generate_series(1::bigint, {claims}::bigint) AS g(n)"
    number = "lpad(CAST(n AS TEXT), 10, '0')"
    if dialect == "sqlite":
        numbers = (
            f"SELECT n FROM (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL"
            f" SELECT n + 1 FROM g WHERE n < {claims}) SELECT n FROM g)"
        )
        number = "substr('0000000000' || CAST(n AS TEXT), -10)"
    region = "CAST({} AS TEXT) || '0100'"
    home = region.format(f"11 + (n % {count})")
    care = region.format(f"11 + (n % {count} + 1 + n / {count} % {count - 1}) % {count}")
    at = "'2026-04-15T01:00:00.000000Z'"
    values = {
        "id": f"'clm_' || {number}",
        "exchange_id": f"'stl_' || {number}",
        "home_region": home,
        "care_region": care,
        "institution_id": f"'ins_' || CAST(n * 7 % {HOSPITALS_EACH} AS TEXT) || {care}",
        "person_id": "'psn_' || CAST(n % 300000 AS TEXT)",
        "insurance": f"CASE n / {count * (count - 1)} % 3 WHEN 0 THEN 'resident_basic_medical'"
        " ELSE 'employee_basic_medical' END",
        **dict.fromkeys(PARTS, "0"),
        "hifp": "100 + n * 7919 % 500000",
        "hifob": "n % 900",
        "account": "n % 5000",
        "clearing": "100 + n * 7919 % 500000 + n % 900 + n % 5000",
        "settled_at": at,
        "recorded_at": at,
        "status": "'settled'",
        "cycle_id": f"'{cycle_id}'",
        "rule": "'in_window'",
        "version": "1",
        "created_at": at,
        "updated_at": at,
    }
    for column in tables.claims.columns:
        if not column.nullable and column.name not in {"seq", *values}:
            values[column.name] = _default(column)
    chosen = ", ".join(values.values())
    made = f"INSERT INTO claims ({', '.join(values)}) SELECT {chosen} FROM ({numbers}) AS numbers"
    return made if dialect == "sqlite" else made.replace("%", "%%")  # psycopg reads them


def _default(column: sa.Column[Any]) -> str:
    """What the table gives a column of its own accord: a benchmark does not know them all."""
    assert isinstance(column.server_default, sa.DefaultClause), column.name
    given = column.server_default.arg
    return f"'{given}'" if isinstance(given, str) else str(given).upper()


def opened_again(bench: Bench, cycle_id: str) -> None:
    with bench.entered(role="system"), store.write() as tx:
        for each in MADE:
            tx.execute(each.delete())
        table = tables_cycles.cycles
        stamps = [column.name for column in table.c if column.name.endswith("_at")]
        again = {name: None for name in stamps if table.c[name].nullable}
        tx.execute(
            table.update()
            .where(table.c.id == cycle_id)
            .values(status="open", statement_version=0, **again)
        )
        cycle = cycles.find(tx, cycle_id)
        assert cycle is not None
        clearing.arrange(tx, "freeze", cycle)


def checked(bench: Bench, cycle_id: str, claims: int) -> None:
    """The month is closed, and every claim is in its statements."""
    with bench.entered(role="system"), store.read() as tx:
        cycle = cycles.find(tx, cycle_id)
        assert cycle is not None
        assert cycle.status == "closed", cycle.status
        assert sum(each.claims for _, each in cycles.published(tx, cycle)) == claims
