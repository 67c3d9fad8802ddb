"""How an item is handled: the functions that its file exports, and what they hand back.

    HANDLING = Handling("HRSS-001", decide=job_seeker.decide, facts=_facts, effect=_effect)

`gather` asks other services before any transaction is open; `facts` reads our own records in the
transaction that decides, so that what the rule sees holds until the effect is written; `decide`
is a pure function of the domain; `effect` writes, in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.benefits.domain.certificate import Printed
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.payment import BenefitPayment
from sscsim.db import Tx
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """Money that an effect orders. `key`: what it is for, unique in this service for ever.

    `fund` is one of `domain/payment.py: FUNDS`; `purpose` stands on the holder's statement.
    `region`: whose money, the competent region's when left out. `person_id`: onto whose card,
    the case's person when left out.
    """

    key: str
    amount: Money
    fund: str
    purpose: str
    region: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of an approval. `changed`: ids of what was written, shown as the result.

    waits: another service carries it out, by a message of this effect; the application stays
    approved until that one answers.
    """

    changed: Mapping[str, Any] = field(default_factory=dict)
    payments: tuple[PaymentOrder, ...] = ()
    certificate: Printed | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query answers, and what it prints."""

    shown: Mapping[str, Any]
    certificate: Printed | None = None


def _nothing(_case: Case) -> Any:
    return None


def _as_gathered(_tx: Tx, _case: Case, gathered: Any) -> Any:
    return gathered


@dataclass(frozen=True, slots=True)
class Handling:
    """Everything the engine needs of an item.

    one_at_a_time: another application of the same person is refused while one is open
    for_the_dead: a person who has died may be the subject, as in funeral grants
    on_payment: told in the same transaction when a payment was paid or returned
    """

    code: str
    decide: Callable[[Case, Any], Decision] | None = None
    effect: Callable[[Tx, Case, Decision], Effect] | None = None
    gather: Callable[[Case], Any] = _nothing
    facts: Callable[[Tx, Case, Any], Any] = _as_gathered
    query: Callable[[Case, Any], Answer] | None = None
    one_at_a_time: bool = True
    for_the_dead: bool = False
    on_payment: Callable[[Tx, BenefitPayment], None] | None = None

    def __post_init__(self) -> None:
        if (self.query is None) == (self.decide is None):
            raise ValueError(f"{self.code} answers a query, or decides: one of the two")
        if self.decide is not None and self.effect is None:
            raise ValueError(f"{self.code} decides, and nothing comes of it")
