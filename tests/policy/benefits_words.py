"""What cases of service items are made of, and how they say what a rule decided."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.benefits.domain import inputs
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.form import Input
from services.benefits.store import catalogue


def decided(said: Decision) -> dict[str, str]:
    """A decision as cases expect it: outcome, reasons, what is missing, the sum in yuan."""
    shown = {"outcome": said.outcome}
    if said.reasons:
        shown["reasons"] = " ".join(reason.code for reason in said.reasons)
    if said.missing:
        shown["missing"] = " ".join(said.missing)
    if said.amount is not None:
        shown["amount"] = said.amount.plain()
    return shown | {name: str(value) for name, value in said.terms.items()}


def case_of(code: str, given: Mapping[str, Any], day: date, region: str = "990100") -> Case:
    """A case with the inputs of the form, and a person who is as the case says."""
    item = catalogue.items()[code]
    born = date.fromisoformat(str(given.get("born", "1990-05-20")))
    person = Person("psn_0", "李安", str(given.get("sex", "male")), born, region)
    return Case(
        "svc_0",
        item,
        person,
        inputs.typed(item.form, _whole(item.form.inputs, given["inputs"])),
        region,
        region,
        day,
    )


def _whole(known: Iterable[Input], given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs with whole numbers as such: a case quotes every number."""
    types = {each.name: each for each in known}
    return {name: _number(types[name], value) for name, value in given.items()}


def _number(one: Input, value: Any) -> Any:
    if one.type in ("integer", "fen"):
        return int(value)
    if one.type == "list" and one.of is not None:
        return [_number(one.of, each) for each in value]
    return _whole(one.fields, value) if one.type == "object" else value
