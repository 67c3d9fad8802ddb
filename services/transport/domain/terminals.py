"""A terminal (终端): a gate of a station, a reader on a bus, a counter; its number: 12 digits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

GATE, BUS, COUNTER = "gate", "bus", "counter"
KINDS: Final = (GATE, BUS, COUNTER)
ACTIVE, BLOCKED = "active", "blocked"
STATUSES: Final = (ACTIVE, BLOCKED)


@dataclass(frozen=True, slots=True)
class Terminal:
    """`key_version`: of the key by which it signs what it queued without network.

    `hot_list_number`: the newest entry of the hot list it has said it holds, and when it got it.
    """

    id: str
    number: str
    operator_id: str
    fare_system_id: str
    kind: str
    station_id: str | None
    line_id: str | None
    vehicle_id: str | None
    status: str
    key_version: int
    last_sequence: int
    hot_list_number: int
    hot_list_at: datetime | None
    last_seen_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def new(
    terminal_id: str,
    number: str,
    operator_id: str,
    fare_system_id: str,
    kind: str,
    place: tuple[str | None, str | None, str | None],
    now: datetime,
) -> Terminal:
    """A terminal that was never used. `place`: its station, line and vehicle."""
    station_id, line_id, vehicle_id = place
    return Terminal(
        id=terminal_id,
        number=number,
        operator_id=operator_id,
        fare_system_id=fare_system_id,
        kind=kind,
        station_id=station_id,
        line_id=line_id,
        vehicle_id=vehicle_id,
        status=ACTIVE,
        key_version=0,
        last_sequence=0,
        hot_list_number=0,
        hot_list_at=None,
        last_seen_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
