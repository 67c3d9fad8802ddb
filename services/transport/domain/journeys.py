"""A journey (行程): from entry to exit, or one tap on a bus, with what was charged for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sscsim.kernel.money import Money

OPEN, COMPLETED, INCOMPLETE, REPAIRED, CANCELLED = (
    "open",
    "completed",
    "incomplete",
    "repaired",
    "cancelled",
)
STATUSES: Final = (OPEN, COMPLETED, INCOMPLETE, REPAIRED, CANCELLED)

PURSE, ACCOUNT, ACQUIRER, NOBODY = "purse", "bank_account", "acquirer", "nobody"
PAYERS: Final = (PURSE, ACCOUNT, ACQUIRER, NOBODY)

TAKEN, REQUESTED, OWED, WAIVED = "taken", "requested", "owed", "waived"
CHARGE_STATUSES: Final = (TAKEN, REQUESTED, OWED, WAIVED)


@dataclass(frozen=True, slots=True)
class Rider:
    """One medium on its way: at most one journey of it is open.

    `reference`: transit card id, holder's pseudonym of the code, or token of the bank card.
    """

    id: str
    medium: str
    reference: str
    person_id: str | None
    birth_date: date | None  # as the card's register has it
    region_code: str
    open_journey_id: str | None
    last_tap_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Journey:
    """`priced`: what the price was made of, enough to make it again with its explanation.

    Amounts are what stands now; what changed afterwards are charges of their own.
    """

    id: str
    rider_id: str
    fare_system_id: str
    region_code: str
    medium: str
    entry_tap_id: str | None
    exit_tap_id: str | None
    entry_station_id: str | None
    exit_station_id: str | None
    line_id: str | None
    vehicle_id: str | None
    entered_at: datetime
    exited_at: datetime | None
    status: str
    rule: str | None  # of an incomplete one: by which rule it was charged
    list_fare: Money
    concession: str | None
    concession_discount: Money
    transfer_discount: Money
    pass_paid: Money
    surcharge: Money
    fare: Money
    payer: str
    charge_status: str
    service_day: date
    priced: dict[str, Any] | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """Money of a journey, added to only: what was taken, and each correction with its sign.

    `batch_day`: the service day in whose batch it goes, chosen when it is recorded.
    `subsidy`: what the rider's region pays for the concession.
    """

    id: str
    journey_id: str
    ordinal: int
    issuer_id: str  # who keeps the purse; the bank or the acquirer of other payers
    operator_id: str
    payer: str
    amount: Money
    subsidy: Money
    subsidy_region: str | None
    batch_day: date
    event: str
    status: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a journey: staff at a counter, or who settles a dispute.

    `tap_id`: the tap that the journey began with. `kind`: of `riding.REPAIRS`, or `fare_set`, and
    then `fare` is what it costs. Only added to: of several of one kind the last one holds.
    """

    id: str
    journey_id: str
    ordinal: int
    rider_id: str
    tap_id: str
    kind: str
    station_id: str | None
    fare: Money | None
    why: str
    decided_by: str
    decided_at: datetime


FARE_SET: Final = "fare_set"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What an acquirer is asked for a ride with a bank card (授权), and what it said.

    `way`: `account` of a social security card's own bank side, which is asked at once, or
    `acquirer`, who answers from outside.
    """

    id: str
    charge_id: str
    journey_id: str
    rider_id: str
    token: str
    way: str
    amount: Money
    status: str
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


BY_ACCOUNT, BY_ACQUIRER = "account", "acquirer"
AUTHORISED_BY: Final = (BY_ACCOUNT, BY_ACQUIRER)
WANTED, APPROVED, DECLINED = "requested", "approved", "declined"
AUTHORISATION_STATUSES: Final = (WANTED, APPROVED, DECLINED)
