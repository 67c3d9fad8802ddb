"""Records of social insurance: relations, contribution months, accounts, what is charged for them.

The kinds are finer than the rules' `pension`: employees of enterprises, of institutions and
residents are in schemes of their own, each with its fund.
"""

from collections.abc import Mapping
from typing import Final

from services.benefits.domain import contributions as rules
from sscsim.kernel.problems import Text

EMPLOYEE_PENSION: Final = "employee_pension"
INSTITUTION_PENSION: Final = "institution_pension"
RESIDENT_PENSION: Final = "resident_pension"
UNEMPLOYMENT: Final = "unemployment"
WORK_INJURY: Final = "work_injury"
MEDICAL: Final = "medical"
MATERNITY: Final = "maternity"
OCCUPATIONAL_ANNUITY: Final = "occupational_annuity"

KINDS: Final[Mapping[str, Text]] = {
    EMPLOYEE_PENSION: Text("企业职工基本养老保险", "Employees' basic pension"),
    INSTITUTION_PENSION: Text("机关事业单位基本养老保险", "Institutions' basic pension"),
    RESIDENT_PENSION: Text("城乡居民基本养老保险", "Residents' basic pension"),
    UNEMPLOYMENT: Text("失业保险", "Unemployment insurance"),
    WORK_INJURY: Text("工伤保险", "Work-injury insurance"),
    MEDICAL: Text("职工基本医疗保险", "Employees' basic medical insurance"),
    MATERNITY: Text("生育保险", "Maternity insurance"),
    OCCUPATIONAL_ANNUITY: Text("职业年金", "Occupational annuity"),
}
"""Each is the fund that its contributions go to."""

PENSIONS: Final = (EMPLOYEE_PENSION, INSTITUTION_PENSION, RESIDENT_PENSION)
EMPLOYED: Final = (EMPLOYEE_PENSION, INSTITUTION_PENSION)
"""The two pensions of people with an employer; nobody is in both, nor in the residents' beside."""
WITH_ACCOUNT: Final = (*PENSIONS, OCCUPATIONAL_ANNUITY)
"""What keeps an account for each person."""

EMPLOYEE, FLEXIBLE, INSTITUTION, RESIDENT = "employee", "flexible", "institution", "resident"
CATEGORIES: Final[Mapping[str, Text]] = {
    EMPLOYEE: Text("企业职工", "Employee"),
    FLEXIBLE: Text("灵活就业人员", "In a flexible job"),
    INSTITUTION: Text("机关事业单位工作人员", "Staff of an institution"),
    RESIDENT: Text("城乡居民", "Resident"),
}

RULE_OF: Final[Mapping[str, str]] = {
    EMPLOYEE_PENSION: rules.PENSION,
    INSTITUTION_PENSION: rules.PENSION,
    UNEMPLOYMENT: rules.UNEMPLOYMENT,
    WORK_INJURY: rules.INJURY,
    MEDICAL: rules.MEDICAL,
    MATERNITY: rules.MATERNITY,
}
"""A kind -> what the rules of contributions call it."""

OF_EMPLOYEE: Final = (EMPLOYEE_PENSION, UNEMPLOYMENT, WORK_INJURY, MEDICAL, MATERNITY)
"""What an employer enrols an employee in, together (五险)."""
