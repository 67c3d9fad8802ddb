"""The nearest valid value: what was sent, with no more changed than its schema asks for.

An unknown member takes the nearest name that is missing, or goes; a word out of a closed list
becomes the nearest of the list; a number is moved to its bound, a text cut to its length; what
is missing or can't be mended comes from the example of the operation, else of the field.
Every change is told, with its JSON pointer (RFC 6901).
"""

import difflib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Shape = dict[str, Any]
Resolve = Callable[[Shape], Shape]
_NOTHING: Any = object()
_DEEP = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed, in words a person reads."""

    pointer: str
    said: str


@dataclass
class Nearest:
    """Mends values for one operation. `wrong` are pointers that the answer complained of:
    where a schema finds nothing to mend, the example's value stands in for them."""

    resolve: Resolve
    wrong: frozenset[str] = frozenset()
    changes: list[Change] = field(default_factory=list)

    def mend(self, shape: Shape, value: Any, example: Any = _NOTHING, at: str = "") -> Any:
        """The nearest value to `value` that fits the shape."""
        shape = self._shape(shape)
        before = len(self.changes)
        mended = self._mended(shape, value, example, at)
        complained = at in self.wrong and len(self.changes) == before and at
        if complained and example is not _NOTHING and mended != example:
            return self._change(at, example, "as in the example")
        return mended

    def _shape(self, shape: Shape) -> Shape:
        shape = self.resolve(shape)
        if "allOf" in shape:
            parts = [self._shape(part) for part in shape["allOf"]]
            rest = {name: value for name, value in shape.items() if name != "allOf"}
            whole: Shape = {}
            for part in (*parts, rest):
                properties = {**whole.get("properties", {}), **part.get("properties", {})}
                whole = {**whole, **part}
                if properties:
                    whole["properties"] = properties
            return whole
        return shape

    def _mended(self, shape: Shape, value: Any, example: Any, at: str) -> Any:
        for choice in ("oneOf", "anyOf"):
            if choice in shape:
                return self._of_several(shape[choice], value, example, at)
        if "const" in shape:
            shape = {**shape, "enum": [shape["const"]]}
        kinds = shape.get("type", _guessed(shape))
        kinds = [kinds] if isinstance(kinds, str) else list(kinds)
        if value is None and "null" in kinds:
            return None
        if "enum" in shape and value not in shape["enum"]:
            return self._word(shape, value, at)
        if "object" in kinds and (isinstance(value, dict) or len(kinds) == 1):
            return self._object(shape, value, example, at)
        if "array" in kinds and (isinstance(value, list) or len(kinds) == 1):
            return self._list(shape, value, example, at)
        if not kinds or _is_of(value, kinds):
            return self._scalar(shape, value, example, at)
        cast = _cast(value, kinds)
        if cast is not _NOTHING and fits(shape, cast):
            return self._change(at, cast, f"{_shown(value)} as {_kind(cast)}")
        return self._instead(shape, example, at, f"{_shown(value)} is no {' or '.join(kinds)}")

    def _of_several(self, shapes: list[Shape], value: Any, example: Any, at: str) -> Any:
        tried = []
        for shape in shapes:
            trial = Nearest(self.resolve, self.wrong)
            mended = trial.mend(shape, value, example, at)
            tried.append((len(trial.changes), mended, trial.changes))
        _, mended, changes = min(tried, key=lambda item: item[0])
        self.changes += changes
        return mended

    # -- objects and lists

    def _object(self, shape: Shape, value: Any, example: Any, at: str) -> Any:
        known: dict[str, Shape] = shape.get("properties", {})
        given = example if isinstance(example, dict) else {}
        if not isinstance(value, dict):
            self._change(at, None, f"{_shown(value)} is no object")
            value = {}
        extra = shape.get("additionalProperties", True)
        needed = [name for name in shape.get("required", []) if name not in value]
        made: dict[str, Any] = {}
        for name, inner in value.items():
            place = f"{at}/{_escaped(name)}"
            if name in known:
                made[name] = self.mend(known[name], inner, given.get(name, _NOTHING), place)
            elif extra is not False or not known:
                made[name] = self.mend(extra, inner, _NOTHING, place) if _is_shape(extra) else inner
            else:
                self._rename(name, inner, known, value, made, given, place, at)
        for name in needed:
            if name not in made:
                shown = self._from_example(known.get(name, {}), given.get(name, _NOTHING))
                made[name] = self._change(f"{at}/{_escaped(name)}", shown, "is required")
        for name, shown in given.items():
            if len(made) >= shape.get("minProperties", 0):
                break
            if name in known and name not in made:
                made[name] = self._change(f"{at}/{_escaped(name)}", shown, "is too little")
        return made

    def _rename(
        self,
        name: str,
        inner: Any,
        known: Mapping[str, Shape],
        value: Mapping[str, Any],
        made: dict[str, Any],
        given: Mapping[str, Any],
        place: str,
        at: str,
    ) -> None:
        free = [other for other in known if other not in value and other not in made]
        near = nearest_word(name, free)
        if near is None:
            self._change(place, None, "is not known; left out")
            return
        self._change(place, inner, f"is not known; {near} is meant?")
        made[near] = self.mend(
            known[near], inner, given.get(near, _NOTHING), f"{at}/{_escaped(near)}"
        )

    def _list(self, shape: Shape, value: Any, example: Any, at: str) -> Any:
        items: Shape = shape.get("items", {})
        given = example if isinstance(example, list) and example else []
        if not isinstance(value, list):
            value = self._change(at, [value], f"{_shown(value)} is no list")
        most, least = shape.get("maxItems"), shape.get("minItems", 0)
        if most is not None and len(value) > most:
            value = self._change(at, value[:most], f"at most {most} items")
        made = [
            self.mend(
                items, item, given[min(n, len(given) - 1)] if given else _NOTHING, f"{at}/{n}"
            )
            for n, item in enumerate(value)
        ]
        while len(made) < least:
            one = given[min(len(made), len(given) - 1)] if given else _NOTHING
            made.append(
                self._change(f"{at}/{len(made)}", self._from_example(items, one), "is required")
            )
        return made

    # -- words, numbers, texts

    def _word(self, shape: Shape, value: Any, at: str) -> Any:
        words = shape["enum"]
        near = nearest_word(str(value), [word for word in words if isinstance(word, str)], 0.0)
        chosen = near if near is not None else words[0]
        return self._change(at, chosen, f"{_shown(value)} is none of the words known here")

    def _scalar(self, shape: Shape, value: Any, example: Any, at: str) -> Any:
        if fits(shape, value):
            return value
        for moved, why in _moved(shape, value):
            if fits(shape, moved):
                return self._change(at, moved, why)
        return self._instead(shape, example, at, f"{_shown(value)} has the wrong form")

    def _instead(self, shape: Shape, example: Any, at: str, why: str) -> Any:
        return self._change(at, self._from_example(shape, example), why)

    def _from_example(self, shape: Shape, example: Any) -> Any:
        """A value for what is missing: the operation's example, the field's, or the least."""
        if example is not _NOTHING:
            return self._quietly(shape, example)
        shape = self._shape(shape)
        for name in ("example", "default", "const"):
            if name in shape:
                return self._quietly(shape, shape[name])
        if shape.get("examples"):
            return self._quietly(shape, shape["examples"][0])
        return self._least(shape)

    def _quietly(self, shape: Shape, value: Any) -> Any:
        return value if fits(self._shape(shape), value) else self._least(self._shape(shape))

    def _least(self, shape: Shape) -> Any:
        if shape.get("enum"):
            return shape["enum"][0]
        for choice in ("oneOf", "anyOf"):
            if choice in shape:
                return self._least(self._shape(shape[choice][0]))
        kinds = shape.get("type", _guessed(shape))
        kind = kinds if isinstance(kinds, str) else next(iter(kinds), "string")
        if kind == "object":
            known = shape.get("properties", {})
            return {
                name: self._from_example(known.get(name, {}), _NOTHING)
                for name in shape.get("required", [])
            }
        if kind == "array":
            least = shape.get("minItems", 0)
            return [self._from_example(shape.get("items", {}), _NOTHING)] * least
        if kind in ("integer", "number"):
            return max(shape.get("minimum", 0), min(0, shape.get("maximum", 0)))
        if kind == "boolean":
            return False
        return made_to(shape.get("pattern", ""), shape.get("minLength", 1))

    def _change(self, at: str, value: Any, why: str) -> Any:
        self.changes.append(Change(at, why))
        return value


# ---- pure helpers


def nearest_word(word: str, words: list[str], cutoff: float = 0.55) -> str | None:
    """The most similar of the words; None when none is similar enough."""
    folded = {other.casefold().replace("-", "_"): other for other in words}
    near = difflib.get_close_matches(_snake(word), list(folded), n=1, cutoff=cutoff or 0.01)
    return folded[near[0]] if near else None


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", word).casefold().replace("-", "_")


def fits(shape: Shape, value: Any) -> bool:
    """Whether a scalar keeps the shape's own rules; lists and objects are not looked into."""
    if "enum" in shape and value not in shape["enum"]:
        return False
    kinds = shape.get("type", _guessed(shape))
    if kinds and not _is_of(value, [kinds] if isinstance(kinds, str) else list(kinds)):
        return False
    if isinstance(value, str):
        if not shape.get("minLength", 0) <= len(value) <= shape.get("maxLength", len(value)):
            return False
        pattern = shape.get("pattern")
        return pattern is None or re.search(pattern, value) is not None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return bool(shape.get("minimum", value) <= value <= shape.get("maximum", value))
    return True


def _moved(shape: Shape, value: Any) -> list[tuple[Any, str]]:
    """Ways to bring a value of the right kind inside its bounds."""
    if isinstance(value, str):
        ways: list[tuple[Any, str]] = [(value.strip(), "without blanks")]
        most = shape.get("maxLength")
        if most is not None and len(value) > most:
            ways.append((value[:most], f"at most {most} characters"))
        ways += [(value.upper(), "in capitals"), (value.lower(), "in small letters")]
        return ways
    if isinstance(value, int | float):
        low, high = shape.get("minimum", value), shape.get("maximum", value)
        return [(max(low, min(high, value)), f"from {low} to {high}")]
    return []


def _cast(value: Any, kinds: list[str]) -> Any:
    """The same value in another of JSON's kinds, where nothing has to be made up."""
    if isinstance(value, str):
        text = value.strip()
        if "integer" in kinds and re.fullmatch(r"-?[0-9]{1,16}", text):
            return int(text)
        if "boolean" in kinds and text.lower() in ("true", "false"):
            return text.lower() == "true"
    if isinstance(value, float) and "integer" in kinds and abs(value) < 2**53:
        return round(value)
    if isinstance(value, int) and "boolean" in kinds and value in (0, 1):
        return bool(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and "string" in kinds:
        return str(value)
    return _NOTHING


_OF: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _is_of(value: Any, kinds: list[str]) -> bool:
    return any(_OF[kind](value) for kind in kinds if kind in _OF)


def _kind(value: Any) -> str:
    return next(name for name, is_one in _OF.items() if is_one(value))


def _guessed(shape: Shape) -> list[str]:
    if "properties" in shape:
        return ["object"]
    return ["array"] if "items" in shape else []


def _is_shape(extra: Any) -> bool:
    return isinstance(extra, dict) and bool(extra)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:37] + "…"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def made_to(pattern: str, least: int) -> str:
    """A plain text that fits a simple pattern; the last resort of a field without an example."""
    for char in ("0", "a", "A", "x"):
        for length in range(max(least, 1), max(least, 1) + 40):
            if not pattern or re.search(pattern, char * length):
                return char * length
    return "0" * max(least, 1)
