"""Inputs of a form as the catalogue writes them: rows to values of the domain."""

import re
from collections.abc import Mapping
from typing import Any

from services.benefits.domain import form
from services.benefits.domain.form import Form, Input, Word
from services.benefits.store.places import Place

Words = Mapping[str, tuple[Word, ...]]

_MAY = ("required", "needed_when", "example")
_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": ((), ("least", "most", "pattern")),
    "integer": (("least", "most"), ()),
    "fen": ((), ("least", "most")),
    "enum": (("values",), ()),
    "id": (("prefix",), ()),
    "list": (("least", "most", "of"), ()),
    "object": (("fields",), ()),
}
"""What an input of each type must and may say besides name, type and label."""

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_MOST_TEXT = 200
_MOST_FEN = 10**13


def form_of(rows: Any, words: Words, place: Place) -> Form:
    """The form whose inputs these rows are."""
    return Form(_inputs(rows, words, place))


def _inputs(rows: Any, words: Words, place: Place) -> tuple[Input, ...]:
    found = tuple(_input(row, words, at) for row, at in place.rows(rows))
    names = [each.name for each in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise place.fault(f"{twice[0]} stands twice")
    for each in found:
        _check_condition(each, found, place.inside(each.name))
    return found


def _input(row: Any, words: Words, place: Place) -> Input:
    name = row.get("name") if isinstance(row, dict) else None
    place = place if name is None else Place(place.file, f"{place.key.rpartition('.')[0]}.{name}")
    said = place.mapping(row, ("name", "type", "label"), (*_MAY, *_may(row, place)))
    name = place.word(said["name"])
    if not _NAME.fullmatch(name):
        raise place.fault(f"{name!r} is no name of a field")
    return _read(name, said, words, place)


def _entry(row: Any, words: Words, place: Place) -> Input:
    """What a list holds; it has no name of its own."""
    said = place.mapping(row, ("type", "label"), ("example", *_may(row, place)))
    return _read("entry", said, words, place)


def _may(row: Any, place: Place) -> tuple[str, ...]:
    kind = row.get("type") if isinstance(row, dict) else None
    must, may = _KEYS.get(place.inside("type").word(kind, form.TYPES), ((), ()))
    if missing := [key for key in must if key not in row]:
        raise place.fault(f"{missing[0]} is missing")
    return (*must, *may)


def _read(name: str, said: Mapping[str, Any], words: Words, place: Place) -> Input:
    kind = said["type"]
    endings = form.ENDINGS.get(kind, ())
    if name != "entry" and endings and not name.endswith(endings):
        raise place.fault(f"a {kind} is named …{endings[0]}")
    least, most = _limits(kind, said, place)
    return Input(
        name,
        kind,
        place.inside("label").text(said["label"]),
        required=place.inside("required").flag(said.get("required", False)),
        least=least,
        most=most,
        pattern=_pattern(said, place.inside("pattern")),
        prefix=place.inside("prefix").word(said["prefix"]) if "prefix" in said else None,
        words=_words(said["values"], words, place.inside("values")) if kind == "enum" else (),
        of=_entry(said["of"], words, place.inside("of")) if kind == "list" else None,
        fields=_inputs(said["fields"], words, place.inside("fields")) if kind == "object" else (),
        needed_when=_condition(said, place.inside("needed_when")),
        example=_example(kind, said, place.inside("example")),
    )


def _limits(kind: str, said: Mapping[str, Any], place: Place) -> tuple[int | None, int | None]:
    if kind not in ("text", "integer", "fen", "list"):
        return None, None
    usual = {"text": (1, _MOST_TEXT), "fen": (0, _MOST_FEN)}.get(kind, (0, 0))
    least, most = (
        place.inside(key).number(said[key]) if key in said else usual[number]
        for number, key in enumerate(("least", "most"))
    )
    if least > most:
        raise place.fault("least is more than most")
    return least, most


def _pattern(said: Mapping[str, Any], place: Place) -> str | None:
    if "pattern" not in said:
        return None
    pattern = place.word(said["pattern"])
    try:
        re.compile(pattern)
    except re.error as fault:
        raise place.fault(f"is no pattern: {fault}") from None
    if "example" not in said:
        raise place.fault("needs an example beside it")
    return pattern


def _words(said: Any, words: Words, place: Place) -> tuple[Word, ...]:
    """The words of a list that items share, by its name, or the item's own."""
    if isinstance(said, str):
        return words[place.word(said, words)]
    return words_of(said, place)


def words_of(said: Any, place: Place) -> tuple[Word, ...]:
    return tuple(Word(word, at.text(name)) for word, name, at in place.entries(said))


def _condition(said: Mapping[str, Any], place: Place) -> tuple[str, tuple[Any, ...]] | None:
    if "needed_when" not in said:
        return None
    if said.get("required"):
        raise place.fault("is required always")
    [(other, values, at), *more] = place.entries(said["needed_when"])
    if more:
        raise place.fault("names more than one input")
    return other, tuple(value for value, _ in at.rows(values))


def _check_condition(one: Input, all_inputs: tuple[Input, ...], place: Place) -> None:
    """A condition names a choice or a flag of the same form, and values that it can have."""
    if one.needed_when is None:
        return
    name, values = one.needed_when
    other = next((each for each in all_inputs if each.name == name), None)
    known = (True, False) if other and other.type == "boolean" else other.choices if other else ()
    if unknown := [value for value in values if value not in known]:
        raise place.inside("needed_when").fault(f"{name} has no value {unknown[0]!r}")


def _example(kind: str, said: Mapping[str, Any], place: Place) -> Any:
    if "example" not in said:
        return None
    if kind in ("list", "object", "document", "boolean", "enum"):
        raise place.fault(f"a {kind} makes its example itself")
    return (
        place.number(said["example"]) if kind in ("integer", "fen") else place.word(said["example"])
    )
