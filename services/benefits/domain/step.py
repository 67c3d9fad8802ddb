"""One step of an application's history: who did what, in which region."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """`region_code` is that of the agency that acted, so that a hand-over shows both."""

    application_id: str
    ordinal: int
    step: str
    from_status: str | None
    to_status: str
    region_code: str
    actor: str
    actor_role: str
    note: str | None
    created_at: datetime
