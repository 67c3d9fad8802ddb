"""Addresses of institutions, and the messages sent to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.medical.domain.outgoing import NO_RECEIVER, Attempt, Outgoing, Receiver
from services.medical.store.tables_outgoing import (
    interface_receivers,
    outgoing_attempts,
    outgoing_messages,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_RECEIVERS, _read_receiver = reader(Receiver, interface_receivers)
_RECEIVER = _RECEIVERS.where(interface_receivers.c.institution_code == sa.bindparam("code"))
_MESSAGES, _read_message = reader(Outgoing, outgoing_messages)
_MESSAGE = _MESSAGES.where(outgoing_messages.c.id == sa.bindparam("id"))
_OF_KEY = _MESSAGES.where(outgoing_messages.c.business_key == sa.bindparam("key"))
_STRANDED = _MESSAGES.where(
    outgoing_messages.c.institution_code == sa.bindparam("code"),
    outgoing_messages.c.state == NO_RECEIVER,
).order_by(outgoing_messages.c.seq)
_ATTEMPTS, _read_attempt = reader(Attempt, outgoing_attempts)
_CHANGE_RECEIVER = interface_receivers.update().where(
    interface_receivers.c.institution_code == sa.bindparam("code")
)
_FORGET = interface_receivers.delete().where(
    interface_receivers.c.institution_code == sa.bindparam("code")
)


# ---- addresses


def receiver(tx: Tx, institution_code: str) -> Receiver | None:
    row = tx.one(_RECEIVER, {"code": institution_code})
    return _read_receiver(row) if row else None


def receivers(tx: Tx, page: PageQuery) -> Page:
    return tx.page(_RECEIVERS, interface_receivers, page).map(_read_receiver)


def save_receiver(tx: Tx, institution_code: str, url: str) -> Receiver:
    """The address from now on; the same one again changes nothing."""
    known, now = receiver(tx, institution_code), tx.world.now
    if known is None:
        made = Receiver(institution_code, url, 1, now, now)
        tx.execute(interface_receivers.insert().values(values(made)))
        return made
    if known.url == url:
        return known
    changed = {"url": url, "version": known.version + 1, "updated_at": now}
    tx.execute(_CHANGE_RECEIVER.values(**changed), {"code": institution_code})
    return Receiver(institution_code, url, known.version + 1, known.created_at, now)


def forget_receiver(tx: Tx, institution_code: str) -> None:
    tx.execute(_FORGET, {"code": institution_code})


# ---- messages


def add(tx: Tx, made: Outgoing) -> None:
    tx.execute(outgoing_messages.insert().values(values(made)))


def find(tx: Tx, message_id: str, lock: bool = False) -> Outgoing | None:
    row = tx.one(_MESSAGE.with_for_update() if lock else _MESSAGE, {"id": message_id})
    return _read_message(row) if row else None


def of_key(tx: Tx, business_key: str) -> Outgoing | None:
    row = tx.one(_OF_KEY, {"key": business_key})
    return _read_message(row) if row else None


def without_receiver(tx: Tx, institution_code: str) -> list[Outgoing]:
    """What waits for the institution to name an address, the oldest first."""
    rows = tx.all(_STRANDED.with_for_update(), {"code": institution_code})
    return [_read_message(row) for row in rows]


def change(tx: Tx, message: Outgoing, **changed: Any) -> None:
    changed |= {"version": message.version + 1, "updated_at": tx.world.now}
    where = outgoing_messages.c.id == message.id
    tx.execute(outgoing_messages.update().where(where).values(**changed))


def page(
    tx: Tx,
    page: PageQuery,
    institution_code: str | None = None,
    infno: str | None = None,
    state: str | None = None,
) -> Page:
    wanted = {"institution_code": institution_code, "infno": infno, "state": state}
    asked = _MESSAGES
    for name, value in wanted.items():
        if value is not None:
            asked = asked.where(outgoing_messages.c[name] == value)
    return tx.page(asked, outgoing_messages, page).map(_read_message)


# ---- tries


def add_attempt(tx: Tx, made: Attempt) -> None:
    tx.execute(outgoing_attempts.insert().values(values(made)))


def attempts_of(tx: Tx, message_ids: Sequence[str]) -> Mapping[str, list[Attempt]]:
    """By message, in their order; a page of messages is one question."""
    mine = outgoing_attempts.c.message_id.in_(message_ids)
    found: dict[str, list[Attempt]] = defaultdict(list)
    for row in tx.all(_ATTEMPTS.where(mine).order_by(outgoing_attempts.c.seq)):
        made = _read_attempt(row)
        found[made.message_id].append(made)
    return found
