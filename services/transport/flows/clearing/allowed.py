"""Who may act for whom: an operator's party has the region of its city."""

from services.transport.flows.clearing import due
from sscsim import world


def for_operator(operator_id: str) -> None:
    """RegionNotAllowed unless the caller acts for the operator's city."""
    world.require_region(due.region_of(operator_id))


def for_region(region: str) -> None:
    """RegionNotAllowed unless the caller acts for this region."""
    world.require_region(region)
