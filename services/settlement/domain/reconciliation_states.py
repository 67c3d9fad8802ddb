"""What becomes of a region's day, and of each difference found in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.settlement.domain.reconciliation import MIRROR
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

DIFFERENCE: Final = Machine(
    "daily_difference",
    initial="found",
    edges=[
        ("found", "look", "resolving"),
        ("found", "doubt", "resolving"),
        ("found", "settle", "resolved"),
        ("found", "accept", "accepted"),
        ("found", "replace", "superseded"),
        ("resolving", "settle", "resolved"),
        ("resolving", "leave", "found"),
        ("resolving", "accept", "accepted"),
        ("resolving", "replace", "superseded"),
    ],
)
"""look: a job asks again; doubt: a dispute or a check (费用协查) is on its way; leave: that came
to nothing, and it is decided by hand; replace: a later run found something else."""

OPEN: Final = ("found", "resolving")

RESOLVERS: Final = ("rule", "job", "hand", "rerun")
CENTRE_STANDS, INSURED_DAY_STANDS = "centre_stands", "insured_day_stands"
RECOVERED, GONE = "recovered", "gone"
ACCEPTED, DEDUCTED, DISPUTED, CHECKED = "accepted", "deducted", "disputed", "checked"
RESOLUTIONS: Final = (
    CENTRE_STANDS,
    INSURED_DAY_STANDS,
    RECOVERED,
    GONE,
    ACCEPTED,
    DEDUCTED,
    DISPUTED,
    CHECKED,
)

DISPUTE, CHECK = "dispute", "check"
ACTIONS: Final = (DISPUTE, CHECK)
"""What is on its way for a difference that is being resolved by hand."""

CHECK_FINDINGS: Final = ("unfounded", "confirmed")

WAITING, MATCHED, OPEN_DAY, RECONCILED = "waiting", "matched", "open", "reconciled"
STATUSES: Final = (WAITING, MATCHED, OPEN_DAY, RECONCILED)
"""Of a day: not compared yet; nothing differed; something is open; all that differed is
settled."""

DUE, RERUN, FILE = "due", "rerun", "file"
REASONS: Final = (DUE, RERUN, FILE)
"""Why a day was compared: it was due, somebody asked for it, or a party's file came."""


def status(run: int, differing: int, open_count: int) -> str:
    """Where a day stands.

    >>> status(0, 0, 0), status(1, 0, 0), status(1, 3, 1), status(2, 3, 0)
    ('waiting', 'matched', 'open', 'reconciled')
    """
    if run == 0:
        return WAITING
    if open_count:
        return OPEN_DAY
    return RECONCILED if differing else MATCHED


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A region's day, as its last comparison left it.

    run: the number of the last comparison that finished; 0 before the first
    asked: the number of the last one that was asked for
    matched_count, differing_count: settlements in the last comparison
    open_count: differences that nobody has settled, of any comparison
    """

    id: str
    region: str
    day: date
    month: str
    status: str
    run: int
    asked: int
    matched_count: int
    differing_count: int
    open_count: int
    due_at: datetime
    reconciled_by: datetime
    is_overdue: bool
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One comparison of a day.

    files: what each side's file says of itself, {side: {count, sum_fen, sha256, …}}
    """

    reconciliation_id: str
    run: int
    reason: str
    asked_at: datetime
    finished_at: datetime | None
    matched_count: int | None
    differing_count: int | None
    files: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One settlement in which sides differ, as a comparison found it.

    run, last_run: the comparison that found it first, and the last that still did
    sides: each side's figures as they were then
    way: how it is resolved now; action: what is on its way by hand
    """

    id: str
    reconciliation_id: str
    run: int
    last_run: int
    region: str
    day: date
    settlement_id: str
    claim_id: str | None
    home_region: str
    care_region: str
    kind: str
    components: list[str]
    sides: Mapping[str, Any]
    digest: str
    status: str
    way: str
    action: str | None
    resolution: str | None
    resolved_by: str | None
    note: str | None
    amount: Money | None
    dispute_id: str | None
    resolved_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    def excess_over(self, side: str) -> Money | None:
        """Fund money that the mirror has more than this side.

        None where either doesn't have the settlement, or where money of an account differs too,
        which no audit takes.
        """
        mirror, other = self.sides.get(MIRROR), self.sides.get(side)
        if mirror is None or other is None:
            return None
        if mirror["account_pay_fen"] != other["account_pay_fen"]:
            return None
        return Money(mirror["clearing_fen"] - other["clearing_fen"])


@dataclass(frozen=True, slots=True)
class File:
    """A party's own file, which speaks for its side of a region's day until the next one."""

    id: str
    reconciliation_id: str
    region: str
    day: date
    side: str
    ordinal: int
    count: int
    sum: Money
    sha256: str
    created_at: datetime

    @property
    def updated_at(self) -> datetime:
        """A file is never changed."""
        return self.created_at
