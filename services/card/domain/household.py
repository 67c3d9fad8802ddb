"""Households (户) and family links: who belongs to whom.

A link is seen from both sides: who is somebody's parent has them as a child. The family
service of the electronic card and the proxies at a counter rest on these links.
"""

from dataclasses import dataclass
from datetime import datetime

from services.card import problems_people as problems

INVERSE = {
    "spouse": "spouse",
    "parent": "child",
    "child": "parent",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "sibling": "sibling",
    "guardian": "ward",
    "ward": "guardian",
    "other": "other",
}
RELATIONS = tuple(INVERSE)
MEMBER_RELATIONS = ("head", *RELATIONS)
"""What a member of a household is to its head; `head` (户主) is the head's own."""

PROXIES = frozenset({"spouse", "parent", "child", "grandparent", "sibling", "guardian"})
"""Relatives who may act for somebody at a counter (代办)."""


@dataclass(frozen=True)
class Household:
    id: str
    region_code: str
    address: str | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Member:
    household_id: str
    person_id: str
    relation: str


@dataclass(frozen=True)
class FamilyLink:
    """The relative is the person's `relation`: their spouse, parent, child …"""

    id: str
    person_id: str
    relative_id: str
    relation: str
    version: int
    created_at: datetime
    updated_at: datetime


def check_link(person_id: str, relative_id: str) -> None:
    if person_id == relative_id:
        raise problems.OwnRelative()
