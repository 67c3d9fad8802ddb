"""Files that are handed over by messages: kept for a while, for their owner alone."""

import hashlib

from services.medical import problems_interface as problems
from services.medical.domain.institution import Institution
from services.medical.domain.interface_file import KEPT, LARGEST, LEAST, PUBLIC, InterfaceFile
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


def upload(institution: Institution, filename: str, content: bytes) -> InterfaceFile:
    """Keep a file that an institution sends. Raises FileRefused."""
    with store.write() as tx:
        return tx.answer(kept(tx, institution.institution_code, filename, content))


def publish(filename: str, content: bytes) -> InterfaceFile:
    """A file for every institution; one that is there already, and will be for some days, does."""
    with store.write() as tx:
        digest = hashlib.sha256(content).hexdigest()
        known = files.newest(tx, PUBLIC, filename, digest)
        if known is not None and known.kept_until - tx.world.now > LEAST:
            return tx.answer(known)
        return tx.answer(kept(tx, PUBLIC, filename, content))


def get(tx: Tx, institution_code: str, file_qury_no: str) -> bytes:
    """The bytes of a file of the institution's own. Raises FileNotFound, FileNoLongerKept."""
    return files.content(tx, found(tx, institution_code, file_qury_no).id)


def found(tx: Tx, institution_code: str, file_qury_no: str) -> InterfaceFile:
    """A file that may be fetched now: the institution's own, or one for all where `PUBLIC` asks."""
    one = files.find(tx, file_qury_no)
    if one is None or one.institution_code != institution_code:
        raise problems.FileNotFound(file_qury_no=file_qury_no)
    if tx.world.now >= one.kept_until:
        raise problems.FileNoLongerKept(file_qury_no=file_qury_no)
    return one


def of_owner(institution_code: str, file_qury_no: str) -> InterfaceFile:
    """As `found`, of a question."""
    with store.read() as tx:
        return found(tx, institution_code, file_qury_no)


def bytes_of(file_qury_no: str) -> bytes:
    """What was answered with a file is answered with it again, whenever that is."""
    with store.read() as tx:
        return files.content(tx, file_qury_no)
