"""Entitlements besides basic insurance: whom a region has recognised as what, from when to when.

A civil servant (公务员) has a subsidy on what basic insurance leaves; those whom the civil
affairs authorities recognised as in need (医疗救助对象) get medical assistance, by category.
What it comes to is the medical service's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems_entitlements as problems
from sscsim.kernel.problems import FieldError, Text

CIVIL_SERVANT = "civil_servant"
ASSISTED = ("destitute", "minimum_living", "other_low_income", "assistance")
"""特困人员, 低保对象, 低收入人口; `assistance` where the category isn't told. One at a time."""

KINDS = (CIVIL_SERVANT, *ASSISTED)


@dataclass(frozen=True)
class Entitlement:
    """One stretch of it. Both days count; no `to_date` means until further notice."""

    id: str
    person_id: str
    kind: str
    region_code: str
    from_date: date
    to_date: date | None
    version: int
    created_at: datetime
    updated_at: datetime

    def holds(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on <= self.to_date)

    def excludes(self, kind: str, from_date: date, to_date: date | None) -> bool:
        """Whether it stands against another of that kind and time: the same, or another category
        of assistance, on a common day."""
        alike = self.kind == kind or {self.kind, kind} <= set(ASSISTED)
        begins_in_time = to_date is None or self.from_date <= to_date
        return alike and begins_in_time and (self.to_date is None or from_date <= self.to_date)


def check_room(
    kind: str, from_date: date, to_date: date | None, existing: Iterable[Entitlement]
) -> None:
    """Nobody is recognised twice on one day, wherever the regions are."""
    check_order(from_date, to_date)
    for found in existing:
        if found.excludes(kind, from_date, to_date):
            raise problems.EntitlementOverlaps(
                entitlement_id=found.id, kind=found.kind, region_code=found.region_code
            )


def check_end(entitlement: Entitlement, to_date: date) -> None:
    """It ends once, on its first day at the earliest."""
    if entitlement.to_date is not None:
        raise problems.EntitlementEnded(entitlement_id=entitlement.id, to_date=entitlement.to_date)
    check_order(entitlement.from_date, to_date)


def check_order(from_date: date, to_date: date | None) -> None:
    if to_date is not None and to_date < from_date:
        message = Text(
            zh="不得早于 {from_date}", en="must be on or after the first day, {from_date}"
        )
        params = {"from_date": from_date.isoformat()}
        raise problems.EntitlementEndsBeforeStart(
            from_date=from_date,
            to_date=to_date,
            errors=[FieldError("before_start", message, "/to_date", params=params)],
        )


def in_force(region_code: str, on: date, entitlements: Iterable[Entitlement]) -> list[str]:
    """What a region has recognised somebody as on the day: there it counts, and nowhere else."""
    return [
        found.kind for found in entitlements if found.region_code == region_code and found.holds(on)
    ]
