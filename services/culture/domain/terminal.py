"""Terminals of a library (自助借还机): the machines that speak SIP2 and log in by themselves.

A terminal says how its readers show who they are, and how its maker reads the protocol: character
set, end of line, check sums, fields that it can't bear. A password is kept as a digest only.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.states import Machine

READER_NO, CARD_NO = "reader_no", "card_no"
IDENTITY_NO, ELECTRONIC_CODE = "identity_no", "electronic_code"
PATRON_ID_KINDS: Final = (READER_NO, CARD_NO, IDENTITY_NO, ELECTRONIC_CODE)
"""What a reader shows at the machine: the library's number, the card's, the person's, a code."""

ENCODINGS: Final = ("utf-8", "gb18030")
LINE_ENDS: Final = ("cr", "crlf", "lf")
CHECKSUMS: Final = ("as_asked", "always", "never")
LANGUAGES: Final = ("zh-CN", "en")

ACTIVE, CLOSED = "active", "closed"
MACHINE: Final = Machine("library_terminal", initial=ACTIVE, edges=[(ACTIVE, "close", CLOSED)])
STATUSES: Final = MACHINE.states

LOGIN: Final = "[A-Za-z0-9_-]+"
PASSWORD: Final = "[!-{}~]+"
"""Printable ASCII without the bar, which ends a field of the protocol."""
FIELD_ID: Final = "[A-Z]{2}"
_ROUNDS: Final = 10_000
"""A caller may name a password that people can keep in mind: guessing shall cost something."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """One machine.

    login: unique in the world; location: where it stands, told as AN; omitted_fields: ids of
    fields that it isn't sent; accepts_no_block: whether it may tell of what it did by itself while
    nobody answered; asks_fee_acknowledgement: whether a reader who owes something has to
    agree (BO) before anything is lent; has_own_port: listened for on a port of its own, without
    a login; max_connections: at once.
    """

    id: str
    library_id: str
    name: str
    login: str
    password_digest: str
    patron_id_kinds: Sequence[str]
    encoding: str
    line_end: str
    checksum: str
    omitted_fields: Sequence[str]
    language: str
    location: str
    accepts_no_block: bool
    asks_fee_acknowledgement: bool
    has_own_port: bool
    max_connections: int
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    def is_password(self, password: str) -> bool:
        return hmac.compare_digest(digest(password, self.id), self.password_digest)


def digest(password: str, terminal_id: str) -> str:
    """What is kept of a password; the terminal's id keeps equal ones apart."""
    made = hashlib.pbkdf2_hmac("sha256", password.encode(), terminal_id.encode(), _ROUNDS)
    return made.hex()
