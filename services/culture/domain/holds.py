"""A hold (预约): who waits for a title, and the copy that comes to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.states import Machine

WAITING, COMING, READY = "waiting", "in_transit", "ready"
COLLECTED, CANCELLED, EXPIRED = "collected", "cancelled", "expired"
MACHINE: Final = Machine(
    "hold",
    initial=WAITING,
    edges=[
        (WAITING, "send", COMING),
        (WAITING, "shelve", READY),
        (WAITING, "collect", COLLECTED),
        (WAITING, "cancel", CANCELLED),
        (COMING, "shelve", READY),
        (COMING, "cancel", CANCELLED),
        (COMING, "lose_copy", WAITING),
        (READY, "collect", COLLECTED),
        (READY, "cancel", CANCELLED),
        (READY, "expire", EXPIRED),
        (READY, "lose_copy", WAITING),
    ],
)
STATUSES: Final = MACHINE.states
LIVE: Final = (WAITING, COMING, READY)


@dataclass(frozen=True, slots=True)
class Hold:
    """copy_id: the copy that is kept or on its way; live_copy_id: the same while it is, and no
    two holds have one. expires_on: the last day on which it can be fetched."""

    id: str
    reader_id: str
    person_id: str
    title_id: str
    network_id: str
    pickup_library_id: str
    copy_id: str | None
    live_copy_id: str | None
    status: str
    ready_on: date | None
    expires_on: date | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Transit:
    """A copy on its way between two libraries (图书流转). moving_copy_id: the copy while it is
    under way: a copy has at most one. hold_id: for whom it travels; else it goes home."""

    id: str
    copy_id: str
    moving_copy_id: str | None
    from_id: str
    to_id: str
    hold_id: str | None
    sent_at: datetime
    arrives_at: datetime
    arrived_at: datetime | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


UNDER_WAY, ARRIVED = "under_way", "arrived"
TRANSIT_STATUSES: Final = (UNDER_WAY, ARRIVED)
