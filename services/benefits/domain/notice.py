"""A public notice (公示): what is about to be granted is shown, and anyone may object in time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems
from sscsim.kernel.money import Money

OPEN, ENDED, OBJECTED, STOPPED = "open", "ended", "objected", "stopped"
STATUSES: Final = (OPEN, ENDED, OBJECTED, STOPPED)
"""`ended`: its days passed without an objection. `objected`: somebody objected, and a reviewer
looks again. `stopped`: the application was withdrawn meanwhile."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; the name is masked, as rolls are published."""

    id: str
    application_id: str
    ordinal: int
    item_code: str
    region_code: str
    masked_name: str
    amount: Money | None
    from_date: date
    to_date: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    def check_open(self) -> None:
        """NoticeOver once its days have passed or somebody objected."""
        if self.status != OPEN:
            raise problems.NoticeOver(notice_id=self.id, status=self.status)


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody says why it should not be granted (异议)."""

    id: str
    notice_id: str
    ordinal: int
    reason: str
    party_id: str
    version: int
    created_at: datetime
    updated_at: datetime
