"""What migrations make is what the code declares, on both databases."""

import importlib
import re
import secrets
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import registry
from sscsim.db import migrations

pytestmark = pytest.mark.db
OWNERS = (*registry.BY_NAME, "control", "gateway")


def metadata_of(owner: str) -> sa.MetaData:
    found: sa.MetaData = importlib.import_module(migrations.package_of(owner)).metadata
    return found


def plain(text: Any) -> str:
    return re.sub(r"[\s()\"]|::[a-z ]+(\[\])?", "", str(text)).lower()


def shape(conn: sa.Connection, schema: str | None) -> dict[str, Any]:
    """Everything of a schema that our code could rely on."""
    seen = sa.inspect(conn)
    found: dict[str, Any] = {}
    for name in sorted(set(seen.get_table_names(schema)) - {"alembic_version"}):
        found[name] = {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], plain(c.get("default")))
                for c in seen.get_columns(name, schema)
                if c["name"] != "seq"
            ),
            "key": seen.get_pk_constraint(name, schema)["constrained_columns"],
            "unique": sorted(
                (u["name"], u["column_names"]) for u in seen.get_unique_constraints(name, schema)
            ),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"]), _where(i))
                for i in seen.get_indexes(name, schema)
                if not i.get("duplicates_constraint")
            ),
            "checks": sorted(
                (c["name"], plain(c["sqltext"])) for c in seen.get_check_constraints(name, schema)
            ),
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"], f["referred_columns"])
                for f in seen.get_foreign_keys(name, schema)
            ),
        }
    return found


def _where(index: Any) -> str:
    options = index.get("dialect_options") or {}
    return plain(options.get("sqlite_where", options.get("postgresql_where", "")))


@pytest.mark.parametrize("owner", OWNERS)
def test_migrations_make_what_the_code_declares(owner: str, database: str, tmp_path: Path) -> None:
    metadata = metadata_of(owner)
    if database == "sqlite":
        for name, make in (
            ("migrated", lambda conn: migrations.upgrade(conn, owner)),
            ("declared", metadata.create_all),
        ):
            engine = sa.create_engine(f"sqlite:///{tmp_path}/{name}.db", poolclass=sa.NullPool)
            with engine.begin() as conn:
                make(conn)
            engine.dispose()
        shapes = []
        for name in ("migrated", "declared"):
            engine = sa.create_engine(f"sqlite:///{tmp_path}/{name}.db", poolclass=sa.NullPool)
            with engine.connect() as conn:
                shapes.append(shape(conn, None))
        assert shapes[0] == shapes[1]
        return
    from sscsim.db import engines

    schemas = [f"check_{secrets.token_hex(6)}" for _ in range(2)]
    with engines.postgres().connect() as conn:
        for schema in schemas:
            conn.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
        conn.exec_driver_sql(f'SET LOCAL search_path TO "{schemas[0]}"')
        conn.exec_driver_sql(migrations.ddl(owner))
        conn.exec_driver_sql(f'SET LOCAL search_path TO "{schemas[1]}"')
        metadata.create_all(conn)
        migrated, made = (shape(conn, schema) for schema in schemas)
        assert migrated == made
        conn.rollback()


@pytest.mark.parametrize("owner", OWNERS)
def test_an_upgrade_step_by_step_ends_where_a_new_schema_begins(
    owner: str, database: str, tmp_path: Path
) -> None:
    if database == "sqlite":
        pytest.skip("SQLite stores are always migrated step by step")
    from sscsim.db import engines

    schemas = [f"check_{secrets.token_hex(6)}" for _ in range(2)]
    with engines.postgres().connect() as conn:
        for schema in schemas:
            conn.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
        conn.exec_driver_sql(f'SET LOCAL search_path TO "{schemas[0]}"')
        conn.exec_driver_sql(migrations.ddl(owner))
        conn.exec_driver_sql(f'SET LOCAL search_path TO "{schemas[1]}"')
        migrations.upgrade(conn, owner)
        assert migrations.revision(conn) == migrations.head(owner)
        at_once, stepwise = (shape(conn, schema) for schema in schemas)
        assert at_once == stepwise
        conn.rollback()


@pytest.mark.parametrize("owner", OWNERS)
def test_a_service_has_one_line_of_migrations(owner: str) -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(migrations._config(owner))
    assert len(scripts.get_heads()) == 1
    for script in scripts.walk_revisions():
        assert not script.is_merge_point and not script.is_branch_point
        assert script.revision.startswith(f"{owner}_")
