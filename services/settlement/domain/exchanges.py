"""An exchange: one question carried from the region of treatment to the insured region."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.settlement.domain.amounts import Split
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

EXCHANGE: Final = Machine(
    "exchange",
    initial="forwarded",
    edges=[
        ("forwarded", "answer", "answered"),
        ("forwarded", "refuse", "refused"),
        ("forwarded", "cancel", "cancelled"),
    ],
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the region of treatment asks.

    exchange_id: made by the asker before it asks, so that every retry is safe
    kind: settle, reverse, correct or difference; original: the exchange that is taken back or
    priced again
    request: for the insured side, not read here
    care_kind, bill: what kind of treatment and how dear, where the asker says so: what an
    agreement may leave out or limit. A kind that agreements don't know is not looked at
    """

    exchange_id: str
    kind: str
    home_region: str
    care_region: str
    institution_id: str
    original: str | None
    request: dict[str, Any]
    care_kind: str | None = None
    bill: Money | None = None

    @property
    def fingerprint(self) -> str:
        """What tells the same question from another one under the same id."""
        said = [self.kind, self.home_region, self.care_region, self.institution_id]
        text = json.dumps([*said, self.original, self.request], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Result:
    """What the insured side decided, as far as books and clearing need it."""

    settled_at: datetime
    person_id: str
    insurance: str
    split: Split

    @classmethod
    def read(cls, result: dict[str, Any]) -> "Result":
        """From the insured side's answer; KeyError or ValueError when it isn't one."""
        funds = {name: Money(fen) for name, fen in result["funds"].items()}
        return cls(
            settled_at=datetime.fromisoformat(result["settled_at"]),
            person_id=result["person_id"],
            insurance=result["insurance"],
            split=Split.of(funds, Money(result["account_pay_fen"])),
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """As recorded. A tombstone has an id and the state `cancelled`, nothing else."""

    id: str
    exchange_id: str
    kind: str
    home_region: str | None
    care_region: str | None
    institution_id: str | None
    original: str | None
    fingerprint: str | None
    request: dict[str, Any] | None
    status: str
    result: dict[str, Any] | None
    problem: dict[str, Any] | None
    claim_id: str | None
    clearing: Money | None
    answered_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def question(self) -> Question:
        """The question as it was asked; not for a tombstone."""
        assert self.home_region and self.care_region and self.institution_id
        return Question(
            self.exchange_id,
            self.kind,
            self.home_region,
            self.care_region,
            self.institution_id,
            self.original,
            self.request or {},
        )
