"""A certificate (证明): what an item prints, with a number and a code for anyone to verify it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

VALID, REVOKED, EXPIRED, UNKNOWN = "valid", "revoked", "expired", "unknown"
FINDINGS: Final = (VALID, REVOKED, EXPIRED, UNKNOWN)
STATUSES: Final = (VALID, REVOKED)
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without characters that are read for one another; 32, so that a byte is taken evenly."""
CODE_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a certificate, in both languages."""

    zh: str
    en: str
    value_zh: str
    value_en: str

    def stored(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en, "value_zh": self.value_zh, "value_en": self.value_en}


def line(zh: str, en: str, value: object, value_en: object | None = None) -> Line:
    """A line whose value reads the same in both languages unless said otherwise."""
    return Line(zh, en, str(value), str(value if value_en is None else value_en))


@dataclass(frozen=True, slots=True)
class Printed:
    """What an item wants printed. `until`: last day on which it is good; None for ever."""

    title_zh: str
    title_en: str
    lines: tuple[Line, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate as recorded."""

    id: str
    number: str
    code: str
    item_code: str
    application_id: str
    person_id: str | None
    person_name: str | None
    region_code: str
    title_zh: str
    title_en: str
    lines: Sequence[dict[str, Any]]
    issued_on: date
    until_date: date | None
    status: str
    revoked_reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    def finding(self, on: date) -> str:
        """What somebody is told who verifies it on that day."""
        if self.status == REVOKED:
            return REVOKED
        if self.until_date is not None and on > self.until_date:
            return EXPIRED
        return VALID


def number_of(region_code: str, item_code: str, on: date, ordinal: int) -> str:
    """Region, item, day and the place in the day's row.

    >>> number_of("990100", "HRSS-005", date(2026, 4, 1), 7)
    '990100-005-20260401-000007'
    """
    return f"{region_code}-{item_code.removeprefix('HRSS-')}-{on:%Y%m%d}-{ordinal:06d}"


def code_of(seed: str, certificate_id: str) -> str:
    """The code beside the number: looks random, is the same in every run of the seed.

    Nobody who sees one certificate can tell the code of another without knowing the seed.
    """
    drawn = hashlib.sha256(f"{seed}/certificate/{certificate_id}".encode()).digest()
    return "".join(_ALPHABET[byte % 32] for byte in drawn[:CODE_LENGTH])
