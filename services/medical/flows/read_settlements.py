"""Reading settlements."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.settlement import Settlement
from services.medical.flows import settling
from services.medical.store import settlements, store
from sscsim import world
from sscsim.db import Page, PageQuery


def get(settlement_id: str) -> Settlement:
    with store.read() as tx:
        return settling.known(tx, settlement_id)


def explained(settlement_id: str) -> tuple[Settlement, dict[str, Any] | None]:
    """With how each amount came about; None while nothing is settled."""
    with store.read() as tx:
        found = settling.known(tx, settlement_id)
        return found, settlements.explanation_of(tx, settlement_id)


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    at, filters = world.current(), dict(asked)
    with store.read() as tx:
        if at.region is not None and not world.is_inner() and "home_region_code" not in filters:
            filters.setdefault("care_region_code", at.region)
        return settlements.page(tx, page, **filters)
