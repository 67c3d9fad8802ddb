"""The clearing of rides (清分清算): what each operator's day comes to, and who pays it.

A batch (批次) holds all charges that were recorded in one service day of one operator. It is split
by who pays: an issuing centre of the same city, whose money the city's centre moves; one of
another city, from which the national clearing claims it; a bank account or an acquirer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from services.transport.domain.journeys import PURSE
from sscsim.kernel.money import Money, sum_money

CLOSED, CLEARED = "closed", "cleared"
BATCH_STATUSES: Final = (CLOSED, CLEARED)
"""cleared: no part of it waits for an answer or was rejected."""

SAME_CITY, OTHER_CITY, ACCOUNT = "same_city", "other_city", "account"
WAYS: Final = (SAME_CITY, OTHER_CITY, ACCOUNT)

ACCEPTED, PENDING, REJECTED = "accepted", "pending", "rejected"
STATUSES: Final = (ACCEPTED, PENDING, REJECTED)

DISPUTED, ADJUSTED = "disputed", "adjusted"
RESULTS: Final = (*STATUSES, DISPUTED, ADJUSTED)
"""Of a line of a batch; disputed and adjusted go before what the batch says."""

AWAITS_ANSWER: Final = "AWAITS_ANSWER"
NOTHING_TO_CORRECT: Final = "NOTHING_TO_CORRECT"
"""More is given back than was charged, and no earlier claim stands that it could correct."""


@dataclass(frozen=True, slots=True)
class ClearingTerms:
    """The figures of a city's clearing; minutes, days and working days as they are named."""

    begins: int
    closed_after: int
    same_city_fee: Fraction
    other_city_fee: Fraction
    city_payment_workdays: int
    on_time_days: int
    accepted_days: int
    represent_days: int
    dispute_days: int
    answer_workdays: int
    unanswered: str
    claimed_workdays: int
    reimbursed_workdays: int


@dataclass(frozen=True, slots=True)
class Summed:
    """Charges of a day that are alike in who pays and which region pays the concession."""

    issuer_id: str
    payer: str
    subsidy_region: str | None
    count: int
    amount: Money
    subsidy: Money


@dataclass(frozen=True, slots=True)
class Part:
    """What one payer owes for a day: `share` is the operator's, `fee` what the issuer keeps."""

    issuer_id: str
    payer: str
    way: str
    count: int
    amount: Money
    fee: Money

    @property
    def share(self) -> Money:
        return self.amount - self.fee


@dataclass(frozen=True, slots=True)
class Conceded:
    """What one region pays for the concessions of a day."""

    region_code: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Batch:
    """One operator's service day. `number` counts the operator's batches."""

    id: str
    number: int
    operator_id: str
    region_code: str
    day: date
    count: int
    amount: Money
    subsidy: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class BatchPart:
    """A part as it is on record, with what became of it.

    `attempt` counts how often it was claimed; `code`: why it is pending or rejected, in
    settlement's own words where that said it.
    """

    id: str
    batch_id: str
    operator_id: str
    issuer_id: str
    payer: str
    day: date
    way: str
    count: int
    amount: Money
    fee: Money
    status: str
    code: str | None
    attempt: int
    claim_event: str | None
    claim_id: str | None
    answered_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def share(self) -> Money:
        return self.amount - self.fee


def split(
    sums: Sequence[Summed], own_city: Iterable[str], terms: ClearingTerms
) -> tuple[list[Part], list[Conceded]]:
    """A day's charges by who pays, in the order of their ids; nothing moves without an amount.

    own_city: the issuing centres of the operator's city

    The fee is rounded once a part, half up to the fen.
    """
    near = frozenset(own_city)
    payers = sorted({(one.issuer_id, one.payer) for one in sums})
    parts = [_part(issuer, payer, sums, near, terms) for issuer, payer in payers]
    regions = sorted({one.subsidy_region for one in sums if one.subsidy_region and one.subsidy})
    return parts, [_conceded(region, sums) for region in regions]


def _part(
    issuer: str, payer: str, sums: Sequence[Summed], near: frozenset[str], terms: ClearingTerms
) -> Part:
    mine = [one for one in sums if (one.issuer_id, one.payer) == (issuer, payer)]
    amount = sum_money(one.amount for one in mine)
    if payer != PURSE:
        way, fee = ACCOUNT, Fraction(0)
    elif issuer in near:
        way, fee = SAME_CITY, terms.same_city_fee
    else:
        way, fee = OTHER_CITY, terms.other_city_fee
    count = sum(one.count for one in mine)
    return Part(issuer, payer, way, count, amount, amount.times(fee))


def _conceded(region: str, sums: Sequence[Summed]) -> Conceded:
    mine = [one for one in sums if one.subsidy_region == region and one.subsidy]
    count = sum(one.count for one in mine)
    return Conceded(region, count, sum_money(one.subsidy for one in mine))
