"""From one region to another (跨区通办): what the regions of a scheme handle for each other.

The official lists could not be read in full; each entry says how it is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.benefits.domain.item import Source
from sscsim.kernel import regions
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class CooperationItem:
    """One entry of a scheme's list: the item, from which day on, and who says so."""

    scheme: str
    item_code: str
    since: date
    source: Source
    confidence: str

    @property
    def is_assumed(self) -> bool:
        """Whether nobody was found who names it."""
        return self.source.status == "assumed"


@dataclass(frozen=True)
class CooperationList:
    """A scheme's list. `claimed`: how many items the scheme says it has."""

    scheme: str
    since: date
    basis: Source
    claimed: str
    about: Text
    items: Mapping[str, CooperationItem]


def carrying(
    lists: Mapping[str, CooperationList], item_code: str, accepting: str, competent: str, day: date
) -> CooperationItem | None:
    """The entry that lets one region accept the item for the other on that day.

    The closest scheme of both decides, as `regions.SCHEMES` orders them; None where no scheme
    of both has the item by then.
    """
    for scheme in regions.schemes_between(accepting, competent):
        found = lists[scheme.id].items.get(item_code) if scheme.id in lists else None
        if found is not None and found.since <= day:
            return found
    return None
