"""What agencies do with a file: send it, check it in, shelve it, take it back from a borrower."""

from typing import Any

from services.benefits import problems_relations as problems
from services.benefits import terms
from services.benefits.domain.files import consultation as lending
from services.benefits.domain.files import graduate as graduates_domain
from services.benefits.domain.files import personnel_file as files_domain
from services.benefits.domain.files import transfer as domain
from services.benefits.domain.files.consultation import FileConsultation
from services.benefits.domain.files.personnel_file import PersonnelFile
from services.benefits.domain.files.transfer import FileTransfer
from services.benefits.flows import relations
from services.benefits.flows.items.files import consultation as consulting
from services.benefits.flows.items.files import graduate_reception, transferring
from services.benefits.store import files, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import workdays

FileMoves = (problems.FileTransferNotFound, problems.RecordState, world.RegionNotAllowed)


def _held(tx: Tx, transfer_id: str) -> tuple[FileTransfer, PersonnelFile]:
    """The transfer and its file, held; the file first, so that nobody waits crosswise."""
    transfer = relations.seen(tx, files.transfers, transfer_id, problems.FileTransferNotFound)
    file = files.files.find(tx, transfer.file_id, lock=True)
    assert file is not None, "a file is never removed"
    found = files.transfers.find(tx, transfer_id, lock=True)
    assert found is not None, "a transfer is never removed"
    return found, file


def _moved(
    tx: Tx,
    transfer: FileTransfer,
    file: PersonnelFile,
    event: str,
    *,
    of_file: dict[str, Any] | None = None,
    file_event: str | None = None,
    **changes: Any,
) -> FileTransfer:
    """Both a step further; RecordState where the transfer's state has no such move."""
    status = relations.after(domain.TRANSFER, transfer, event)
    after = files_domain.FILE.after(file.status, file_event or event)
    files.files.change(tx, file, status=after, **(of_file or {}))
    changed = files.transfers.change(tx, transfer, status=status, **changes)
    tx.emit("personnel_file.moved", changed.id, transferring.told(changed))
    return changed


def send(
    transfer_id: str, documents: list[dict[str, Any]], courier_number: str | None = None
) -> FileTransfer:
    """The old agency lists, seals and sends it (转出). FileTransferNotFound, RecordState."""
    with store.write() as tx:
        transfer, file = _held(tx, transfer_id)
        world.require_region(transfer.from_region_code)
        listed = [{**each, "made_on_date": each["made_on_date"].isoformat()} for each in documents]
        sent = _moved(
            tx,
            transfer,
            file,
            "send",
            of_file={"items": listed, "is_sealed": True},
            sent_on=tx.world.today,
            documents_sent=len(listed),
            courier_number=courier_number,
            return_reason=None,
        )
        failpoint("benefits.file_send.before_commit")
        return tx.answer(sent)


def receive(transfer_id: str, documents_counted: int) -> FileTransfer:
    """The new agency checks it: sealed, and as many documents as were sent (核对).

    SheetCountDiffers: nothing is taken in, it goes back by `return_to_sender`.
    """
    with store.write() as tx:
        transfer, file = _held(tx, transfer_id)
        world.require_region(transfer.to_region_code)
        relations.after(domain.TRANSFER, transfer, "receive")
        if documents_counted != transfer.documents_sent:
            raise problems.SheetCountDiffers(
                sent=transfer.documents_sent, counted=documents_counted
            )
        here = {"region_code": transfer.to_region_code, "agency": transfer.to_agency}
        today = tx.world.today
        received = _moved(tx, transfer, file, "receive", of_file=here, received_on=today)
        return tx.answer(received)


def return_to_sender(transfer_id: str, reason: str) -> FileTransfer:
    """Not as it has to be: back to the sender, which sends it again (退回)."""
    with store.write() as tx:
        transfer, file = _held(tx, transfer_id)
        world.require_region(transfer.to_region_code)
        figures = terms.figures_of("personnel_files", transfer.to_region_code, tx.world.today)
        days = terms.numbers(transferring.FileTimes, figures).send_days
        again_by = workdays.after(tx.world.today, days).day
        unsealed = {"is_sealed": False}
        returned = _moved(
            tx,
            transfer,
            file,
            "return",
            of_file=unsealed,
            return_reason=reason,
            send_by=again_by,
            is_overdue=False,
        )
        transferring.watch(tx, returned, again_by)
        return tx.answer(returned)


def shelve(transfer_id: str) -> FileTransfer:
    """Shelved by the new agency (入库); a graduate's reception is completed by it."""
    with store.write() as tx:
        transfer, file = _held(tx, transfer_id)
        world.require_region(transfer.to_region_code)
        shelved = _moved(tx, transfer, file, "shelve", shelved_on=tx.world.today)
        if shelved.graduate_id is not None:
            _tell_graduate(tx, shelved.graduate_id, "complete", completed_on=tx.world.today)
        failpoint("benefits.file_shelve.before_commit")
        return tx.answer(shelved)


def cancel(transfer_id: str) -> FileTransfer:
    """The letter is taken back: the file stays where it lies."""
    with store.write() as tx:
        transfer, file = _held(tx, transfer_id)
        world.require_region(transfer.to_region_code)
        cancelled = _moved(tx, transfer, file, "cancel", file_event="keep")
        if cancelled.graduate_id is not None:
            _tell_graduate(tx, cancelled.graduate_id, "give_up")
        return tx.answer(cancelled)


def _tell_graduate(tx: Tx, graduate_id: str, event: str, **changes: Any) -> None:
    found = files.graduates.find(tx, graduate_id, lock=True)
    if found is not None and graduates_domain.GRADUATE.allows(found.status, event):
        status = graduates_domain.GRADUATE.after(found.status, event)
        changed = files.graduates.change(tx, found, status=status, **changes)
        tx.emit("graduate.changed", changed.id, graduate_reception.told(changed))


def give_back(consultation_id: str) -> FileConsultation:
    """A borrowed file is back on its shelf (归还)."""
    with store.write() as tx:
        missing = problems.FileConsultationNotFound
        seen = relations.seen(tx, files.consultations, consultation_id, missing)
        file = files.files.find(tx, seen.file_id, lock=True)
        found = relations.held(tx, files.consultations, consultation_id, missing)
        assert file is not None, "a file is never removed"
        world.require_region(found.region_code)
        status = relations.after(lending.CONSULTATION, found, "give_back")
        back = files_domain.FILE.after(file.status, "give_back")
        files.files.change(tx, file, status=back)
        done = files.consultations.change(tx, found, status=status, returned_on=tx.world.today)
        tx.emit("personnel_file.given_back", done.id, consulting.told(done))
        return tx.answer(done)


# ---- due jobs


def send_due(key: str) -> None:
    """The sender's last day is over; `key`: the transfer and that day."""
    transfer_id, _, day = key.partition(":")
    with store.write() as tx:
        found = files.transfers.find(tx, transfer_id, lock=True)
        assert found is not None, "a transfer is never removed"
        waits = found.status in (domain.LETTER_ISSUED, domain.RETURNED)
        if waits and found.send_by.isoformat() == day:
            late = files.transfers.change(tx, found, is_overdue=True)
            tx.emit("personnel_file.overdue", late.id, transferring.told(late))
        tx.complete_job()


def give_back_due(consultation_id: str) -> None:
    """The last day of a loan is over."""
    with store.write() as tx:
        found = files.consultations.find(tx, consultation_id, lock=True)
        assert found is not None, "a consultation is never removed"
        if lending.CONSULTATION.allows(found.status, "miss"):
            status = lending.CONSULTATION.after(found.status, "miss")
            late = files.consultations.change(tx, found, status=status)
            tx.emit("personnel_file.loan_overdue", late.id, consulting.told(late))
        tx.complete_job()
