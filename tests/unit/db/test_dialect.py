"""Worlds share what SQLAlchemy compiled, and nothing of their data."""

from pathlib import Path

import sqlalchemy as sa

from sscsim.db import dialect

THINGS = sa.Table("things", sa.MetaData(), sa.Column("name", sa.String))


def test_a_statement_is_compiled_once_for_all_worlds(tmp_path: Path) -> None:
    first, second = (dialect.engine(tmp_path / f"{name}.db") for name in ("one", "two"))
    wanted = sa.select(THINGS.c.name).where(THINGS.c.name == sa.bindparam("name"))
    found = []
    for engine, name in ((first, "a"), (second, "b")):
        with engine.begin() as conn:
            THINGS.create(conn)
            conn.execute(THINGS.insert(), {"name": name})
            before = len(dialect._compiled)
            rows = [conn.execute(wanted, {"name": each}).scalar() for each in "ab"]
            found.append((rows, len(dialect._compiled) - before))
        engine.dispose()
    assert found == [(["a", None], 1), ([None, "b"], 0)]
    assert first.dialect is second.dialect
