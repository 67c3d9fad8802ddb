"""Co-operation schemes on the one card (一卡通): items, and functions that a card carries."""

from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems_scheme as problems
from sscsim.kernel import regions
from sscsim.kernel.problems import Text

FORMS = ("physical", "electronic", "either")
STATUSES = ("official", "press", "secondary", "assumed", "invented")
FIELDS = (
    "social_insurance",
    "medical",
    "transit",
    "culture",
    "tourism",
    "finance",
    "government",
    "employment",
)


@dataclass(frozen=True)
class Item:
    """One thing a scheme's cards are good for: item, scenario, place and form of card.

    `function`: the capability that a card carries for it, None where every card is good.
    """

    number: int
    field: str
    item: Text
    scenario: Text
    place: Text
    form: str
    function: str | None
    since: str | None
    source: str
    status: str


@dataclass(frozen=True)
class CardFunction:
    """A function of a scheme that one card carries."""

    id: str
    card_id: str
    scheme_id: str
    function: str
    from_date: date
    to_date: date | None
    version: int
    created_at: datetime
    updated_at: datetime


def scheme(scheme_id: str) -> regions.Scheme:
    for found in regions.SCHEMES:
        if found.id == scheme_id:
            return found
    raise problems.SchemeNotFound(scheme_id=scheme_id[:40])


def check_joins(scheme_id: str, region_code: str) -> None:
    """Only cards issued by a member carry a scheme's functions."""
    if not scheme(scheme_id).includes(region_code):
        raise problems.RegionNotInScheme(scheme_id=scheme_id, region_code=region_code)


def check_offered(scheme_id: str, function: str, items: tuple[Item, ...]) -> None:
    known = sorted({item.function for item in items if item.function})
    if function not in known:
        raise problems.FunctionNotOffered(
            scheme_id=scheme_id, function=function, known=", ".join(known) or "-"
        )
