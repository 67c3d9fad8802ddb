"""Endpoints and deliveries in the world's store, and writing to it whatever the clock does."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from gateway.webhooks.problems import DeliveryNotFound, EndpointNotFound
from gateway.webhooks.signing import Secret
from gateway.worldstore import store
from gateway.worldstore.tables import deliveries, endpoints, told
from sscsim import registry
from sscsim.control import clocks
from sscsim.db import Tx
from sscsim.outward.recording import recorded

T = TypeVar("T")

JOB = "gateway.deliver_event"
RANK, RANK_AFTER = 50, 60


def write(work: Callable[[Tx], T]) -> T:
    """Do this in a transaction of this store, whatever the clock does meanwhile."""
    return recorded(store, work)


# ---- endpoints


def endpoint(tx: Tx, endpoint_id: str) -> Any:
    """The row; EndpointNotFound."""
    found = tx.one(endpoints.select().where(endpoints.c.id == endpoint_id))
    if found is None:
        raise EndpointNotFound(endpoint_id=endpoint_id)
    return found


def enabled(tx: Tx) -> Sequence[Any]:
    """In the order in which they were made."""
    query = endpoints.select().where(endpoints.c.state == "enabled")
    return tx.all(query.order_by(endpoints.c.seq))


def change(tx: Tx, row: Any, **values: Any) -> None:
    """Change an endpoint; its version is raised."""
    more = {"version": row.version + 1, "updated_at": tx.world.now, **values}
    tx.execute(endpoints.update().where(endpoints.c.id == row.id).values(**more))


def living(row: Any) -> list[Secret]:
    """The secrets that sign now, the newest first: an old one goes on until its time is up."""
    now_ms = clocks.real_ms()
    return [one for one in row.secrets if one.get("until_ms", now_ms + 1) > now_ms]


def stop(tx: Tx, row: Any, state: str, reason: str, event: str) -> None:
    """The endpoint gets nothing more until somebody enables it."""
    if row.state != "enabled":
        return
    change(tx, row, state=state, state_reason=reason)
    tx.emit(event, row.id, {"id": row.id, "reason": reason})


# ---- deliveries


def delivery(tx: Tx, delivery_id: str, locked: bool = False) -> Any:
    query = deliveries.select().where(deliveries.c.id == delivery_id)
    found = tx.one(query.with_for_update() if locked else query)
    if found is None:
        raise DeliveryNotFound(delivery_id=delivery_id)
    return found


def body_of(tx: Tx, event_id: str) -> Any:
    """The event as it was put down for sending; None when nobody was told of it."""
    return tx.one(told.select().where(told.c.id == event_id))


def keep_event(tx: Tx, event_id: str, type: str, body: str, trace_id: str) -> None:
    if tx.scalar(sa.select(told.c.id).where(told.c.id == event_id)) is None:
        tx.execute(told.insert().values(id=event_id, type=type, body=body, trace_id=trace_id))


def add_delivery(tx: Tx, endpoint_id: str, event_id: str, cause: str, **more: Any) -> Any | None:
    """A new delivery in state `waiting`; None when there is one already."""
    delivery_id = tx.new_id("dlv", endpoint_id, event_id, cause)
    if tx.scalar(sa.select(deliveries.c.id).where(deliveries.c.id == delivery_id)) is not None:
        return None
    values = {
        "id": delivery_id,
        "endpoint_id": endpoint_id,
        "event_id": event_id,
        "cause": cause,
        "state": "waiting",
        "attempts": 0,
        "handed": 0,
        "created_at": tx.world.now,
        "updated_at": tx.world.now,
        **more,
    }
    tx.execute(deliveries.insert().values(**values))
    return delivery(tx, delivery_id)


def hand_out(tx: Tx, row: Any, due_at: datetime, rank: int = RANK, **values: Any) -> None:
    """Have the delivery attempted when the sandbox clock reaches `due_at`."""
    handed = row.handed + 1
    values = {"state": "waiting", **values, "handed": handed, "next_at": due_at, "next_ms": None}
    move(tx, row, **values)
    order = f"{row.seq:012d}"
    tx.schedule(JOB, f"{order}.{row.id}.{handed}", due_at, rank, registry.WEBHOOK_QUEUE)


def move(tx: Tx, row: Any, **values: Any) -> None:
    more = {"updated_at": tx.world.now, **values}
    tx.execute(deliveries.update().where(deliveries.c.id == row.id).values(**more))


def drilled(tx: Tx, endpoint_id: str, event_id: str) -> Any:
    """The delivery that a drill made of this event."""
    mine = (deliveries.c.endpoint_id == endpoint_id) & (deliveries.c.event_id == event_id)
    return tx.one(deliveries.select().where(mine, deliveries.c.cause != "").with_for_update())
