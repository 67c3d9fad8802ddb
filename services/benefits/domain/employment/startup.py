"""A business (经营主体) as the employment service knows it, from HRSS-011 and HRSS-012."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason

GRADUATE, UNEMPLOYED, HARDSHIP = "graduate", "unemployed", "hardship"
BY_RECORDS: Final = (GRADUATE, UNEMPLOYED, HARDSHIP)
"""Categories that our own records tell; the others are told by a document."""

OF_ANOTHER = decision.reason(
    "business_of_another",
    "经营主体 {credit_code} 已由他人申报",
    "The business {credit_code} is on record as somebody else's",
)
DATE_DIFFERS = decision.reason(
    "licence_date_differs",
    "登记日期 {said} 与已申报的 {known} 不一致",
    "Licensed on {said}, it says, and {known} is on record",
)
NOT_OF_CATEGORY = decision.reason(
    "founder_category_not_on_record",
    "没有符合类别 {category} 的登记",
    "No record says that the founder is of the category {category}",
    "创业者类别以登记为准",
)


@dataclass(frozen=True, slots=True)
class Business:
    """One business and its founder. `licensed_on` None: only a loan was asked for so far."""

    id: str
    credit_code: str
    name: str
    person_id: str
    region_code: str
    licensed_on: date | None
    version: int
    created_at: datetime
    updated_at: datetime


def against(
    known: Business | None, person_id: str, credit_code: str, licensed_on: date | None = None
) -> list[Reason]:
    """Whether the business is somebody else's, or another day is on record."""
    found = []
    if known is not None and known.person_id != person_id:
        found.append(OF_ANOTHER.with_(credit_code=credit_code))
    on_record = known.licensed_on if known is not None else None
    if licensed_on is not None and on_record is not None and licensed_on != on_record:
        found.append(DATE_DIFFERS.with_(said=licensed_on.isoformat(), known=on_record.isoformat()))
    return found


def category_against(category: str, on_record: frozenset[str]) -> list[Reason]:
    """Categories of our own records must stand there."""
    if category in BY_RECORDS and category not in on_record:
        return [NOT_OF_CATEGORY.with_(category=category)]
    return []
