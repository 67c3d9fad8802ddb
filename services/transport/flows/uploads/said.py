"""What an upload says of a tap, as it is kept: plain values, and the tap they make."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from services.transport.domain.chip import JourneyRecord
from services.transport.domain.taps import ENTRY, EXIT, OFFLINE, PURSE, RECORD, RIDE, Seen
from services.transport.flows.judging import KEY_VERSION, SIGNATURE
from sscsim import clock
from sscsim.kernel.money import Money

_KINDS: Final = {"entry": ENTRY, "exit": EXIT}
_SAME: Final = (
    *("kind", "medium", "reference", "terminal_number", "terminal_sequence", "station_id"),
    *("line_id", "vehicle_id", "card_sequence", "tac", KEY_VERSION, SIGNATURE),
)


def plain(tap: Mapping[str, Any]) -> dict[str, Any]:
    """A queued tap as it is kept; whole seconds, as terminals sign them."""
    kept = {name: tap[name] for name in _SAME if tap.get(name) is not None}
    kept["tapped_at"] = clock.shown(tap["tapped_at"].replace(microsecond=0))
    if tap.get("taken") is not None:
        kept["taken_fen"] = tap["taken"].fen
    return kept


def of_record(number: str, record: JourneyRecord, text: str, read_at: str) -> dict[str, Any]:
    """A journey record as it is kept. `read_at`: the terminal that read the chip."""
    return {
        "kind": _KINDS.get(record.type, RIDE),
        "medium": PURSE,
        "reference": number,
        "terminal_number": record.terminal[-12:],
        "tapped_at": clock.shown(record.at),
        "taken_fen": record.amount.fen,
        "station": record.station,
        "record": text.lower(),
        "read_at": read_at,
    }


def seen(kept: Mapping[str, Any], upload_id: str, **extra: Any) -> Seen:
    """The tap that the line of an upload tells of."""
    is_record = "record" in kept
    taken = kept.get("taken_fen")
    return Seen(
        kind=kept["kind"],
        medium=kept["medium"],
        reference=kept["reference"],
        terminal_number=kept["terminal_number"],
        tapped_at=moment(kept),
        way=RECORD if is_record else OFFLINE,
        station_id=kept.get("station_id"),
        line_id=kept.get("line_id"),
        vehicle_id=kept.get("vehicle_id"),
        terminal_sequence=kept.get("terminal_sequence"),
        card_sequence=kept.get("card_sequence"),
        taken=None if taken is None else Money(taken),
        tac=kept.get("tac"),
        upload_id=upload_id,
        extra={
            **{name: kept[name] for name in (KEY_VERSION, SIGNATURE) if name in kept},
            **extra,
        },
    )


def moment(kept: Mapping[str, Any]) -> datetime:
    return clock.read_instant(kept["tapped_at"])
