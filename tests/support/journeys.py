"""Walking a service item's journey in a world, and looking at the world afterwards."""

from scenarios import road
from scenarios.benefits import JOURNEYS, Desk
from scenarios.client import Client


def walked(owner: Client, code: str) -> None:
    """The journey of the item; then no job is dead and every law holds."""
    JOURNEYS[code](Desk(owner, code))
    road.calm(owner)
    assert owner.get("/sandbox/v1/dead-jobs")["data"] == []
    told = road.invariants(owner)
    assert told["holds"], [check for check in told["checks"] if not check["holds"]]
