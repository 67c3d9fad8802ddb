"""How a terminal signs what it took without network, so that nobody else can have written it.

HMAC-SHA256 with a key of the terminal's own, over the lines of `text`, in hexadecimal. A key has a
version; the next one takes its place from when it is issued, and what was signed with the old one
before stays good. Keys are derived from the world's seed, as everything is that must come out the
same in every run: whoever knows the seed can forge them.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.transport.domain.taps import Seen
from sscsim.kernel.periods import CHINA

FORM: Final = "ssc-tap/1"


@dataclass(frozen=True, slots=True)
class TerminalKey:
    """A version of a terminal's key: good for taps from `issued_at` on, until the next one's."""

    id: str
    terminal_id: str
    version: int
    issued_at: datetime


def terminal_key(seed: str, number: str, version: int) -> bytes:
    """The key of the terminal with this number; 32 bytes."""
    return hashlib.sha256(f"terminal key/{seed}/{number}/{version}".encode()).digest()


def text(seen: Seen) -> str:
    """What is signed of a tap: a line each, empty where there is nothing to say.

    Form, terminal, its sequence, kind, medium, reference, station, line, vehicle, moment (in
    China's time, whole seconds), the card's sequence, what was taken in fen, the card's code.
    """
    moment = seen.tapped_at.astimezone(CHINA).replace(microsecond=0).isoformat()
    said = (
        *(FORM, seen.terminal_number, seen.terminal_sequence, seen.kind, seen.medium),
        *(seen.reference, seen.station_id, seen.line_id, seen.vehicle_id, moment),
        *(seen.card_sequence, None if seen.taken is None else seen.taken.fen, seen.tac),
    )
    return "\n".join("" if each is None else str(each) for each in said)


def signature(seen: Seen, key: bytes) -> str:
    """64 hexadecimal digits.

    >>> at = datetime(2026, 4, 1, 8, 0, tzinfo=CHINA)
    >>> seen = Seen("ride", "transit_card", "9799010000000000001", "990100000001", at)
    >>> signature(seen, terminal_key("demo", "990100000001", 1))[:16]
    'b0b1e0b8b7538043'
    """
    return hmac.new(key, text(seen).encode(), hashlib.sha256).hexdigest()


def is_right(seen: Seen, signed: str | None, key: bytes) -> bool:
    if signed is None or not signed.isascii():
        return False
    return hmac.compare_digest(signed.lower(), signature(seen, key))


def held(keys: Sequence[TerminalKey], version: int | None, at: datetime, ahead: timedelta) -> bool:
    """Whether the terminal signed with this version of its key at this moment.

    `ahead`: how wrong its clock may be, to both sides. `keys`: in the order of their versions.
    """
    for number, key in enumerate(keys, start=1):
        if key.version == version:
            has_ended = number < len(keys) and at > keys[number].issued_at + ahead
            return key.issued_at - ahead <= at and not has_ended
    return False
