"""A collection, before it is written in anyone's format."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.document import Operation

Headers = tuple[tuple[str, str], ...]
WORLD, MANAGER = "world", "manager"
"""Who calls: the owner of the run's sandbox, or whoever may make and remove sandboxes."""


@dataclass(frozen=True)
class Capture:
    """A variable that an answer gives: its name, and the path of its value (`data.0.id`)."""

    variable: str
    path: str


@dataclass(frozen=True)
class Request:
    """One request with its tests. Strings hold variables as `{{name}}`.

    off: query parameters that are shown but not sent
    fields: paths in the answer and what they must be
    wait: a JavaScript condition on `status` and `body`; while it is true, the request is repeated
    replayed: the answer is one of before, had again by the same key
    """

    name: str
    operation: Operation
    path: str
    query: Headers = ()
    off: Headers = ()
    headers: Headers = ()
    body: Any = None
    body_type: str = ""
    caller: str = WORLD
    status: int = 200
    content_type: str = ""
    fields: tuple[tuple[str, Any], ...] = ()
    captures: tuple[Capture, ...] = ()
    wait: str = ""
    replayed: bool = False


@dataclass
class Folder:
    """Requests that run one after the other."""

    name: str
    about: str
    requests: list[Request] = field(default_factory=list)


@dataclass
class Collection:
    folders: list[Folder]

    def requests(self) -> Iterator[Request]:
        for folder in self.folders:
            yield from folder.requests


def value_at(document: Any, path: str) -> Any:
    """What stands at `data.0.id`; None when nothing does."""
    for step in path.split("."):
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return None
    return document


def reach(path: str) -> str:
    """`data.0.id` as JavaScript that finds nothing where there is nothing."""
    steps = [f"?.[{step}]" if step.isdigit() else f"?.{step}" for step in path.split(".")]
    return "body" + "".join(steps)
