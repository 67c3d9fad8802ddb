"""Pre-made cards (预制卡): made ahead without a holder, kept at a branch, given out at a counter.

A stock order is a batch of blank cards that factory and centre make; when it arrives, each
card of it lies in the branch's stock, until a person gets it or it is scrapped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sscsim.kernel.states import Machine

STEPS = (
    ("ordered", "send_to_factory", "factory_sent"),
    ("factory_sent", "return_from_factory", "factory_returned"),
    ("factory_returned", "send_to_centre", "centre_sent"),
    ("centre_sent", "return_from_centre", "centre_returned"),
    ("centre_returned", "arrive", "at_branch"),
)
"""The part of card production that needs no person, with its words and its times
(`production.DAYS_OF`); no bank and no certificate, since nobody holds the card yet."""

ORDERS = Machine("stock order", initial="ordered", edges=STEPS)

CARDS = Machine(
    "stock card",
    initial="in_stock",
    edges=[
        ("in_stock", "assign", "assigned"),
        ("in_stock", "scrap", "scrapped"),
        ("assigned", "scrap", "scrapped"),
    ],
)
"""An assigned card is scrapped when the counter sends it back for a fault."""

MAIN_BRANCH = "main"
MAX_QUANTITY = 1_000


@dataclass(frozen=True)
class StockOrder:
    """So many blank cards of an area for one branch, with applications of one bank."""

    id: str
    region_code: str
    branch: str
    bank_code: str
    quantity: int
    status: str
    asked_by: str
    arrived_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class StockCard:
    """One blank card; `card_id` and `application_id` are those of whom it was given to."""

    id: str
    order_id: str
    region_code: str
    branch: str
    bank_code: str
    card_number: str
    card_identification_code: str
    status: str
    card_id: str | None
    application_id: str | None
    reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Stock:
    """What a branch has of one bank: in, out, and what is left."""

    region_code: str
    branch: str
    bank_code: str
    on_order: int
    stocked_in: int
    assigned: int
    scrapped: int

    @property
    def in_stock(self) -> int:
        return self.stocked_in - self.assigned - self.scrapped


def next_step(status: str) -> tuple[str, str] | None:
    """Event and status that follow; None once it has arrived."""
    return next(_steps_from(status), None)


def _steps_from(status: str) -> Iterator[tuple[str, str]]:
    return ((event, to) for state, event, to in STEPS if state == status)
