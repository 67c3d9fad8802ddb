"""The errors of uploaded departments, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class DepartmentExists(Conflict):
    code = "department_exists"
    title = Text(zh="科室已存在", en="The department exists")
    detail = Text(
        zh="机构 {institution_code} 已有科室 {department_code}，请用科室信息变更。",
        en="The institution {institution_code} has the department {department_code}; change it.",
    )


class DepartmentUnknown(NotFound):
    code = "department_unknown"
    title = Text(zh="科室不存在", en="No such department")
    detail = Text(
        zh="机构 {institution_code} 没有科室 {department_code}。",
        en="The institution {institution_code} has no department {department_code}.",
    )


class DepartmentDatesWrong(Refused):
    code = "department_dates_wrong"
    title = Text(zh="科室日期有误", en="Wrong dates of a department")
    detail = Text(
        zh="科室 {department_code} 的结束时间早于开始时间。",
        en="The department {department_code} ends before it begins.",
    )
