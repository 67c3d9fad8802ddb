"""What the price of a journey was made of, as it is kept with it: written, and read again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from services.transport.domain import riding
from services.transport.domain.journeys import Journey
from services.transport.domain.passes import Held
from services.transport.domain.pricing import Asked
from services.transport.domain.rider import CARD
from services.transport.domain.transfer import FirstRide
from sscsim.kernel.money import Money


def written(asked: Asked, pass_id: str | None) -> dict[str, Any]:
    """What a price was made of, as JSON; `read` makes it again."""
    said: dict[str, Any] = {"how": asked.how}
    if asked.exited_at is not None:
        said["exited"] = True
    if asked.waited is not None:
        said["waited_s"] = int(asked.waited.total_seconds())
    if asked.medium != CARD:
        said["medium"] = asked.medium
    if not asked.is_local:
        said["is_local"] = False
    if asked.age is not None:
        said["age"] = asked.age
    if asked.statuses:
        said["statuses"] = sorted(asked.statuses)
    for name, number in (("trips", asked.trips), ("uses", asked.uses)):
        if number:
            said[name] = number
    if asked.spent:
        said["spent_fen"] = asked.spent.fen
    if asked.first is not None:
        first = asked.first
        said["first"] = [
            first.mode,
            first.tapped_at.isoformat(),
            first.list_fare.fen,
            first.line_id,
            first.vehicle,
        ]
    if asked.held is not None:
        held = asked.held
        begun = held.first_entered_at
        said["held"] = [begun and begun.isoformat(), held.holder, held.rides_before]
    if pass_id is not None:
        said["pass"] = pass_id
    if asked.decided is not None:
        said["decided_fen"], said["why"] = asked.decided.fen, asked.why
    return said


def read(journey: Journey) -> Asked | None:
    """What the journey's price was made of; None of one that is open or cancelled."""
    said = journey.priced
    if said is None:
        return None
    how = said["how"]
    waited, first, held = said.get("waited_s"), said.get("first"), said.get("held")
    decided = said.get("decided_fen")
    return Asked(
        how=how,
        entered_at=journey.entered_at,
        exited_at=journey.exited_at if said.get("exited") else None,
        start=journey.entry_station_id,
        end=journey.exit_station_id,
        line_id=journey.line_id if how == riding.BUS_RIDE else None,
        vehicle_id=journey.vehicle_id,
        waited=None if waited is None else timedelta(seconds=waited),
        medium=said.get("medium", CARD),
        is_local=said.get("is_local", True),
        age=said.get("age"),
        statuses=frozenset(said.get("statuses", ())),
        trips=said.get("trips", 0),
        spent=Money(said.get("spent_fen", 0)),
        uses=said.get("uses", 0),
        first=None if first is None else _first_read(first),
        held=None if held is None else _held_read(held),
        decided=None if decided is None else Money(decided),
        why=said.get("why"),
    )


def _first_read(said: Sequence[Any]) -> FirstRide:
    mode, tapped_at, fare, line_id, vehicle = said
    return FirstRide(mode, datetime.fromisoformat(tapped_at), Money(fare), line_id, vehicle)


def _held_read(said: Sequence[Any]) -> Held:
    begun, holder, rides = said
    return Held(begun and datetime.fromisoformat(begun), holder, rides)
