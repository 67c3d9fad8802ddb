"""A world of the tests that gets a used schema gets it as a new one, or a new one."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import registry
from sscsim.db import STORES, engines, migrations
from sscsim.db.engines import Place
from tests.conftest import pg_url, using
from tests.support import schemas
from tests.support.bench import Bench
from tests.support.specimen.store import accounts, open_account, store

pytestmark = pytest.mark.db


@pytest.fixture(autouse=True)
def postgresql(data_dir: Any) -> Iterator[None]:
    for _ in using("postgresql", pg_url(), data_dir):
        yield


def facts(schema: str) -> dict[str, Any]:
    """Everything a catalogue tells of a schema, the rows of its tables and its sequences."""
    found: dict[str, Any] = {}
    with engines.postgres().begin() as conn:
        names = conn.exec_driver_sql(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = CAST(%(s)s AS regnamespace)"
            " ORDER BY 1",
            {"s": f'"{schema}"'},
        ).all()
        for name, kind in names:
            if kind in "rS":
                shown = f'SELECT * FROM "{schema}"."{name}"'
                found[name] = (kind, [tuple(row) for row in conn.exec_driver_sql(shown)])
            else:
                found[name] = kind
        for asked in (
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace",
            "SELECT relname, pg_get_indexdef(oid) FROM pg_class WHERE relkind = 'i'"
            " AND relnamespace",
            "SELECT c.relname, a.attnum, a.attname, format_type(atttypid, atttypmod), attnotnull,"
            " pg_get_expr(adbin, adrelid) FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid"
            " LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum"
            " WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace",
        ):
            rows = conn.exec_driver_sql(
                f"{asked} = CAST(%(s)s AS regnamespace) ORDER BY 1, 2", {"s": f'"{schema}"'}
            )
            found[asked] = [str(tuple(row)).replace(schema, "") for row in rows]
    return found


def number_of(bench: Bench) -> int:
    with engines.postgres().connect() as conn:
        return schemas._known(conn, schema_of(bench))[0]


def schema_of(bench: Bench, service: str = "specimen") -> str:
    return Place(bench.sandbox, bench.generation, service).schema


def test_the_next_world_gets_what_the_last_one_left() -> None:
    first = Bench(preset="demo").make()
    with first.entered(), store.write() as tx:
        open_account(tx, "somebody", 5)
    number = number_of(first)
    first.drop()
    second = Bench().make()
    with second.entered(), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(accounts)) == 0
    assert number_of(second) == number
    second.drop()


@pytest.mark.parametrize("service", (*registry.BY_NAME, "gateway"))
def test_it_is_as_new(service: str) -> None:
    importlib.import_module(migrations.package_of(service))
    kept = STORES[service]

    def made() -> tuple[Bench, dict[str, Any]]:
        bench = Bench().make()
        schema = schema_of(bench, service)
        with engines.postgres().begin() as conn:
            migrations.make_schema(conn, service, schema)
        return bench, facts(schema)

    used, new = made()
    schema = schema_of(used, service)
    with engines.postgres().begin() as conn:
        conn.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')
        for name, (kind, _) in [(n, f) for n, f in new.items() if isinstance(f, tuple)]:
            if kind == "S":
                conn.exec_driver_sql(f"SELECT nextval('\"{name}\"')")
        conn.execute(kept.common.world_meta.insert().values(id=1, epoch=7))
        conn.execute(kept.common.inbox.insert().values(key="k", received_at=used.now))
    assert facts(schema) != new
    used.drop()
    again, seen = made()
    assert seen == new
    again.drop()


def test_a_schema_that_was_changed_is_not_kept() -> None:
    bench = Bench().make()
    with bench.entered(), store.read():
        number = number_of(bench)
    with engines.postgres().begin() as conn:
        conn.exec_driver_sql(f'CREATE TABLE "{schema_of(bench)}".more (id int)')
    bench.drop()
    assert not kept(number)


def test_a_schema_at_another_revision_is_not_kept() -> None:
    bench = Bench().make()
    with bench.entered(), store.write() as tx:
        number = number_of(bench)
        tx.conn.exec_driver_sql("UPDATE alembic_version SET version_num = 'specimen_0001'")
    bench.drop()
    assert not kept(number)


def kept(number: int) -> bool:
    with engines.postgres().connect() as conn:
        found = conn.exec_driver_sql(
            "SELECT 1 FROM pg_namespace WHERE oid = %(n)s", {"n": number}
        ).scalar()
    return found is not None


def test_what_a_failed_seed_left_is_gone() -> None:
    first = Bench(preset="demo").make()
    with first.entered(), store.read():
        pass
    first.drop()
    broken = Bench(preset="broken").make()
    with broken.entered(), pytest.raises(RuntimeError, match="the seed failed"), store.read():
        pass
    broken.drop()
    after = Bench().make()
    with after.entered(), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(accounts)) == 0
    after.drop()
