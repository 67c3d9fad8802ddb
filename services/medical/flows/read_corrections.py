"""Reading corrections."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.correction import Correction
from services.medical.flows import correct
from services.medical.problems_bills import CorrectionNotFound
from services.medical.store import corrections, store
from sscsim import world
from sscsim.db import Page, PageQuery


def get(correction_id: str) -> Correction:
    """A party of a region sees those of its region, and none of a party without one."""
    with store.read() as tx:
        found = correct.known(tx, correction_id)
    if found.care_region_code is not None:
        world.require_region(found.care_region_code)
    elif _own_region() is not None:
        raise CorrectionNotFound(correction_id=correction_id)
    return found


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    """A party of a region sees what was corrected there."""
    own, filters = _own_region(), dict(asked)
    if own is not None:
        world.require_region(filters.setdefault("care_region_code", own))
    with store.read() as tx:
        return corrections.page(tx, page, **filters)


def _own_region() -> str | None:
    """The region that the caller is kept to, if any."""
    return None if world.is_inner() else world.current().region
