"""An insurance relation (参保关系): somebody is in a scheme, in a region, since a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

ENROLLED, SUSPENDED, ENDED = "enrolled", "suspended", "ended"
MACHINE: Final = Machine(
    "insurance relation",
    initial=ENROLLED,
    edges=[
        (ENROLLED, "suspend", SUSPENDED),
        (SUSPENDED, "resume", ENROLLED),
        (ENROLLED, "end", ENDED),
        (SUSPENDED, "end", ENDED),
    ],
)
STATUSES: Final = MACHINE.states
OPEN: Final = (ENROLLED, SUSPENDED)
ENDED_FOR: Final = ("left", "moved", "retired", "died", "changed_scheme", "withdrawn")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation as recorded.

    base: what contributions are paid on a month, within the area's limits; of residents the tier
    of a year. employer_party_id, employer_credit_code: None for whoever pays alone.
    live: 1 while it is open, else None: one open relation a person and kind.
    """

    id: str
    person_id: str
    person_name: str
    kind: str
    category: str
    region_code: str
    ordinal: int
    application_id: str | None
    employer_party_id: str | None
    employer_credit_code: str | None
    wage: Money
    base: Money
    from_month: str
    started_on: date
    suspended_on: date | None
    ended_on: date | None
    ended_for: str | None
    status: str
    live: int | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def first(self) -> Month:
        return Month.parse(self.from_month)
