"""Reading accumulators."""

from collections.abc import Mapping
from typing import Any

from services.medical.store import insured, store
from sscsim.db import Page, PageQuery


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return insured.page_of_years(tx, page, **filters)
