"""From a row to a value of a domain and back: same names, nothing else."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")


def reader(cls: type[T], table: sa.Table) -> tuple[sa.Select[Any], Callable[[Any], T]]:
    """A SELECT of the columns the dataclass has, and what makes a value of its row."""
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]

    def read(row: Any) -> T:
        return cls(*row[: len(names)])  # a page's row has its place in the list behind them

    return sa.select(*(table.c[name] for name in names)), read


def values(record: Any) -> dict[str, Any]:
    """The record's fields as column values."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))
