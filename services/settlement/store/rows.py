"""Between rows and values of the domain."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.settlement.domain.amounts import Split
from services.settlement.domain.chart import FUNDS
from sscsim.kernel.money import Money

PARTS = (*FUNDS, "account")
"""The columns that together hold a Split."""


def split_of(row: Any) -> Split:
    """The split a row holds."""
    return Split(*(getattr(row, name) for name in PARTS))


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
