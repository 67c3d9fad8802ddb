"""A settlement (结算) and its reversal (撤销): records that are added to, never edited away.

A reversal is a settlement of its own with negative amounts that points at the original; so is a
difference, with what the original comes to under figures that were changed afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.medical import problems
from services.medical.domain.fee_lines import Split
from services.medical.domain.shares import SHARES
from services.medical.domain.vocabulary import WORK_INJURY
from services.medical.problems_bills import NotCorrectable, NotPriceable
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

SETTLEMENT, REVERSAL, DIFFERENCE = "settlement", "reversal", "difference"
KINDS = (SETTLEMENT, REVERSAL, DIFFERENCE)
"""A difference (X22) is what a settlement, priced again, comes to more or less: amounts of either
sign, and no bill of its own."""

CORRECTION = "correction"
ENTRY_KINDS = (*KINDS, CORRECTION)
"""What the insured side enters; a correction leaves no settlement of its own."""

RUNNING, UNKNOWN, SETTLED = "running", "unknown", "settled"
REFUSED, CANCELLED, REVERSING, REVERSED = "refused", "cancelled", "reversing", "reversed"
CORRECTING, CORRECTED = "correcting", "corrected"
STATUSES = (
    RUNNING,
    UNKNOWN,
    SETTLED,
    REFUSED,
    CANCELLED,
    REVERSING,
    REVERSED,
    CORRECTING,
    CORRECTED,
)
"""`running`: the home region was asked. `unknown`: no answer came; never "failed". `refused`
and `cancelled`: it came to nothing. `reversing`, `reversed`: a reversal is on its way, or
stands. `correcting`, `corrected`: likewise a correction, which undoes without a reversal."""

IN_FLIGHT = (RUNNING, UNKNOWN)
GIVEN_UP = (REFUSED, CANCELLED)
UNDONE = (*GIVEN_UP, REVERSED, CORRECTED)

FUNDS = {
    "pool": "hifp",
    "large_amount": "hifob",
    "big_illness": "hifmi",
    "civil_servant": "cvlserv",
    "assistance": "maf",
    WORK_INJURY: "oth",
}
"""Who pays, under the names that the books and the hospital interface use. The fund of work
injuries is none of the medical funds' own, so that there it is `oth`; in the books the code of its
insurance, 410, tells it apart."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Amounts stand from the moment the home region answered; until then only the bill does."""

    id: str
    kind: str
    reverses: str | None
    reversed_by: str | None
    refers: str | None  # of a difference: the settlement that was priced again
    visit_id: str
    ordinal: int
    person_id: str
    institution_id: str
    care_region_code: str
    home_region_code: str
    insurance_kind: str
    discharge_date: date
    bill_number: str | None  # the institution's own (medins_setl_id); one live settlement each
    is_interim: bool  # of a stay that goes on (中途结算); then `discharge_date` is its last day
    treatment: str | None
    status: str
    total: Money
    own_pay: Money
    over_limit: Money
    preself: Money
    in_scope: Money
    deductible: Money | None
    funds: Mapping[str, int] | None  # fen by fund
    fund_pay: Money | None
    hospital_part: Money | None
    person_part: Money | None
    own_account_pay: Money | None
    family_account_pay: Money | None
    account_pay: Money | None
    cash_pay: Money | None
    clearing_amount: Money | None
    claim_id: str | None
    policy_origin: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None  # why it was refused
    settled_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    family_accounts: Sequence[Mapping[str, Any]] | None = None  # 家庭共济: which paid how much
    payment_status: str | None = None  # of the cash part; None: nobody tried to pay yet

    @property
    def bill(self) -> Split:
        return Split(self.own_pay, self.over_limit, self.preself, self.in_scope)

    @property
    def shown_as_interim(self) -> bool | None:
        """Said of interim settlements only: answers of all others stay what they were."""
        return True if self.is_interim else None

    @property
    def is_cross_region(self) -> bool:
        return self.care_region_code != self.home_region_code

    def check_reversible(self) -> None:
        """AlreadyReversed for the second reversal; SettlementNotReversible for anything else."""
        if self.status in (REVERSED, REVERSING):
            raise problems.AlreadyReversed(settlement_id=self.id, reversal_id=self.reversed_by)
        if self.kind == REVERSAL or self.status != SETTLED:
            raise problems.SettlementNotReversible(
                settlement_id=self.id, kind=self.kind, status=self.status
            )

    def check_priceable(self) -> None:
        """NotPriceable unless it is a settlement that stands."""
        if self.kind != SETTLEMENT or self.status != SETTLED:
            raise NotPriceable(settlement_id=self.id, kind=self.kind, status=self.status)

    def check_correctable(self) -> None:
        """AlreadyReversed after a reversal (X8); NotCorrectable for what is no settlement."""
        if self.status in (REVERSED, REVERSING):
            raise problems.AlreadyReversed(settlement_id=self.id, reversal_id=self.reversed_by)
        if self.kind != SETTLEMENT:
            raise NotCorrectable(settlement_id=self.id, kind=self.kind)


def reversal_explained(shares: Mapping[str, Money]) -> Explanation:
    """A reversal gives every share back: the same amounts, with the other sign.

    >>> back = reversal_explained({"fund_pay": Money(900), "cash_pay": Money(100)})
    >>> back.total.fen, back.totals()["fund_pay"].fen
    (-1000, -900)
    """
    steps = tuple(
        explain.amount(
            f"reversal.{share}",
            "0 - settled",
            {"settled": money},
            Text(zh="冲回 {settled}", en="Gives back {settled}"),
            share=share,
        )
        for share, money in shares.items()
    )
    return Explanation(-Money(sum(money.fen for money in shares.values())), steps, SHARES)
