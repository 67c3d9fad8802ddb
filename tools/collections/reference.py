"""The reference: every operation once, in an order in which it runs.

Found by trying, in a world of its own. Tag by tag, what succeeds is kept; what is refused waits
until others have succeeded, or until an answer that it needs is asked for again. What is still
refused at the end is kept as a refusal that is tested.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from scenarios.client import Answer, Client, ClientError, LostAnswer, Refused
from tools.collections.candidates import Candidate, Known, candidates
from tools.collections.model import MANAGER, WORLD
from tools.document import Document, Operation

SEED = "demo"
"""Examples have the ids of this seed."""
_PATIENCE_S = 2.0
"""Everything is done in this thread: what still runs after that waits for the outside."""
_CLOCK, _SANDBOXES = "/sandbox/v1/clock", "/sandbox/v1/sandboxes"
_BEGINS_AGAIN = (f"{_SANDBOXES}/current/reset", f"{_SANDBOXES}/{{sandbox_id}}")


@dataclass(frozen=True)
class Tried:
    """A way that an operation was called, and what it came to. `again`: it was called before."""

    operation: Operation
    candidate: Candidate
    caller: str
    status: int
    answer: Any
    content_type: str
    again: int = 0

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class Finder:
    """Tries every operation in one world."""

    def __init__(self, document: Document, owner: Client, manager: Client) -> None:
        self.document, self.owner, self.manager = document, owner, manager
        self.known = Known()
        self.found: list[Tried] = []
        self.waiting = list(document.operations)
        self.calls: dict[str, int] = {}

    def find(self) -> list[Tried]:
        """The business first; then time moves, and what waited for it comes; the sandboxes
        last, since beginning again would forget all of it."""
        business = [each for each in self.waiting if not _is_of(each, _CLOCK, _SANDBOXES)]
        self._rounds(business)
        self._rounds([each for each in self.waiting if _is_of(each, _CLOCK)])
        self._rounds([each for each in self.waiting if not _is_of(each, _SANDBOXES)])
        refused = [each for each in self.waiting if not _is_of(each, _SANDBOXES)]
        self.found += [self._refused(each) for each in sorted(refused, key=_rank)]
        self._rounds([each for each in self.waiting if _is_of(each, _SANDBOXES)])
        self.found += [self._refused(each) for each in sorted(self.waiting, key=_rank)]
        return self.found

    def _rounds(self, operations: list[Operation]) -> None:
        """Tag after tag, until a whole round finds nothing more."""
        by_tag: dict[str, list[Operation]] = {}
        for operation in sorted(operations, key=_rank):
            by_tag.setdefault(operation.tag, []).append(operation)
        # Backwards, since visits come before settlements, settlements before claims, and all of
        # them before cards are reported lost.
        tags = sorted(by_tag, key=lambda tag: (not _is_control(by_tag[tag][0]), tag), reverse=True)
        going_on = True
        while going_on:
            before = len(self.waiting)
            for tag in tags:
                self._tag(by_tag[tag])
            going_on = len(self.waiting) < before

    def _tag(self, operations: list[Operation]) -> None:
        """What of this tag succeeds now, and what succeeds after that."""
        left = -1
        while left != len(self.waiting):
            left = len(self.waiting)
            for operation in operations:
                if operation in self.waiting and self._succeeds(operation):
                    self.waiting.remove(operation)

    def _succeeds(self, operation: Operation) -> bool:
        for candidate in candidates(self.document, operation, self.known):
            if self._kept(operation, candidate):
                return True
        return any(
            self._kept(operation, candidate)
            for giver in self._givers(operation)
            if self._asked_again(giver)
            for candidate in candidates(self.document, operation, self.known, only_linked=True)
        )

    def _kept(self, operation: Operation, candidate: Candidate) -> bool:
        tried = self._try(operation, candidate)
        if tried.is_good:
            self.found.append(tried)
            self.known.learn(operation, tried.answer)
            if tried.status == 202:
                self._look_until_done(operation)
        return tried.is_good

    def _look_until_done(self, operation: Operation) -> None:
        """What was accepted goes on by itself: nothing else happens before it is done."""
        for link in operation.links.values():
            look = self.document.by_id.get(link.get("operationId", ""))
            if look and look.method == "GET" and look in self.waiting and self._succeeds(look):
                self.waiting.remove(look)

    def _givers(self, operation: Operation) -> Iterator[Tried]:
        """Calls that might lead here when they are made again: a look that shows more by now,
        a list that was empty, a creation that makes another one."""
        parent = operation.path.partition("/{")[0]
        for tried in self.found[::-1]:
            leads = any(
                link.get("operationId") == operation.id for link in tried.operation.links.values()
            )
            lists = tried.operation.is_list and tried.operation.path == parent != operation.path
            if (leads or lists) and tried.is_good and not tried.again:
                yield tried

    def _asked_again(self, giver: Tried) -> bool:
        """Call it again; whether it led to anything new. It is kept when it did."""
        operation, candidate = giver.operation, giver.candidate
        number = self.calls.get(operation.id, 1) + 1
        headers = tuple(
            (name, f"{value}-{number}" if name == "Idempotency-Key" else value)
            for name, value in candidate.headers
        )
        before = dict(self.known.values)
        tried = self._try(operation, replace(candidate, headers=headers))
        if not tried.is_good:
            return False
        self.known.learn(operation, tried.answer)
        if self.known.values == before:
            return False
        self.calls[operation.id] = number
        self.found.append(replace(tried, again=number))
        return True

    def _refused(self, operation: Operation) -> Tried:
        self.waiting.remove(operation)
        candidate = next(candidates(self.document, operation, self.known))
        return self._try(operation, candidate)

    def _try(self, operation: Operation, candidate: Candidate) -> Tried:
        caller = caller_of(operation)
        client = self.manager if caller == MANAGER else self.owner
        return tried(client, self.known, operation, candidate)


def caller_of(operation: Operation) -> str:
    """Who calls it: what needs no key is for whoever manages sandboxes."""
    security = operation.said.get("security")
    return MANAGER if security and {} in security else WORLD


def tried(client: Client, known: Known, operation: Operation, candidate: Candidate) -> Tried:
    """Call it; what came of it. Answers that aren't 2xx count like others."""
    headers, kind = dict(candidate.headers), operation.body_content()[0]
    if kind and kind != "application/json":
        headers["Content-Type"] = kind
    path, body = quote(known.filled(candidate.path)), known.filled(candidate.body)
    query = dict(candidate.query)
    status, answer, told = 0, None, ""
    try:
        came = client.call(operation.method, path, body, headers=headers, query=query)
    except Refused as refused:
        status, answer = refused.status, refused.problem
        told = "application/problem+json" if "type" in answer else "application/json"
    except LostAnswer:  # a fault was asked for, and came
        pass
    else:
        _settle(client, came)
        status, answer = came.status, came.body
        told = came.headers.get("Content-Type", "").partition(";")[0]
    return Tried(operation, candidate, caller_of(operation), status, answer, told)


def replayed(
    document: Document, found: list[Tried], owner: Client, manager: Client
) -> tuple[list[Tried], Known]:
    """The same calls once more in a new world, without those that led nowhere: what they came
    to is what the tests expect."""
    known, played = Known(), []
    for each in found:
        client = manager if each.caller == MANAGER else owner
        candidate = each.candidate
        if not candidate.uses <= known.values.keys():  # what it needs was refused this time
            candidate = next(candidates(document, each.operation, known))
        now = replace(tried(client, known, each.operation, candidate), again=each.again)
        if now.is_good:
            known.learn(each.operation, now.answer)
        played.append(now)
    return played, known


def _settle(client: Client, answer: Answer) -> None:
    """What was accepted is waited for: other operations need the world as it will be."""
    if answer.status == 202 and "Location" in answer.headers and "status" in (answer.body or {}):
        with contextlib.suppress(ClientError):
            client.finished(answer, _PATIENCE_S)


def _is_of(operation: Operation, *prefixes: str) -> bool:
    return operation.path.startswith(prefixes)


def _is_control(operation: Operation) -> bool:
    return not operation.path.startswith("/v1/")


def _rank(operation: Operation) -> tuple[int, str, str]:
    """Creations first, then what reads, what changes and acts, what removes."""
    if operation.path in _BEGINS_AGAIN and operation.method != "GET":
        return 4, operation.path, operation.method
    if operation.method == "POST":
        step = 2 if "{" in operation.path else 0
    else:
        step = {"GET": 1, "DELETE": 3}.get(operation.method, 2)
    return step, operation.path, operation.method
