"""The sums of an insurance year in the platform's codes; `tables/accumulators.yaml`."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from services.medical.domain.vocabulary import EMPLOYEE, RESIDENT
from services.medical.domain.year import YearSoFar
from services.medical.faces.fsi import catalogue
from services.medical.store.catalogue import Place
from sscsim.policy import read_yaml

FILE = "accumulators.yaml"


@cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """By insurance, the code of each sum that has one."""
    return read((catalogue.FOLDER / FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str) -> Mapping[str, Mapping[str, str]]:
    top = Place(file)
    found = top.mapping(read_yaml(text, file)[0], ("source", "insurances", "ours"))
    top.inside("source").word(found["source"], catalogue.sources())
    names = {field.name for field in fields(YearSoFar)}
    ours = top.inside("ours").mapping(found["ours"], (), names)
    listed = top.inside("insurances").mapping(found["insurances"], (EMPLOYEE, RESIDENT))
    made: dict[str, Mapping[str, str]] = {}
    for insurance, sums in listed.items():
        place = top.inside(f"insurances.{insurance}")
        both = {**place.mapping(sums, (), names), **ours}
        if len({*both.values()}) != len(both):
            raise place.fault("a code stands twice")
        made[insurance] = both
    return made
