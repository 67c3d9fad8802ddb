"""A pension that was granted (养老待遇): who draws it, by which scheme, how much, and since when.

Its amount is a history: each change says what is paid from which roll on. Months are due from the
first to the last one, but for those in which it is paused; what was due before it came on a roll is
paid as arrears, once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain.origin import application_of
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

EMPLOYEE, INSTITUTION, RESIDENT = "employee", "institution", "resident"
SCHEMES: Final = (EMPLOYEE, INSTITUTION, RESIDENT)
FUNDS: Final[Mapping[str, str]] = {scheme: f"{scheme}_pension" for scheme in SCHEMES}
PAYOUT_ITEMS: Final[Mapping[str, str]] = {
    EMPLOYEE: "HRSS-021",
    INSTITUTION: "HRSS-029",
    RESIDENT: "HRSS-033",
}
"""The item under which each scheme's rolls are paid."""

PENSION, ALLOWANCE = "pension", "disability_allowance"
KINDS: Final = (PENSION, ALLOWANCE)

GRANTED, RUNNING, SUSPENDED, CONVERTED, STOPPED = (
    *("granted", "running", "suspended"),
    *("converted", "stopped"),
)
MACHINE: Final = Machine(
    "pension",
    initial=GRANTED,
    edges=[
        (GRANTED, "pay", RUNNING),
        (GRANTED, "suspend", SUSPENDED),
        (RUNNING, "suspend", SUSPENDED),
        (SUSPENDED, "resume", RUNNING),
        (GRANTED, "stop", STOPPED),
        (RUNNING, "stop", STOPPED),
        (SUSPENDED, "stop", STOPPED),
        (GRANTED, "convert", CONVERTED),
        (RUNNING, "convert", CONVERTED),
        (SUSPENDED, "convert", CONVERTED),
    ],
)
STATUSES: Final = MACHINE.states
DRAWN: Final = (GRANTED, RUNNING, SUSPENDED)
"""Those that go on: one of a scheme and kind a person."""
ON_THE_ROLL: Final = (GRANTED, RUNNING)

MISSING, IMPRISONED, UNCERTIFIED = "missing", "imprisoned", "certification_overdue"
PAUSED_FOR: Final = (MISSING, IMPRISONED, UNCERTIFIED)
FOUND, RELEASED, CERTIFIED = "found", "released", "certified"
ENDS: Final[Mapping[str, str]] = {
    FOUND: MISSING,
    RELEASED: IMPRISONED,
    CERTIFIED: UNCERTIFIED,
}
"""What ends a pause, and for what that one was."""
WITHOUT_ARREARS: Final = (IMPRISONED,)
"""Months in prison are not paid behind; the others are, when the cause has gone."""

ENDED_FOR: Final = (
    *("died", "emigrated", "other_pension", "term_over", "of_age", "cancelled"),
    "works_again",
)

MADE, ADJUSTED, RECALCULATED, PAUSED, RESUMED, ENDED = (
    *("granted", "adjusted", "recalculated"),
    *("paused", "resumed", "ended"),
)
CHANGES: Final = (MADE, ADJUSTED, RECALCULATED, PAUSED, RESUMED, ENDED)
WITH_AMOUNT: Final = (MADE, ADJUSTED, RECALCULATED)


@dataclass(frozen=True, slots=True)
class Pension:
    """One pension or allowance.

    months: of contributions, deemed ones included. retired_month: the month of retirement; first
    due is `from_month`, last due `last_month`, of one that goes on for life None. roll_month: the
    first roll that it comes on. monthly: what is due a month now, of it `account_part` out of the
    personal account as long as there is something in it. certified_until: the last day on which a
    certification is good.
    """

    id: str
    ordinal: int
    person_id: str
    person_name: str
    birth_date: date
    scheme: str
    kind: str
    item_code: str
    application_id: str
    region_code: str
    months: int
    retired_month: str
    from_month: str
    last_month: str | None
    roll_month: str
    monthly: Money
    account_part: Money
    in_hard_region: bool
    certified_until: date
    paused_from: str | None
    paused_for: str | None
    ended_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def fund(self) -> str:
        return FUNDS[self.scheme]

    @property
    def granted_by(self) -> str | None:
        """The application; None of somebody who came into the world with it."""
        return application_of(self.application_id)

    def covers(self, month: Month) -> bool:
        """Whether a month lies between its first and its last one."""
        text = str(month)
        return self.from_month <= text and (self.last_month is None or text <= self.last_month)


@dataclass(frozen=True, slots=True)
class PensionChange:
    """A line of its history. monthly: what is due a month from the roll of `roll_month` on;
    explanation: how that, or the rise, came about."""

    pension_id: str
    ordinal: int
    kind: str
    month: str
    roll_month: str
    monthly: Money
    reason: str | None
    application_id: str | None
    explanation: Any
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of months in which nothing is due; open as long as `to_month` is None."""

    pension_id: str
    from_month: str
    to_month: str | None
    reason: str

    def holds(self, month: str) -> bool:
        return self.from_month <= month and (self.to_month is None or month <= self.to_month)

    @property
    def keeps_back(self) -> bool:
        """Whether its months are not due: while it is open, and for good where they are lost."""
        return self.to_month is None or self.reason in WITHOUT_ARREARS


def months_between(first: Month, last: Month) -> list[Month]:
    """Both ends counted; none where the last comes first.

    >>> [str(each) for each in months_between(Month(2025, 12), Month(2026, 1))]
    ['2025-12', '2026-01']
    """
    return [first + n for n in range(max(0, last - first + 1))]


def due_months(known: Pension, pauses: Sequence[Pause], first: Month, last: Month) -> list[Month]:
    """The months of a stretch that are due: covered by the pension, and in no pause that keeps
    them back; those of one that is over and was paid behind are due as others are."""
    kept = [each for each in pauses if each.keeps_back]
    return [
        month
        for month in months_between(first, last)
        if known.covers(month) and not any(each.holds(str(month)) for each in kept)
    ]
