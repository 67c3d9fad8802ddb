"""An employer as social insurance knows it (参保单位): what decides which rates it pays."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

ENTERPRISE, PUBLIC = "enterprise", "institution"
NATURES: Final = (ENTERPRISE, PUBLIC)
SIZES: Final = ("large", "small")
"""As reliefs tell them apart: large, or small and medium-sized (中小微企业)."""
CLASSES: Final = range(1, 9)
"""Classes of industry by risk, for work injury (工伤行业类别)."""


@dataclass(frozen=True, slots=True)
class InsuredEmployer:
    """One employer in one region. industry_class: 1 to 8, by the risk of its work.
    by_direct_debit: its charges are taken off its account as agreed (三方协议委托扣款)."""

    id: str
    credit_code: str
    region_code: str
    party_id: str | None
    name: str
    nature: str
    industry_class: int
    size: str
    registered_on: date
    by_direct_debit: bool
    version: int
    created_at: datetime
    updated_at: datetime
