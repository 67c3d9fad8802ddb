"""A year's adjustment of all pensions of a scheme and region, as it is carried out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

RUNNING, COMPLETED = "running", "completed"
MACHINE: Final = Machine(
    "pension adjustment", initial=RUNNING, edges=[(RUNNING, "complete", COMPLETED)]
)
STATUSES: Final = MACHINE.states


@dataclass(frozen=True, slots=True)
class PensionAdjustment:
    """roll_month: the first roll with the higher pensions; totals: a month, and behind once."""

    id: str
    region_code: str
    scheme: str
    year: int
    roll_month: str
    adjusted_count: int
    rise_total: Money
    arrears_total: Money
    completed_at: datetime | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
