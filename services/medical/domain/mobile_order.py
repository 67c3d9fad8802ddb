"""An order of mobile payment (移动支付订单): uploaded by a hospital, paid by the patient's phone.

A hospital uploads what is charged; the patient confirms at the cashier's page, and the order is
settled and paid for in one go. What isn't paid in time ends. An order is refunded as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.medical.domain.settlement import Settlement
from services.medical.problems_orders import MobileOrderNotOpen, MobileOrderNotRefundable
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text

SAVED, SETTLING, FINISHED = "saved", "settling", "finished"
REFUNDED, CANCELLED, EXPIRED = "refunded", "cancelled", "expired"
STATES = (SAVED, SETTLING, FINISHED, REFUNDED, CANCELLED, EXPIRED)
"""`settling`: the home region was asked and hasn't answered."""
LIVE = (SAVED, SETTLING, FINISHED)

WHOLE, ONLY_INSURED, ONLY_CASH = "ALL", "HI", "CASH"
"""退费类型: all of it; only what the insurance paid; only the cash."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How long an order waits to be paid, and how long an authorisation is good; in minutes."""

    order_minutes: int
    token_minutes: int


@dataclass(frozen=True, slots=True)
class MobileToken:
    """That a person has shown an electronic credential at an institution (ecToken)."""

    token: str
    institution_code: str
    person_id: str
    good_until: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MobileOrder:
    """`order_number`: the hospital's own (医疗机构订单号). `began_visit`: the upload began the
    visit too, so that it goes with it. `revs_token`: by which a hospital that couldn't record the
    payment proves that the order is its own."""

    id: str
    institution_code: str
    order_number: str
    person_id: str
    visit_id: str
    mdtrt_id: str
    charge_batch: str
    began_visit: bool
    ec_token: str
    pay_token: str
    revs_token: str
    use_account: bool
    total: Money
    state: str
    expires_at: datetime
    settlement_id: str | None
    refund_id: str | None
    refund_number: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    def check_saved(self) -> None:
        """MobileOrderNotOpen unless it still waits to be paid."""
        if self.state != SAVED:
            raise MobileOrderNotOpen(order_id=self.id, state=self.state)

    def check_finished(self) -> str:
        """The settlement; MobileOrderNotRefundable unless it was paid and stands."""
        if self.state != FINISHED or self.settlement_id is None:
            raise MobileOrderNotRefundable(order_id=self.id, state=self.state)
        return self.settlement_id


@dataclass(frozen=True, slots=True)
class Amounts:
    """Who pays an order. What a hospital bears stands with the funds, so that the three parts are
    the whole."""

    total: Money
    cash: Money
    account: Money
    fund: Money


def amounts(order: MobileOrder, settlement: Settlement | None) -> Amounts:
    """Of what was settled; before that nobody has paid anything."""
    if settlement is None or settlement.cash_pay is None:
        zero = Money.zero()
        return Amounts(order.total, zero, zero, zero)
    cash, account = settlement.cash_pay, settlement.account_pay or Money.zero()
    return Amounts(settlement.total, cash, account, settlement.total - cash - account)


_DIFFERS = Text(zh="应为 {due}，报文为 {said}", en="must be {due}, not {said}")
_REFUNDS = {
    "totlRefdAmt": "total",
    "psnAcctRefdAmt": "account",
    "fundRefdAmt": "fund",
    "cashRefdAmt": "cash",
}


def refund_faults(paid: Amounts, said: Mapping[str, Any]) -> list[FieldError]:
    """Stated amounts of a refund that aren't those that were paid; an order goes back whole."""
    found = []
    for name, part in _REFUNDS.items():
        due: Money = getattr(paid, part)
        stated = said.get(name)
        if stated is not None and stated * 100 != due.fen:
            params = {"due": f"{Decimal(due.fen) / 100:.2f}", "said": f"{stated:.2f}"}
            where = f"/data/{name}"
            found.append(FieldError("amount_differs", _DIFFERS, pointer=where, params=params))
    return found
