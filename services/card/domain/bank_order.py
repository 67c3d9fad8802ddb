"""Orders to a bank that somebody outside plays: asked, waiting, answered or too late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sscsim.kernel.states import Machine

MACHINE = Machine(
    "bank order",
    initial="waiting",
    edges=[
        ("waiting", "accept", "done"),
        ("waiting", "refuse", "refused"),
        ("waiting", "time_out", "timed_out"),
    ],
)

KINDS = ("open", "activate", "report_loss", "report_temporary_loss")
PLAYERS = ("simulator", "outside")
ANSWER_WITHIN_S = 24 * 3600
"""How long a bank played from outside has, unless the world says otherwise."""


@dataclass(frozen=True)
class BankOrder:
    """One thing a bank is asked to do with an account. `detail` is what the bank needs to know."""

    id: str
    bank_code: str
    kind: str
    account_id: str
    detail: Mapping[str, Any]
    status: str
    return_code: str | None
    text: str | None
    asked_by: str
    answer_by: datetime
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Bank:
    """One bank, and who answers for it: the simulator at once, or a party in its own time."""

    bank_code: str
    played_by: str
    party_id: str | None
    answer_within_s: int
    version: int
    created_at: datetime
    updated_at: datetime
