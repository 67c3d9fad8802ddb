"""Lists of what is no row of a table, a page at a time."""

from collections.abc import Sequence
from typing import Any

from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.db.pages import read_cursor, write_cursor


def page_of(found: Sequence[Any], page: PageQuery) -> Page:
    """The page that the query asks for, in the order of the list."""
    at = world.current()
    start = read_cursor(page, at) if page.cursor else 0
    end = start + page.limit
    return Page(list(found[start:end]), write_cursor(page, at, end) if end < len(found) else None)
