"""An insurance enrolment (参保关系): who is insured where, for what, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems, problems_people
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text

CATEGORIES_BY_KIND = {
    "employee_basic_medical": ("active", "retired"),
    "resident_basic_medical": ("active",),
    "work_injury": ("active",),
}
"""Kinds of insurance (险种; 310, 390 and 410 in the national code list) and whom each knows.

Retiring changes the share of an employee (在职, 退休); residents have no such difference, and only
who works is insured against work injuries (工伤保险). A person may be in several at once.
"""

KINDS = tuple(CATEGORIES_BY_KIND)
CATEGORIES = ("active", "retired")


@dataclass(frozen=True)
class Enrolment:
    """One stretch of insurance. Both days are covered; no `to_date` means until further notice."""

    id: str
    person_id: str
    insurance_kind: str
    region_code: str
    category: str
    from_date: date
    to_date: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    contribution_base: Money | None = None
    """The monthly wage that contributions are reckoned on (缴费基数); of employees who work."""

    def covers(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on <= self.to_date)

    def overlaps(self, from_date: date, to_date: date | None) -> bool:
        """Whether it shares a day with that stretch."""
        begins_in_time = to_date is None or self.from_date <= to_date
        return begins_in_time and (self.to_date is None or from_date <= self.to_date)

    @property
    def period(self) -> str:
        return f"{self.from_date} – {self.to_date or ''}".rstrip()


def check_terms(kind: str, category: str, from_date: date, to_date: date | None) -> None:
    """A category the insurance knows, and an end that isn't before the beginning."""
    allowed = CATEGORIES_BY_KIND[kind]
    if category not in allowed:
        raise problems.CategoryNotOfKind(
            insurance_kind=kind, category=category, allowed=", ".join(allowed)
        )
    _check_order(from_date, to_date)


def check_base(kind: str, category: str, base: Money | None) -> None:
    """Only who works as an employee pays on a wage; the retired pay nothing."""
    if base is not None and (kind, category) != ("employee_basic_medical", "active"):
        message = Text(zh="仅在职职工可填", en="is for employees who work")
        raise problems_people.ContributionBaseNotOfKind(
            insurance_kind=kind,
            category=category,
            errors=[FieldError("not_of_kind", message, "/contribution_base_fen")],
        )


def check_room(
    kind: str, from_date: date, to_date: date | None, existing: Iterable[Enrolment]
) -> None:
    """Nobody is in the same insurance twice on one day, wherever the areas are (重复参保)."""
    for enrolment in existing:
        if enrolment.insurance_kind == kind and enrolment.overlaps(from_date, to_date):
            raise problems.EnrolmentOverlaps(
                enrolment_id=enrolment.id,
                region_code=enrolment.region_code,
                period=enrolment.period,
            )


def check_end(enrolment: Enrolment, to_date: date) -> None:
    """An enrolment ends once, on its first day at the earliest."""
    if enrolment.to_date is not None:
        raise problems.EnrolmentEnded(enrolment_id=enrolment.id, to_date=enrolment.to_date)
    _check_order(enrolment.from_date, to_date)


def _check_order(from_date: date, to_date: date | None) -> None:
    if to_date is not None and to_date < from_date:
        message = Text(
            zh="不得早于 {from_date}", en="must be on or after the first day, {from_date}"
        )
        error = FieldError(
            "before_start", message, "/to_date", params={"from_date": from_date.isoformat()}
        )
        raise problems.EnrolmentEndsBeforeStart(
            from_date=from_date, to_date=to_date, errors=[error]
        )


def in_force(kind: str, on: date, enrolments: Iterable[Enrolment]) -> Enrolment | None:
    """The one enrolment of this kind that covers the day."""
    return next((e for e in enrolments if e.insurance_kind == kind and e.covers(on)), None)
