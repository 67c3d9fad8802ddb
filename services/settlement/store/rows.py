"""Between rows and values of the domain."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from services.settlement.domain.amounts import ZERO, Split
from services.settlement.domain.chart import FUNDS
from sscsim.kernel.money import Money

PARTS = (*FUNDS, "account")
"""The columns that together hold a Split."""


def split_of(row: Any, prefix: str = "") -> Split:
    """The split a row holds, in columns with this prefix; nothing is zero."""
    return Split(*[ZERO if part is None else part for part in _parts(prefix)(row)])


@cache
def _parts(prefix: str) -> Callable[[Any], tuple[Money | None, ...]]:
    return attrgetter(*(prefix + name for name in PARTS))


def whole_split(row: Any, amount: Money) -> Split:
    """The split of an amount: what no fund and no account has of it is of another kind."""
    parts = split_of(row)
    return replace(parts, other=amount - parts.clearing)


def split_columns(split: Split) -> dict[str, Money]:
    return {**split.funds, "account": split.account}


def stamps(now: datetime) -> dict[str, Any]:
    return {"version": 1, "created_at": now, "updated_at": now}


def changed(table: sa.Table, now: datetime) -> dict[str, Any]:
    return {"version": table.c.version + 1, "updated_at": now}


def total(column: Any) -> Any:
    """A sum of money or of counts, of the same type on both databases."""
    return sa.cast(sa.func.sum(column), column.type)


def summed_parts(table: sa.Table) -> list[Any]:
    """The sums of all parts of a split, under the names of the parts."""
    return [total(table.c[name]).label(name) for name in PARTS]
