"""Files that are handed over by messages: kept for a while, for their owner alone."""

import hashlib

from services.medical import problems_interface as problems
from services.medical.domain.interface_file import KEPT, LARGEST, PUBLIC, InterfaceFile
from services.medical.store import files, store
from sscsim.db import Tx


def put(tx: Tx, institution_code: str, filename: str, content: bytes) -> str:
    """Keep a file for an institution, or for all (`PUBLIC`); its number (文件查询号).

    Raises FileRefused for one that is empty or too large.
    """
    return kept(tx, institution_code, filename, content).id


def kept(tx: Tx, institution_code: str, filename: str, content: bytes) -> InterfaceFile:
    """As `put`, with what is known of the file from then on."""
    if not content or len(content) > LARGEST:
        raise problems.FileRefused(size=len(content), largest=LARGEST)
    ordinal, now = files.last_ordinal(tx, institution_code) + 1, tx.world.now
    made = InterfaceFile(
        id=tx.new_id("fsf", institution_code, ordinal),
        institution_code=institution_code,
        ordinal=ordinal,
        filename=filename,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        kept_until=now + KEPT,
        created_at=now,
    )
    files.add(tx, made, content)
    return made


def get(tx: Tx, institution_code: str, file_qury_no: str) -> bytes:
    """The bytes of a file of the institution's own. Raises FileNotFound, FileNoLongerKept."""
    return files.content(tx, found(tx, institution_code, file_qury_no).id)


def found(tx: Tx, institution_code: str, file_qury_no: str) -> InterfaceFile:
    """A file that the institution may fetch now: its own, or one for all."""
    one = files.find(tx, file_qury_no)
    if one is None or one.institution_code not in (institution_code, PUBLIC):
        raise problems.FileNotFound(file_qury_no=file_qury_no)
    if tx.world.now >= one.kept_until:
        raise problems.FileNoLongerKept(file_qury_no=file_qury_no)
    return one


def bytes_of(file_qury_no: str) -> bytes:
    """What was answered with a file is answered with it again, whenever that is."""
    with store.read() as tx:
        return files.content(tx, file_qury_no)
