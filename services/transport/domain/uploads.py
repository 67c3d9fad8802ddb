"""An upload (脱机交易上传): what terminals took without network, brought many at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

RECEIVED, DONE = "received", "done"
STATUSES: Final = (RECEIVED, DONE)
MOST: Final = 5_000
"""So many taps at once."""


@dataclass(frozen=True, slots=True)
class Upload:
    """`reference`: the uploader's own, once. `done`: how many of its taps have been decided; the
    rest follows. `accepted` to `rejected`: what came of those."""

    id: str
    party_id: str
    reference: str
    fingerprint: str
    way: str
    status: str
    count: int
    done: int
    accepted: int
    adjusted: int
    pending: int
    rejected: int
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One tap of an upload; `said` is what came, plain. Undecided: without result and code."""

    upload_id: str
    ordinal: int
    said: dict[str, Any]
    result: str | None = None
    code: str | None = None
    tap_id: str | None = None
