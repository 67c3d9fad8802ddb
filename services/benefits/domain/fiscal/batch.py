"""A batch of subsidies (补贴批次) and its lines, with their states.

A roll is handed in and checked (built), frozen, shown for seven working days (noticed), ordered
through the treasury, sent to the bank, and comes back: closed when every line is settled,
partly returned as long as the department has to correct some.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_fiscal as problems
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

BUILT, FROZEN, NOTICED, ORDERED = "built", "frozen", "noticed", "ordered"
SENT, PARTLY_RETURNED, CLOSED = "sent", "partly_returned", "closed"
MACHINE: Final = Machine(
    "fiscal subsidy batch",
    initial=BUILT,
    edges=[
        (BUILT, "freeze", FROZEN),
        (FROZEN, "notice", NOTICED),
        (NOTICED, "order", ORDERED),
        (ORDERED, "send", SENT),
        (SENT, "return", PARTLY_RETURNED),
        (PARTLY_RETURNED, "reissue", ORDERED),
        (SENT, "close", CLOSED),
        (PARTLY_RETURNED, "close", CLOSED),
    ],
)
STATUSES: Final = MACHINE.states

LISTED, ELIGIBLE, EXCLUDED, STRUCK = "listed", "eligible", "excluded", "struck"
LINE_SENT, PAID, RETURNED = "sent", "paid", "returned"
CORRECTED, RECOVERED, WRITTEN_OFF = "corrected", "recovered", "written_off"
LINES: Final = Machine(
    "fiscal subsidy line",
    initial=LISTED,
    edges=[
        (LISTED, "pass", ELIGIBLE),
        (LISTED, "exclude", EXCLUDED),
        (EXCLUDED, "correct", ELIGIBLE),
        (ELIGIBLE, "strike", STRUCK),
        (ELIGIBLE, "order", LINE_SENT),
        (LINE_SENT, "pay", PAID),
        (LINE_SENT, "return", RETURNED),
        (RETURNED, "correct", CORRECTED),
        (RETURNED, "write_off", WRITTEN_OFF),
        (CORRECTED, "reissue", LINE_SENT),
        (CORRECTED, "write_off", WRITTEN_OFF),
        (PAID, "recover", RECOVERED),
    ],
)
"""Excluded: a check stands against it. Struck: an objection was upheld. Written off: what was
returned is not paid any more. Recovered: it was paid wrongly, and was taken back."""
LINE_STATUSES: Final = LINES.states
OWED: Final = (LINE_SENT, RETURNED, CORRECTED)
"""Ordered and neither paid nor given up."""

SIMULATOR, OUTSIDE = "simulator", "outside"
PLAYERS: Final = (SIMULATOR, OUTSIDE)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as recorded. The counts are of its lines, kept as they change.

    sha256: of the file that built it; checked: lines that were looked at
    ordered_total: what the order took from the fund; taken_back: of it, what it got again
    round: how often lines went to the bank; is_overdue: the bank let its time pass
    """

    id: str
    batch_no: str
    region_code: str
    department: str
    subsidy_code: str
    year: int
    sha256: str
    status: str
    lines_count: int
    total: Money
    checked_count: int
    eligible_count: int
    eligible_total: Money
    ordered_count: int
    ordered_total: Money
    paid_count: int
    paid_total: Money
    returned_count: int
    returned_total: Money
    taken_back: Money
    round: int
    bank_played_by: str | None
    notice_from_date: date | None
    notice_to_date: date | None
    ordered_at: datetime | None
    credit_by: datetime | None
    is_overdue: bool
    closed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def header(self) -> list[str]:
        return [self.batch_no, self.department, self.subsidy_code, str(self.year)]

    def after(self, event: str) -> str:
        """The status after `event`; SubsidyBatchState where it has no such move."""
        if not MACHINE.allows(self.status, event):
            allowed = ", ".join(MACHINE.events(self.status)) or "-"
            raise problems.SubsidyBatchState(
                batch_no=self.batch_no, status=self.status, event=event, allowed=allowed
            )
        return MACHINE.after(self.status, event)


@dataclass(frozen=True, slots=True)
class Line:
    """One person's subsidy as recorded.

    reasons: codes of what stands against it (see check.py), separated by blanks
    said_code: what a bank outside said, until our side of it has credited the account
    """

    batch_id: str
    number: int
    town: str
    village: str
    name: str
    credential: str
    hundredths: int | None
    amount: Money
    memo: str
    status: str
    reasons: str
    person_id: str | None
    account_number: str | None
    said_code: str | None
    return_code: str | None
    paid_at: datetime | None
    entry_id: str | None
    tries: int

    def after(self, event: str) -> str:
        """SubsidyLineState where the line has no such move."""
        if not LINES.allows(self.status, event):
            allowed = ", ".join(LINES.events(self.status)) or "-"
            raise problems.SubsidyLineState(
                line=self.number, status=self.status, event=event, allowed=allowed
            )
        return LINES.after(self.status, event)


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody says why a line should not be paid (异议)."""

    id: str
    batch_id: str
    ordinal: int
    line_number: int
    reason: str
    party_id: str
    status: str
    note: str | None
    decided_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


OBJECTION: Final = Machine(
    "objection to a subsidy",
    initial="open",
    edges=[("open", "uphold", "upheld"), ("open", "dismiss", "dismissed")],
)
OBJECTION_STATUSES: Final = OBJECTION.states
