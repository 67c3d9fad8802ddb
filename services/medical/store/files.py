"""Files of the message interface, their bytes as text in base64."""

import base64

import sqlalchemy as sa

from services.medical.domain.interface_file import InterfaceFile
from services.medical.store.tables_files import interface_files
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(InterfaceFile, interface_files)
_BY_ID = _SELECT.where(interface_files.c.id == sa.bindparam("id"))
_NEWEST = (
    _SELECT.where(
        interface_files.c.institution_code == sa.bindparam("institution_code"),
        interface_files.c.filename == sa.bindparam("filename"),
        interface_files.c.sha256 == sa.bindparam("sha256"),
    )
    .order_by(interface_files.c.ordinal.desc())
    .limit(1)
)
_CONTENT = sa.select(interface_files.c.content_base64).where(
    interface_files.c.id == sa.bindparam("id")
)
_LAST = sa.select(sa.func.max(interface_files.c.ordinal)).where(
    interface_files.c.institution_code == sa.bindparam("institution_code")
)


def last_ordinal(tx: Tx, institution_code: str) -> int:
    """The number of the owner's last file, held until the transaction ends."""
    tx.lock("interface_files", institution_code)
    return int(tx.scalar(_LAST, {"institution_code": institution_code}) or 0)


def add(tx: Tx, made: InterfaceFile, content: bytes) -> None:
    text = base64.b64encode(content).decode("ascii")
    tx.execute(interface_files.insert(), {**values(made), "content_base64": text})


def find(tx: Tx, file_id: str) -> InterfaceFile | None:
    row = tx.one(_BY_ID, {"id": file_id})
    return _read(row) if row else None


def newest(tx: Tx, institution_code: str, filename: str, sha256: str) -> InterfaceFile | None:
    """The last one of that name and content; none is added meanwhile."""
    tx.lock("interface_files", institution_code)
    asked = {"institution_code": institution_code, "filename": filename, "sha256": sha256}
    row = tx.one(_NEWEST, asked)
    return _read(row) if row else None


def content(tx: Tx, file_id: str) -> bytes:
    """The bytes of a file that is there."""
    return base64.b64decode(tx.scalar(_CONTENT, {"id": file_id}))
