"""SQLite as all worlds share it: one dialect and one cache of compiled statements a process.

An engine a file would compile each statement anew for each world: most of what the first requests
in a world cost, and SQLAlchemy keeps what it compiled by the dialect object, one an engine.
"""

from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

MOST = 10_000
"""Statements that are kept compiled; the six services have some thousands."""


class SharedSqlite(SQLiteDialect_pysqlite):
    """The one dialect object of all engines; it holds nothing of a database."""

    supports_statement_cache = True
    _one: ClassVar["SharedSqlite | None"] = None

    def __new__(cls, *_args: Any, **_more: Any) -> "SharedSqlite":
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __init__(self, *args: Any, **more: Any) -> None:
        if "_is_made" not in self.__dict__:
            super().__init__(*args, **more)
            self._is_made = True


registry.register("sqlite.shared", __name__, SharedSqlite.__name__)
_compiled: LRUCache[Any, Any] = LRUCache(MOST)


def engine(file: Any, **more: Any) -> sa.Engine:
    """An engine on a SQLite file; `more` as for `sqlalchemy.create_engine`."""
    options = {"compiled_cache": _compiled, **more.pop("execution_options", {})}
    return sa.create_engine(f"sqlite+shared:///{file}", execution_options=options, **more)
