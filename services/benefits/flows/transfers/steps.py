"""What every step of a transfer of insurance does: the next state, who is next, what is told.

Letter and sheet go from region to region through the exchange of `settlement`, and so does the
money: a stopped region holds up what is for it. What comes twice changes nothing. Each step has its
last day in working days; after it the step is overdue, and whoever is late still has to do it.
"""

from datetime import datetime, time
from typing import Any

from services.benefits import problems_relations, terms_transfer
from services.benefits.domain import review
from services.benefits.domain.application import AT_DEADLINE, BY_HAND
from services.benefits.domain.transfer import record, saga
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows import relations
from services.benefits.problems_transfer import InsuranceTransferNotFound, TransferSumsUnknown
from services.benefits.store import insurance, settings, store
from services.benefits.store import transfers as kept
from sscsim import clock, world
from sscsim.db import Tx

CLOSE, SEND, MERGE = "benefits.close_transfer", "benefits.send_transfer", "benefits.merge_transfer"
TELL, LATE = "benefits.tell_transfer", "benefits.transfer_late"
_CLOSING = time(17, 0)
Moves = (InsuranceTransferNotFound, problems_relations.RecordState, world.RegionNotAllowed)


def written(tx: Tx, transfer: InsuranceTransfer) -> InsuranceTransfer:
    """The letter of acceptance (联系函) is out, through the exchange."""
    changes = {"letter_on": tx.world.today, "letters": transfer.letters + 1}
    forgotten = {"letter_arrived_on": None, "returned_on": None, "return_reason": None}
    after = moved(tx, transfer, saga.SEND_LETTER, **changes, **forgotten)
    post(tx, after, record.LETTER, after.from_region_code)
    return after


def post(tx: Tx, transfer: InsuranceTransfer, paper: str, region: str) -> None:
    paper_id = f"{transfer.id}:{paper[0]}{transfer.letters}"
    at_home = transfer.to_region_code
    sender = at_home if region != at_home else transfer.from_region_code
    body = {
        "paper_id": paper_id,
        "transfer_id": transfer.id,
        "paper": paper,
        "from_region": sender,
        "to_region": region,
    }
    tx.send("settlement", "/internal/v1/transfer-papers", body, f"transfer-paper:{paper_id}")


def moved(tx: Tx, transfer: InsuranceTransfer, event: str, **changes: Any) -> InsuranceTransfer:
    """A step further, with who is next and until when; RecordState where there is no such step."""
    status = relations.after(saga.TRANSFER, transfer, event)
    live = 1 if status in saga.OPEN else None
    after = kept.transfers.change(
        tx, transfer, status=status, live=live, is_overdue=False, **changes
    )
    after = due(tx, after)
    if event != saga.SEND_LETTER or transfer.letters:
        tx.emit("insurance_transfer.moved", after.id, told(after))
    return after


def due(tx: Tx, transfer: InsuranceTransfer) -> InsuranceTransfer:
    """Note whose step is next and its last day, and look on the day after."""
    due = saga.next_due(transfer.progress, terms_transfer.limits_of(transfer))
    party, by = (due.party, due.by) if due is not None else (None, None)
    after = kept.transfers.change(tx, transfer, due_party=party, due_by=by)
    if by is not None:
        key = f"{after.id}:{after.status}:{by.isoformat()}"
        tx.schedule(LATE, key, max(relations.day_after(by), tx.world.now))
    return after


def told(transfer: InsuranceTransfer) -> dict[str, Any]:
    """What an event says of a transfer."""
    return {
        "id": transfer.id,
        "person_id": transfer.person_id,
        "insurance": transfer.from_kind,
        "from_region_code": transfer.from_region_code,
        "to_region_code": transfer.to_region_code,
        "status": transfer.status,
    }


# ---- whose turn it is


def when(tx: Tx, transfer: InsuranceTransfer, region: str) -> datetime | None:
    """At once, on the last day, or None: as the region deals with the item."""
    found = settings.among(tx, review.asked_in_turn(region))
    mode = review.mode_of(found, region, transfer.item_code)
    if mode == BY_HAND:
        return None
    if mode == AT_DEADLINE and transfer.due_by is not None:
        return max(tx.world.now, datetime.combine(transfer.due_by, _CLOSING, clock.SHANGHAI))
    return tx.world.now


def held(tx: Tx, transfer_id: str) -> InsuranceTransfer:
    """The transfer, and its person's insurance, which nobody else changes until this commits."""
    seen = relations.seen(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)
    insurance.hold(tx, [seen.person_id])
    return relations.held(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)


def of_job(tx: Tx, key: str, state: str) -> InsuranceTransfer | None:
    """The transfer of a job's key where it still waits for that job."""
    transfer_id, _, letters = key.partition(":")
    found = held(tx, transfer_id)
    waits = found.status == state and found.letters == int(letters)
    return found if waits else None


def late_due(key: str) -> None:
    """The last day of a step is over; `key`: the transfer, its state and that day."""
    transfer_id, status, day = key.split(":")
    with store.write() as tx:
        found = relations.held(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)
        by = found.due_by.isoformat() if found.due_by is not None else None
        if (found.status, by) == (status, day):
            late = kept.transfers.change(tx, found, is_overdue=True)
            tx.emit("insurance_transfer.overdue", late.id, told(late))
        tx.complete_job()


# ---- reading


def get(transfer_id: str) -> InsuranceTransfer:
    with store.read() as tx:
        return relations.seen(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)


def explanation(transfer_id: str) -> dict[str, Any]:
    """What moves, step by step. InsuranceTransferNotFound, TransferSumsUnknown."""
    found = get(transfer_id)
    if found.explanation is None:
        raise TransferSumsUnknown(record_id=found.id, status=found.status)
    return found.explanation
