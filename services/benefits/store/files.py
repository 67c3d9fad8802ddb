"""Records of personnel files."""

from services.benefits.domain.files.consultation import FileConsultation
from services.benefits.domain.files.graduate import Graduate
from services.benefits.domain.files.personnel_file import PersonnelFile
from services.benefits.domain.files.transfer import FileTransfer
from services.benefits.store import tables_files as tables
from services.benefits.store.kept import Kept
from sscsim.db import Tx

files = Kept(PersonnelFile, tables.personnel_files)
transfers = Kept(FileTransfer, tables.file_transfers)
consultations = Kept(FileConsultation, tables.file_consultations)
graduates = Kept(Graduate, tables.graduates)


def file_of(tx: Tx, person_id: str) -> PersonnelFile | None:
    """The one file of the person, wherever it lies."""
    return files.newest(tx, files.c.person_id == person_id)


def graduate_with(tx: Tx, diploma_number: str) -> Graduate | None:
    return graduates.newest(tx, graduates.c.diploma_number == diploma_number)


def graduates_of(tx: Tx, person_id: str) -> list[Graduate]:
    return graduates.every(tx, graduates.c.person_id == person_id)
