"""The drugs that may be prescribed electronically: those of the catalogue, in force in a region."""

from dataclasses import dataclass
from datetime import date

from services.medical.domain.catalogue import DRUG, Item
from services.medical.store import catalogue
from sscsim.kernel.money import Money

MOST = 100
"""Of one page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A drug as it counts in the region; `limit`: the highest price limit of any hospital."""

    item: Item
    item_class: str
    limit: Money | None


def page(
    region: str, day: date, code: str | None, name: str | None, number: int, size: int
) -> tuple[list[Shown], int]:
    """One page of them, and how many there are in all, in the order of the catalogue."""
    found = [
        item
        for item in catalogue.items().values()
        if item.kind == DRUG
        and item.is_valid(day)
        and code in (None, "", item.code)
        and (not name or item.has_word(name))
    ]
    first = (number - 1) * size
    return [_shown(item, region, day) for item in found[first : first + size]], len(found)


def _shown(item: Item, region: str, day: date) -> Shown:
    force = item.in_force(region, day)
    limits = list(force.limits.values())
    return Shown(item, force.item_class, max(limits, key=lambda one: one.fen) if limits else None)
