"""A clearing cycle (清算周期): one month of claims, from open to closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

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
    """One month of the whole nation. An instant is None until its step was done."""

    id: str
    month: Month
    status: str
    statement_version: int
    frozen_at: datetime | None
    generated_at: datetime | None
    signed_at: datetime | None
    notified_at: datetime | None
    paid_at: datetime | None
    closed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
