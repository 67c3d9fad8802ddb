"""Reading the subsidy programmes of the catalogue."""

from functools import cache
from typing import Any

from services.benefits.domain.fiscal import programme
from services.benefits.domain.fiscal.programme import Programme
from services.benefits.store.documents import document
from services.benefits.store.places import Place

_FILE = "subsidy_programmes.yaml"


@cache
def programmes() -> dict[str, Programme]:
    """All programmes by code. Raises policy.PolicyError for a file that is wrong."""
    from services.benefits.store.catalogue import FOLDER

    place = Place(_FILE)
    said = place.mapping(document(FOLDER, _FILE), ("programmes",))
    rows = place.inside("programmes").entries(said["programmes"])
    return {code: _programme(code, row, at) for code, row, at in rows}


def _programme(code: str, row: Any, place: Place) -> Programme:
    said = place.mapping(row, ("title", "department", "rule", "frequency"), ("unit", "age"))
    rule = place.inside("rule").word(said["rule"], programme.RULES)
    if (rule == programme.PER_UNIT) != ("unit" in said):
        raise place.fault("has a unit if, and only if, the sum goes by it")
    return Programme(
        code=code,
        title=place.inside("title").text(said["title"]),
        department=place.inside("department").text(said["department"]),
        rule=rule,
        unit=place.inside("unit").text(said["unit"]) if "unit" in said else None,
        frequency=place.inside("frequency").word(said["frequency"], programme.FREQUENCIES),
        has_age=place.inside("age").flag(said.get("age", False)),
    )
