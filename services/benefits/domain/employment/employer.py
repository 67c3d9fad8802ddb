"""An employer (用人单位) as the employment service knows it: a credit code, and whose it is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Employer:
    """`party_id`: the party that acts for it; None as long as only its workers named it."""

    id: str
    credit_code: str
    name: str
    party_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
