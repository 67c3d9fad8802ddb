"""Batches that an operator sends of its own rides (外部批次), and what becomes of their lines.

Whoever runs gates that this simulator doesn't know of, in a city whose readers take our cards,
tells its rides by a file. A file that is not in order is refused whole. Of one that is, each line
is accepted, pending, or rejected with a code.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.transport.domain.clearing import ACCEPTED, PENDING, REJECTED, ClearingTerms
from services.transport.domain.taps import EXIT, RIDE
from sscsim.kernel.money import Money

SIMPLE, COMPOUND = "06", "09"
TAC_ERR, LATE = "TAC_ERR", "LATE_UPLOAD"
NOT_REPRESENTED, AGAIN = "NOT_REPRESENTED", "PRESENTED_AGAIN"
LINE_CODES: Final = (
    "OK",
    TAC_ERR,
    LATE,
    "TOO_OLD",
    "DUPLICATE",
    "ISSUER_UNKNOWN",
    "CITY_NOT_ACCEPTED",
    "CARD_UNKNOWN",
    "CARD_NOT_USABLE",
    "HOT_LISTED",
    "AMOUNT_ABOVE_LIMIT",
    "BALANCE_TOO_LOW",
    NOT_REPRESENTED,
    AGAIN,
)
"""TAC_ERR and LATE_UPLOAD are pending until the line is presented again, which takes its place."""


@dataclass(frozen=True, slots=True)
class Line:
    """A ride as a file tells it. `reference`: the operator's own number of it."""

    number: int
    reference: str
    card_number: str
    terminal_number: str
    card_sequence: int
    type: str  # of the purse record: 06 simple, 09 compound
    tapped_at: datetime
    amount: Money
    tac: str

    @property
    def kind(self) -> str:
        """The tap that leaves such a record."""
        return RIDE if self.type == SIMPLE else EXIT


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken. Counts are of its lines as they stand now."""

    id: str
    operator_id: str
    region_code: str
    number: int
    day: date
    count: int
    amount: Money
    sha256: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UploadLine:
    """A line as it is on record; `journey_id` of one that was accepted."""

    id: str
    upload_id: str
    operator_id: str
    number: int
    reference: str
    card_number: str
    issuer_id: str | None
    terminal_number: str
    card_sequence: int
    type: str
    tapped_at: datetime
    amount: Money
    tac: str
    status: str
    code: str
    attempt: int
    journey_id: str | None
    waits_until: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a line's card, in the moment in which the file is taken.

    `hot_listed_at`: since when its card is on the hot list; `limit`: the most that one ride may
    cost; `right_tac` of the card, None of a card that nobody knows.
    """

    issuer_id: str | None
    is_accepted: bool
    right_tac: str | None
    is_usable: bool
    hot_listed_at: datetime | None
    limit: Money
    is_known_ride: bool
    is_again: bool


def judged(line: Line, facts: Facts, now: datetime, terms: ClearingTerms) -> tuple[str, str]:
    """Status and code of a line; the money in the purse is looked at afterwards.

    A line that is late is pending once, and taken when it is presented again.
    """
    age = now - line.tapped_at
    if facts.issuer_id is None:
        return REJECTED, "ISSUER_UNKNOWN"
    if facts.right_tac is None:
        return REJECTED, "CARD_UNKNOWN"
    if not facts.is_accepted:
        return REJECTED, "CITY_NOT_ACCEPTED"
    if facts.is_known_ride:
        return REJECTED, "DUPLICATE"
    if age > timedelta(days=terms.accepted_days):
        return REJECTED, "TOO_OLD"
    if line.tac != facts.right_tac:
        return PENDING, TAC_ERR
    if facts.hot_listed_at is not None and line.tapped_at >= facts.hot_listed_at:
        return REJECTED, "HOT_LISTED"
    if not facts.is_usable:
        return REJECTED, "CARD_NOT_USABLE"
    if line.amount > facts.limit:
        return REJECTED, "AMOUNT_ABOVE_LIMIT"
    if age > timedelta(days=terms.on_time_days) and not facts.is_again:
        return PENDING, LATE
    return ACCEPTED, "OK"
