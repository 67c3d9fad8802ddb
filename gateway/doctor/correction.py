"""The nearest valid request to one that was refused."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from gateway.doctor.nearest import Change, Nearest, fits, nearest_word
from gateway.doctor.reference import Operation, Reference
from sscsim.requestlog import Call

KEY = "Idempotency-Key"


@dataclass
class Valid:
    """A request that keeps its operation's form. `body` is None where there is none."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    changes: list[Change] = field(default_factory=list)

    @property
    def target(self) -> str:
        return self.path + (f"?{self.query}" if self.query else "")


def parsed(text: str) -> Any:
    """The body as JSON; None where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def corrected(
    call: Call, reference: Reference, problem: dict[str, Any], tag: str | None = None
) -> Valid | None:
    """What would have been right; None where nobody can tell (no such operation is near).

    `tag` is the current ETag of what the call was about, for a missing or stale If-Match.
    """
    operation = reference.find(call.method, call.path)
    changes: list[Change] = []
    path, method = call.path, call.method
    if operation is None:
        operation = _nearest_operation(call, reference)
        if operation is None:
            return None
        path = _example_path(operation, call.path)
        if operation.method != method:
            changes.append(Change("", f"{method} is not allowed here; {operation.method} is"))
        else:
            changes.append(Change("", f"there is no {call.path}; {operation.path} is near"))
        method = operation.method
    errors = problem.get("errors", [])
    made = Valid(method, path, changes=changes)
    made.query = _query(operation, call.query, made)
    made.headers = _headers(operation, call, problem, tag, made)
    shape = operation.body
    if shape is not None:
        wrong = frozenset(
            str(error["pointer"])
            for error in errors
            if error.get("pointer") and error.get("code") not in ("required", "unknown_field")
        )
        made.body = body(operation, parsed(call.detail["request"]["body"]), wrong, made.changes)
    elif call.detail["request"]["body"]:
        made.changes.append(Change("", "takes no body"))
    return made


def body(
    operation: Operation, sent: Any, wrong: frozenset[str] = frozenset(), changes: Any = None
) -> Any:
    """The nearest body to `sent` that fits the operation; `changes` gets what was changed."""
    nearest = Nearest(operation.resolve, wrong)
    shape = operation.body or {}
    example = operation.example
    given = {} if sent is None else sent
    if sent is None and example is not None:
        given = example
        nearest.changes.append(Change("", "no JSON was sent; the example"))
    if example is None:
        example = nearest._from_example(shape, {})
    made = nearest.mend(shape, given, example)
    if changes is not None:
        changes += nearest.changes
    return made


def _nearest_operation(call: Call, reference: Reference) -> Operation | None:
    here = reference.at(call.path)
    if here:
        order = {"POST": 0, "GET": 1, "PATCH": 2, "PUT": 3, "DELETE": 4}
        return min(here, key=lambda item: order.get(item.method, 9))
    same = [item for item in reference.operations if item.method == call.method]
    depth = call.path.count("/")
    near = nearest_word(
        call.path, [item.path for item in same if abs(item.path.count("/") - depth) <= 1], 0.6
    )
    return next((item for item in same if item.path == near), None)


def _example_path(operation: Operation, sent: str) -> str:
    parts = sent.split("/")
    made = []
    for n, part in enumerate(operation.path.split("/")):
        if not part.startswith("{"):
            made.append(part)
            continue
        shape = next(item for item in operation.parameters("path") if item["name"] == part[1:-1])
        fitting = n < len(parts) and fits(operation.resolve(shape.get("schema", {})), parts[n])
        made.append(parts[n] if fitting else str(shape.get("example", part)))
    return "/".join(made)


def _query(operation: Operation, query: str, made: Valid) -> str:
    known = {item["name"]: item for item in operation.parameters("query")}
    kept: list[tuple[str, str]] = []
    for name, value in parse_qsl(query, keep_blank_values=True):
        meant = name if name in known else nearest_word(name, list(known))
        if meant is None:
            made.changes.append(Change(f"?{name}", "is not known; left out"))
            continue
        if meant != name:
            made.changes.append(Change(f"?{name}", f"is not known; {meant} is meant?"))
        shape = operation.resolve(known[meant].get("schema", {}))
        is_number = shape.get("type") in ("integer", "number")
        sent: Any = int(value) if is_number and value.lstrip("-").isdigit() else value
        if fits(shape, sent):
            kept.append((meant, value))
            continue
        if meant == "cursor":
            made.changes.append(Change("?cursor", "start again without a cursor"))
            continue
        nearest = Nearest(operation.resolve)
        mended = nearest.mend(shape, sent, known[meant].get("example", shape.get("example")))
        made.changes += [Change(f"?{meant}", change.said) for change in nearest.changes]
        kept.append((meant, str(mended)))
    return urlencode(kept)


def _headers(
    operation: Operation, call: Call, problem: dict[str, Any], tag: str | None, made: Valid
) -> dict[str, str]:
    sent = call.detail["request"]["headers"]
    found: dict[str, str] = {}
    if operation.body is not None:
        kind = sent.get("Content-Type", "").partition(";")[0].strip()
        offered = operation.described["requestBody"]["content"]
        found["Content-Type"] = kind if kind in offered else operation.media_type
        if kind not in offered:
            made.changes.append(Change("Content-Type", f"send {operation.media_type}"))
    code = problem.get("code", "")
    for item in operation.parameters("header"):
        name = item["name"]
        if name == KEY and _needs_key(item, sent, code):
            found[KEY] = f"{operation.id}-{secrets.token_hex(4)}"
            made.changes.append(Change(KEY, "a key of its own"))
        elif name == "If-Match" and (code in ("etag_mismatch", "precondition_required")):
            found[name] = tag or "*"
            made.changes.append(Change(name, "the version that is current now"))
        elif name in sent:
            found[name] = sent[name]
    return found


def _needs_key(item: dict[str, Any], sent: dict[str, str], code: str) -> bool:
    if code.startswith("idempotency_key_") and code != "idempotency_key_in_use":
        return True
    return bool(item.get("required")) and KEY not in sent
