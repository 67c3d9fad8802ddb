"""The transaction authentication code (TAC): four bytes by which a card proves a purchase.

HMAC-SHA256, cut to its first four bytes, with a key of the card's own, over the fields of the purse
record in their order: sequence, amount, type, terminal, time. The real codes are made with SM4 or
3DES keys that are diversified by the card's number; that this one stands in for them is assumed.
The key is derived from the world's seed: the same story has the same codes, and whoever knows the
seed can forge them. It is a simulator.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Final

from services.transport.domain.chip import PurseRecord
from sscsim.kernel.money import Money

LENGTH: Final = 4
SIMPLE, COMPOUND = "simple_purchase", "compound_purchase"


def card_key(seed: str, number: str) -> bytes:
    """The key of the card with this number in the world with this seed; 32 bytes."""
    return hashlib.sha256(f"transit card/{seed}/{number}".encode()).digest()


def made(record: PurseRecord, key: bytes) -> str:
    """The code of a purse record, eight hexadecimal digits. ChipRecordWrong as `encode` raises.

    >>> from sscsim.kernel.periods import CHINA
    >>> at = datetime(2026, 4, 1, 8, 0, tzinfo=CHINA)
    >>> made(PurseRecord(7, Money(200), SIMPLE, "510100000001", at), card_key("demo", "310"))
    'fb0ddb66'
    """
    encoded = record.encode()
    return hmac.digest(key, encoded[:2] + encoded[5:], "sha256")[:LENGTH].hex()


def is_right(tac: str | None, record: PurseRecord, key: bytes) -> bool:
    """Whether the code is the record's; whatever is no code of its form isn't."""
    if tac is None or not tac.isascii():
        return False
    return hmac.compare_digest(tac.lower(), made(record, key))


def type_of(kind: str) -> str:
    """The record's type by what the tap was: a bus takes at once, a gate in two steps.

    An entry is the first step, of no money, and counts in the card's sequence too (assumed).
    """
    return SIMPLE if kind == "ride" else COMPOUND


def record_of(
    sequence: int, amount: Money, kind: str, terminal_number: str, at: datetime
) -> PurseRecord:
    """The purse record that a tap leaves on the chip; `at` is cut to whole seconds."""
    return PurseRecord(sequence, amount, type_of(kind), terminal_number, at.replace(microsecond=0))
