"""Departments (科室) and doctors (医保医师) of an institution, as the same data makes them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import PHARMACY

TITLES = ("chief", "deputy_chief", "attending", "resident")
"""主任医师, 副主任医师, 主治医师, 住院医师; of a pharmacy: pharmacists of the same grades."""


@dataclass(frozen=True, slots=True)
class DepartmentKind:
    """A department that institutions have; `doctors` by level, or for `pharmacy`."""

    code: str
    zh: str
    en: str
    sex: str | None
    doctors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Names:
    """What doctors are called."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """`key` is what its id is made of; `sex`: whom alone it treats."""

    key: tuple[str, str]
    code: str
    zh: str
    en: str
    sex: str | None
    number: int
    doctors: int


@dataclass(frozen=True, slots=True)
class Doctor:
    """`doctor_code` (医保医师代码) has the form D and twelve digits."""

    key: tuple[str, str, str]
    department: Department
    doctor_code: str
    name: str
    title: str


def departments_of(
    institution: Institution, kinds: tuple[DepartmentKind, ...]
) -> Iterator[Department]:
    place = PHARMACY if institution.kind == PHARMACY else institution.level
    for number, kind in enumerate(kinds, start=1):
        if place in kind.doctors:
            yield Department(
                (institution.institution_code, kind.code),
                kind.code,
                kind.zh,
                kind.en,
                kind.sex,
                number,
                kind.doctors[place],
            )


def doctors_of(institution: Institution, department: Department, names: Names) -> Iterator[Doctor]:
    """The same names for the same institution in every world."""
    for number in range(1, department.doctors + 1):
        key = (*department.key, str(number))
        drawn = int.from_bytes(hashlib.sha256("/".join(key).encode()).digest()[:8])
        surname = names.surnames[drawn % len(names.surnames)]
        given = names.given[drawn // len(names.surnames) % len(names.given)]
        yield Doctor(
            key,
            department,
            f"D{institution.region_code}{institution.institution_code[-3:]}"
            f"{department.number:02d}{number}",
            surname + given,
            TITLES[min(number, len(TITLES)) - 1],
        )
