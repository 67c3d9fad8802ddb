"""Whom a declaration is for, and whether the institution may make it.

An institution declares at home only: the person's home region must be its own (or, for one of a
whole province, lie in it), whatever key the caller has.
"""

from dataclasses import dataclass
from datetime import date

from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import EMPLOYEE, HOSPITAL, RESIDENT
from services.medical.flows import person_information
from services.medical.flows.person_information import Information, Stretch
from services.medical.problems_declarations import DeclarationWrong
from services.medical.store import institutions as rows
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel import regions

MEDICAL = (EMPLOYEE, RESIDENT)


@dataclass(frozen=True, slots=True)
class Insured:
    """A person and the medical insurance that a declaration is under."""

    person: Information
    stretch: Stretch

    @property
    def home(self) -> str:
        return self.stretch.region_code


def insured(person_id: str, insurance_kind: str | None, on: date) -> Insured:
    """Under that insurance on the day, or without one under the first that is in force.

    DeclarationWrong where there is none; person_not_found in the card service's words.
    """
    person = person_information.of(person_id)
    kinds = MEDICAL if insurance_kind is None else (insurance_kind,)
    for kind in kinds:
        for stretch in person.stretches:
            if stretch.insurance_kind == kind and stretch.covers(on):
                return Insured(person, stretch)
    raise DeclarationWrong(
        "insutype", f"{on} 未参加该险种的医疗保险", f"is no insurance of the person's on {on}"
    )


def require_home(institution: Institution, home: str) -> None:
    """RegionNotAllowed unless the institution, and whoever calls for it, is of the region."""
    world.require_region(home)
    if institution.region_code not in (home, regions.province_of(home)):
        raise world.RegionNotAllowed(region=institution.region_code, wanted=home)


def require_hospital(institution: Institution) -> None:
    if institution.kind != HOSPITAL:
        raise world.RoleNotAllowed(role=institution.kind, allowed=HOSPITAL)


def named(tx: Tx, code: str, name: str, field: str) -> Institution:
    """The institution of that code, which must bear that name; DeclarationWrong."""
    found = rows.with_code(tx, code)
    if found is None:
        raise DeclarationWrong(field, f"医药机构{code}未登记", f"is no institution: {code}")
    if found.name != name:
        raise DeclarationWrong(
            field, f"医药机构{code}的名称不是{name}", f"the institution {code} isn't called {name}"
        )
    return found


def check_period(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise DeclarationWrong("enddate", "结束日期早于开始日期", "is before the first day")
