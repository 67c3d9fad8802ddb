"""The merged OpenAPI document as both generators read it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MERGED = ROOT / "docs" / "openapi" / "merged.json"

Json = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete", "head")
JSON_KINDS = ("application/json", "application/merge-patch+json")


@dataclass(frozen=True)
class Operation:
    """One operation: where it is and what the document says of it."""

    path: str
    method: str
    said: Json

    @property
    def id(self) -> str:
        return str(self.said["operationId"])

    @property
    def tag(self) -> str:
        return str(self.said.get("tags", ["Other"])[0])

    @property
    def summary(self) -> str:
        return str(self.said.get("summary", self.id))

    def parameters(self, place: str) -> list[Json]:
        return [each for each in self.said.get("parameters", []) if each["in"] == place]

    def header(self, name: str) -> Json | None:
        return next((each for each in self.parameters("header") if each["name"] == name), None)

    @property
    def success(self) -> list[tuple[int, Json]]:
        """Its 2xx answers, the smallest status first."""
        found = [
            (int(status), answer)
            for status, answer in self.said["responses"].items()
            if status.startswith("2")
        ]
        return sorted(found, key=lambda each: each[0])

    @property
    def status(self) -> int:
        return self.success[0][0] if self.success else 200

    def answer_content(self) -> tuple[str, Json]:
        """Media type and what is said of it; ("", {}) for an answer without a body."""
        content = self.success[0][1].get("content", {}) if self.success else {}
        for kind in (*JSON_KINDS, *content):
            if kind in content:
                return kind, content[kind]
        return "", {}

    def body_content(self) -> tuple[str, Json]:
        """Media type and what is said of it; ("", {}) where nothing is sent."""
        content = self.said.get("requestBody", {}).get("content", {})
        for kind in (*JSON_KINDS, *content):
            if kind in content:
                return kind, content[kind]
        return "", {}

    @property
    def links(self) -> Json:
        """What its answer leads to: link name → {operationId, parameters}."""
        found: Json = self.success[0][1].get("links", {}) if self.success else {}
        return found

    @property
    def is_list(self) -> bool:
        """A list with cursors."""
        return any(each["name"] == "cursor" for each in self.parameters("query"))

    def refusals(self) -> list[tuple[str, list[str]]]:
        """(status, codes) of the problems it is documented with."""
        found = []
        for status, answer in sorted(self.said["responses"].items()):
            content = answer.get("content", {}).get("application/problem+json", {})
            if codes := sorted(content.get("examples", {})):
                found.append((status, codes))
        return found


class Document:
    """The whole document."""

    def __init__(self, document: Json) -> None:
        self.document = document

    @classmethod
    def read(cls) -> "Document":
        return cls(json.loads(MERGED.read_text(encoding="utf-8")))

    @cached_property
    def operations(self) -> list[Operation]:
        return list(self._operations())

    def _operations(self) -> Iterator[Operation]:
        for path, methods in self.document["paths"].items():
            for method in METHODS:
                if "operationId" in methods.get(method, {}):
                    yield Operation(path, method.upper(), methods[method])

    @cached_property
    def by_id(self) -> dict[str, Operation]:
        return {operation.id: operation for operation in self.operations}

    def is_retryable(self, code: str) -> bool:
        """Whether the problem says that the same request may succeed later."""
        return bool(self.document["components"]["examples"][code]["value"]["retryable"])

    @property
    def schemas(self) -> dict[str, Json]:
        found: dict[str, Json] = self.document["components"]["schemas"]
        return found

    @cached_property
    def tags(self) -> dict[str, str]:
        """Tags that are used, in alphabetical order, with their descriptions."""
        told = {tag["name"]: tag.get("description", "") for tag in self.document.get("tags", [])}
        return {name: told.get(name, "") for name in sorted({op.tag for op in self.operations})}

    def resolved(self, said: Json) -> Json:
        """What a `$ref` points at, or the thing itself."""
        while "$ref" in said:
            target: Any = self.document
            for part in said["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            said = target
        return said
