"""A tap (刷卡、扫码): somebody at a terminal, with a card or a code; a fact, kept as it came.

Where it came from, what was decided of it, and by which code, are words of closed lists.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sscsim.kernel.money import Money

ENTRY, EXIT, RIDE = "entry", "exit", "ride"
KINDS: Final = (ENTRY, EXIT, RIDE)
"""Into a metro, out of it, or once on a bus."""

PURSE, CODE, BANK = "transit_card", "electronic_code", "bank_card"
MEDIA: Final = (PURSE, CODE, BANK)

ONLINE, OFFLINE, RECORD = "online", "offline", "chip_record"
WAYS: Final = (ONLINE, OFFLINE, RECORD)
"""At a gate with network; queued and signed by one without; a T-Union record read from a card."""

ACCEPTED, ADJUSTED, PENDING, REJECTED = "accepted", "adjusted", "pending", "rejected"
RESULTS: Final = (ACCEPTED, ADJUSTED, PENDING, REJECTED)

OK: Final = "OK"
CODES: Final = (
    OK,
    "FARE_ADJUSTED",  # another amount than the gate took; the difference is given back or taken
    "NO_ENTRY",  # an exit without its entry: charged by the city's rule
    "ENTRY_REPLACED",  # an entry while a journey was open: that one is incomplete
    "LATE_UPLOAD",  # pending: behind the window, waits for a decision
    "TAC_ERR",
    "SIGNATURE_WRONG",
    "DUPLICATE",
    "ISSUER_UNKNOWN",
    "CARD_UNKNOWN",
    "CITY_NOT_ACCEPTED",
    "CARD_NOT_USABLE",
    "CARD_EXPIRED",
    "HOT_LISTED",
    "HOT_LIST_STALE",
    "AMOUNT_ABOVE_LIMIT",
    "CUMULATIVE_ABOVE_LIMIT",
    "TOO_OLD",
    "IN_FUTURE",
    "SEQUENCE_WRONG",
    "RECORD_UNKNOWN",  # a record that the chip never wrote
    "TERMINAL_UNKNOWN",
    "STATION_UNKNOWN",
    "CODE_INVALID",
    "BALANCE_TOO_LOW",
    "ENTRY_REFUSED",
    "EXIT_REFUSED",
    "DECLINED",  # the acquirer of an open-loop ride
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A tap as a terminal tells it, before anything is decided.

    `medium`: of `MEDIA`; `reference`: the transit card's number, the text of a code, or the token
    of a bank card. `terminal_sequence` counts at the terminal, `card_sequence` on the card.
    `taken`: what an offline gate took from the purse itself.
    """

    kind: str
    medium: str
    reference: str
    terminal_number: str
    tapped_at: datetime
    way: str = ONLINE
    station_id: str | None = None
    line_id: str | None = None
    vehicle_id: str | None = None
    terminal_sequence: int | None = None
    card_sequence: int | None = None
    taken: Money | None = None
    tac: str | None = None
    upload_id: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap as it is on record, with what was decided of it."""

    id: str
    rider_id: str | None
    medium: str
    kind: str
    way: str
    terminal_id: str | None
    terminal_number: str
    fare_system_id: str | None
    region_code: str | None
    station_id: str | None
    line_id: str | None
    vehicle_id: str | None
    terminal_sequence: int | None
    card_sequence: int | None
    taken: Money | None
    tac: str | None
    upload_id: str | None
    tapped_at: datetime
    received_at: datetime
    result: str
    code: str
    journey_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
