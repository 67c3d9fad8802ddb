"""Who decides in a region: the rule at once, the rule at the deadline, or people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits.domain.application import AT_ONCE
from sscsim.kernel import regions

NATION: Final = "100000"
"""Settings for every region of the world that has none of its own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`mode`: of all items; `items`: of single ones, by code."""

    region_code: str
    mode: str | None
    items: Mapping[str, str]
    version: int
    created_at: datetime
    updated_at: datetime

    def of(self, item_code: str) -> str | None:
        """What this region says of an item, if anything."""
        return self.items.get(item_code, self.mode)


def asked_in_turn(region_code: str) -> tuple[str, ...]:
    """Whose settings count: the city's own, the province's, then the world's."""
    province = regions.province_of(region_code)
    return tuple(dict.fromkeys((region_code, province, NATION)))


def mode_of(found: Mapping[str, Settings], region_code: str, item_code: str) -> str:
    """The first that says something of the item decides; nobody: the rule, at once."""
    for code in asked_in_turn(region_code):
        said = found[code].of(item_code) if code in found else None
        if said is not None:
            return said
    return AT_ONCE
