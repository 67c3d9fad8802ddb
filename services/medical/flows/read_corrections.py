"""Reading corrections."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.correction import Correction
from services.medical.flows import correct
from services.medical.store import corrections, store
from sscsim import world
from sscsim.db import Page, PageQuery


def get(correction_id: str) -> Correction:
    with store.read() as tx:
        found = correct.known(tx, correction_id)
    if found.care_region_code is not None:
        world.require_region(found.care_region_code)
    return found


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    """A party of a region sees what was corrected there."""
    at, filters = world.current(), dict(asked)
    if at.region is not None and not world.is_inner():
        world.require_region(filters.setdefault("care_region_code", at.region))
    with store.read() as tx:
        return corrections.page(tx, page, **filters)
