"""The nearest valid body keeps the operation's schema, whatever was spoilt."""

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema
import pytest

from gateway.doctor import correction
from gateway.doctor.nearest import Change, Nearest, nearest_word
from gateway.doctor.reference import Operation, Reference
from gateway.openapi import folder

Spoil = Callable[[dict[str, Any], dict[str, Any]], Any]


@cache
def reference() -> Reference:
    return Reference(json.loads((folder() / "merged.json").read_text(encoding="utf-8")))


def with_bodies() -> list[Any]:
    found = [item for item in reference().operations if _is_json(item)]
    return [pytest.param(item, id=f"{item.method} {item.path}") for item in found]


def _is_json(operation: Operation) -> bool:
    return operation.body is not None and "json" in operation.media_type


def example(operation: Operation) -> Any:
    """A right body: the documented one, else out of the examples of the fields."""
    return correction.body(operation, {})


# ---- ways to spoil it


def misspelt(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {name + "s": value for name, value in body.items()}


def camel(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    def one(name: str) -> str:
        first, *rest = name.split("_")
        return first + "".join(part.capitalize() for part in rest)

    return {one(name): value for name, value in body.items()}


def as_text(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {name: str(value) if isinstance(value, int) else value for name, value in body.items()}


def of_wrong_kinds(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {name: 12 if isinstance(value, str) else "x" for name, value in body.items()}


def null(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return dict.fromkeys(body)


def empty(_body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {}


def with_strangers(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {**body, "zzz": 1, "": None, "a/b~c": {"deep": []}}


def too_long(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {
        name: value * 500
        if isinstance(value, str)
        else 10**30
        if isinstance(value, int) and not isinstance(value, bool)
        else value
        for name, value in body.items()
    }


def no_object(_body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return ["not", "an", "object"]


def capitals(body: dict[str, Any], _shape: dict[str, Any]) -> Any:
    return {
        name: value.upper() if isinstance(value, str) else value for name, value in body.items()
    }


WAYS = (
    misspelt,
    camel,
    as_text,
    of_wrong_kinds,
    null,
    empty,
    with_strangers,
    too_long,
    no_object,
    capitals,
)


def check(operation: Operation, body: Any) -> None:
    schema = {
        **(operation.body or {}),
        "components": operation.document["components"],
    }
    jsonschema.Draft202012Validator(schema).validate(body)


@pytest.mark.parametrize("operation", with_bodies())
def test_a_right_body_is_left_as_it_is(operation: Operation) -> None:
    right = example(operation)
    check(operation, right)
    changes: list[Change] = []
    assert correction.body(operation, copy.deepcopy(right), changes=changes) == right
    assert changes == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("operation", with_bodies())
def test_a_spoilt_body_is_mended(operation: Operation, way: Spoil) -> None:
    right = example(operation)
    spoilt = way(copy.deepcopy(right), operation.body or {})
    changes: list[Change] = []
    mended = correction.body(operation, copy.deepcopy(spoilt), changes=changes)
    check(operation, mended)
    if mended != spoilt:
        assert changes, "and it says what was changed"
    again: list[Change] = []
    assert correction.body(operation, copy.deepcopy(mended), changes=again) == mended
    assert again == []


SHAPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "fee_fen"],
    "properties": {
        "kind": {"type": "string", "enum": ["inpatient", "outpatient"]},
        "fee_fen": {"type": "integer", "minimum": 0, "maximum": 100},
        "note": {"type": "string", "maxLength": 4, "pattern": "^[a-z]*$"},
        "lines": {"type": "array", "maxItems": 2, "items": {"type": "boolean"}},
    },
}


@pytest.mark.parametrize(
    ("sent", "mended"),
    [
        ({"kind": "inpatent", "fee_fen": 3}, {"kind": "inpatient", "fee_fen": 3}),
        ({"Kind": "outpatient", "feeFen": "7"}, {"kind": "outpatient", "fee_fen": 7}),
        ({"kind": "inpatient", "fee_fen": 1000}, {"kind": "inpatient", "fee_fen": 100}),
        ({"kind": "inpatient", "fee_fen": 2.0}, {"kind": "inpatient", "fee_fen": 2}),
        (
            {"kind": "inpatient", "fee_fen": 1, "note": "ABCDEF"},
            {"kind": "inpatient", "fee_fen": 1, "note": "z"},
        ),
        (
            {"kind": "inpatient", "fee_fen": 1, "lines": ["true", 0, True]},
            {"kind": "inpatient", "fee_fen": 1, "lines": [True, False]},
        ),
    ],
)
def test_no_more_is_changed_than_must_be(sent: Any, mended: Any) -> None:
    given = {"kind": "inpatient", "fee_fen": 5, "note": "z"}
    assert Nearest(lambda shape: shape).mend(SHAPE, sent, given) == mended


def test_what_the_answer_complained_of_gives_way_to_the_example() -> None:
    given = {"kind": "inpatient", "fee_fen": 5}
    nearest = Nearest(lambda shape: shape, frozenset({"/fee_fen"}))
    assert nearest.mend(SHAPE, {"kind": "outpatient", "fee_fen": 9}, given) == {
        "kind": "outpatient",
        "fee_fen": 5,
    }
    assert [(change.pointer, change.said) for change in nearest.changes] == [
        ("/fee_fen", "as in the example")
    ]


def test_words_are_compared_without_case_and_hyphens() -> None:
    assert nearest_word("cardNumber", ["card_number", "person_id"]) == "card_number"
    assert nearest_word("Card-Nmber", ["card_number", "person_id"]) == "card_number"
    assert nearest_word("zzz", ["card_number"]) is None
