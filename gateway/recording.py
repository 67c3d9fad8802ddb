"""Every call with its answer, kept for the log of its world.

On the way of a call this is one copy of its body, one of its answer (both bounded) and one
append to a queue; masking, counting and writing are the business of another thread.
"""

import io
import json
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any

from gateway.call import Call
from gateway.forward import CONTEXT_KEY, Environ, StartResponse
from sscsim import clock, requestlog, settings
from sscsim.requestlog import masking
from sscsim.web.errors import PROBLEM_JSON

_KEPT = ("/v1", "/sandbox/v1/", "/fsi", "/CSB", "/oauth2/")
_LOG_ITSELF = ("/sandbox/v1/requests", "/sandbox/v1/trace")
_NEVER_KEPT = frozenset(
    {"APIKEY", "AUTHORIZATION", "COOKIE", "PROXY_AUTHORIZATION", CONTEXT_KEY.removeprefix("HTTP_")}
)
ENTRY = "ssc.entry"
_CODE = re.compile(r'"code":\s?"([a-z_]+)"')


def wanted(call: Call) -> bool:
    """Whether this call is kept; health, pages and the reading of the log itself are not."""
    return call.path.startswith(_KEPT) and requestlog.is_on()


class Entry:
    """One call while it is answered, and then what waits to be written."""

    __slots__ = (
        "announced",
        "answer",
        "answered",
        "began",
        "call",
        "headers",
        "limit",
        "ms",
        "query",
        "sent",
        "sent_headers",
        "sent_length",
        "started",
        "status",
    )

    def __init__(self, environ: Environ, call: Call) -> None:
        environ[ENTRY] = self
        self.call = call
        self.query: str = environ.get("QUERY_STRING", "")
        # Now: whoever answers takes from the environ what is not for it.
        self.sent_headers = [
            (name[5:], value)
            for name, value in environ.items()
            if name.startswith("HTTP_") and name[5:] not in _NEVER_KEPT
        ]
        self.sent_headers.append(("CONTENT_TYPE", environ.get("CONTENT_TYPE", "")))
        self.limit = settings.current().request_log_body_bytes
        self.sent, self.sent_length = b"", 0
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.answer: list[bytes] = []
        self.answered, self.announced = 0, -1
        self.ms = 0.0
        self.started, self.began = clock.real_seconds(), clock.monotonic()

    def starting(self, start_response: StartResponse) -> StartResponse:
        def started(status: str, headers: list[tuple[str, str]], info: Any = None) -> Any:
            self.status, self.headers = int(status[:3]), headers
            for name, value in headers:
                if name == "Content-Length":
                    self.announced = int(value)
            if info is None:
                return start_response(status, headers)
            return start_response(status, headers, info)

        return started

    def watch(self, parts: Iterable[bytes]) -> Iterable[bytes]:
        if isinstance(parts, list):
            for part in parts:
                self.heard(part)
            self.over()
            return parts
        return _Watched(self, parts)

    def heard(self, part: bytes) -> None:
        if self.answered < self.limit:
            self.answer.append(part)
        self.answered += len(part)

    @property
    def is_whole(self) -> bool:
        return self.answered == self.announced

    def over(self) -> None:
        """The answer is out."""
        self.ms = (clock.monotonic() - self.began) * 1000
        at = self.call.at
        reads_the_log = self.call.path.startswith(_LOG_ITSELF) and self.call.method == "GET"
        if reads_the_log and self.status < 400:
            return
        if at is None:
            strangers.add(self)
        else:
            requestlog.put(self)

    # -- what a requestlog.Item is

    @property
    def sandbox(self) -> str:
        return self.call.at.sandbox if self.call.at else ""

    @property
    def generation(self) -> int:
        return self.call.at.generation if self.call.at else 0

    def row(self) -> requestlog.Call:
        call, at = self.call, self.call.at
        headers = {name.lower(): value for name, value in self.headers}
        sent_headers = {
            name.replace("_", "-").title(): masking.without_numbers(masking.without_secrets(value))
            for name, value in self.sent_headers
            if value
        }
        sent, sealed = _kept(self.sent, self.sent_length > len(self.sent))
        heard = b"".join(self.answer)[: self.limit]
        answer, _ = _kept(heard, self.answered > len(heard), sealing=False)
        problem = _problem(headers.get("content-type", ""), answer)
        detail = {
            "request": {
                "headers": sent_headers,
                "body": sent,
                "bytes": self.sent_length,
            },
            "answer": {
                "headers": {
                    name: masking.without_numbers(masking.without_secrets(value, form=True))
                    for name, value in headers.items()
                },
                "body": answer,
                "bytes": self.answered,
            },
            "sealed": sealed,
            "scopes": sorted(at.scopes) if at else [],
            "subject": at.subject if at else None,
            "message": _message(call.told),
            "language": call.language,
        }
        return requestlog.Call(
            call.request_id,
            call.trace_id,
            call.span_id,
            call.parent_id,
            int(self.started * 1_000_000),
            round(self.ms, 3),
            clock.shown(at.now) if at else "",
            call.method,
            masking.without_numbers(call.path)[:400],
            masking.without_numbers(masking.without_secrets(self.query, form=True))[:1000],
            call.operation,
            self.status,
            problem.get("code", "") or str(call.told.get("code", "")),
            problem.get("effect", ""),
            at.party_id if at else "",
            at.party_name if at else "",
            at.role if at else "",
            (at.region or "") if at else "",
            headers.get("ssc-simulated", ""),
            masking.without_secrets(call.client_request_id),
            sent_headers.get("Idempotency-Key", "").strip('"')[:255],
            detail,
        )


class _Watched:
    """The parts of an answer as they go out."""

    def __init__(self, entry: Entry, parts: Iterable[bytes]) -> None:
        self._entry, self._parts, self._iterator = entry, parts, iter(parts)
        self._is_over = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            part = next(self._iterator)
        except BaseException:
            self._end()
            raise
        self._entry.heard(part)
        if self._entry.is_whole:  # before it goes out: whoever has it may ask for it at once
            self._end()
        return part

    def close(self) -> None:
        try:
            close = getattr(self._parts, "close", None)
            if close is not None:
                close()
        finally:
            self._end()

    def _end(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._entry.over()


def take_body(environ: Environ) -> None:
    """Have the body at hand for the log; its length was looked at before."""
    entry: Entry | None = environ.get(ENTRY)
    length = environ.get("CONTENT_LENGTH")
    if entry is None or not length or length == "0":
        return
    if int(length) > settings.current().max_body_bytes:  # a file: read as a stream
        entry.sent_length = int(length)
        return
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    entry.sent, entry.sent_length = body[: entry.limit], len(body)


def _kept(raw: bytes, is_cut: bool, sealing: bool = True) -> tuple[str, str]:
    """The text without secrets and numbers, and sealed with the numbers where there were any.

    What isn't JSON is taken for a form, whatever it was called.
    """
    if not raw:
        return "", ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    clear = masking.without_secrets(text, form=not text.lstrip().startswith(("{", "[", "<")))
    masked = masking.without_numbers(clear)
    if is_cut:
        return masking.without_rest(masked), ""  # it can't be made again anyway
    return masked, masking.seal(clear) if sealing and masked != clear else ""


def _problem(kind: str, body: str) -> dict[str, str]:
    if not kind.startswith(PROBLEM_JSON):
        return {}
    try:
        found = json.loads(body)
        return {"code": str(found.get("code", "")), "effect": str(found.get("effect", ""))}
    except ValueError:  # longer than what is kept
        code = _CODE.search(body)
        return {"code": code[1] if code else ""}


def _message(told: dict[str, Any]) -> dict[str, Any]:
    """What was told of a message, masked as its body is."""
    if not told:
        return {}
    text = json.dumps(told, ensure_ascii=False)
    found: dict[str, Any] = json.loads(masking.without_numbers(masking.without_secrets(text)))
    return found


class Strangers:
    """The last calls that belong to no world, as they brought no key: shown on loopback only."""

    def __init__(self, most: int = 200) -> None:
        self._most, self._lock = most, Lock()
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self._entries[entry.call.request_id] = entry
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def find(self, request_id: str) -> requestlog.Call | None:
        if not settings.current().on_loopback:
            return None
        with self._lock:
            entry = self._entries.get(request_id)
        return None if entry is None else entry.row()


strangers = Strangers()
