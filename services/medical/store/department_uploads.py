"""Uploaded departments: revisions are added, never changed."""

import sqlalchemy as sa

from services.medical.domain.department_upload import DepartmentUpload
from services.medical.store.tables_uploads import department_uploads as _TABLE
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(DepartmentUpload, _TABLE)
_OF_INSTITUTION = _SELECT.where(
    _TABLE.c.institution_code == sa.bindparam("institution_code")
).order_by(_TABLE.c.revision)


def lock(tx: Tx, institution_code: str) -> None:
    tx.lock("departments", institution_code)


def newest(tx: Tx, institution_code: str) -> dict[str, DepartmentUpload]:
    """What was last said of each department, by its code."""
    asked = {"institution_code": institution_code}
    return {one.code: one for one in map(_read, tx.all(_OF_INSTITUTION, asked))}


def add(tx: Tx, one: DepartmentUpload) -> None:
    tx.execute(_TABLE.insert().values(values(one)))
