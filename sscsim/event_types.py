"""The registry of event types: what each says, with a JSON Schema of its data.

A service declares its types in its `events.py`, which is found there. The gateway serves
the schemas, the AsyncAPI file and the page made of them.

    declare("card", "card.issued", Text(zh="卡片制发", en="A card was issued"),
            {"id": ident("card"), "reason?": TEXT})

A name that ends in `?` may be absent. Within a version fields are only ever added.
"""

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from sscsim import registry
from sscsim.kernel.problems import Text

Schema = dict[str, Any]

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}")
_ID = "[0-9A-HJKMNP-TV-Z]{26}"

TEXT: Schema = {"type": "string", "maxLength": 400}
FEN: Schema = {"type": "integer", "description": "Whole fen."}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
MONTH: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
REGION: Schema = {"type": "string", "pattern": "^[0-9]{6}$"}
WORDS: Schema = {"type": "array", "items": {"type": "string", "maxLength": 80}}


def ident(prefix: str) -> Schema:
    """A resource id."""
    return {"type": "string", "pattern": f"^{prefix}_{_ID}$"}


def word(*words: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(words)}


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event."""

    service: str
    name: str
    title: Text
    fields: Mapping[str, Schema]
    version: int = 1

    @property
    def path(self) -> str:
        """Where the gateway serves the schema; the `dataschema` of its events."""
        return f"/schemas/{self.name}/{self.version}"

    def schema(self) -> Schema:
        """JSON Schema of `data`; open, since fields may be added."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": self.path,
            "title": self.title.en,
            "type": "object",
            "properties": {name.rstrip("?"): shape for name, shape in self.fields.items()},
            "required": [name for name in self.fields if not name.endswith("?")],
        }


REGISTRY: dict[str, EventType] = {}


def declare(
    service: str, name: str, title: Text, fields: Mapping[str, Schema], version: int = 1
) -> EventType:
    """Make a type known; ValueError for a bad name or one that another service has."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"an event is named noun.past_verb, at most three parts, not {name!r}")
    made = EventType(service, name, title, dict(fields), version)
    if REGISTRY.setdefault(name, made).service != service:
        raise ValueError(f"two services declare the event {name!r}")
    REGISTRY[name] = made
    return made


@cache
def load(service: str) -> None:
    """Have the service declare its types: its `events.py` is found by the list of services."""
    known = registry.BY_NAME.get(service)
    package = known.package if known else service
    if find_spec(package) is not None and find_spec(f"{package}.events") is not None:
        importlib.import_module(f"{package}.events")


def version_of(service: str, name: str) -> int:
    load(service)
    known = REGISTRY.get(name)
    return known.version if known else 1


def of_service(service: str) -> list[EventType]:
    """This service's types by name."""
    load(service)
    return [known for name, known in sorted(REGISTRY.items()) if known.service == service]


def document(service: str) -> list[dict[str, Any]]:
    """What a service tells the gateway of its types."""
    return [
        {
            "name": known.name,
            "version": known.version,
            "service": known.service,
            "title": {"zh": known.title.zh, "en": known.title.en},
            "schema": known.schema(),
        }
        for known in of_service(service)
    ]
