"""The old area ends the relation, and sends sheet and money; or sends the letter back (转出)."""

from typing import Any

from services.benefits import problems_relations
from services.benefits.domain.insurance import RESIDENT_PENSION
from services.benefits.domain.transfer import record, saga
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows import applicants, payments, relations
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.transfers import steps, ways
from services.benefits.flows.transfers.leaving import Leaving
from services.benefits.store import insurance, store
from services.benefits.store import transfers as kept
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint

NOTHING_LEFT = "转出地已无可转移的记录 nothing is left on record in the old area"


def letter_arrived(tx: Tx, transfer_id: str) -> None:
    found = steps.held(tx, transfer_id)
    if found.status == saga.LETTER_SENT and found.letter_arrived_on is None:
        there = kept.transfers.change(tx, found, letter_arrived_on=tx.world.today)
        when = steps.when(tx, there, there.from_region_code)
        if when is not None:
            tx.schedule(steps.CLOSE, f"{there.id}:{there.letters}", when)


def close(transfer_id: str) -> InsuranceTransfer:
    """The old area ends the relation, and sends sheet and money (转出).

    InsuranceTransferNotFound, RecordState, RegionNotAllowed.
    """
    seen = steps.get(transfer_id)
    world.require_region(seen.from_region_code)
    person = applicants.person(seen.person_id)
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
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
    person = applicants.person(steps.get(key.partition(":")[0]).person_id)
    with store.write() as tx:
        found = steps.of_job(tx, key, saga.LETTER_SENT)
        if found is not None:
            _closed(tx, found, person)
        failpoint("benefits.transfer_close.job")
        tx.complete_job()


def _closed(tx: Tx, transfer: InsuranceTransfer, person: Any) -> InsuranceTransfer:
    found = ways.WAYS[transfer.item_code].leaving(tx, transfer, person)
    if not found.months:
        return _given_back(tx, transfer, NOTHING_LEFT)
    kept.send_months(tx, transfer, found.months)
    ways.WAYS[transfer.item_code].take_out(tx, transfer, found)
    paid = _refunded(tx, transfer, found)
    _end_relation(tx, transfer)
    closed = steps.moved(
        tx,
        transfer,
        saga.CLOSE_OLD,
        months=len(found.months),
        account=found.amount,
        pooled=found.pooled,
        refund=found.refund,
        payment_id=paid,
        annuity=found.annuity,
        explanation=found.explanation.as_json(),
        closed_on=tx.world.today,
    )
    steps.post(tx, closed, record.SHEET, closed.to_region_code)
    if closed.amount and closed.money_leg == record.NETTED:
        _claim(tx, closed)
    if closed.sent or closed.annuity:
        key = f"{closed.id}:{closed.letters}"
        tx.schedule(steps.SEND, key, tx.world.now + payments.PAY_AFTER)
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
    """A relation that is still open where it leaves ends by moving away."""
    known = insurance.open_relation(tx, transfer.person_id, transfer.from_kind)
    if known is not None and transfer.leaves(known.region_code):
        insurance.end_relation(tx, known, tx.world.today, "moved")


def _claim(tx: Tx, transfer: InsuranceTransfer) -> None:
    """What the old area owes the new one, set off against others by the period."""
    body = {
        "event": transfer.id,
        "kind": ways.WAYS[transfer.item_code].claim,
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
        found = steps.of_job(tx, key, saga.OLD_AREA_CLOSED)
        if found is not None:
            sent = steps.moved(tx, found, saga.SEND_FUNDS)
            body = {
                "transfer_id": sent.id,
                "from_region": sent.from_region_code,
                "to_region": sent.to_region_code,
                "amount_fen": sent.sent.fen,
                "annuity_fen": sent.annuity.fen,
                "insurance": ways.WAYS[sent.item_code].fund,
            }
            tx.send("settlement", "/internal/v1/transfer-funds", body, f"transfer-funds:{sent.id}")
        tx.complete_job()


def give_back(transfer_id: str, reason: str) -> InsuranceTransfer:
    """The old area can't find what the letter says (退回). As `close`."""
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
        world.require_region(found.from_region_code)
        _check_arrived(found)
        return tx.answer(_given_back(tx, found, reason))


def _given_back(tx: Tx, transfer: InsuranceTransfer, reason: str) -> InsuranceTransfer:
    said = {"returned_on": tx.world.today, "return_reason": reason}
    return steps.moved(tx, transfer, saga.GIVE_BACK, **said)
