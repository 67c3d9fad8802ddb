"""A travel pass (旅游年卡) on somebody's social security card, from its order to its end."""

from dataclasses import dataclass
from datetime import date, datetime

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

CARD, CASH = "card_account", "cash"
PAY_WAYS = (CARD, CASH)
DUE, PAYING, SOLD, ACTIVE = "due", "paying", "sold", "active"
ENDED, LAPSED, CANCELLED = "ended", "lapsed", "cancelled"
REFUNDING, REFUNDED, RETURNED = "refunding", "refunded", "refund_returned"
MACHINE = Machine(
    "travel pass",
    initial=DUE,
    edges=[
        (DUE, "begin_payment", PAYING),
        (PAYING, "pay", SOLD),
        (PAYING, "refuse_payment", DUE),
        (DUE, "pay_cash", SOLD),
        (DUE, "lapse", LAPSED),
        (SOLD, "start", ACTIVE),
        (SOLD, "refund", REFUNDING),
        (SOLD, "refund_cash", REFUNDED),
        (REFUNDING, "refunded", REFUNDED),
        (REFUNDING, "returned", RETURNED),
        (RETURNED, "refund", REFUNDING),
        (RETURNED, "refund_cash", REFUNDED),
        (ACTIVE, "end", ENDED),
        (ACTIVE, "cancel", CANCELLED),
    ],
)
UNDER_WAY = (DUE, PAYING, SOLD, ACTIVE)
"""Somebody has one of a product at a time that is in one of these states."""
STARTED = (ACTIVE, ENDED, CANCELLED)
"""Its money belongs to the venues."""


@dataclass(frozen=True)
class TravelPass:
    """One pass. `issuer_region`: the province whose rules it has; `treasury`: the city whose books
    hold its money. `bought_on`: the day of payment; days of its course are None until then.

    `photo`: digest of the picture of the face that was taken when it was activated; without one
    no gate lets anybody in. `mismatches`: how often somebody else's face came with it.
    """

    id: str
    product: str
    issuer_region: str
    treasury: str
    person_id: str
    ground: str
    pay_by: str
    price: Money
    fee: Money
    sold_by: str
    ordinal: int
    tries: int
    payment_reference: str | None
    bought_on: date | None
    activate_until: date | None
    refund_until: date | None
    valid_from: date | None
    valid_to: date | None
    activated_at: datetime | None
    photo: str | None
    mismatches: int
    refunds: int
    end_reason: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def pool(self) -> Money:
        """What its venues share."""
        return self.price - self.fee

    @property
    def event(self) -> str:
        """What the bank side knows this attempt at its payment by."""
        return f"pass/{self.id}/{self.tries}"

    @property
    def refund_event(self) -> str:
        return f"pass-refund/{self.id}"

    def holds(self, day: date) -> bool:
        """Whether it is good on the day, whatever its limits say."""
        return (
            self.status == ACTIVE
            and self.valid_from is not None
            and self.valid_to is not None
            and self.valid_from <= day <= self.valid_to
        )
