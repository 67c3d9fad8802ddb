"""What the platform sends to an institution by itself: 6204, 6302, 7108, 7109.

A flow leaves the message in its own transaction; a due job posts it to the address that the
institution named, without any transaction open, and records the try. The institution has taken it
when it answers `infcode` 0; anything else, and no answer, is tried again on the sandbox clock. A
process that dies between a try and its record leaves the job due: the message arrives twice then,
with the same `msgid` and the same bytes, and never not at all.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.medical import problems_interface as problems
from services.medical.domain.outgoing import (
    DELIVERED,
    EXPIRED,
    FAILED,
    NO_RECEIVER,
    WAITING,
    Attempt,
    Outgoing,
    Receiver,
)
from services.medical.flows.interface import outgoing_message, outgoing_try
from services.medical.store import institutions, store
from services.medical.store import outgoing as rows
from sscsim import registry, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.outward import schedule
from sscsim.outward.recording import recorded

JOB = "medical.send_interface_message"
FRESH = sum(schedule.STEPS, timedelta())
"""How long a message waits for an address: as long as it would be tried if there were one."""


def send(tx: Tx, institution_code: str, infno: str, input: Mapping[str, Any], key: str) -> Outgoing:
    """Have a message sent once this transaction has committed; once a `key`, whoever repeats it.

    `input` is the payload by node and field: texts, amounts (`Money`), moments and days as they
    are. Where the institution has named no address it waits for one.
    """
    known = rows.of_key(tx, f"{infno}:{key}")
    if known is not None:
        return known
    institution = institutions.with_code(tx, institution_code)
    if institution is None:
        raise problems.InterfaceInstitutionNotFound(institution_code=institution_code)
    now = tx.world.now
    message_id = tx.new_id("omg", infno, key)
    msgid = outgoing_message.msgid(institution, now, message_id)
    made = Outgoing(
        id=message_id,
        institution_code=institution_code,
        infno=infno,
        msgid=msgid,
        business_key=f"{infno}:{key}",
        body=outgoing_message.written(institution, infno, msgid, now, input),
        state=WAITING,
        attempts=0,
        handed=0,
        next_at=None,
        fresh_until=now + FRESH,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.add(tx, made)
    _hand_out(tx, made, rows.receiver(tx, institution_code), timedelta(0))
    return made


def _hand_out(tx: Tx, message: Outgoing, receiver: Receiver | None, pause: timedelta) -> None:
    """Have it tried after the pause; without an address, looked at again when it is stale."""
    due = message.fresh_until if receiver is None else tx.world.now + pause
    state = NO_RECEIVER if receiver is None else WAITING
    handed = message.handed + 1
    rows.change(tx, message, state=state, handed=handed, next_at=receiver and due)
    tx.schedule(JOB, f"{message.id}.{handed}", max(due, tx.world.now), queue=registry.WEBHOOK_QUEUE)


# ---- the due job


def hand(key: str) -> None:
    """What the due job does; `key` is `message.handed`. Safe to run twice."""
    message_id, _, handed = key.partition(".")
    with store.read() as tx:
        message = rows.find(tx, message_id)
        receiver = rows.receiver(tx, message.institution_code) if message else None
    if message is None or not _is_due(message, handed):
        with store.write() as tx:
            tx.complete_job()
        return
    if receiver is None:
        recorded(store, lambda tx: _without(tx, message_id, handed))
        return
    failpoint("medical.outgoing.before_try")
    tried = outgoing_try.tried(message, receiver, world.now())
    failpoint("medical.outgoing.before_record")
    recorded(store, lambda tx: _record(tx, message_id, handed, tried))


def _is_due(message: Outgoing, handed: str) -> bool:
    return message.state in (WAITING, NO_RECEIVER) and str(message.handed) == handed


def _without(tx: Tx, message_id: str, handed: str) -> None:
    """No address yet, or none any more: it waits for one, or is too old by now."""
    tx.complete_job()
    message = rows.find(tx, message_id, lock=True)
    if message is None or not _is_due(message, handed):
        return
    if rows.receiver(tx, message.institution_code) is not None:
        # Named in this very moment; whoever named it has handed it out.
        _hand_out(tx, message, rows.receiver(tx, message.institution_code), timedelta(0))
    elif message.fresh_until <= tx.world.now:
        rows.change(tx, message, state=EXPIRED, next_at=None)
        tx.emit("outgoing_message.expired", message.id, _told(message))
    else:
        _hand_out(tx, message, None, timedelta(0))


def _record(tx: Tx, message_id: str, handed: str, tried: outgoing_try.Tried) -> None:
    tx.complete_job()
    message = rows.find(tx, message_id, lock=True)
    if message is None or not _is_due(message, handed):
        return  # another delivery of the job was faster
    number = message.attempts + 1
    rows.add_attempt(tx, tried.attempt(number))
    if tried.error is None:
        rows.change(tx, message, state=DELIVERED, attempts=number, next_at=None)
        tx.emit("outgoing_message.delivered", message.id, _told(message))
        return
    pause = schedule.pause_before(number + 1, tx.world.seed, message.id)
    if pause is None:
        rows.change(tx, message, state=FAILED, attempts=number, next_at=None)
        tx.emit("outgoing_message.given_up", message.id, _told(message))
        return
    rows.change(tx, message, attempts=number)
    receiver = rows.receiver(tx, message.institution_code)
    _hand_out(tx, message, receiver, schedule.asked_for(pause, tried.outcome.retry_after_s))


def _told(message: Outgoing) -> dict[str, str]:
    return {
        "id": message.id,
        "institution_code": message.institution_code,
        "infno": message.infno,
        "msgid": message.msgid,
    }


# ---- addresses


def put_receiver(institution_code: str, url: str) -> Receiver:
    """The address from the next try on; what waited for one is sent now."""
    with store.write() as tx:
        tx.lock("interface_receiver", institution_code)
        if institutions.with_code(tx, institution_code) is None:
            raise problems.InterfaceInstitutionNotFound(institution_code=institution_code)
        receiver = rows.save_receiver(tx, institution_code, url)
        for message in rows.without_receiver(tx, institution_code):
            if message.fresh_until > tx.world.now:
                _hand_out(tx, message, receiver, timedelta(0))
        return tx.answer(receiver)


def get_receiver(institution_code: str) -> Receiver:
    with store.read() as tx:
        found = rows.receiver(tx, institution_code)
    if found is None:
        raise problems.InterfaceReceiverNotFound(institution_code=institution_code)
    return found


def receivers(page: PageQuery) -> Page:
    with store.read() as tx:
        return rows.receivers(tx, page)


def forget_receiver(institution_code: str) -> None:
    """No address any more; what is still to be sent waits for another one."""
    with store.write() as tx:
        tx.lock("interface_receiver", institution_code)
        if rows.receiver(tx, institution_code) is None:
            raise problems.InterfaceReceiverNotFound(institution_code=institution_code)
        rows.forget_receiver(tx, institution_code)
        tx.answer(None)


# ---- reading


def deliveries(page: PageQuery, **filters: str | None) -> tuple[Page, Mapping[str, list[Attempt]]]:
    """A page of messages, newest first, and the tries of each."""
    with store.read() as tx:
        found = rows.page(tx, page, **filters)
        return found, rows.attempts_of(tx, [message.id for message in found.items])
