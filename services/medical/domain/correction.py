"""A correction (冲正, 2601): whatever a call with an unknown outcome did is undone.

The caller knows the key under which it called, or the settlement; not whether anything
happened. In the end nothing of it stands, and the key is closed, so that the call can't come
late. No counter entry shows in the listings; the books keep mirrored postings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CREATE_SETTLEMENT, REVERSE_SETTLEMENT, CREATE_VISIT = (
    "createSettlement",
    "reverseSettlement",
    "createVisit",
)
OPERATIONS = (CREATE_SETTLEMENT, CREATE_VISIT)
"""What may be corrected: 2102, 2207 and 2304 are settlements, 2401 is an admission."""

RUNNING, COMPLETED, REFUSED = "running", "completed", "refused"
STATUSES = (RUNNING, COMPLETED, REFUSED)

UNDONE, NEVER_HAPPENED = "undone", "never_happened"
OUTCOMES = (UNDONE, NEVER_HAPPENED)
"""`never_happened`: no call came, or it came to nothing; a late one is refused."""


@dataclass(frozen=True, slots=True)
class Correction:
    id: str
    operation: str
    named: str  # how the caller named the original: a key or a settlement
    key_scope: str | None
    idempotency_key: str | None  # of the original call, when it was named
    settlement_id: str | None
    visit_id: str | None
    care_region_code: str | None
    status: str
    outcome: str | None
    problem: Mapping[str, Any] | None  # why it was refused
    corrected_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
