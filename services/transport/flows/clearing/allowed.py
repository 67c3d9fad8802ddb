"""Who may act for whom: an operator's party has the region of its city."""

from services.transport.flows.clearing import due
from sscsim import world
from sscsim.kernel import regions


def for_operator(operator_id: str) -> None:
    """RegionNotAllowed unless the caller acts for the operator's city."""
    world.require_region(due.region_of(operator_id))


def for_region(region: str) -> None:
    """RegionNotAllowed unless the caller acts for this region."""
    world.require_region(region)


def operators() -> frozenset[str]:
    """Operators that the caller may look at: of its city or province, all for the owner."""
    at = world.current()
    listed = due.operators()
    if at.region is None or world.is_inner():
        return frozenset(listed)
    return frozenset(
        operator
        for operator, region in listed.items()
        if at.region in (region, regions.province_of(region))
    )
