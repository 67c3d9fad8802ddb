"""A transfer of insurance from step to step: what both agencies do, by hand or by due jobs.

Letter and sheet go from region to region through the exchange of `settlement`, and so does the
money: a stopped region holds up what is for it. What comes twice changes nothing. Each step has its
last day in working days; after it the step is overdue, and whoever is late still has to do it.
"""

from datetime import datetime, time
from typing import Any

from services.benefits import problems_relations, terms_transfer
from services.benefits.domain import review
from services.benefits.domain.application import AT_DEADLINE, BY_HAND
from services.benefits.domain.decision import Case
from services.benefits.domain.insurance import RESIDENT_PENSION, UNEMPLOYMENT
from services.benefits.domain.transfer import record, saga
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows import (
    applicants,
    payments,
    relations,
    transfer_conversion,
    transfer_sums,
    transfer_unemployment,
)
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.transfer_sums import Leaving
from services.benefits.problems_transfer import InsuranceTransferNotFound, TransferSumsUnknown
from services.benefits.store import insurance, settings, store
from services.benefits.store import transfers as kept
from sscsim import clock, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.money import Money

CLOSE, SEND, MERGE = "benefits.close_transfer", "benefits.send_transfer", "benefits.merge_transfer"
TELL, LATE = "benefits.tell_transfer", "benefits.transfer_late"
_CLOSING = time(17, 0)
LEAVING = {
    "HRSS-060": transfer_sums.leaving,
    "HRSS-062": transfer_conversion.leaving,
    "HRSS-064": transfer_unemployment.leaving,
}
"""What leaves the old area, by the item that moves it."""
NOTHING_LEFT = "转出地已无可转移的记录 nothing is left on record in the old area"
Moves = (InsuranceTransferNotFound, problems_relations.RecordState, world.RegionNotAllowed)


# ---- begun


def begun(tx: Tx, case: Case, from_kind: str, to_kind: str, reason: str) -> InsuranceTransfer:
    """The new area has audited the application, and writes to the old one."""
    asked = case.inputs
    old, new = asked["from_region_code"], asked["to_region_code"]
    netted = (
        from_kind != UNEMPLOYMENT and terms_transfer.total_between(old, new, case.today) is not None
    )
    same_area = kept.transfers.c.to_region_code == new
    number = kept.transfers.count(tx, same_area) + 1
    made = InsuranceTransfer(
        id=tx.new_id("itf", case.application_id, case.decision_no),
        person_id=case.person.id,
        item_code=case.item.code,
        application_id=case.application_id,
        from_kind=from_kind,
        to_kind=to_kind,
        from_region_code=old,
        to_region_code=new,
        reason=reason,
        money_leg=record.NETTED if netted else record.CASE_BY_CASE,
        letter_number=record.letter_number(new, case.today, number),
        letters=0,
        months=0,
        doubles=0,
        account=Money.zero(),
        pooled=Money.zero(),
        refund=Money.zero(),
        payment_id=None,
        explanation=None,
        applied_on=case.today,
        letter_on=None,
        letter_arrived_on=None,
        closed_on=None,
        arrived_on=None,
        merged_on=None,
        completed_on=None,
        returned_on=None,
        return_reason=None,
        due_party=None,
        due_by=None,
        is_overdue=False,
        status=saga.TRANSFER.initial,
        live=1,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    kept.transfers.add(tx, made)
    written = _written(tx, made)
    tx.emit("insurance_transfer.begun", made.id, told(written))
    return written


def _written(tx: Tx, transfer: InsuranceTransfer) -> InsuranceTransfer:
    """The letter of acceptance (联系函) is out, through the exchange."""
    changes = {"letter_on": tx.world.today, "letters": transfer.letters + 1}
    forgotten = {"letter_arrived_on": None, "returned_on": None, "return_reason": None}
    after = _moved(tx, transfer, saga.SEND_LETTER, **changes, **forgotten)
    _post(tx, after, record.LETTER, after.from_region_code)
    return after


def _post(tx: Tx, transfer: InsuranceTransfer, paper: str, region: str) -> None:
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


def _moved(tx: Tx, transfer: InsuranceTransfer, event: str, **changes: Any) -> InsuranceTransfer:
    """A step further, with who is next and until when; RecordState where there is no such step."""
    status = relations.after(saga.TRANSFER, transfer, event)
    live = 1 if status in saga.OPEN else None
    after = kept.transfers.change(
        tx, transfer, status=status, live=live, is_overdue=False, **changes
    )
    after = _due(tx, after)
    if event != saga.SEND_LETTER or transfer.letters:
        tx.emit("insurance_transfer.moved", after.id, told(after))
    return after


def _due(tx: Tx, transfer: InsuranceTransfer) -> InsuranceTransfer:
    """Note whose step is next and its last day, and look on the day after."""
    old, new = transfer.from_region_code, transfer.to_region_code
    limits = terms_transfer.limits(old, new, transfer.applied_on)
    if transfer.from_kind == UNEMPLOYMENT:
        limits = terms_transfer.unemployment_limits(new, transfer.applied_on)
    due = saga.next_due(transfer.progress, limits)
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


def _when(tx: Tx, transfer: InsuranceTransfer, region: str) -> datetime | None:
    """At once, on the last day, or None: as the region deals with the item."""
    found = settings.among(tx, review.asked_in_turn(region))
    mode = review.mode_of(found, region, transfer.item_code)
    if mode == BY_HAND:
        return None
    if mode == AT_DEADLINE and transfer.due_by is not None:
        return max(tx.world.now, datetime.combine(transfer.due_by, _CLOSING, clock.SHANGHAI))
    return tx.world.now


def _held(tx: Tx, transfer_id: str) -> InsuranceTransfer:
    """The transfer, and its person's insurance, which nobody else changes until this commits."""
    seen = relations.seen(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)
    insurance.hold(tx, [seen.person_id])
    return relations.held(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)


def _of_job(tx: Tx, key: str, state: str) -> InsuranceTransfer | None:
    """The transfer of a job's key where it still waits for that job."""
    transfer_id, _, letters = key.partition(":")
    found = _held(tx, transfer_id)
    waits = found.status == state and found.letters == int(letters)
    return found if waits else None


# ---- the old area


def letter_arrived(tx: Tx, transfer_id: str) -> None:
    found = _held(tx, transfer_id)
    if found.status == saga.LETTER_SENT and found.letter_arrived_on is None:
        there = kept.transfers.change(tx, found, letter_arrived_on=tx.world.today)
        when = _when(tx, there, there.from_region_code)
        if when is not None:
            tx.schedule(CLOSE, f"{there.id}:{there.letters}", when)


def close(transfer_id: str) -> InsuranceTransfer:
    """The old area ends the relation, and sends sheet and money (转出).

    InsuranceTransferNotFound, RecordState, RegionNotAllowed.
    """
    seen = get(transfer_id)
    world.require_region(seen.from_region_code)
    person = applicants.person(seen.person_id)
    with store.write() as tx:
        found = _held(tx, transfer_id)
        _check_arrived(found)
        closed = _closed(tx, found, person)
        failpoint("benefits.transfer_close.before_commit")
        return tx.answer(closed)


def _check_arrived(transfer: InsuranceTransfer) -> None:
    """RecordState while the letter is on its way."""
    relations.after(saga.TRANSFER, transfer, saga.CLOSE_OLD)
    if transfer.letter_arrived_on is None:
        raise problems_relations.RecordState(
            record_id=transfer.id, status=transfer.status, event=saga.CLOSE_OLD, allowed="-"
        )


def close_due(key: str) -> None:
    """The same by the rule."""
    person = applicants.person(get(key.partition(":")[0]).person_id)
    with store.write() as tx:
        found = _of_job(tx, key, saga.LETTER_SENT)
        if found is not None:
            _closed(tx, found, person)
        failpoint("benefits.transfer_close.job")
        tx.complete_job()


def _closed(tx: Tx, transfer: InsuranceTransfer, person: Any) -> InsuranceTransfer:
    found = LEAVING[transfer.item_code](tx, transfer, person)
    if not found.months:
        return _given_back(tx, transfer, NOTHING_LEFT)
    kept.send_months(tx, transfer, found.months)
    transfer_sums.take_out(tx, transfer, found)
    paid = _refunded(tx, transfer, found)
    _end_relation(tx, transfer)
    closed = _moved(
        tx,
        transfer,
        saga.CLOSE_OLD,
        months=len(found.months),
        account=found.amount,
        pooled=found.pooled,
        refund=found.refund,
        payment_id=paid,
        explanation=found.explanation.as_json(),
        closed_on=tx.world.today,
    )
    _post(tx, closed, record.SHEET, closed.to_region_code)
    if closed.amount and closed.money_leg == record.NETTED:
        _claim(tx, closed)
    elif closed.amount:
        key = f"{closed.id}:{closed.letters}"
        tx.schedule(SEND, key, tx.world.now + payments.PAY_AFTER)
    return closed


def _refunded(tx: Tx, transfer: InsuranceTransfer, found: Leaving) -> str | None:
    """What was paid twice goes back onto the card, out of the account that it is in."""
    if not found.refund:
        return None
    assert found.refunded_by is not None, "a refund is of an account"
    order = PaymentOrder(transfer.refund_key, found.refund, RESIDENT_PENSION, "重复缴费退费")
    made = payments.order(
        tx,
        order,
        item_code=transfer.item_code,
        region=found.refunded_by,
        person_id=transfer.person_id,
    )
    return made.id


def _end_relation(tx: Tx, transfer: InsuranceTransfer) -> None:
    """A relation that is still open in the old province ends by moving away."""
    known = insurance.open_relation(tx, transfer.person_id, transfer.from_kind)
    home = regions.province_of(transfer.from_region_code)
    if known is not None and regions.province_of(known.region_code) == home:
        insurance.end_relation(tx, known, tx.world.today, "moved")


def _claim(tx: Tx, transfer: InsuranceTransfer) -> None:
    """What the old area owes the new one, set off against others by the period."""
    body = {
        "event": transfer.id,
        "kind": "pension_transfer",
        "payer_region": transfer.from_region_code,
        "payee_region": transfer.to_region_code,
        "amount_fen": transfer.amount.fen,
        "occurred_at": tx.world.now.isoformat(),
        "subject": transfer.person_id,
        "purpose": "transfer",
    }
    tx.send("settlement", "/internal/v1/claims", body, f"transfer-claim:{transfer.id}")


def send_due(key: str) -> None:
    """The old area's bank sends the money; `settlement` tells when it has arrived."""
    with store.write() as tx:
        found = _of_job(tx, key, saga.OLD_AREA_CLOSED)
        if found is not None:
            sent = _moved(tx, found, saga.SEND_FUNDS)
            body = {
                "transfer_id": sent.id,
                "from_region": sent.from_region_code,
                "to_region": sent.to_region_code,
                "amount_fen": sent.amount.fen,
            }
            if sent.from_kind == UNEMPLOYMENT:
                body["insurance"] = UNEMPLOYMENT
            tx.send("settlement", "/internal/v1/transfer-funds", body, f"transfer-funds:{sent.id}")
        tx.complete_job()


def give_back(transfer_id: str, reason: str) -> InsuranceTransfer:
    """The old area can't find what the letter says (退回). As `close`."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        world.require_region(found.from_region_code)
        _check_arrived(found)
        return tx.answer(_given_back(tx, found, reason))


def _given_back(tx: Tx, transfer: InsuranceTransfer, reason: str) -> InsuranceTransfer:
    said = {"returned_on": tx.world.today, "return_reason": reason}
    return _moved(tx, transfer, saga.GIVE_BACK, **said)


# ---- the new area


def send_letter(transfer_id: str) -> InsuranceTransfer:
    """Write once more after a letter came back. As `close`."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        world.require_region(found.to_region_code)
        relations.after(saga.TRANSFER, found, saga.SEND_LETTER)
        return tx.answer(_written(tx, found))


def refuse(transfer_id: str) -> InsuranceTransfer:
    """Give a transfer up whose letter came back: all stays where it is. As `close`."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        world.require_region(found.to_region_code)
        return tx.answer(_moved(tx, found, saga.REFUSE))


def sheet_arrived(tx: Tx, transfer_id: str) -> None:
    """Where no money comes with it, the sheet is all that the new area waits for."""
    found = _held(tx, transfer_id)
    waits = found.money_leg == record.NETTED or not found.amount
    if found.status == saga.OLD_AREA_CLOSED and waits and found.arrived_on is None:
        _arrived(tx, found)


def _arrived(tx: Tx, transfer: InsuranceTransfer) -> None:
    there = _due(tx, kept.transfers.change(tx, transfer, arrived_on=tx.world.today))
    when = _when(tx, there, there.to_region_code)
    if when is not None:
        tx.schedule(MERGE, f"{there.id}:{there.letters}", when)


def paper_arrived(transfer_id: str, paper: str) -> None:
    """A letter or a sheet has come through the exchange; a second time nothing."""
    with store.write() as tx:
        (letter_arrived if paper == record.LETTER else sheet_arrived)(tx, transfer_id)
        failpoint("benefits.transfer_paper.before_commit")


def funds_arrived(transfer_id: str) -> None:
    """The money is on the new area's bank account; a second time nothing."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        if found.status == saga.FUNDS_IN_TRANSIT and found.arrived_on is None:
            _arrived(tx, found)


def merge(transfer_id: str) -> InsuranceTransfer:
    """The new area takes months and account as its own (接续). As `close`."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        world.require_region(found.to_region_code)
        relations.after(saga.TRANSFER, found, saga.MERGE)
        if found.arrived_on is None:
            raise problems_relations.RecordState(
                record_id=found.id, status=found.status, event=saga.MERGE, allowed="-"
            )
        merged = _merged(tx, found)
        failpoint("benefits.transfer_merge.before_commit")
        return tx.answer(merged)


def merge_due(key: str) -> None:
    """The same by the rule."""
    with store.write() as tx:
        transfer_id, _, letters = key.partition(":")
        found = _held(tx, transfer_id)
        waits = saga.TRANSFER.allows(found.status, saga.MERGE) and found.arrived_on is not None
        if waits and found.letters == int(letters):
            _merged(tx, found)
        failpoint("benefits.transfer_merge.job")
        tx.complete_job()


def _merged(tx: Tx, transfer: InsuranceTransfer) -> InsuranceTransfer:
    doubles = kept.take_months(tx, transfer)
    transfer_sums.put_in(tx, transfer)
    if transfer.to_kind == UNEMPLOYMENT:
        transfer_unemployment.arrived(tx, transfer)
    done = _moved(tx, transfer, saga.MERGE, doubles=doubles, merged_on=tx.world.today)
    tx.schedule(TELL, done.id, tx.world.now + payments.PAY_AFTER)
    return done


def tell_due(transfer_id: str) -> None:
    """The person is told that it is done."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        if found.status == saga.MERGED:
            done = _moved(tx, found, saga.TELL, completed_on=tx.world.today)
            tx.emit("insurance_transfer.completed", done.id, told(done))
        tx.complete_job()


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


def get(transfer_id: str) -> InsuranceTransfer:
    with store.read() as tx:
        return relations.seen(tx, kept.transfers, transfer_id, InsuranceTransferNotFound)


def explanation(transfer_id: str) -> dict[str, Any]:
    """What moves, step by step. InsuranceTransferNotFound, TransferSumsUnknown."""
    found = get(transfer_id)
    if found.explanation is None:
        raise TransferSumsUnknown(record_id=found.id, status=found.status)
    return found.explanation
