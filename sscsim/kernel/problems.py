"""What can go wrong, once: code, status, effect and both languages of every error.

A service declares its problems in its `problems.py`, one class a code. The class is
the registry entry: declaring it makes the code known to the docs, the OpenAPI files
and the test that no text is missing. Shape: RFC 9457.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages; `{name}` is filled from parameters."""

    zh: str
    en: str

    def into(self, language: str, params: Mapping[str, Any] | None = None) -> str:
        sentence = self.en if language == "en" else self.zh
        return sentence.format_map(params) if params else sentence


_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LONGEST = 400


def clean(said: str) -> str:
    """What a caller wrote, fit to be said again: without control characters, not too long."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", said)[:_LONGEST]


def _clean(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: clean(value) if isinstance(value, str) else value for name, value in params.items()
    }


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of the request; exactly one of pointer (RFC 6901), parameter, header is set."""

    code: str
    message: Text
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def shown(self, language: str) -> dict[str, str]:
        places = {"pointer": self.pointer, "parameter": self.parameter, "header": self.header}
        place = {name: clean(value) for name, value in places.items() if value is not None}
        message = self.message.into(language, _clean(self.params))
        return {**place, "code": self.code, "message": message}


REGISTRY: dict[str, type["Problem"]] = {}


class Problem(Exception):
    """An error a caller can understand. Subclasses with a `code` are registered.

    `effect` says whether money or state moved: none, committed or unknown.
    `retryable`: the same request may succeed later.
    """

    code: ClassVar[str] = ""
    status: int = 500
    title: ClassVar[Text]
    detail: ClassVar[Text]
    retryable: ClassVar[bool] = False
    effect: str = "none"
    type_uri: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            return
        known = REGISTRY.setdefault(cls.code, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"problem code {cls.code!r} is declared twice")

    def __init__(
        self,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        effect: str | None = None,
        **params: Any,
    ) -> None:
        super().__init__(self.code)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.params = params
        if effect is not None:
            self.effect = effect

    def __str__(self) -> str:
        return f"{self.code}: {self.detail.into('en', self.params)}"

    def body(self, language: str) -> dict[str, Any]:
        """The problem document without what only the request knows (ids, clock)."""
        shown: dict[str, Any] = {
            "type": self.type_uri or "/problems/" + self.code.replace("_", "-"),
            "title": self.title.into(language),
            "status": self.status,
            "detail": self.detail.into(language, _clean(self.params)),
            "code": self.code,
            "effect": self.effect,
            "retryable": self.retryable,
        }
        if self.errors:
            shown["errors"] = [error.shown(language) for error in self.errors]
        return shown


class NotFound(Problem):
    """404: absent, or of another sandbox."""

    status = 404


class Conflict(Problem):
    """409: the state does not allow it now."""

    status = 409


class Refused(Problem):
    """422: well formed, but a business rule refuses."""

    status = 422


class Relayed(Problem):
    """Another service's problem, passed on in its own words."""

    title = Text(zh="", en="")
    detail = Text(zh="", en="")

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        super().__init__(effect=str(document.get("effect", "none")))
        self.document = document
        self.code = str(document.get("code", "refused"))  # type: ignore[misc]
        self.status = status
        self.retryable = bool(document.get("retryable"))  # type: ignore[misc]

    def __str__(self) -> str:
        return f"{self.code}: {self.document.get('detail', '')}"

    def body(self, language: str) -> dict[str, Any]:
        shown = ("type", "title", "detail", "code", "effect", "retryable")
        found = {name: self.document[name] for name in shown if name in self.document}
        return {**found, "status": self.status}
