"""Asking for a file: what HRSS-075 and the reception of graduates (HRSS-078) both do."""

from dataclasses import dataclass
from datetime import date

from services.benefits import terms
from services.benefits.domain.decision import Case
from services.benefits.domain.files import personnel_file as files_domain
from services.benefits.domain.files import transfer as domain
from services.benefits.domain.files.personnel_file import PersonnelFile
from services.benefits.domain.files.transfer import FileTransfer
from services.benefits.flows import relations
from services.benefits.store import files
from sscsim.db import Tx
from sscsim.kernel import workdays

SEND_DUE = "benefits.file_send_due"


@dataclass(frozen=True, slots=True)
class FileTimes:
    """Times of personnel files: send_days and borrow_days in working days, the rest in months."""

    send_days: int
    borrow_days: int
    certificate_months: int
    graduate_months: int


def times(case: Case) -> FileTimes:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    figures = terms.figures_of("personnel_files", case.competent_region, case.today)
    return terms.numbers(FileTimes, figures)


def asked_for(
    tx: Tx,
    case: Case,
    *,
    sender: tuple[str, str],
    receiver: tuple[str, str],
    reason: str,
    send_days: int,
    graduate_id: str | None = None,
) -> FileTransfer:
    """The letter (调档函), the file that it asks for, and the job that sees a sender late.

    `sender`, `receiver`: region and agency. RecordState where the file can't leave.
    """
    file = _file(tx, case.person.id, sender)
    day = workdays.after(case.today, send_days).day
    number = files.transfers.count(tx, files.transfers.c.to_region_code == receiver[0]) + 1
    now = tx.world.now
    made = FileTransfer(
        id=tx.new_id("pft", case.application_id, case.decision_no),
        file_id=file.id,
        person_id=case.person.id,
        application_id=case.application_id,
        letter_number=domain.letter_number(receiver[0], case.today, number),
        from_region_code=sender[0],
        from_agency=sender[1],
        to_region_code=receiver[0],
        to_agency=receiver[1],
        reason=reason,
        send_by=day,
        is_overdue=False,
        sent_on=None,
        documents_sent=None,
        courier_number=None,
        received_on=None,
        shelved_on=None,
        return_reason=None,
        graduate_id=graduate_id,
        status=domain.LETTER_ISSUED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    files.transfers.add(tx, made)
    watch(tx, made, day)
    tx.emit("personnel_file.asked_for", made.id, told(made))
    return made


def watch(tx: Tx, made: FileTransfer, day: date) -> None:
    """Look on the day after the last one whether the file was sent."""
    tx.schedule(SEND_DUE, f"{made.id}:{day.isoformat()}", relations.day_after(day))


def _file(tx: Tx, person_id: str, sender: tuple[str, str]) -> PersonnelFile:
    """The person's file, asked for; put on record with its first letter."""
    tx.lock("personnel file", person_id)
    known = files.file_of(tx, person_id)
    if known is not None:
        status = relations.after(files_domain.FILE, known, "ask_for")
        return files.files.change(tx, known, status=status)
    now = tx.world.now
    made = PersonnelFile(
        id=tx.new_id("pfl", person_id),
        person_id=person_id,
        region_code=sender[0],
        agency=sender[1],
        items=[],
        is_sealed=False,
        status=files_domain.ASKED_FOR,
        version=1,
        created_at=now,
        updated_at=now,
    )
    files.files.add(tx, made)
    return made


def told(transfer: FileTransfer) -> dict[str, str]:
    """What an event says of a transfer."""
    return {
        "id": transfer.id,
        "file_id": transfer.file_id,
        "person_id": transfer.person_id,
        "status": transfer.status,
    }
