"""Reading accumulators."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from services.medical.domain.accumulator import Accumulator
from services.medical.store import diseases, insured, store
from sscsim.db import Page, PageQuery


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Years, each with the chronic diseases that were billed in it."""
    with store.read() as tx:

        def shown(one: Accumulator) -> dict[str, Any]:
            plain = {field.name: getattr(one, field.name) for field in fields(one)}
            return {**plain, "diseases": diseases.of_year(tx, one.key)}

        return insured.page_of_years(tx, page, **filters).map(shown)
