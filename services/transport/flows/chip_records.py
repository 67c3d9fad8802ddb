"""Records of chips, taken apart and put together: no world is looked at but the clock's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from services.transport import problems_offline as problems
from services.transport.domain import chip, chip_places
from services.transport.domain.chip import (
    ApplicationBlock,
    ChipRecordWrong,
    JourneyRecord,
    PurseRecord,
)
from services.transport.store import catalogue, issuers

PURSE, JOURNEY, APPLICATION, BALANCE = "purse", "journey", "application", "balance"
LAYOUTS: Final[Mapping[str, Any]] = {
    PURSE: PurseRecord,
    JOURNEY: JourneyRecord,
    APPLICATION: ApplicationBlock,
}
LENGTHS: Final = {
    PURSE: chip.PURSE_LENGTH,
    JOURNEY: chip.JOURNEY_LENGTH,
    APPLICATION: chip.APPLICATION_LENGTH,
    BALANCE: 4,
}
"""Bytes of each kind of record."""
KINDS: Final = tuple(LENGTHS)
_SYSTEMS: Final = {"metro": "rail", "bus": "bus"}


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """`record`: a value of the layout's class, or Money of a balance. `place`: where a journey
    record says it was, as far as this simulator's numbers are known."""

    kind: str
    bytes: bytes
    record: Any
    place: Mapping[str, str]


def decode(kind: str, content: str) -> ShownRecord:
    """What a record in hexadecimal digits says. ChipRecordUnreadable."""
    raw = bytes.fromhex(content)
    try:
        record = chip.balance(raw) if kind == BALANCE else LAYOUTS[kind].decode(raw)
    except ChipRecordWrong as fault:
        raise problems.ChipRecordUnreadable(str(fault), "/hex") from None
    return ShownRecord(kind, raw, record, _place(record))


def encode(kind: str, said: Mapping[str, Any]) -> ShownRecord:
    """A record with these values, its layout's own names. ChipRecordUnreadable."""
    try:
        record = LAYOUTS[kind](**said)
        for name in ("at",):
            if getattr(record, name, None) is not None:
                record = replace(record, **{name: getattr(record, name).replace(microsecond=0)})
        raw = record.encode()
    except ChipRecordWrong as fault:
        raise problems.ChipRecordUnreadable(str(fault), f"/{kind}") from None
    return ShownRecord(kind, raw, record, _place(record))


def _place(record: Any) -> dict[str, str]:
    """City, fare system, line and station of a journey record; what isn't known is left out."""
    if not isinstance(record, JourneyRecord):
        return {}
    issuer = issuers.by_city_code().get(record.city)
    if issuer is None:
        return {}
    found = {"region_code": issuer.region}
    kind = _SYSTEMS.get(record.kind)
    for system in catalogue.systems().values():
        if (system.region, system.kind) == (issuer.region, kind):
            found["fare_system_id"] = system.id
            try:
                network = catalogue.networks().get(system.id)
                line_id, station_id = chip_places.place_of(network, record.station)
            except ValueError:
                return found
            named = {"line_id": line_id, "station_id": station_id}
            return found | {name: value for name, value in named.items() if value is not None}
    return found
