"""A clearing cycle (清算周期): one month of claims, from open to closed.

Of another kind than medical bills it is a period of that kind: a day, a quarter, … .
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.periods import Period
from services.settlement.domain.schemes import Settings, scope_of
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

CYCLE: Final = Machine(
    "cycle",
    initial="open",
    edges=[
        ("open", "freeze", "frozen"),
        ("frozen", "generate", "generated"),
        ("generated", "sign", "signing"),
        ("signing", "sign", "signing"),
        ("signing", "complete", "signed"),
        ("generated", "reopen", "reopened"),
        ("signing", "reopen", "reopened"),
        ("reopened", "generate", "generated"),
        ("signed", "notify", "notified"),
        ("notified", "pay", "paying"),
        ("paying", "pay", "paying"),
        ("paying", "match_all", "settled"),
        ("settled", "close", "closed"),
        ("open", "abort", "aborted"),
        ("frozen", "abort", "aborted"),
        ("generated", "abort", "aborted"),
        ("reopened", "abort", "aborted"),
        ("signing", "abort", "aborted"),
    ],
)

ORDER: Final = (
    "open",
    "frozen",
    "reopened",
    "generated",
    "signing",
    "signed",
    "notified",
    "paying",
    "settled",
    "closed",
)
"""The way forward; only `reopened` leads back, to the same set under a new version."""

TAKES_DEDUCTIONS: Final = ("open", "frozen", "generated", "reopened", "signing")
"""An audit may deduct until both sides signed."""


def reached(state: str, milestone: str) -> bool:
    """Whether a cycle in `state` has got to `milestone`, or past it."""
    return state in ORDER and ORDER.index(state) >= ORDER.index(milestone)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One month of the whole nation, or of the cities of one province.

    An instant is None until its step was done.

    month: whose claims it clears; of another kind the month in which its period ends
    province: the province whose cities it clears, or the code of the nation
    settings: how it is cleared, None while it may still change; overdue_at: since when a
    signature or a payment is late
    """

    id: str
    month: Month
    province: str
    status: str
    statement_version: int
    settings: dict[str, Any] | None
    overdue_at: datetime | None
    frozen_at: datetime | None
    generated_at: datetime | None
    signed_at: datetime | None
    notified_at: datetime | None
    paid_at: datetime | None
    closed_at: datetime | None
    aborted_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    kind: str
    period: Period

    @property
    def is_medical(self) -> bool:
        return self.kind == MEDICAL

    @property
    def scope(self) -> str:
        return scope_of(self.province)

    @property
    def how(self) -> Settings:
        """How it is cleared, once it is frozen."""
        return Settings.read(self.settings)
