"""HRSS-054: change of personal data (个人基本信息变更): at once, or with a new card."""

from typing import Any

from services.benefits.domain.cards.card_file import Facts
from services.benefits.domain.cards.order import CardOrder
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import personal_data as domain
from services.benefits.domain.insurance.personal_data import DataChange
from services.benefits.flows import card_orders, card_service
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.cards.common import looked_up
from services.benefits.store import personal_data
from sscsim.db import Tx

KEPT = personal_data.KEPT


def _gather(case: Case) -> Facts:
    file = card_service.file_of(case.person.id)
    return looked_up(case, file, domain.act(case, file))


def _facts(_tx: Tx, _case: Case, gathered: Any) -> Facts:
    known: Facts = gathered
    return known


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """An order to the card service, or the word that a new card is needed."""
    if "act" not in said.terms:
        made = _noted(tx, case, None)
        done = _moved(tx, made, "need_card")
        return Effect({"personal_data_change_id": done.id, "needs_item": "HRSS-087"})
    ordered = card_orders.ordered(tx, case, said)
    made = _noted(tx, case, str(ordered.changed["card_order_id"]))
    return Effect({**ordered.changed, "personal_data_change_id": made.id}, waits=True)


def _noted(tx: Tx, case: Case, card_order_id: str | None) -> DataChange:
    made = DataChange(
        id=tx.new_id("pdc", case.application_id, case.decision_no),
        application_id=case.application_id,
        person_id=case.person.id,
        region_code=case.competent_region,
        field=case.inputs["field"],
        card_order_id=card_order_id,
        status=domain.ASKED,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    KEPT.add(tx, made)
    return made


def answered(tx: Tx, order: CardOrder, done: bool) -> None:
    """The card service did it, or refused after all."""
    known = KEPT.newest(tx, KEPT.c.card_order_id == order.id)
    if known is not None and known.status == domain.ASKED:
        _moved(tx, known, "change" if done else "refuse")


def _moved(tx: Tx, known: DataChange, event: str) -> DataChange:
    changed = KEPT.change(tx, known, status=domain.MACHINE.after(known.status, event))
    told = {"id": changed.id, "person_id": changed.person_id, "field": changed.field}
    tx.emit("personal_data.changed", changed.id, {**told, "status": changed.status})
    return changed


card_orders.ANSWERED[domain.CODE] = answered
HANDLING = Handling(domain.CODE, decide=domain.decide, gather=_gather, facts=_facts, effect=_effect)
