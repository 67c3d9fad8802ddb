"""The form of each service item as JSON Schema (draft 2020-12), with an example.

apispec reads the marshmallow schema, so that limits, patterns and words can't differ; what is
needed because of something else in the form is said with if and then.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from services.benefits.api import forms
from services.benefits.domain.form import Form, Input

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def json_schema(code: str) -> Mapping[str, Any]:
    """An item's form as JSON Schema, made when it is first asked for; ServiceItemNotFound."""
    return of(forms.schema(code))


def of(made: forms.FormSchema) -> dict[str, Any]:
    """The JSON Schema of a form."""
    shown = {"$schema": DIALECT, **_converted(made)}
    _with_words(shown["properties"], made.form.inputs)
    if conditions := _conditions(made.form):
        shown["allOf"] = conditions
    return shown


def _converted(made: forms.FormSchema) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: "")
    APISpec("forms", "1", "3.1.1", plugins=[plugin])
    converter: Any = plugin.converter
    return {"properties": {}, **converter.schema2jsonschema(made)}


def _with_words(properties: dict[str, Any], inputs: tuple[Input, ...]) -> None:
    """The names of choices, for who draws the form: `oneOf` would be checked, this is shown."""
    for each in inputs:
        shown = properties[each.name]
        entry, of = (shown["items"], each.of) if each.of else (shown, each)
        if of.words:
            entry["x-words"] = {
                word.word: {"zh": word.name.zh, "en": word.name.en} for word in of.words
            }
        if of.type == "object":
            _with_words(entry["properties"], of.fields)


def _conditions(form: Form) -> list[dict[str, Any]]:
    return [
        {
            "if": {
                "properties": {each.needed_when[0]: {"enum": list(each.needed_when[1])}},
                "required": [each.needed_when[0]],
            },
            "then": {"required": [each.name]},
        }
        for each in form
        if each.needed_when
    ]
