"""How what our world knows is said in codes, and back; `tables/words.yaml` has the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from services.medical.faces.fsi import catalogue, codes
from services.medical.faces.fsi.layout import CodeTable
from services.medical.store.catalogue import Place
from sscsim.policy import read_yaml

FILE = "words.yaml"


@dataclass(frozen=True, slots=True)
class Words:
    """`codes`: by code table, the code of each of our words. `ages`: from which age what."""

    codes: Mapping[str, Mapping[str, str]]
    ages: tuple[tuple[int, str], ...]


@cache
def _words() -> Words:
    text = (catalogue.FOLDER / FILE).read_text(encoding="utf-8")
    return read(text, FILE, catalogue.code_tables())


def read(text: str, file: str, tables: Mapping[str, CodeTable]) -> Words:
    """The words of a file; PolicyError says what is wrong with it, and where."""
    top = Place(file)
    documents = read_yaml(text, file)
    if len(documents) != 1:
        raise top.fault("a file holds exactly one document")
    found = top.mapping(documents[0], ("source", "words", "residents_by_age"))
    top.inside("source").word(found["source"], catalogue.sources())
    made: dict[str, Mapping[str, str]] = {}
    for table, words in top.inside("words").mapping(found["words"], (), tables).items():
        place = top.inside(f"words.{table}")
        for word, code in place.mapping(words, (), words).items():
            place.inside(word).word(code, _codes(table, tables))
        made[table] = words
    ages = []
    for ordinal, row in enumerate(top.inside("residents_by_age").rows(found["residents_by_age"])):
        place = top.inside(f"residents_by_age.{ordinal}")
        row = place.mapping(row, ("from", "is"))
        age = int(place.inside("from").word(row["from"], [str(age) for age in range(100)]))
        ages.append((age, place.inside("is").word(row["is"], made.get("psn_type", ()))))
    if [age for age, _ in ages] != sorted({age for age, _ in ages}) or ages[0][0] != 0:
        raise top.inside("residents_by_age").fault("ages begin with 0 and grow")
    return Words(made, tuple(ages))


def _codes(table: str, tables: Mapping[str, CodeTable]) -> frozenset[str]:
    """Those of a table and of its regional and observed variants."""
    return frozenset(
        code
        for name, one in tables.items()
        if name == table or name.startswith(table + "__")
        for code in one.values
    )


def code(table: str, word: str) -> str:
    """The code of a word of ours; KeyError if it has none."""
    return _words().codes[table][word]


def has(table: str, word: str) -> bool:
    return word in _words().codes[table]


def word(table: str, said: str) -> str | None:
    """What a code of theirs is called here, with or without zeros before it; None: unknown."""
    for ours, theirs in _words().codes[table].items():
        if codes.same(theirs, said):
            return ours
    return None


def resident(age: int) -> str:
    """What kind of resident somebody of that age is, as a code of `psn_type`."""
    fits = [kind for least, kind in _words().ages if least <= max(age, 0)]
    return code("psn_type", fits[-1])


def finer(table: str, said: str) -> str | None:
    """What a code is called here that extends one of ours at its end; the longest that fits.

    >>> finer("med_type", "110104"), finer("med_type", "99")
    ('outpatient', None)
    """
    ours = {theirs: word for word, theirs in _words().codes[table].items()}
    fits = [code for code in ours if said.startswith(code)]
    return ours[max(fits, key=len)].split("/")[0] if fits else None
