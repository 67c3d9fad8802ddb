"""What can go wrong with catalogue items, departments, doctors and diagnoses."""

from collections.abc import Sequence
from typing import Any

from sscsim.kernel.problems import FieldError, NotFound, Refused, Text


class ItemNotFound(NotFound):
    code = "catalogue_item_not_found"
    title = Text(zh="目录中没有该项目", en="No such item in the catalogue")
    detail = Text(zh="没有目录项目 {item_code}。", en="The catalogue has no item {item_code}.")


class ItemNotInForce(NotFound):
    code = "catalogue_item_not_in_force"
    title = Text(zh="目录项目当日无效", en="Item not in force on that day")
    detail = Text(
        zh="目录项目 {item_code} 在 {on} 无效；有效期 {since} 至 {until}。",
        en="The item {item_code} is not in force on {on}, only from {since} to {until}.",
    )


class FeeLinesRefused(Refused):
    """One or more lines can't be charged as they are; nothing was."""

    code = "fee_lines_refused_by_catalogue"
    title = Text(zh="费用明细与目录不符", en="Fee lines against the catalogue")
    detail = Text(
        zh="{count} 处费用明细与就医地 {region_code} 在 {on} 的目录不符，均未上传。",
        en="{count} faults against the catalogue of {region_code} on {on}; nothing was charged.",
    )

    def __init__(self, errors: Sequence[FieldError], **params: Any) -> None:
        super().__init__(errors=errors, count=len(errors), **params)


class DiseaseNotFound(NotFound):
    code = "disease_not_found"
    title = Text(zh="没有该疾病", en="No such disease")
    detail = Text(zh="没有疾病 {disease_code}。", en="There is no disease {disease_code}.")


class NotOfInstitution(Refused):
    code = "staff_not_of_institution"
    title = Text(zh="科室或医师不属于该机构", en="Not of this institution")
    detail = Text(zh="{institution_id} 没有 {id}。", en="{institution_id} has no {id}.")

    def __init__(self, field: str, id: str, institution_id: str) -> None:
        message = Text(zh="不属于该机构", en="is none of this institution")
        where = FieldError("not_of_institution", message, pointer=f"/{field}")
        super().__init__(errors=[where], id=id, institution_id=institution_id)


class DoctorElsewhere(Refused):
    code = "doctor_of_another_department"
    title = Text(zh="医师不在该科室", en="Doctor of another department")
    detail = Text(
        zh="医师 {doctor_id} 属于科室 {department_id}。",
        en="The doctor {doctor_id} is of the department {department_id}.",
    )

    def __init__(self, doctor_id: str, department_id: str) -> None:
        message = Text(zh="属于另一科室", en="is of another department")
        where = FieldError("other_department", message, pointer="/doctor_id")
        super().__init__(errors=[where], doctor_id=doctor_id, department_id=department_id)


class DepartmentForOthers(Refused):
    """As a man in maternity."""

    code = "department_for_other_sex"
    title = Text(zh="科室不收治该性别", en="Department for the other sex")
    detail = Text(
        zh="科室 {department_id} 仅收治：{sex}。",
        en="The department {department_id} treats {sex} patients only.",
    )

    def __init__(self, department_id: str, sex: str) -> None:
        message = Text(zh="不收治该性别", en="does not treat this person")
        where = FieldError("restricted_sex", message, pointer="/department_id")
        super().__init__(errors=[where], department_id=department_id, sex=sex)


class DiagnosesRefused(Refused):
    """One or more diagnoses are wrong; those before them still stand."""

    code = "diagnoses_refused"
    title = Text(zh="诊断有误", en="Diagnoses refused")
    detail = Text(
        zh="就诊 {visit_id} 的诊断有 {count} 处错误，均未登记。",
        en="The diagnoses of {visit_id} have {count} faults; nothing was recorded.",
    )

    def __init__(self, visit_id: str, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors, visit_id=visit_id, count=len(errors))


class DiagnosesNotFound(NotFound):
    code = "diagnoses_not_found"
    title = Text(zh="没有该版诊断", en="No such revision of the diagnoses")
    detail = Text(
        zh="就诊 {visit_id} 没有第 {revision} 版诊断。",
        en="The visit {visit_id} has no revision {revision} of its diagnoses.",
    )
