"""How a card item is handled: the card service is asked, the rule decides, an order is left."""

from collections.abc import Callable, Mapping
from typing import Any

from services.benefits.domain.cards.card_file import Act, CardFile, Facts
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import card_orders, card_service
from services.benefits.flows.handling import Handling
from sscsim.db import Tx

Wish = Callable[[Case, CardFile], Act | None]
Reads = Callable[[Tx, Case], Mapping[str, Any]]


def _reads_nothing(_tx: Tx, _case: Case) -> Mapping[str, Any]:
    return {}


def looked_up(case: Case, file: CardFile, act: Act | None, **more: Any) -> Facts:
    """The facts with the card service's word on what would be asked of it."""
    rehearsal = None
    if act is not None:
        rehearsal = card_service.rehearsed(act, case.application_id or "rehearsal")
    return Facts(file, rehearsal, more)


def handled(
    code: str,
    wish: Wish,
    decide: Callable[[Case, Facts], Decision],
    reads: Reads = _reads_nothing,
) -> Handling:
    """The handling of an item that is about the person's own card."""

    def gather(case: Case) -> Facts:
        file = card_service.file_of(case.person.id)
        return looked_up(case, file, wish(case, file))

    def facts(tx: Tx, case: Case, gathered: Any) -> Facts:
        known: Facts = gathered
        return Facts(known.file, known.rehearsal, {**(known.more or {}), **reads(tx, case)})

    return Handling(code, decide=decide, gather=gather, facts=facts, effect=card_orders.ordered)
