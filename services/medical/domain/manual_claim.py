"""A manual claim (手工报销): the home region repays a visit that the person paid in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.medical import problems_claims as problems
from services.medical.domain.visit import SELF_PAID, Visit
from sscsim.kernel.money import Money

PAYABLE, PAID, NOTHING = "payable", "paid", "nothing"
STATUSES = (PAYABLE, PAID, NOTHING)
"""`payable`: owed to the person; `paid`: on the account of their card; `nothing`: the funds
pay nothing of this bill."""


@dataclass(frozen=True, slots=True)
class ManualClaim:
    id: str
    visit_id: str
    person_id: str
    care_region_code: str
    home_region_code: str
    insurance_kind: str
    treatment: str
    status: str
    total: Money
    funds: Mapping[str, int]  # fen by fund
    fund_pay: Money
    return_code: str | None  # why the account on the card didn't take it
    policy_origin: Mapping[str, Any]
    explanation: Mapping[str, Any]
    paid_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    def check_owed(self) -> None:
        if self.status != PAYABLE:
            raise problems.ClaimNotOwed(claim_id=self.id, status=self.status)


def check_claimable(visit: Visit) -> None:
    """VisitNotSelfPaid: only what the person paid in full is repaid by hand."""
    if visit.status != SELF_PAID:
        raise problems.VisitNotSelfPaid(visit_id=visit.id, status=visit.status)
