"""Departments and doctors of an institution, and whether a visit may name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.medical import problems_catalogue as problems
from services.medical.domain import department_upload
from services.medical.domain import staff as domain
from services.medical.domain.institution import Institution
from services.medical.domain.staff import Department, Doctor
from services.medical.domain.visit import Visit
from services.medical.flows import institutions
from services.medical.flows.listing import page_of
from services.medical.store import department_uploads, staff, store
from sscsim.db import Page, PageQuery, Tx

_DOCTOR_CODE = re.compile("D[0-9]{12}")


@dataclass(frozen=True)
class ShownDepartment:
    id: str
    institution_id: str
    department: Department


@dataclass(frozen=True)
class ShownDoctor:
    id: str
    institution_id: str
    department_id: str
    doctor: Doctor


def departments(institution_id: str, page: PageQuery) -> Page:
    with store.read() as tx:
        return page_of(list(_departments(tx, institutions.known(tx, institution_id))), page)


def doctors(institution_id: str, page: PageQuery, department_id: str | None = None) -> Page:
    with store.read() as tx:
        found = _doctors(tx, institutions.known(tx, institution_id))
        return page_of([one for one in found if department_id in (None, one.department_id)], page)


def all_doctors(institution: Institution) -> list[ShownDoctor]:
    with store.read() as tx:
        return list(_doctors(tx, institution))


def departments_of(tx: Tx, institution: Institution) -> Iterator[Department]:
    """Those built in and those that the institution uploaded, changed or withdrew."""
    kinds, _ = staff.built_in()
    uploads = department_uploads.newest(tx, institution.institution_code)
    built_in = domain.departments_of(institution, kinds)
    return department_upload.merged(institution, built_in, uploads)


def _departments(tx: Tx, institution: Institution) -> Iterator[ShownDepartment]:
    for one in departments_of(tx, institution):
        yield ShownDepartment(tx.new_id("dep", *one.key), institution.id, one)


def _doctors(tx: Tx, institution: Institution) -> Iterator[ShownDoctor]:
    _, names = staff.built_in()
    for place in _departments(tx, institution):
        for one in domain.doctors_of(institution, place.department, names):
            yield ShownDoctor(tx.new_id("doc", *one.key), institution.id, place.id, one)


def named(
    tx: Tx,
    institution: Institution,
    sex: str | None,
    department_id: str | None,
    doctor_id: str | None,
) -> tuple[str | None, str | None]:
    """The department and doctor that a visit names; a doctor alone brings their department.

    NotOfInstitution, DoctorElsewhere, DepartmentForOthers.
    """
    if doctor_id is not None:
        doctor = check_doctor(tx, institution, doctor_id)
        if department_id not in (None, doctor.department_id):
            raise problems.DoctorElsewhere(doctor_id, doctor.department_id)
        department_id = doctor.department_id
    if department_id is not None:
        place = next((d for d in _departments(tx, institution) if d.id == department_id), None)
        if place is None:
            raise problems.NotOfInstitution("department_id", department_id, institution.id)
        if place.department.sex is not None and place.department.sex != sex:
            raise problems.DepartmentForOthers(department_id, place.department.sex)
    return department_id, doctor_id


def check_doctor(tx: Tx, institution: Institution, doctor_id: str) -> ShownDoctor:
    """The doctor of that institution; NotOfInstitution."""
    doctor = next((d for d in _doctors(tx, institution) if d.id == doctor_id), None)
    if doctor is None:
        raise problems.NotOfInstitution("doctor_id", doctor_id, institution.id)
    return doctor


def of_code(tx: Tx, institution: Institution, doctor_code: str) -> ShownDoctor | None:
    """The doctor, or a pharmacy's pharmacist, that bears this code (医保医师代码, 医保药师代码)."""
    found = _doctors(tx, institution)
    return next((one for one in found if one.doctor.doctor_code == doctor_code), None)


def of_visit(visit: Visit) -> tuple[str | None, str | None, str | None]:
    """The department, and the code and name of the doctor, that a visit names."""
    if visit.department_id is None and visit.doctor_id is None:
        return None, None, None
    with store.read() as tx:
        institution = institutions.known(tx, visit.institution_id)
        doctor = next((one for one in _doctors(tx, institution) if one.id == visit.doctor_id), None)
        department = next(
            (one for one in _departments(tx, institution) if one.id == visit.department_id), None
        )
    return (
        department.department.zh if department else None,
        doctor.doctor.doctor_code if doctor else None,
        doctor.doctor.name if doctor else None,
    )


def by_codes(
    tx: Tx, institution: Institution, department_code: str, doctor_code: str
) -> tuple[str | None, str | None]:
    """The department and doctor that codes mean, as ids for `named`.

    A hospital system may number both in its own way: what is none of our codes names nobody. A
    doctor's code in the form of the country's (医保医师代码) that isn't of this institution is a
    mistake: NotOfInstitution.
    """
    places = (d for d in _departments(tx, institution) if d.department.code == department_code)
    department = next(places, None)
    staff_of = (d for d in _doctors(tx, institution) if d.doctor.doctor_code == doctor_code)
    doctor = next(staff_of, None)
    if doctor is None and _DOCTOR_CODE.fullmatch(doctor_code):
        raise problems.NotOfInstitution("doctor_id", doctor_code, institution.institution_code)
    return department.id if department else None, doctor.id if doctor else None
