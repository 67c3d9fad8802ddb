"""A personnel file (人事档案): what is in it, and the one place where it lies.

Nobody carries their own file, and nobody has two: it goes sealed from agency to agency, asked
for by a letter (调档函).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sscsim.kernel.states import Machine

CATEGORIES: Final = (
    *("resume", "autobiography", "appraisal", "education", "political_review"),
    *("party", "award", "discipline", "appointment", "other"),
)
"""The ten classes of documents (档案材料十类)."""

ASKED_FOR, IN_TRANSIT, RECEIVED = "asked_for", "in_transit", "received"
SHELVED, LENT = "shelved", "lent"
FILE: Final = Machine(
    "personnel file",
    initial=ASKED_FOR,
    edges=[
        (ASKED_FOR, "send", IN_TRANSIT),
        (ASKED_FOR, "keep", SHELVED),
        (IN_TRANSIT, "receive", RECEIVED),
        (IN_TRANSIT, "return", ASKED_FOR),
        (RECEIVED, "shelve", SHELVED),
        (SHELVED, "ask_for", ASKED_FOR),
        (SHELVED, "lend", LENT),
        (LENT, "give_back", SHELVED),
    ],
)
FILE_STATUSES: Final = FILE.states
MOVING: Final = (ASKED_FOR, IN_TRANSIT, RECEIVED)
"""States in which a transfer of the file is open."""


@dataclass(frozen=True, slots=True)
class PersonnelFile:
    """One file. region_code, agency: who answers for it: until it is received, the sender.

    items: its documents as they were listed when it was last sent, each with its category
    """

    id: str
    person_id: str
    region_code: str
    agency: str
    items: Sequence[Mapping[str, Any]]
    is_sealed: bool
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    def having(self, *categories: str) -> list[Mapping[str, Any]]:
        """Its documents of these categories."""
        return [each for each in self.items if each["category"] in categories]
