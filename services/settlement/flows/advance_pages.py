"""What the pages of advances show: sizes by year, usage by month, top-ups."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from services.settlement.problems_advances import TopUpNotFound
from services.settlement.store import advances, store
from sscsim.db import Page, PageQuery


def sizes(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return advances.sizes(tx, page, filters)


def usages(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return advances.usages(tx, page, filters).map(_usage)


def _usage(row: Any) -> dict[str, Any]:
    """With the ratio as it decided, not rounded."""
    return {**row._mapping, "usage": str(Fraction(row.used.fen, row.advance.fen))}


def top_ups(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return advances.top_ups(tx, page, filters)


def top_up(top_up_id: str) -> Any:
    with store.read() as tx:
        found = advances.top_up(tx, top_up_id)
    if found is None:
        raise TopUpNotFound(top_up_id=top_up_id)
    return found
