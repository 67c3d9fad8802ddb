"""Stories as requests: played by the scenarios, written down, ids turned into variables."""

import json
import re
from dataclasses import replace
from typing import Any

from scenarios.client import WsgiApp
from tools.collections import build, player
from tools.collections.model import Capture, Folder, Request
from tools.collections.player import Exchange
from tools.collections.story import Story
from tools.document import Document, Operation

_SHOWN = ("object", "status", "kind", "code", "effect", "production_status", "holds", "result")
_IN_THE_END_FEN = 6
"""How many amounts of an answer its test looks at, at most."""
_GIVEN = re.compile(r"[a-z]+_[0-9A-Z]{20,}|[^ ]{18,}")
"""Ids, numbers and codes that only an answer can tell; shorter strings stand for themselves."""


def recorded(document: Document, app: WsgiApp, story: Story) -> Folder:
    """Play a story in a world of its own; its requests, in a folder that runs by itself."""
    with player.world(app, story.seed) as owner:
        story.play(owner)
        requests = _Writer(document, story).written(owner.log)
    first, last = build.world(document, f"Story {story.letter}", story.seed)
    return Folder(story.title, story.about, [first, *requests, last])


class _Writer:
    def __init__(self, document: Document, story: Story) -> None:
        self.document, self.letter = document, story.letter
        self.routes = [
            (operation, re.compile(re.sub(r"\{\w+\}", "[^/]+", operation.path) + "$"))
            for operation in document.operations
        ]
        self.requests: list[Request] = []
        self.answers: list[Any] = []
        self.variables: dict[str, tuple[int, str, str]] = {}
        """Value → (number of the request that gave it, path there, name)."""

    def written(self, log: list[Exchange]) -> list[Request]:
        for exchange in log:
            if not self._is_seen(exchange):
                self._write(exchange)
        return [build.waiting(self.document, request) for request in self.requests]

    def _is_seen(self, exchange: Exchange) -> bool:
        """A look that the wait before it has had already, or the same page once more."""
        last = self.requests[-1] if self.requests else None
        return (
            last is not None
            and bool(build.wait_of(self.document, last.operation, last.status))
            and exchange.method == "GET"
            and self._written(exchange.path) == last.path
        )

    def _write(self, exchange: Exchange) -> None:
        operation = self._operation(exchange)
        self._add(
            Request(
                name="",
                operation=operation,
                path=self._written(exchange.path),
                query=tuple((k, self._written(_text(v))) for k, v in exchange.query.items()),
                headers=tuple((k, self._written(v)) for k, v in exchange.headers.items()),
                body=self._in_body(exchange.body),
                body_type=operation.body_content()[0] if exchange.body is not None else "",
                status=exchange.status,
                content_type=_content_type(exchange),
                fields=self._fields(exchange),
                replayed=exchange.answer_headers.get("Idempotent-Replayed") == "true",
            ),
            exchange.answer,
        )
        location = exchange.answer_headers.get("Location", "")
        if exchange.status == 202 and location and "status" in exchange.answer:
            self._await(location, exchange.answer["object"])

    def _await(self, location: str, kind: str) -> None:
        operation = self._operation_of("GET", location)
        path = self._written(location)
        fields = (("object", kind), ("status", "succeeded"))
        look = Request("", operation, path, fields=fields, content_type="application/json")
        self._add(look, {})

    def _add(self, request: Request, answer: Any) -> None:
        number = len(self.requests)
        name = f"{self.letter}{number + 1:02d} {request.operation.id}"
        self.requests.append(replace(request, name=name))
        # What is accepted has nothing yet but its id.
        self.answers.append({"id": answer["id"]} if request.status == 202 else answer)

    def _fields(self, exchange: Exchange) -> tuple[tuple[str, Any], ...]:
        answer, amounts = exchange.answer, ()
        if isinstance(answer, dict):
            amounts = tuple(name for name in answer if name.endswith("_fen"))[:_IN_THE_END_FEN]
        return build.shown(answer, (*_SHOWN, *amounts), exchange.status)

    # ---- operations and variables

    def _operation(self, exchange: Exchange) -> Operation:
        return self._operation_of(exchange.method, exchange.path)

    def _operation_of(self, method: str, path: str) -> Operation:
        found = [
            operation
            for operation, route in self.routes
            if operation.method == method and route.match(path)
        ]
        # `/sandboxes/current` before `/sandboxes/{sandbox_id}`.
        return min(found, key=lambda operation: operation.path.count("{"))

    def _in_body(self, body: Any) -> Any:
        if isinstance(body, dict):
            return {name: self._in_body(value) for name, value in body.items()}
        if isinstance(body, list):
            return [self._in_body(value) for value in body]
        return self._written(body) if isinstance(body, str) else body

    def _written(self, text: str) -> str:
        """The text with variables for what an earlier answer gave."""
        parts = text.split("/") if text.startswith("/") else [text]
        return "/".join(self._variable(part) or part for part in parts)

    def _variable(self, value: str) -> str | None:
        if not _GIVEN.fullmatch(value):
            return None
        if value not in self.variables:
            for number, answer in enumerate(self.answers):
                if path := _find(answer, value):
                    self._capture(value, number, path)
                    break
            else:
                return None
        return "{{" + self.variables[value][2] + "}}"

    def _capture(self, value: str, number: int, path: str) -> None:
        request = self.requests[number]
        name = f"{self.letter}{number + 1:02d}_{path.replace('.', '_')}"
        self.variables[value] = (number, path, name)
        captures = (*request.captures, Capture(name, path))
        self.requests[number] = replace(request, captures=captures)


def _find(answer: Any, value: str, at: str = "") -> str:
    """Path of the value in an answer; empty when it isn't there."""
    members: Any = ()
    if isinstance(answer, dict):
        members = answer.items()
    elif isinstance(answer, list):
        members = enumerate(answer)
    for name, member in members:
        path = f"{at}.{name}" if at else str(name)
        if member == value:
            return path
        if isinstance(member, dict | list) and (found := _find(member, value, path)):
            return found
    return ""


def _content_type(exchange: Exchange) -> str:
    if exchange.status >= 400:
        return "application/problem+json"
    return exchange.answer_headers.get("Content-Type", "").partition(";")[0]


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
