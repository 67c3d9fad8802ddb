"""How far each of the 95 is simulated: one row an item, from the catalogue and the code.

`./ssc coverage` prints it, `docs/coverage.md` is written from it, a wiring test holds it to
what the catalogue says (`depth`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow as ma

from scenarios.benefits import JOURNEYS
from services.benefits.api import forms
from services.benefits.domain.form import Form, example_of
from services.benefits.domain.item import DEPTHS, Item
from services.benefits.flows.items import HANDLINGS
from services.benefits.store import catalogue

PARTS = ("form", "decision", "effect", "journey", "source")
"""What an item that says it works must have. A form is one that takes its own example; a
query's decision is its answer, and its effect the recorded application."""


@dataclass(frozen=True)
class Row:
    """What there is of one item."""

    item: Item
    parts: Mapping[str, bool]

    @property
    def is_full(self) -> bool:
        return all(self.parts.values())

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(part for part in PARTS if not self.parts[part])

    def shown(self) -> dict[str, Any]:
        """The row as JSON."""
        one = self.item
        return {
            "code": one.code,
            "name_zh": one.name.zh,
            "name_en": one.name.en,
            "domain": one.domain,
            "kind": one.kind,
            "depth": one.depth,
            **self.parts,
            "inputs": len(one.form.inputs),
            "schemes": list(one.schemes),
            "in_official_95": one.membership,
            "confidence": one.confidence,
        }


def rows() -> list[Row]:
    """All 95, in the order of the catalogue."""
    return [Row(item, _parts(item)) for item in catalogue.items().values()]


def _parts(item: Item) -> dict[str, bool]:
    """What the code has: a handling decides and has an effect, or answers a query."""
    handling = HANDLINGS.get(item.code)
    answers = handling is not None and handling.query is not None
    return {
        "form": is_usable(item.form),
        "decision": answers or (handling is not None and handling.decide is not None),
        "effect": answers or (handling is not None and handling.effect is not None),
        "journey": item.code in JOURNEYS,
        "source": bool(item.sources),
    }


def is_usable(form: Form) -> bool:
    """Whether a schema can be made of the form, and takes the form's own example whole."""
    try:
        example = example_of(form)
        return set(forms.made_of(form).load(example)) == set(example)
    except (KeyError, AssertionError, ma.ValidationError):
        return False


def totals(found: list[Row]) -> dict[str, int]:
    """How many of each depth."""
    counted = Counter(row.item.depth for row in found)
    return {"items": len(found), **{depth: counted[depth] for depth in DEPTHS}}
