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
        return _of_the_callers_region(settling.known(tx, settlement_id))


def explained(settlement_id: str) -> tuple[Settlement, dict[str, Any] | None]:
    """With how each amount came about; None while nothing is settled."""
    with store.read() as tx:
        found = _of_the_callers_region(settling.known(tx, settlement_id))
        return found, settlements.explanation_of(tx, settlement_id)


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    """A party of a region sees what was settled there, or, asking for it, at its expense."""
    at, filters = world.current(), dict(asked)
    if at.region is not None and not world.is_inner():
        if "home_region_code" in filters:
            world.require_region(filters["home_region_code"])
        else:
            world.require_region(filters.setdefault("care_region_code", at.region))
    with store.read() as tx:
        return settlements.page(tx, page, **filters)


def _of_the_callers_region(settlement: Settlement) -> Settlement:
    """Both regions of a settlement may read it, and nobody else's party."""
    try:
        world.require_region(settlement.home_region_code)
    except world.RegionNotAllowed:
        world.require_region(settlement.care_region_code)
    return settlement
