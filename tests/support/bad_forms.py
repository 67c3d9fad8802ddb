"""Forms that are wrong in one place each, worked out from what the form itself says.

Nothing here knows an item: a form that gains an input gains its faults.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.benefits.domain.form import Form, Input, example, example_of, fields_of

NO_DAYS = (
    *("2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "0000-00-00", "1899-12-31"),
    *("2026-2-3", "20260401", "2026-04-01T00:00:00", "二〇二六年四月一日", "", 20260401),
)
"""Days that no calendar has, days before ours, and days said as nobody asks for them."""
NO_MONTHS = ("2026-13", "2026-00", "2026-4", "202604", "2026-04-01", "1899-12", 202604)
NO_IDENTITY_NUMBERS = (
    "E12345678",  # a passport (护照)
    "G1234567(8)",
    "H1234567800",  # a permit of Hong Kong residents (港澳居民来往内地通行证)
    "93225619850312001X",  # a foreigner's permanent residence card of 2023, with a false check
    "990100198503120020",
    "99010019850230002X",  # born on 30 February
)
"""Documents of other countries, and numbers whose check character or birthday is false."""
NO_CREDIT_CODES = ("91990100MA0000001H", "91990100MA000000", "HRB 12345", 919901)
NO_PHONES = ("123", "+49 30 901820", "2990000000a", 19900000001)
NOT_PLAIN = ("\x00", "甲\ud800", "a\x7f")


@dataclass(frozen=True)
class BadForm:
    """`inputs` with one fault, at `pointer`."""

    inputs: Mapping[str, Any]
    pointer: str

    def __str__(self) -> str:
        found: Any = {"inputs": self.inputs}
        for part in self.pointer.split("/")[1:]:
            found = found[int(part)] if isinstance(found, list) else found.get(part, "left out")
        return f"{self.pointer}: {ascii(found)[:60]}"


def bad_forms(form: Form, good: Mapping[str, Any] | None = None) -> Iterator[BadForm]:
    """The good form, wrong in one place each; every input of it has its turn."""
    filled = dict(example_of(form) if good is None else good)
    for document in form.documents:
        filled.setdefault(document.name, example(document))
    for way, one in _inputs(form.inputs, filled):
        pointer = "/inputs/" + "/".join(str(each) for each in way)
        for value in _values(one):
            yield BadForm(_with(filled, way, value), pointer)
        if one.required:
            yield BadForm(_without(filled, way), pointer)
    for name in ("surprise", "意外", "a/b~c", "half\ud800"):
        escaped = name.replace("~", "~0").replace("/", "~1").replace("\ud800", "\ufffd")
        yield BadForm({**filled, name: 1}, f"/inputs/{escaped}")


Way = tuple[str | int, ...]


def _inputs(inputs: Sequence[Input], given: Any, way: Way = ()) -> Iterator[tuple[Way, Input]]:
    """Every input that the form holds a value of, with the way to it."""
    for one in inputs:
        if one.name not in given:
            continue
        here, value = (*way, one.name), given[one.name]
        yield here, one
        if one.type in ("object", "document"):
            yield from _inputs(fields_of(one), value, here)
        elif one.of is not None and value:
            entry = one.of
            if entry.type == "object":
                yield from _inputs(fields_of(entry), value[0], (*here, 0))
            else:
                yield (*here, 0), entry


def _values(one: Input) -> Iterator[Any]:
    yield None
    yield from _OF.get(one.type, ())
    if one.type == "text":
        yield from (1, *NOT_PLAIN, "长" * ((one.most or 200) + 1))
        if (one.least or 1) > 0:
            yield "短"[: (one.least or 1) - 1]
    elif one.type in ("integer", "fen"):
        assert one.least is not None
        assert one.most is not None
        yield from (one.least - 1, one.most + 1)
    elif one.type == "list":
        assert one.of is not None
        assert one.most is not None
        yield [example(one.of)] * (one.most + 1)
        if one.least:
            yield []


_OF: Mapping[str, tuple[Any, ...]] = {
    "date": NO_DAYS,
    "month": NO_MONTHS,
    "region": ("123456", "51", "Chengdu", 510100),
    "enum": ("no_such_word", "", 1, ["full_time"]),
    "boolean": ("yes", 1, "true"),
    "integer": ("1", 1.5, True, 10**30),
    "fen": ("1000", 10.5, False, 10**30),
    "id": ("psn", "xyz_" + "0" * 26, 7),
    "identity_number": NO_IDENTITY_NUMBERS,
    "credit_code": NO_CREDIT_CODES,
    "phone": NO_PHONES,
    "document": ("scan.pdf", []),
    "object": ("", []),
    "list": ("", {"entry": 1}),
}


def _with(filled: Mapping[str, Any], way: Way, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(dict(filled))
    _parent(changed, way)[way[-1]] = value
    return changed


def _without(filled: Mapping[str, Any], way: Way) -> dict[str, Any]:
    changed = copy.deepcopy(dict(filled))
    del _parent(changed, way)[way[-1]]
    return changed


def _parent(changed: Any, way: Way) -> Any:
    for each in way[:-1]:
        changed = changed[each]
    return changed
