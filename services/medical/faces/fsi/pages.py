"""Which page and which days a query asks for; the fields are our own where no source has them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from services.medical.faces.fsi import refusals

SIZE, MOST = 100, 500
"""Rows of a page that doesn't say how many, and the most that it may ask for."""


class AskedPage(NamedTuple):
    number: int
    size: int


def of(said: Mapping[str, Any], node: str = "data") -> AskedPage:
    """FsiRefused for a page before the first, or of no rows or too many."""
    number, size = int(said.get("page_num", 1)), int(said.get("page_size", SIZE))
    if number < 1:
        raise refusals.message(f"节点{node}的字段page_num（当前页数）应大于0", f"{node}.page_num")
    if not 1 <= size <= MOST:
        raise refusals.message(
            f"节点{node}的字段page_size（本页数据量）应为1至{MOST}", f"{node}.page_size"
        )
    return AskedPage(number, size)


def days(said: Mapping[str, Any], node: str = "data") -> tuple[date | None, date | None]:
    """From and to; FsiRefused if they are the wrong way round."""
    since, until = said.get("begndate"), said.get("enddate")
    if since is not None and until is not None and until < since:
        raise refusals.message(
            f"节点{node}的字段enddate（结束日期）早于begndate（开始日期）", f"{node}.enddate"
        )
    return since, until
