"""Pages of a query (分页查询): the rows stand in `data`, and what page it is beside them.

The names are those that clients of Inner Mongolia read; their types and where rows are counted
from are assumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import refusals

LARGEST = 1000
"""Rows of a page. Assumed."""


@dataclass(frozen=True, slots=True)
class Paged:
    """The rows of one page; `number` counts pages from 1, `total` is all there is."""

    rows: Sequence[Mapping[str, Any]]
    number: int
    size: int
    total: int

    def shown(self, rows: Sequence[Any]) -> dict[str, Any]:
        """The page with its rows as they are written."""
        pages = -(-self.total // self.size)
        return {
            "recordCounts": self.total,
            "pages": pages,
            "pageNum": self.number,
            "pageSize": self.size,
            "startRow": (self.number - 1) * self.size + 1 if rows else 0,
            "size": len(rows),
            "firstPage": self.number == 1,
            "lastPage": self.number >= pages,
            "data": list(rows),
        }


def page_of(rows: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> Paged:
    """The page that `page_num` and `page_size` ask for; one behind the last has no rows."""
    number = _whole(asked, "page_num", "当前页数", 9999)
    size = _whole(asked, "page_size", "本页数据量", LARGEST)
    start = (number - 1) * size
    return Paged(rows[start : start + size], number, size, len(rows))


def _whole(asked: Mapping[str, Any], name: str, title: str, most: int) -> int:
    value: Decimal = asked[name]
    if not 1 <= value <= most:
        raise refusals.message(
            f"节点data的字段{name}（{title}）应为1至{most}的整数", f"data.{name}"
        )
    return int(value)
