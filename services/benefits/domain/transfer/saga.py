"""A move step by step: three parties, states, and the last day of each step in working days.

(1) the new area audits and sends a letter of acceptance (联系函), (2) the old area ends the
relation and sends form and money, (3) the new area merges both and tells the person. In between the
money is on its way through the exchange. Where it isn't sent case by case (`cleared`) the new area
merges as soon as the old one has closed, and one limit holds for all steps together.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sscsim.kernel import workdays
from sscsim.kernel.explain import Figure
from sscsim.kernel.states import Machine

NEW_AREA, OLD_AREA, EXCHANGE = "new_area_agency", "old_area_agency", "exchange"
PARTIES: Final = (NEW_AREA, OLD_AREA, EXCHANGE)

APPLIED, LETTER_SENT, OLD_AREA_CLOSED = "applied", "letter_sent", "old_area_closed"
FUNDS_IN_TRANSIT, MERGED, COMPLETED = "funds_in_transit", "merged", "completed"
RETURNED, REFUSED = "returned", "refused"

SEND_LETTER, CLOSE_OLD, SEND_FUNDS = "send_letter", "close_old_area", "send_funds"
MERGE, TELL, GIVE_BACK, REFUSE = "merge", "tell_person", "give_back", "refuse_transfer"

TRANSFER: Final = Machine(
    "insurance transfer",
    initial=APPLIED,
    edges=[
        (APPLIED, SEND_LETTER, LETTER_SENT),
        (APPLIED, REFUSE, REFUSED),
        (LETTER_SENT, CLOSE_OLD, OLD_AREA_CLOSED),
        (LETTER_SENT, GIVE_BACK, RETURNED),  # the old area can't find what the letter says
        (OLD_AREA_CLOSED, SEND_FUNDS, FUNDS_IN_TRANSIT),
        (OLD_AREA_CLOSED, MERGE, MERGED),  # without a money leg
        (FUNDS_IN_TRANSIT, MERGE, MERGED),
        (FUNDS_IN_TRANSIT, GIVE_BACK, RETURNED),  # form and money don't agree
        (RETURNED, SEND_LETTER, LETTER_SENT),
        (RETURNED, REFUSE, REFUSED),
        (MERGED, TELL, COMPLETED),
    ],
)
STATUSES: Final = TRANSFER.states
OPEN: Final = (APPLIED, LETTER_SENT, OLD_AREA_CLOSED, FUNDS_IN_TRANSIT, MERGED, RETURNED)
"""In which no second transfer of the same insurance may begin."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days: for the letter, for form and money, for merging. total: for all of it, where
    money isn't sent case by case; None where it is."""

    audit: Figure[int]
    close: Figure[int]
    merge: Figure[int]
    total: Figure[int] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a transfer is, and the days of its steps so far. arrived_on: of the money."""

    state: str
    applied_on: date
    letter_on: date | None = None
    closed_on: date | None = None
    arrived_on: date | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Who has to act next, and until when; `by` None: without a limit, the money is on its way."""

    party: str
    by: date | None


def next_due(at: Progress, limits: Limits) -> Due | None:
    """The next step; None when there is none. ValueError without the day that it counts from."""
    match at.state:
        case "applied":
            return _due(NEW_AREA, at.applied_on, limits.audit, at, limits)
        case "letter_sent":
            return _due(OLD_AREA, at.letter_on, limits.close, at, limits)
        case "old_area_closed" if limits.total is None:  # form and money share one limit
            return _due(OLD_AREA, at.letter_on, limits.close, at, limits)
        case "funds_in_transit" if at.arrived_on is None:
            return Due(EXCHANGE, None)
        case "old_area_closed" | "funds_in_transit" | "merged":
            since = at.arrived_on or at.closed_on
            return _due(NEW_AREA, since, limits.merge, at, limits)
        case "returned":
            return _due(NEW_AREA, at.returned_on, limits.audit, at, limits)
    return None


def _due(party: str, since: date | None, days: Figure[int], at: Progress, limits: Limits) -> Due:
    if since is None:
        raise ValueError(f"a transfer that is {at.state} has a day since when it is")
    by = workdays.after(since, days.value).day
    if limits.total is not None:
        by = min(by, workdays.after(at.applied_on, limits.total.value).day)
    return Due(party, by)


def is_late(at: Progress, limits: Limits, today: date) -> bool:
    """Whether the last day of the step is over."""
    due = next_due(at, limits)
    return due is not None and due.by is not None and today > due.by
