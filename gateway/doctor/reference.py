"""The merged OpenAPI document, asked for operations and schemas."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app

from gateway.openapi import Merged

_METHODS = ("get", "post", "put", "patch", "delete")
_PARAMETER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Operation:
    """One operation of the document; `path` has its parameters in braces."""

    id: str
    method: str
    path: str
    described: dict[str, Any]
    document: dict[str, Any]

    @property
    def summary(self) -> str:
        return str(self.described.get("summary", ""))

    def parameters(self, place: str) -> list[dict[str, Any]]:
        """Parameters in `path`, `query` or `header`."""
        found = [self.resolve(item) for item in self.described.get("parameters", [])]
        return [item for item in found if item["in"] == place]

    @property
    def body(self) -> dict[str, Any] | None:
        """Schema of the body."""
        content = self._content()
        return None if content is None else content.get("schema", {})

    @property
    def media_type(self) -> str:
        content = self.described.get("requestBody", {}).get("content", {})
        return next(iter(content), "application/json")

    @property
    def example(self) -> Any:
        """The documented example of the body; None without one."""
        content = self._content() or {}
        if "example" in content:
            return content["example"]
        examples = content.get("examples", {})
        for item in examples.values():
            return self.resolve(item).get("value")
        return None

    def _content(self) -> dict[str, Any] | None:
        content = self.described.get("requestBody", {}).get("content", {})
        found: dict[str, Any] | None = content.get(self.media_type)
        return found

    def resolve(self, shape: dict[str, Any]) -> dict[str, Any]:
        """The shape behind a `$ref`; what stands beside the reference is added to it."""
        seen = 0
        while "$ref" in shape and seen < 10:
            found: Any = self.document
            for step in shape["$ref"].removeprefix("#/").split("/"):
                found = found[step.replace("~1", "/").replace("~0", "~")]
            beside = {name: value for name, value in shape.items() if name != "$ref"}
            shape, seen = {**found, **beside}, seen + 1
        return shape

    def fits(self, path: str) -> dict[str, str] | None:
        """The path's parameters, when it is this operation's path."""
        found = _pattern(self.path).fullmatch(path)
        return found.groupdict() if found else None


@lru_cache(maxsize=1024)
def _pattern(path: str) -> re.Pattern[str]:
    parts = _PARAMETER.split(path)
    made = "".join(
        f"(?P<{part}>[^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return re.compile(made)


class Reference:
    """All operations of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.operations = list(_operations(document))
        self.by_id = {operation.id: operation for operation in self.operations}

    def find(self, method: str, path: str) -> Operation | None:
        """The operation of a call; a path without parameters goes before one with them."""
        fitting = [item for item in self.at(path) if item.method == method]
        return min(fitting, key=lambda item: item.path.count("{"), default=None)

    def at(self, path: str) -> list[Operation]:
        """All operations of this path."""
        return [item for item in self.operations if item.fits(path) is not None]


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                described = methods[method]
                yield Operation(
                    described.get("operationId", ""), method.upper(), path, described, document
                )


@lru_cache(maxsize=2)
def read(text: str) -> Reference:
    return Reference(json.loads(text))


def current() -> Reference:
    """The reference of this gateway's services."""
    merged: Merged = current_app.extensions["ssc_merged"]
    return read(merged.text())
