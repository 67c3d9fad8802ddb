"""A transfer of insurance as recorded (转移业务): who moves what from where to where.

Its information sheet (信息表) has a line for each month that moves; what moves of the money is two
sums. Which step is next, whose it is and until when follows from `saga`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain import insurance as words
from services.benefits.domain.transfer import saga
from services.benefits.domain.transfer.saga import Progress
from sscsim.kernel import regions
from sscsim.kernel.money import Money

PENSION, UNEMPLOYMENT, MILITARY = "pension", "unemployment", "military"
QUERIED: Final = {
    PENSION: words.PENSIONS,
    UNEMPLOYMENT: (words.UNEMPLOYMENT,),
}
"""What somebody asks after, and the insurances that it is."""

CASE_BY_CASE, NETTED, WITHIN = "case_by_case", "netted", "within_area"
MONEY_LEGS: Final = (CASE_BY_CASE, NETTED, WITHIN)
"""Whether the money is sent with each case, or claimed and paid by the period, or stays with the
fund of one pooling area (统筹区), in which the relation alone moves."""

LETTER, SHEET = "letter", "sheet"
PAPERS: Final = (LETTER, SHEET)
"""What goes through the exchange: the letter of acceptance (联系函), the sheet (信息表)."""


@dataclass(frozen=True, slots=True)
class InsuranceTransfer:
    """One transfer.

    letters: how often the new area has written; months: on the sheet, of them `doubles` are written
    nowhere anew, as the new area has them, or doesn't count them. account, pooled: what moves, of
    the personal account and of the fund; refund: what goes back to the person for months paid
    twice, by `payment_id`. annuity: what moves of an annuity, from the account `annuity_from` to
    `annuity_to`; it is sent with the case wherever it goes. due_by: last day of the next step, None
    while no day runs.
    live: 1 while it is open, else None: one open transfer a person and insurance.
    """

    id: str
    person_id: str
    item_code: str
    application_id: str
    from_kind: str
    to_kind: str
    from_region_code: str
    to_region_code: str
    reason: str
    money_leg: str
    letter_number: str
    letters: int
    months: int
    doubles: int
    account: Money
    pooled: Money
    refund: Money
    payment_id: str | None
    annuity: Money
    annuity_from: str | None
    annuity_to: str | None
    explanation: dict[str, Any] | None
    applied_on: date
    letter_on: date | None
    letter_arrived_on: date | None
    closed_on: date | None
    arrived_on: date | None
    merged_on: date | None
    completed_on: date | None
    returned_on: date | None
    return_reason: str | None
    due_party: str | None
    due_by: date | None
    is_overdue: bool
    status: str
    live: int | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def progress(self) -> Progress:
        """As the rule of the steps counts it."""
        return Progress(
            self.status,
            self.applied_on,
            self.letter_on,
            self.closed_on,
            self.arrived_on,
            self.returned_on,
        )

    @property
    def amount(self) -> Money:
        return self.account + self.pooled

    @property
    def sent(self) -> Money:
        """What of the pension is sent with the case."""
        return self.amount if self.money_leg == CASE_BY_CASE else Money.zero()

    @property
    def is_within(self) -> bool:
        """Whether it stays the same insurance of the same province."""
        provinces = map(regions.province_of, (self.from_region_code, self.to_region_code))
        return self.from_kind == self.to_kind and len(set(provinces)) == 1

    def leaves(self, region_code: str) -> bool:
        """Whether what a region has on record moves: all that the old province has, or, within
        one province, the old area alone."""
        if self.is_within:
            return region_code == self.from_region_code
        return regions.province_of(region_code) == regions.province_of(self.from_region_code)

    @property
    def out_key(self) -> str:
        """What the old account's entry is for."""
        return f"transfer/{self.id}/out"

    @property
    def refund_key(self) -> str:
        return f"transfer/{self.id}/refund"

    @property
    def in_key(self) -> str:
        return f"transfer/{self.id}/in"


@dataclass(frozen=True, slots=True)
class SheetMonth:
    """A month on the sheet. is_double: the new area has it already, or doesn't count it: it goes by
    its own."""

    transfer_id: str
    month: str
    category: str
    base: Money
    employer: Money
    personal: Money
    subsidy: Money
    to_account: Money
    index_millionths: int | None
    origin: str
    is_double: bool


def letter_number(region_code: str, day: date, ordinal: int) -> str:
    """The number of a letter of acceptance.

    >>> letter_number("510100", date(2026, 4, 1), 7)
    '联510100-2026-0007'
    """
    return f"联{region_code}-{day.year}-{ordinal:04d}"


CLOSED: Final = (saga.OLD_AREA_CLOSED, saga.FUNDS_IN_TRANSIT, saga.MERGED, saga.COMPLETED)
"""In which the old area keeps nothing any more."""
ARRIVED: Final = (saga.MERGED, saga.COMPLETED)
"""In which the new area has all of it."""
