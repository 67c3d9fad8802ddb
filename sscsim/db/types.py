"""Column types that mean the same on SQLite and on PostgreSQL.

Text compares by code point everywhere, instants and dates are fixed-width text that
sorts as time does, money is a whole number of fen.
"""

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Str(TypeDecorator[str]):
    """Text of at most `length` characters, compared by code point."""

    impl = sa.String
    cache_ok = True

    def __init__(self, length: int = 255) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.String(self.length, collation="C"))
        return dialect.type_descriptor(sa.String(self.length))

    def __repr__(self) -> str:
        return f"Str({self.length})"


class Long(TypeDecorator[str]):
    """Text without a length limit."""

    impl = sa.Text
    cache_ok = True

    def __repr__(self) -> str:
        return "Long()"


class Int(TypeDecorator[int]):
    impl = sa.BigInteger
    cache_ok = True

    def __repr__(self) -> str:
        return "Int()"


class Seq(TypeDecorator[int]):
    """The order of writing within a store; never shown."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        integer = sa.Integer() if dialect.name == "sqlite" else sa.BigInteger()
        return dialect.type_descriptor(integer)

    def __repr__(self) -> str:
        return "Seq()"


class Bool(TypeDecorator[bool]):
    impl = sa.Boolean
    cache_ok = True

    def __repr__(self) -> str:
        return "Bool()"


_ZERO = Money.zero()


class Fen(TypeDecorator[Money]):
    """Money as a whole number of fen."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Money):
            raise TypeError(f"a Fen column takes Money, not {value!r}")
        return value.fen

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> Money | None:
        if value is None:
            return None
        return Money(int(value)) if value else _ZERO

    def __repr__(self) -> str:
        return "Fen()"


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as fixed-width UTC text; read back in Shanghai time."""

    impl = sa.String
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(27)

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(sa.String(27, collation=collation))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else read_instant_text(value)

    def __repr__(self) -> str:
        return "Instant()"


@lru_cache(maxsize=4_096)
def instant_text(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=4_096)
def read_instant_text(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


class Date(TypeDecorator[date]):
    """A calendar date, kept as ISO text."""

    impl = sa.String
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(10)

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(sa.String(10, collation=collation))

    def process_bind_param(self, value: date | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)

    def __repr__(self) -> str:
        return "Date()"


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> Any | None:
        return None if value is None else json.loads(value)

    def __repr__(self) -> str:
        return "Json()"
