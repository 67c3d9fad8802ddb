"""The caller's key: same key and same body, same answer (api-conventions, idempotency).

The web layer sets a `RequestKey` for the request; the flow's transaction stores the
answer with it (`Tx.answer`), so effect and answer commit together.
"""

import hashlib
import os
import socket
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from sscsim import clock
from sscsim.kernel.problems import Conflict, FieldError, Problem, Refused, Text

CLOSED = "closed"
"""Stands in the place of a fingerprint: no call with this key is accepted any more."""


@dataclass(frozen=True, slots=True)
class Used:
    """What is known of a key: the state of the call that used it, and what it was about.

    `about` is a resource id; None for a call whose answer says nothing of a resource, and for
    a key that was closed before any call came.
    """

    state: str
    about: str | None
    is_closed: bool


def scope(party_id: str, method: str, path: str, key: str) -> str:
    """What a key belongs to: party, method and path (the world is the store itself)."""
    return hashlib.sha256("\x1f".join([party_id, method, path, key]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller gets: kept byte for byte for the next call with the same key."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(slots=True)
class RequestKey:
    """One call's key. `answer_with` makes the answer from the flow's value.

    `alongside` is written in the same transaction: with the answer, or with none while the call is
    only begun. `earlier` is what an interrupted call with this key was about, `seen` whose it was;
    `resuming` means that the key's row is there already, `began_ms` that this call wrote it.
    """

    scope: str
    fingerprint: str
    answer_with: Callable[[Any], Answer]
    refuse_with: Callable[[Problem], Answer]
    alongside: Callable[[Any, Answer | None], None] | None = None
    stored: Answer | None = None
    earlier: str | None = None
    seen: tuple[str | None, int | None] | None = None
    resuming: bool = False
    began_ms: int | None = None


request_key: ContextVar[RequestKey | None] = ContextVar("request_key", default=None)


class KeyMissing(Problem):
    code = "idempotency_key_missing"
    status = 400
    title = Text(zh="缺少幂等键", en="Idempotency key missing")
    detail = Text(
        zh="此操作必须带 Idempotency-Key 请求头。",
        en="This operation needs an Idempotency-Key header.",
    )


class KeyMalformed(Problem):
    code = "idempotency_key_malformed"
    status = 400
    title = Text(zh="幂等键格式错误", en="Idempotency key malformed")
    detail = Text(
        zh="Idempotency-Key 须为 1 至 255 个可打印 ASCII 字符。",
        en="An Idempotency-Key has 1 to 255 printable ASCII characters.",
    )


class KeyInUse(Conflict):
    code = "idempotency_key_in_use"
    title = Text(zh="幂等键正在处理中", en="Idempotency key in use")
    detail = Text(
        zh="使用同一幂等键的请求仍在处理。", en="A call with the same key is still being worked on."
    )
    retryable = True
    effect = "unknown"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class KeyReused(Refused):
    code = "idempotency_key_reused"
    title = Text(zh="幂等键已用于其他请求", en="Idempotency key reused")
    detail = Text(
        zh="同一幂等键曾用于内容不同的请求。",
        en="The same key was used with another body or query.",
    )

    def __init__(self) -> None:
        message = Text(zh="换一个新的键", en="use a new key")
        super().__init__(errors=[FieldError("reused", message, header="Idempotency-Key")])


class KeyClosed(Conflict):
    """Its owner closed the key: whatever a call with it did is undone, and no other is done."""

    code = "idempotency_key_closed"
    title = Text(zh="幂等键已关闭", en="Idempotency key closed")
    detail = Text(
        zh="该幂等键已由其使用方关闭，迟到的请求不再受理。",
        en="The owner of this key closed it; a late call with it is not accepted.",
    )


class Replay(Exception):
    """Another call with this key was faster; its answer is the answer."""


@cache
def process_mark() -> str:
    """This process, so that a later one can tell whether it is still alive."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}"


def is_alive(mark: str | None, started_ms: int | None, lease_s: float) -> bool:
    """Whether the call that left this mark may still be running.

    On the same host the process is looked up; elsewhere only the lease can tell.
    """
    within = started_ms is not None and clock.real_seconds() * 1000 - started_ms < lease_s * 1000
    if not within or mark is None:
        return False
    host, pid, started = mark.rsplit("/", 2)
    return host != socket.gethostname() or _started(int(pid)) == started


def _started(pid: int) -> str:
    """When a process started, in clock ticks; empty when there is none (Linux), else 'alive'."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rsplit(")", 1)[1].split()[19]
    except FileNotFoundError:
        if os.path.isdir("/proc/self"):
            return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "alive"
