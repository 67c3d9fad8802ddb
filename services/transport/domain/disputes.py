"""A dispute (争议) about what a journey was charged: raised by its rider, answered by the operator.

Whom nobody answers in time has what the policy says, as a rule what they asked for. What is
upheld is an adjustment: the charge is taken back and posted anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

OPEN, UPHELD, REFUSED, WITHDRAWN = "open", "upheld", "refused", "withdrawn"
MACHINE: Final = Machine(
    "transit dispute",
    initial=OPEN,
    edges=[(OPEN, "uphold", UPHELD), (OPEN, "refuse", REFUSED), (OPEN, "withdraw", WITHDRAWN)],
)
STATUSES: Final = MACHINE.states
REASONS: Final = ("charged_twice", "wrong_fare", "not_ridden", "gate_fault", "other")
BY_OPERATOR, BY_RULE, BY_RIDER = "operator", "rule", "rider"
DECIDERS: Final = (BY_OPERATOR, BY_RULE, BY_RIDER)


@dataclass(frozen=True, slots=True)
class TransitDispute:
    """`charged`: what the journey came to as it was raised; `asked`: what the rider says it should;
    `decided`: what it comes to now, of one that was upheld.
    """

    id: str
    journey_id: str
    operator_id: str
    region_code: str
    person_id: str | None
    reason: str
    text: str | None
    charged: Money
    asked: Money
    status: str
    decided: Money | None
    decided_by: str | None
    note: str | None
    answer_by: datetime
    decided_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def is_in_time(charged_at: datetime, now: datetime, days: int) -> bool:
    """Whether a charge may still be disputed: through the last second of the last day."""
    return now - charged_at <= timedelta(days=days)
