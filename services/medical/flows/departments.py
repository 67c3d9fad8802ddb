"""Uploading, changing and withdrawing departments (科室信息上传、变更、撤销)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.medical import problems_departments as problems
from services.medical.domain.department_upload import DepartmentUpload
from services.medical.domain.institution import Institution
from services.medical.domain.staff import Department
from services.medical.flows import staff
from services.medical.store import department_uploads, store
from sscsim import world
from sscsim.db import Tx


@dataclass(frozen=True)
class Stated:
    """What a message says of a department: plain values by field."""

    code: str
    name: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """A department that there is, with what was uploaded of it."""

    department: Department
    upload: DepartmentUpload | None


def known(institution: Institution) -> list[Known]:
    with store.read() as tx:
        uploads = department_uploads.newest(tx, institution.institution_code)
        return [Known(one, uploads.get(one.code)) for one in staff.departments_of(tx, institution)]


def upload(institution: Institution, stated: Sequence[Stated]) -> list[DepartmentUpload]:
    """New ones, all or none; DepartmentExists, DepartmentDatesWrong."""
    code = institution.institution_code
    with store.write() as tx:
        there, uploads = _looked_at(tx, institution)
        made = []
        for one in stated:
            if one.code in there:
                raise problems.DepartmentExists(institution_code=code, department_code=one.code)
            made.append(_said(tx, institution, one, uploads, one.given))
            there.add(one.code)
        return tx.answer(made)


def change(institution: Institution, stated: Stated) -> DepartmentUpload:
    """What isn't said stays as it was; DepartmentUnknown, DepartmentDatesWrong."""
    code = institution.institution_code
    with store.write() as tx:
        there, uploads = _looked_at(tx, institution)
        if stated.code not in there:
            raise problems.DepartmentUnknown(institution_code=code, department_code=stated.code)
        earlier = uploads.get(stated.code)
        given = {**(earlier.given if earlier else {}), **stated.given}
        return tx.answer(_said(tx, institution, stated, uploads, given))


def withdraw(institution: Institution, stated: Stated) -> DepartmentUpload:
    """From now on it is none of the institution's; DepartmentUnknown."""
    code = institution.institution_code
    with store.write() as tx:
        there, uploads = _looked_at(tx, institution)
        if stated.code not in there:
            raise problems.DepartmentUnknown(institution_code=code, department_code=stated.code)
        earlier = uploads.get(stated.code)
        given = earlier.given if earlier else {}
        return tx.answer(_said(tx, institution, stated, uploads, given, is_withdrawn=True))


def _looked_at(tx: Tx, institution: Institution) -> tuple[set[str], dict[str, DepartmentUpload]]:
    """Codes of the departments that there are, and what was last said of any."""
    department_uploads.lock(tx, institution.institution_code)
    uploads = department_uploads.newest(tx, institution.institution_code)
    return {one.code for one in staff.departments_of(tx, institution)}, uploads


def _said(
    tx: Tx,
    institution: Institution,
    stated: Stated,
    uploads: Mapping[str, DepartmentUpload],
    given: Mapping[str, Any],
    *,
    is_withdrawn: bool = False,
) -> DepartmentUpload:
    if given.get("endtime") and given["endtime"] < given.get("begntime", ""):
        raise problems.DepartmentDatesWrong(department_code=stated.code)
    code, now = institution.institution_code, world.now()
    earlier = uploads.get(stated.code)
    revision = earlier.revision + 1 if earlier else 1
    made = DepartmentUpload(
        id=tx.new_id("dpu", code, stated.code, revision),
        institution_code=code,
        code=stated.code,
        revision=revision,
        is_withdrawn=is_withdrawn,
        name=stated.name,
        given=dict(given),
        version=1,
        created_at=now,
        updated_at=now,
    )
    department_uploads.add(tx, made)
    return made
