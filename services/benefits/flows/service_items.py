"""The 95 service items: one, those that a few words and filters find, and their regions' lists.

The catalogue is in memory, read when the service starts; no world changes it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from services.benefits.domain import search
from services.benefits.domain.cooperation import CooperationItem
from services.benefits.domain.item import Item
from services.benefits.domain.vocabulary import Vocabulary
from services.benefits.problems_catalogue import ServiceItemNotFound
from services.benefits.store import catalogue
from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.db.pages import read_cursor, write_cursor


def items() -> Iterable[Item]:
    """All of them, in their order."""
    return catalogue.items().values()


def vocabulary() -> Vocabulary:
    """The words that items use."""
    return catalogue.vocabulary()


def get(code: str) -> Item:
    """The item with this code; ServiceItemNotFound."""
    try:
        return catalogue.items()[code]
    except KeyError:
        raise ServiceItemNotFound(code=code) from None


def page(query: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Items in the order of the catalogue, a page at a time."""
    return _page_of(list(chosen(**filters)), query)


def chosen(q: str | None = None, **asked: str) -> Iterable[Item]:
    """Items that are as asked: each filter is a value of the field of its name, or one of them."""
    known = catalogue.items()
    codes = known if q is None else search.found(q, _entries())
    return [
        known[code]
        for code in codes
        if all(is_(known[code], name, word) for name, word in asked.items())
    ]


_LISTS = {"scheme": "schemes", "actor": "actors", "applicant": "applicants"}
_NAMES = {"in_official_95": "membership"}


def is_(item: Item, name: str, word: str) -> bool:
    """Whether the item passes one filter."""
    if name in _LISTS:
        return word in getattr(item, _LISTS[name])
    return bool(getattr(item, _NAMES.get(name, name)) == word)


def page_of_cooperation(query: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Entries of the schemes' lists, scheme by scheme, a page at a time."""
    return _page_of(list(cooperation(**filters)), query)


def cooperation(
    scheme: str | None = None, item_code: str | None = None, confidence: str | None = None
) -> Iterable[CooperationItem]:
    for of in catalogue.cooperation().values():
        for entry in of.items.values():
            if (
                scheme in (None, of.scheme)
                and item_code in (None, entry.item_code)
                and confidence in (None, entry.confidence)
            ):
                yield entry


@cache
def _entries() -> tuple[search.Entry, ...]:
    domains, spelled = catalogue.vocabulary().domains, catalogue.pinyin()
    return tuple(
        search.entry(item.code, item.key, (item.name, domains[item.domain].name), spelled[code])
        for code, item in catalogue.items().items()
    )


def _page_of(found: list[Any], query: PageQuery) -> Page:
    at = world.current()
    start = read_cursor(query, at) if query.cursor else 0
    end = start + query.limit
    return Page(found[start:end], write_cursor(query, at, end) if end < len(found) else None)
