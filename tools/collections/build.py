"""The whole collection: every operation in a world of its own, then the stories."""

import json
from dataclasses import replace
from typing import Any

from scenarios.client import Client
from tools.collections import player, recording, reference
from tools.collections.candidates import Known, example_of, variables_in
from tools.collections.model import (
    MANAGER,
    Capture,
    Collection,
    Folder,
    Request,
    reach,
    value_at,
)
from tools.collections.reference import Tried
from tools.collections.stories import STORIES
from tools.document import Document, Operation

_SHOWN = ("object", "status", "code", "effect")
_OF_ALL = ("clock_moved", "idempotency_key_in_use")
"""Conflicts of nearly every operation; no collection meets them, since it calls one by one."""
REFUSALS = "Refusals"
ABOUT_REFUSALS = (
    "Operations that the world of this run has nothing for: each is refused, and says why."
)


def collection(document: Document) -> Collection:
    """Play it all and say what was played."""
    with player.simulator() as app:
        manager = Client(lang="en", app=app)
        with player.world(app, reference.SEED) as owner:
            found = reference.Finder(document, owner, manager).find()
        with player.world(app, reference.SEED) as owner:
            played, known = reference.replayed(document, _without_idle(found), owner, manager)
        told = [recording.recorded(document, app, story) for story in STORIES]
        manager.close()
    first, last = world(document, "reference", reference.SEED)
    ending = "Whatever was made goes with its sandbox."
    tagged = _by_tag(document, played, known)
    folders = [
        Folder("A world of its own", "Everything below happens in this sandbox.", [first]),
        *tagged,
        Folder("The end", ending, [*_others(document, tagged, played), last]),
    ]
    return Collection(_named_once(folders + told))


def world(document: Document, name: str, seed: str) -> tuple[Request, Request]:
    """The requests that make a sandbox and remove it."""
    make, remove = document.by_id["createSandbox"], document.by_id["deleteSandbox"]
    made = Request(
        name=f"{name} - begin",
        operation=make,
        path=make.path,
        body={"name": name, "preset": "demo", "seed": seed},
        body_type="application/json",
        caller=MANAGER,
        status=201,
        content_type="application/json",
        fields=(("object", "sandbox"), ("preset", "demo"), ("seed", seed)),
        captures=(Capture("api_key", "key"), Capture("world_id", "id")),
    )
    removed = Request(
        name=f"{name} - end",
        operation=remove,
        path=remove.path.replace("{sandbox_id}", "{{world_id}}"),
        caller=MANAGER,
        status=204,
    )
    return made, removed


def _without_idle(found: list[Tried]) -> list[Tried]:
    """Without repeated calls whose answer nobody uses afterwards."""
    kept: list[Tried] = []
    used: set[str] = set()
    for each in reversed(found):
        gives = any(name.startswith(f"{each.operation.id}_") for name in used)
        if each.again and not gives:
            continue
        used -= {name for name in used if name.startswith(f"{each.operation.id}_")}
        used |= variables_in([each.candidate.path, each.candidate.body])
        kept.append(each)
    return kept[::-1]


def _by_tag(document: Document, played: list[Tried], known: Known) -> list[Folder]:
    used = {
        name for each in played for name in variables_in([each.candidate.path, each.candidate.body])
    }
    folders: list[Folder] = []
    for each in played:
        name = each.operation.tag if each.is_good else REFUSALS
        about = document.tags.get(name, ABOUT_REFUSALS)
        if not folders or folders[-1].name != name:
            folders.append(Folder(name, about))
        folders[-1].requests.append(_request(document, each, known, used))
    return folders


def _others(document: Document, folders: list[Folder], played: list[Tried]) -> list[Request]:
    """Removing the sandboxes that were made on the way, such as forks."""
    remove = document.by_id["deleteSandbox"]
    requests = [request for folder in folders for request in folder.requests]
    removed = {request.path for request in requests if request.operation.id == remove.id}
    found = []
    for each in played:
        answer = each.answer if isinstance(each.answer, dict) else {}
        path = remove.path.replace("{sandbox_id}", "{{" + f"{each.operation.id}_id" + "}}")
        made = each.is_good and answer.get("object") == "sandbox" and each.status == 201
        if made and path not in removed:
            _also_captured(folders, each.operation.id)
            name = f"{remove.id} of {each.operation.id}"
            found.append(Request(name, remove, path, caller=MANAGER, status=204))
    return found


def _also_captured(folders: list[Folder], operation_id: str) -> None:
    capture = Capture(f"{operation_id}_id", "id")
    for folder in folders:
        folder.requests = [
            replace(request, captures=(*request.captures, capture))
            if request.name == operation_id and capture not in request.captures
            else request
            for request in folder.requests
        ]


def _named_once(folders: list[Folder]) -> list[Folder]:
    """A folder that goes on later has a number."""
    seen: dict[str, int] = {}
    for folder in folders:
        seen[folder.name] = seen.get(folder.name, 0) + 1
        if seen[folder.name] > 1:
            folder.name += f" {seen[folder.name]}"
    return folders


def _request(document: Document, tried: Tried, known: Known, used: set[str]) -> Request:
    """A request with the tests that its answer gives."""
    operation, candidate = tried.operation, tried.candidate
    request = Request(
        name=operation.id + (f" {tried.again}" if tried.again else ""),
        operation=operation,
        path=candidate.path,
        query=candidate.query,
        off=_off(document, operation, {name for name, _ in candidate.query}),
        headers=candidate.headers,
        body=candidate.body,
        body_type=operation.body_content()[0],
        caller=tried.caller,
        status=tried.status,
        content_type=tried.content_type,
        fields=shown(tried.answer, _SHOWN, tried.status),
        captures=known.captures(operation, tried.answer, used) if tried.is_good else (),
    )
    if value_at(tried.answer, "status") == "running":  # it waits for something outside
        return replace(request, fields=tuple(f for f in request.fields if f[0] != "status"))
    return waiting(document, request)


def _off(document: Document, operation: Operation, sent: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each["name"], str(example_of(document, each)))
        for each in operation.parameters("query")
        if each["name"] not in sent and ("example" in each or "example" in each.get("schema", {}))
    )


def waiting(document: Document, request: Request) -> Request:
    """The request with what it waits for, if anything."""
    operation = request.operation
    if operation.method == "GET":
        return replace(request, wait=wait_of(document, operation, request.status, request))
    answers = request.status < 300 and request.content_type == "application/json"
    goes_on = answers and _is_refused_for_now(document, operation)
    return replace(request, wait="body.retryable === true" if goes_on else "")


def _is_refused_for_now(document: Document, operation: Operation) -> bool:
    """Whether it is refused while the services are still at something it needs: a conflict of
    its own that the same request may get past later."""
    conflicts = dict(operation.refusals()).get("409", [])
    return any(document.is_retryable(code) for code in conflicts if code not in _OF_ALL)


def wait_of(
    document: Document, operation: Operation, status: int, request: Request | None = None
) -> str:
    """What a look waits for: an operation that was accepted, messages between services, or
    what the services tell each other a moment later."""
    if operation.method != "GET" or status >= 300:
        return ""
    if operation.path == "/sandbox/v1/invariants":
        return "body.in_transit > 0"
    if any(
        other.status == 202
        and any(link.get("operationId") == operation.id for link in other.links.values())
        for other in document.operations
    ):
        return 'body.status === "running"'
    if request is None:
        return ""
    late = [f"{reach(each.path)} === undefined" for each in request.captures]
    late += [
        f"body.status !== {json.dumps(value)}" for name, value in request.fields if name == "status"
    ]
    return " || ".join(late)


def shown(answer: Any, names: tuple[str, ...], status: int) -> tuple[tuple[str, Any], ...]:
    """The few fields of an answer that its test looks at. How far something is that was just
    accepted (202) is a matter of luck."""
    return tuple(
        (name, value)
        for name in names
        if isinstance(value := value_at(answer, name), str | int | bool)
        and not (name == "status" and (isinstance(value, int) or status == 202))
    )
