"""The form of each service item as a marshmallow schema, made once a process, not in requests.

What an item asks for stands in its YAML; nothing here knows any item. A fault of a form has
its pointer below `/inputs`, like a fault of any other body.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

import marshmallow as ma
from marshmallow import validates_schema

from services.benefits.domain import form as domain
from services.benefits.domain.form import Form, Input
from services.benefits.domain.item import Item
from services.benefits.flows import service_items as flow
from sscsim.kernel import regions
from sscsim.kernel.ids import identity
from sscsim.web import Schema, errors, fields


def load(item: Item, given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an application for this item, typed; a 400 names every fault."""
    try:
        loaded: dict[str, Any] = schema(item.code).load(given)
    except ma.ValidationError as fault:
        raise errors.refusal({"inputs": fault.messages}) from None
    return loaded


def load_some(item: Item, given: Mapping[str, Any]) -> dict[str, Any]:
    """Some of the inputs, as a supplement brings them; a 400 names every fault."""
    try:
        made = schema(item.code)
        loaded: dict[str, Any] = made.load(given, partial=tuple(made.fields))
    except ma.ValidationError as fault:
        raise errors.refusal({"inputs": fault.messages}) from None
    return loaded


@cache
def schema(code: str) -> "FormSchema":
    """The schema of an item's form, made when it is first asked for; ServiceItemNotFound."""
    return made_of(flow.get(code).form)


class FormSchema(Schema):
    """A form: its fields, and what is needed because of something else in it."""

    form: ClassVar[Form]

    @validates_schema
    def _needed(self, data: Any, **kwargs: Any) -> None:
        if kwargs.get("partial"):
            return
        if missing := self.form.missing(data):
            raise ma.ValidationError({name: [_REQUIRED] for name in missing})


_REQUIRED = "required|必填|is required"


def made_of(form: Form) -> FormSchema:
    """The schema of a form."""
    made: FormSchema = type("Form", (FormSchema,), {**_fields_of(form.inputs), "form": form})()
    return made


def _fields_of(inputs: tuple[Input, ...]) -> dict[str, Any]:
    return {each.name: field_of(each) for each in inputs}


def field_of(one: Input) -> Any:
    """The field that reads an input."""
    about = f"{one.label.zh} · {one.label.en}"
    return _MAKE[one.type](one, {"required": one.required, "description": about})


_Field = Callable[[Input, dict[str, Any]], Any]


def _text(one: Input, said: dict[str, Any]) -> Any:
    return fields.Text(min=one.least or 1, max=one.most or 200, pattern=one.pattern, **said)


def _bounded(kind: Any) -> "_Field":
    def make(one: Input, said: dict[str, Any]) -> Any:
        assert one.least is not None and one.most is not None
        return kind(min=one.least, max=one.most, **said)

    return make


def _plain(kind: Any) -> "_Field":
    return lambda one, said: kind(**said)


def _object(one: Input, said: dict[str, Any]) -> Any:
    inner = type("Object", (Schema,), _fields_of(domain.fields_of(one)))
    return fields.Nested(inner(), **said)


def _list(one: Input, said: dict[str, Any]) -> Any:
    assert one.of is not None and one.least is not None and one.most is not None
    return fields.List(field_of(one.of), min=one.least, max=one.most, **said)


# ---- numbers and codes with a rule inside, which a pattern can't say


def _known_region(code: str) -> None:
    if not regions.is_known(code):
        raise ma.ValidationError("unknown_region|行政区划代码未知|is not a region we know")


def _identity_number(number: str) -> None:
    try:
        identity.validate(number)
    except identity.RealLookingIdentity:
        raise ma.ValidationError(
            "real_looking_identity|可能属于真实的人|could belong to a real person"
        ) from None
    except identity.ValidationError:
        raise ma.ValidationError(
            "not_an_identity_number|不是有效的公民身份号码|is not a valid identity number"
        ) from None


def _credit_code(code: str) -> None:
    if not domain.is_credit_code(code):
        raise ma.ValidationError(
            "not_a_credit_code|不是有效的统一社会信用代码|is not a valid unified social credit code"
        )


def credit_code(**said: Any) -> fields.Text:
    """A unified social credit code outside a form: the same checks."""
    more: dict[str, Any] = {"validate": _credit_code, "pattern": domain.CREDIT_CODE}
    return fields.Text(min=18, max=18, **more, **said)


def _checked(pattern: str, long: int, check: Callable[[str], None], form: str) -> "_Field":
    def make(one: Input, said: dict[str, Any]) -> Any:
        more: dict[str, Any] = {"pattern": pattern, "validate": check, "metadata": {"format": form}}
        return fields.Text(min=long, max=long, **more, **said)

    return make


_MAKE: Mapping[str, _Field] = {
    "text": _text,
    "integer": _bounded(fields.Int),
    "fen": _bounded(fields.Fen),
    "date": _plain(fields.Date),
    "month": _plain(fields.Month),
    "region": _checked(domain.REGION, 6, _known_region, domain.REGION_FORMAT),
    "enum": lambda one, said: fields.Enum(one.choices, **said),
    "boolean": _plain(fields.Bool),
    "id": lambda one, said: fields.Id(one.prefix or "", **said),
    "identity_number": _checked(
        domain.IDENTITY_NUMBER, 18, _identity_number, domain.IDENTITY_NUMBER_FORMAT
    ),
    "credit_code": _checked(domain.CREDIT_CODE, 18, _credit_code, domain.CREDIT_CODE_FORMAT),
    "phone": lambda one, said: fields.Text(min=11, max=11, pattern=domain.PHONE, **said),
    "document": _object,
    "list": _list,
    "object": _object,
}
