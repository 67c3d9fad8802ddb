"""A catalogue mapping (目录对照): which item of the catalogue an institution's own number means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class NewMapping:
    """As an institution says it. `medins_list_codg`: its own number; both days are included."""

    medins_list_codg: str
    name: str
    list_type: str
    med_list_codg: str
    from_date: date
    to_date: date
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CatalogueMapping:
    """As it is kept. `ordinal` counts what was ever said of one number of an institution."""

    id: str
    institution_code: str
    medins_list_codg: str
    ordinal: int
    name: str
    list_type: str
    med_list_codg: str
    from_date: date
    to_date: date
    given: Mapping[str, Any]
    created_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None

    def covers(self, day: date) -> bool:
        return self.from_date <= day <= self.to_date


def overlapping(known: Iterable[CatalogueMapping], new: NewMapping) -> CatalogueMapping | None:
    """One that counts on a day on which the new one would, of the same number."""
    for one in known:
        if one.is_live and one.from_date <= new.to_date and new.from_date <= one.to_date:
            return one
    return None
