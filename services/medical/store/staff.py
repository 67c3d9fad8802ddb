"""Departments and names of doctors as they are built in: `catalogue/departments.yaml`."""

from functools import cache
from typing import Any

from services.medical.domain.catalogue import SEXES
from services.medical.domain.staff import TITLES, DepartmentKind, Names
from services.medical.domain.vocabulary import LEVELS, PHARMACY
from services.medical.store.catalogue import FOLDER, Place, document

FILE = "departments.yaml"


@cache
def built_in() -> tuple[tuple[DepartmentKind, ...], Names]:
    return read((FOLDER / FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str) -> tuple[tuple[DepartmentKind, ...], Names]:
    """The departments and names of a file; PolicyError says what is wrong, and where."""
    top = Place(file)
    found, _ = document(text, top, ("departments", "surnames", "given_names"))
    rows = top.inside("departments").rows(found["departments"])
    kinds = tuple(_kind(row, top.inside(f"departments.{n}")) for n, row in enumerate(rows))
    if len({kind.code for kind in kinds}) != len(kinds):
        raise top.inside("departments").fault("a code stands twice")
    return kinds, Names(_words(found, "surnames", top), _words(found, "given_names", top))


def _words(found: dict[str, Any], name: str, top: Place) -> tuple[str, ...]:
    place = top.inside(name)
    return tuple(place.text(word, 10) for word in place.rows(found[name]))


def _kind(row: Any, place: Place) -> DepartmentKind:
    row = place.mapping(row, ("code", "zh", "en", "doctors"), ("sex",))
    stated = place.inside("doctors").mapping(row["doctors"], (), (*LEVELS, PHARMACY))
    counts = [str(number) for number in range(1, len(TITLES) + 6)]
    return DepartmentKind(
        code=place.inside("code").text(row["code"], 10),
        zh=place.inside("zh").text(row["zh"]),
        en=place.inside("en").text(row["en"]),
        sex=place.inside("sex").word(row["sex"], SEXES) if "sex" in row else None,
        doctors={
            level: int(place.inside(f"doctors.{level}").word(number, counts))
            for level, number in stated.items()
        },
    )
