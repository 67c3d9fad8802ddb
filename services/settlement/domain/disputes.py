"""A dispute (争议): the insured region doubts a claim of a statement it shall sign.

The claim leaves the month; the region of treatment answers before a deadline. What the
decision says, it says of the claim: `upheld` means that the claim stands.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

DISPUTE: Final = Machine(
    "dispute",
    initial="open",
    edges=[
        ("open", "uphold", "upheld"),
        ("open", "reduce", "partly_upheld"),
        ("open", "refuse", "refused"),
    ],
)

EVENT_OF: Final = {"upheld": "uphold", "partly_upheld": "reduce", "refused": "refuse"}
DECISIONS: Final = tuple(EVENT_OF)


@dataclass(frozen=True, slots=True)
class Dispute:
    """As recorded.

    cycle_id, statement_version: the statement that was not signed because of it
    due_at: the deadline; decided_by: `agency` or `deadline`
    refused: what was taken off the claim; statement: what the decision said
    """

    id: str
    claim_id: str
    ordinal: int
    cycle_id: str
    statement_version: int
    home_region: str
    care_region: str
    reason: str
    evidence: str
    status: str
    due_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    refused: Money | None
    statement: str | None
    version: int
    created_at: datetime
    updated_at: datetime
