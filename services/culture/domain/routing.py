"""Where a copy goes next: to who waits for it, home, or onto the shelf where it is."""

from dataclasses import dataclass
from typing import Final

RESHELVE, KEEP_FOR_HOLD, SEND = "reshelve", "keep_for_hold", "send"
WAYS: Final = (RESHELVE, KEEP_FOR_HOLD, SEND)


@dataclass(frozen=True, slots=True)
class Route:
    """What to do with it: `event` of the copy's machine, and where it travels if it does."""

    event: str
    to_id: str | None = None


def route(at_id: str, owner_id: str, stays: bool, pickup_id: str | None) -> Route:
    """A copy that is free at a library.

    stays: it floats (流动馆藏), and its network lets it; pickup_id: where the reader who waits
    longest fetches it; None when nobody waits.

    >>> route("cql", "cdpl", True, None).event, route("cql", "cdpl", False, None).to_id
    ('reshelve', 'cdpl')
    >>> route("cql", "cdpl", True, "cql").event, route("cql", "cdpl", True, "scpl").to_id
    ('keep_for_hold', 'scpl')
    """
    if pickup_id is not None:
        return Route(KEEP_FOR_HOLD) if pickup_id == at_id else Route(SEND, pickup_id)
    if at_id == owner_id or stays:
        return Route(RESHELVE)
    return Route(SEND, owner_id)
