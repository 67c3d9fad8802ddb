"""The state of what a call was about, read as its caller would read it."""

import re
from dataclasses import dataclass
from typing import Any

from gateway.doctor import asking
from gateway.doctor.reference import Operation, Reference
from sscsim import world
from sscsim.requestlog import Call

_ID = re.compile(r"\b([a-z]{2,6})_[0-9A-HJKMNP-TV-Z]{26}\b")
_ONE = re.compile(r"/v1/[a-z-]+/\{[a-z_]+\}")
_MOST = 12


@dataclass(frozen=True)
class Involved:
    """One object of the world: where it is read, and how it stands now."""

    id: str
    path: str
    status: int
    state: Any
    tag: str | None
    where: str

    @property
    def is_there(self) -> bool:
        return self.status < 400


def ids_of(call: Call) -> dict[str, str]:
    """Ids in the path, in the body and in the answer, each with the place it was found first."""
    found: dict[str, str] = {}
    texts = (
        ("path", call.path),
        ("body", call.detail["request"]["body"]),
        ("answer", call.detail["answer"]["body"] if call.status < 400 else ""),
    )
    for where, text in texts:
        for match in _ID.finditer(text):
            found.setdefault(match[0], where)
    return found


def involved(call: Call, reference: Reference, at: world.World) -> list[Involved]:
    """How they stand now; what the caller may not see is shown with the refusal's status."""
    readers = _readers(reference)
    found: list[Involved] = []
    for one, where in ids_of(call).items():
        operation = readers.get(one.partition("_")[0])
        if operation is None or len(found) >= _MOST:
            continue
        path = re.sub(r"\{[a-z_]+\}", one, operation.path)
        answer = asking.service(at, path)
        if answer is not None:
            found.append(
                Involved(one, path, answer.status, answer.json, answer.headers.get("etag"), where)
            )
    return found


def _readers(reference: Reference) -> dict[str, Operation]:
    """By prefix of an id the operation that reads it: the only GET with that id at its end."""
    found: dict[str, Operation] = {}
    for operation in reference.operations:
        if operation.method != "GET" or not _ONE.fullmatch(operation.path):
            continue
        for item in operation.parameters("path"):
            pattern = operation.resolve(item.get("schema", {})).get("pattern", "")
            prefix = re.match(r"\^([a-z]{2,6})_", pattern)
            if prefix:
                found.setdefault(prefix[1], operation)
    return found
