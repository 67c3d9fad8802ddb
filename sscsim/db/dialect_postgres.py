"""PostgreSQL as `sscsim.db.dialect` has SQLite: statements stay compiled when an engine is closed.

A module of its own: who has no PostgreSQL does not pay for loading its driver.
"""

from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.util import LRUCache

from sscsim.db.dialect import MOST


class SharedPostgres(PGDialect_psycopg):
    """The one dialect object of all engines; what it knows of a server each engine asks anew."""

    supports_statement_cache = True
    _one: ClassVar["SharedPostgres | None"] = None

    def __new__(cls, *_args: Any, **_more: Any) -> "SharedPostgres":
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __init__(self, *args: Any, **more: Any) -> None:
        if "_is_made" not in self.__dict__:
            super().__init__(*args, **more)  # type: ignore[no-untyped-call]
            self._is_made = True


registry.register("postgresql.shared", __name__, SharedPostgres.__name__)
_compiled: LRUCache[Any, Any] = LRUCache(MOST)


def engine(url: str, **more: Any) -> sa.Engine:
    """An engine on a database; `more` as for `sqlalchemy.create_engine`."""
    options = {"compiled_cache": _compiled, **more.pop("execution_options", {})}
    shared = sa.make_url(url).set(drivername="postgresql+shared")
    return sa.create_engine(shared, execution_options=options, **more)
