"""Job fairs (招聘会) and who comes: registered by card, let in by card on the day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.states import Machine

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
MACHINE: Final = Machine(
    "job fair",
    initial=PLANNED,
    edges=[(PLANNED, "hold", HELD), (PLANNED, "cancel", CANCELLED)],
)
STATUSES: Final = MACHINE.states
CAMPAIGNS: Final = ("spring_breeze", "graduates", "ordinary")
"""春风行动, 高校毕业生专场, 日常."""

REGISTERED, ENTERED, ABSENT = "registered", "entered", "absent"
VISIT: Final = Machine(
    "visit to a job fair",
    initial=REGISTERED,
    edges=[(REGISTERED, "enter", ENTERED), (REGISTERED, "miss", ABSENT)],
)
VISIT_STATUSES: Final = VISIT.states


@dataclass(frozen=True, slots=True)
class JobFair:
    """`capacity`: how many may register; `registered` and `entered`: how many did."""

    id: str
    region_code: str
    name: str
    campaign: str
    venue: str
    on_date: date
    capacity: int
    registered: int
    entered: int
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's place at a fair. Verification ids are the card service's records."""

    id: str
    job_fair_id: str
    person_id: str
    card_id: str | None
    verification_id: str
    entry_verification_id: str | None
    entered_at: datetime | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
