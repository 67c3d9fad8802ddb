"""HRSS-091: cancelling a card (注销), also of somebody who has died."""

from typing import Any

from services.benefits.domain import payment as money
from services.benefits.domain.cards import cancellation as domain
from services.benefits.domain.cards.card_file import Facts
from services.benefits.domain.decision import Case
from services.benefits.flows import applicants, card_orders, card_service
from services.benefits.flows.handling import Handling
from services.benefits.flows.items.cards.common import looked_up
from services.benefits.store import payments
from sscsim.db import Tx


def _gather(case: Case) -> Facts:
    """Whose card it is: the applicant's own, or that of a relative who has died."""
    number = case.inputs.get("holder_number")
    if case.inputs["reason"] != "death" or number is None:
        file = card_service.file_of(case.person.id)
        return looked_up(case, file, domain.act(case, file))
    holder = applicants.person_with_number(number)
    if holder is None:
        return Facts(card_service.file_of(case.person.id), None, {"holder_known": False})
    relation, _ = applicants.relation(holder.id, case.person.id)
    file = card_service.file_of(holder.id)
    known: dict[str, Any] = {"is_survivor": relation is not None and holder.id != case.person.id}
    return looked_up(case, file, domain.act(case, file), **known)


def _facts(tx: Tx, _case: Case, gathered: Any) -> Facts:
    """With the benefits that are being paid to the card."""
    found: Facts = gathered
    open_ = payments.count_open(tx, found.file.id, (money.ORDERED, money.RETURNED))
    return Facts(
        found.file, found.rehearsal, {**(found.more or {}), "payments_on_their_way": open_}
    )


HANDLING = Handling(
    "HRSS-091", decide=domain.decide, gather=_gather, facts=_facts, effect=card_orders.ordered
)
