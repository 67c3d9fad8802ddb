"""A month of one product by one issuer, shared out among the venues that its holders visited."""

from dataclasses import dataclass
from datetime import datetime

from services.culture.domain.pass_rules import LIST_PRICE
from sscsim.kernel.money import Money

SHARING, SHARED, EMPTY, REFUSED = "sharing", "shared", "empty", "refused"
STATUSES = (SHARING, SHARED, EMPTY, REFUSED)
MOST_WEIGHT = 10**6
"""The largest weight that the settlement side takes: a price of 10,000 yuan."""
EACH_ONCE = 10_000


@dataclass(frozen=True)
class PassMonth:
    """What the passes of one product and issuer brought for one month, and what became of it.

    `pool`: the slices of the month. `breakage`: what nobody's visits earned (未使用部分).
    `refusal`: the code with which the settlement side refused it.
    """

    id: str
    product: str
    issuer_region: str
    treasury: str
    month: str
    pool: Money
    breakage: Money
    visits: int
    status: str
    refusal: str | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class VenueShare:
    """What one venue gets of one month. `weight`: as the settlement side takes it."""

    id: str
    month_id: str
    ordinal: int
    venue_code: str
    region_code: str
    month: str
    visits: int
    weight: int
    amount: Money
    claim_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime


def weight_of(word: str, list_price: Money) -> int:
    """How much one visit counts: its list price in fen, or every visit alike.

    >>> weight_of("list_price", Money(14_500)), weight_of("visits", Money(14_500))
    (14500, 10000)
    """
    return min(list_price.fen, MOST_WEIGHT) if word == LIST_PRICE else EACH_ONCE
