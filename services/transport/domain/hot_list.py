"""The hot list (黑名单): media that no terminal lets through, as a run of numbered entries.

An entry adds or removes one medium. Numbers count from 1 without gaps, so that a terminal knows
where it stands, asks for what came after, and sees that it has missed one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

ADDED, REMOVED = "added", "removed"
ACTIONS: Final = (ADDED, REMOVED)

LOST, DEBT, REFUNDED, FRAUD, FAULTY = "lost", "debt", "refunded", "fraud", "faulty"
REASONS: Final = (LOST, DEBT, REFUNDED, FRAUD, FAULTY)

Key = tuple[str, str]
"""Of what an entry is: the medium (`taps.MEDIA`) and the reference by which terminals know it: the
transit card's number, the holder's pseudonym in a code, the token of a bank card."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list, only added to."""

    id: str
    number: int
    action: str
    medium: str
    reference: str
    reason: str
    created_at: datetime

    @property
    def key(self) -> Key:
        return self.medium, self.reference


@dataclass(frozen=True, slots=True)
class Listing:
    """A medium was on the list from `since` until `until`; None: it still is.

    `number`: of the entry that put it there. A medium that is listed twice, for two reasons, has
    two listings; it is free when both have ended.
    """

    reason: str
    number: int
    since: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def listings(entries: Iterable[Entry]) -> tuple[Listing, ...]:
    """The listings of one medium, from its entries in the order of their numbers."""
    open_, closed = dict[str, Listing](), list[Listing]()
    for entry in entries:
        if entry.action == ADDED:
            open_.setdefault(entry.reason, Listing(entry.reason, entry.number, entry.created_at))
        elif entry.reason in open_:
            ended = open_.pop(entry.reason)
            closed.append(Listing(ended.reason, ended.number, ended.since, entry.created_at))
    return tuple(sorted([*closed, *open_.values()], key=lambda each: each.number))


def in_force(found: Sequence[Listing], at: datetime) -> Listing | None:
    """The listing that holds at a moment, the oldest of several."""
    return next((each for each in found if each.covers(at)), None)
