"""Orders that platforms report, and the premiums that they pay for them (职业伤害保障费).

An order insures whoever carries it out, in the place where it is carried out; the platform is
charged for a month's orders when the month is over, and for those that it reports late with the
next one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.benefits import problems_platform as problems
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

DUE, PAID = "due", "paid"
PREMIUM: Final = Machine("platform premium", initial=DUE, edges=[(DUE, "pay", PAID)])
PREMIUM_STATUSES: Final = PREMIUM.states


@dataclass(frozen=True, slots=True)
class PlatformOrder:
    """One order that was carried out. region_code: where. premium_id: what it is paid by."""

    id: str
    platform_credit_code: str
    platform_name: str
    party_id: str | None
    order_number: str
    trade: str
    region_code: str
    person_id: str
    accepted_at: datetime
    finished_at: datetime
    month: str
    premium_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PlatformPremium:
    """What a platform pays for a month's orders in a region."""

    id: str
    platform_credit_code: str
    platform_name: str
    party_id: str | None
    region_code: str
    month: str
    orders: int
    amount: Money
    explanation: dict[str, Any]
    paid_at: datetime | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def check_times(accepted_at: datetime, finished_at: datetime, now: datetime) -> None:
    """PlatformOrderTimes: carried out before it is accepted, or not carried out yet."""
    if not accepted_at <= finished_at <= now:
        raise problems.PlatformOrderTimes(
            accepted=accepted_at.isoformat(), finished=finished_at.isoformat()
        )
