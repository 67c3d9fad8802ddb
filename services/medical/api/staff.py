"""Departments and doctors over HTTP."""

from typing import Any

from services.medical import problems
from services.medical.api import views_common
from services.medical.domain.catalogue import SEXES
from services.medical.domain.staff import TITLES
from services.medical.flows import staff as flow
from sscsim.web import Blueprint, ListQuery, Query, View, fields

staff = Blueprint(
    "staff", tag="Departments and doctors", description="科室 and 医保医师, all invented."
)
_INSTITUTION = {"institution_id": views_common.INSTITUTION_ID}


class DepartmentView(View):
    id = fields.Id("dep", required=True)
    object = fields.Object("department")
    institution_id = fields.Id("ins", required=True)
    department_code = fields.Text(required=True, max=20, attribute="department.code")
    name_zh = fields.Text(required=True, attribute="department.zh")
    name_en = fields.Text(required=True, attribute="department.en")
    sex = fields.Enum(SEXES, attribute="department.sex", description="Whom alone it treats.")


class DoctorView(View):
    id = fields.Id("doc", required=True)
    object = fields.Object("doctor")
    institution_id = fields.Id("ins", required=True)
    department_id = fields.Id("dep", required=True)
    doctor_code = fields.Text(
        required=True, max=13, attribute="doctor.doctor_code", description="医保医师代码."
    )
    name = fields.Text(required=True, attribute="doctor.name")
    title = fields.Enum(
        TITLES, required=True, attribute="doctor.title", description="主任, 副主任, 主治, 住院医师."
    )


class DoctorFilters(ListQuery):
    department_id = fields.Id("dep")


@staff.get(
    "/v1/institutions/<id('ins'):institution_id>/departments",
    listing=DepartmentView,
    scope="institution.read",
    problems=(problems.InstitutionNotFound,),
    path_examples=_INSTITUTION,
)
def list_departments(institution_id: str, query: Query) -> Any:
    """List the departments (科室) of an institution; they go by its level."""
    return flow.departments(institution_id, query.page)


@staff.get(
    "/v1/institutions/<id('ins'):institution_id>/doctors",
    listing=DoctorView,
    query=DoctorFilters,
    scope="institution.read",
    problems=(problems.InstitutionNotFound,),
    path_examples=_INSTITUTION,
)
def list_doctors(institution_id: str, query: Query) -> Any:
    """List the doctors (医保医师) of an institution, department by department."""
    return flow.doctors(institution_id, query.page, query.get("department_id"))
