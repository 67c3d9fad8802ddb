"""A line of the daily three-way reconciliation (三方对账), as one side of treatment has it.

The settlement service compares it with the other side's and with its own claims. Only what
passes between two regions is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.medical.domain.settlement import REVERSAL
from sscsim.kernel.money import Money

INSURED, TREATMENT = "insured", "treatment"
SIDES: Final = (INSURED, TREATMENT)
STANDS, TAKEN_BACK, CORRECTED = "stands", "reversed", "corrected"


@dataclass(frozen=True, slots=True)
class DailyLine:
    """Amounts of a reversal are below zero, as its claim's.

    state: whether it was taken back since, and how; taken_back_by: the exchange that did
    """

    settlement_id: str
    kind: str
    state: str
    taken_back_by: str | None
    home_region: str
    care_region: str
    insurance: str
    settled_at: datetime
    funds: Mapping[str, int]
    account_pay: Money

    def as_json(self) -> dict[str, Any]:
        return {
            "settlement_id": self.settlement_id,
            "kind": self.kind,
            "state": self.state,
            "taken_back_by": self.taken_back_by,
            "home_region": self.home_region,
            "care_region": self.care_region,
            "insurance": self.insurance,
            "settled_at": self.settled_at.isoformat(),
            "funds": dict(self.funds),
            "account_pay_fen": self.account_pay.fen,
        }


def signed(kind: str, funds: Mapping[str, int]) -> dict[str, int]:
    """The insured side's answer says what a reversal gives back; its line is below zero.

    >>> signed("reversal", {"hifp": 900}), signed("settlement", {"hifp": 900})
    ({'hifp': -900}, {'hifp': 900})
    """
    sign = -1 if kind == REVERSAL else 1
    return {fund: sign * fen for fund, fen in funds.items()}
