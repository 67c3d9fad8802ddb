"""The hot list (黑名单): put on, taken off, asked for, loaded by terminals."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.transport.domain.hot_list import (
    ADDED,
    REMOVED,
    Entry,
    Key,
    Listing,
    in_force,
    listings,
)
from services.transport.store import hot_list as kept
from sscsim.db import Tx


def add(tx: Tx, medium: str, reference: str, reason: str) -> Entry | None:
    """Put a medium on the list for a reason; None where it is on it for this reason already."""
    return next(iter(add_all(tx, [(medium, reference, reason)])), None)


def remove(tx: Tx, medium: str, reference: str, reason: str) -> Entry | None:
    """Take a medium off the list, as far as it is on it for this reason; None where it isn't."""
    return next(iter(_entered(tx, REMOVED, [(medium, reference, reason)])), None)


def add_all(tx: Tx, wanted: Sequence[tuple[str, str, str]]) -> list[Entry]:
    """`add` for many (medium, reference, reason), in this order."""
    return _entered(tx, ADDED, wanted)


def listed(tx: Tx, keys: Collection[Key], at: datetime | None = None) -> dict[Key, Listing]:
    """Those of these media that are on the list at a moment, now when none is said."""
    moment = at or tx.world.now
    found = {key: in_force(those, moment) for key, those in history(tx, keys).items()}
    return {key: listing for key, listing in found.items() if listing is not None}


def history(tx: Tx, keys: Collection[Key]) -> Mapping[Key, tuple[Listing, ...]]:
    """When these media were on the list, each time; those that never were are left out."""
    return {key: listings(entries) for key, entries in kept.of(tx, keys).items()}


def _entered(tx: Tx, action: str, wanted: Sequence[tuple[str, str, str]]) -> list[Entry]:
    number = kept.take_number(tx)
    known = history(tx, {(medium, reference) for medium, reference, _ in wanted})
    open_ = {
        (*key, each.reason) for key, those in known.items() for each in those if each.until is None
    }
    made: list[Entry] = []
    for medium, reference, reason in dict.fromkeys(wanted):
        if ((medium, reference, reason) in open_) == (action == ADDED):
            continue
        number += 1
        entry_id = tx.new_id("hle", number)
        made.append(Entry(entry_id, number, action, medium, reference, reason, tx.world.now))
    kept.add(tx, made)
    told = [(entry.id, _told(entry)) for entry in made]
    tx.emit_all(f"hot_list.{action}", told)
    return made


def _told(entry: Entry) -> dict[str, Any]:
    shown = {"id": entry.id, "number": entry.number}
    return {**shown, "medium": entry.medium, "reason": entry.reason}
