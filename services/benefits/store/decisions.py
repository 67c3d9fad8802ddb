"""Decisions and their effects: added, never changed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.benefits.store.tables import service_decisions, service_effects
from sscsim.db import Tx

_effect = sa.select(service_effects.c.changed).where(
    service_effects.c.application_id == bindparam("id"),
    service_effects.c.decision_no == bindparam("no"),
)
_of = (
    sa.select(service_decisions)
    .where(service_decisions.c.application_id == bindparam("id"))
    .order_by(service_decisions.c.decision_no)
)


def add(tx: Tx, application_id: str, decision_no: int, **said: Any) -> None:
    key = {"application_id": application_id, "decision_no": decision_no}
    tx.execute(service_decisions.insert(), {**key, **said, "created_at": tx.world.now})


def of(tx: Tx, application_id: str) -> list[Any]:
    """All decisions of an application, the first one first."""
    return list(tx.all(_of, {"id": application_id}))


def add_effect(tx: Tx, application_id: str, decision_no: int, changed: dict[str, Any]) -> None:
    """Note what came of a decision; a second time is refused by the store's unique key."""
    tx.execute(
        service_effects.insert(),
        {
            "application_id": application_id,
            "decision_no": decision_no,
            "changed": changed,
            "created_at": tx.world.now,
        },
    )


def effect_of(tx: Tx, application_id: str, decision_no: int) -> dict[str, Any] | None:
    found: dict[str, Any] | None = tx.scalar(_effect, {"id": application_id, "no": decision_no})
    return found
