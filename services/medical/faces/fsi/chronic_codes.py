"""Registered diseases (门慢门特病种) in the platform's codes; `tables/chronic_diseases.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from services.medical.domain.vocabulary import CHRONIC_DISEASES
from services.medical.faces.fsi import catalogue
from services.medical.store import catalogue as conditions
from services.medical.store.catalogue import Place
from sscsim.policy import read_yaml

FILE = "chronic_diseases.yaml"


@dataclass(frozen=True, slots=True)
class ChronicDisease:
    """`codes`: the first is told, all are read."""

    word: str
    zh: str
    codes: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.codes[0]


@cache
def diseases() -> Mapping[str, ChronicDisease]:
    """By our word."""
    return read((catalogue.FOLDER / FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str) -> Mapping[str, ChronicDisease]:
    """Every disease of our world with its codes; PolicyError for a code that stands twice."""
    top = Place(file)
    documents = read_yaml(text, file)
    found = top.mapping(documents[0], ("source", "diseases"))
    top.inside("source").word(found["source"], catalogue.sources())
    made: dict[str, ChronicDisease] = {}
    seen: set[str] = set()
    rows = top.inside("diseases").mapping(found["diseases"], CHRONIC_DISEASES)
    for word, row in rows.items():
        place = top.inside(f"diseases.{word}")
        row = place.mapping(row, ("zh", "codes"))
        codes = tuple(place.inside("codes").rows(row["codes"]))
        if seen.intersection(codes):
            raise place.inside("codes").fault("a code stands twice")
        seen |= {*codes}
        made[word] = ChronicDisease(word, row["zh"], codes)
    return made


def disease(code: str) -> str | None:
    """Our word for a code; None: not one of ours."""
    return next((one.word for one in diseases().values() if code in one.codes), None)


def meant(code: str) -> str | None:
    """The disease of a code of either kind (dise_codg): its own, or a diagnosis that is evidence
    of it."""
    known = conditions.diseases().get(code)
    return disease(code) or (known.registers if known else None)
