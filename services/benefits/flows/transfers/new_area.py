"""The new area takes months and account as its own, or writes once more, or gives it up (转入)."""

from services.benefits import problems_relations
from services.benefits.domain.transfer import saga
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows import payments, relations
from services.benefits.flows.transfers import steps, ways
from services.benefits.store import store
from services.benefits.store import transfers as kept
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def send_letter(transfer_id: str) -> InsuranceTransfer:
    """Write once more after a letter came back. As `close`."""
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
        world.require_region(found.to_region_code)
        relations.after(saga.TRANSFER, found, saga.SEND_LETTER)
        return tx.answer(steps.written(tx, found))


def refuse(transfer_id: str) -> InsuranceTransfer:
    """Give a transfer up whose letter came back: all stays where it is. As `close`."""
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
        world.require_region(found.to_region_code)
        return tx.answer(steps.moved(tx, found, saga.REFUSE))


def sheet_arrived(tx: Tx, transfer_id: str) -> None:
    """Where no money is sent with the case, the sheet is all that the new area waits for."""
    found = steps.held(tx, transfer_id)
    is_all = not found.sent and not found.annuity
    if found.status == saga.OLD_AREA_CLOSED and is_all and found.arrived_on is None:
        _arrived(tx, found)


def _arrived(tx: Tx, transfer: InsuranceTransfer) -> None:
    there = steps.due(tx, kept.transfers.change(tx, transfer, arrived_on=tx.world.today))
    when = steps.when(tx, there, there.to_region_code)
    if when is not None:
        tx.schedule(steps.MERGE, f"{there.id}:{there.letters}", when)


def funds_arrived(transfer_id: str) -> None:
    """The money is on the new area's bank account; a second time nothing."""
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
        if found.status == saga.FUNDS_IN_TRANSIT and found.arrived_on is None:
            _arrived(tx, found)


def merge(transfer_id: str) -> InsuranceTransfer:
    """The new area takes months and account as its own (接续). As `close`."""
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
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
        found = steps.held(tx, transfer_id)
        waits = saga.TRANSFER.allows(found.status, saga.MERGE) and found.arrived_on is not None
        if waits and found.letters == int(letters):
            _merged(tx, found)
        failpoint("benefits.transfer_merge.job")
        tx.complete_job()


def _merged(tx: Tx, transfer: InsuranceTransfer) -> InsuranceTransfer:
    doubles = kept.take_months(tx, transfer)
    ways.WAYS[transfer.item_code].put_in(tx, transfer)
    done = steps.moved(tx, transfer, saga.MERGE, doubles=doubles, merged_on=tx.world.today)
    tx.schedule(steps.TELL, done.id, tx.world.now + payments.PAY_AFTER)
    return done


def tell_due(transfer_id: str) -> None:
    """The person is told that it is done."""
    with store.write() as tx:
        found = steps.held(tx, transfer_id)
        if found.status == saga.MERGED:
            done = steps.moved(tx, found, saga.TELL, completed_on=tx.world.today)
            tx.emit("insurance_transfer.completed", done.id, steps.told(done))
        tx.complete_job()
