"""A small client of the simulator: what stories, journeys and benchmarks speak through.

It is an ordinary client: it knows the public API and nothing else. Inside one process
it speaks to a WSGI application instead of a socket, with the same code above it.

Errors:

    ClientError
    ├── Refused      an answer that isn't 2xx; `problem` is its body
    └── LostAnswer   no answer, or one that was cut off: nobody knows what happened
"""

import io
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.response import HTTPResponse

from sscsim import clock

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

IN_PROCESS = "http://localhost"
"""A name only: nothing is looked up or opened."""
_POLL_S = 0.05
_POLL_AT_MOST_S = 0.5


class ClientError(Exception):
    """The call did not give an answer that can be used."""


class Refused(ClientError):
    """The simulator answered with a problem (RFC 9457)."""

    def __init__(self, method: str, path: str, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        self.code = str(problem.get("code", ""))
        errors = "".join(
            f"; {e.get('pointer') or e.get('parameter') or e.get('header')}: {e.get('message')}"
            for e in problem.get("errors", [])
        )
        said = problem.get("detail") or problem.get("title") or ""
        super().__init__(f"{method} {path}: {status} {self.code}: {said}{errors}")


class LostAnswer(ClientError):
    """The connection broke. Whether anything happened is unknown: ask again, same key."""


class TookTooLong(ClientError):
    """An operation that was waited for is still running."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer: parsed JSON (None without a body), status and headers."""

    body: Any
    status: int
    headers: Mapping[str, str]

    @property
    def replayed(self) -> bool:
        return self.headers.get("Idempotent-Replayed") == "true"


class Client:
    """Speaks to one simulator with one key.

    `app`: a WSGI application to call in this process; `base_url` is then ignored.
    Not for several threads at once: give each its own (`again`).
    """

    def __init__(
        self,
        base_url: str = IN_PROCESS,
        key: str = "",
        lang: str = "zh",
        *,
        app: WsgiApp | None = None,
        act_as: str | None = None,
        timeout_s: float = 60.0,
    ) -> None:
        self.base_url = IN_PROCESS if app is not None else base_url.rstrip("/")
        self.key, self.lang, self.act_as = key, lang, act_as
        self.timeout_s = timeout_s
        self.app = app
        self._session = requests.Session()
        self._session.trust_env = False
        adapter = WsgiAdapter(app) if app is not None else HTTPAdapter(max_retries=0)
        self._session.mount("http://", adapter)

    def again(self, key: str | None = None, act_as: str | None = None) -> "Client":
        """Another client of the same simulator, with its own connection."""
        return Client(
            self.base_url,
            self.key if key is None else key,
            self.lang,
            app=self.app,
            act_as=act_as,
            timeout_s=self.timeout_s,
        )

    def close(self) -> None:
        self._session.close()

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        simulate: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Answer:
        """One request. `key` is the Idempotency-Key, `simulate` the SSC-Simulate header.

        Raises Refused, LostAnswer.
        """
        sent: dict[str, str | bytes] = {
            "Accept-Language": "zh-CN" if self.lang == "zh" else self.lang
        }
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        for name, value in (
            ("Idempotency-Key", key),
            ("SSC-Simulate", simulate),
            ("SSC-Act-As", self.act_as),
        ):
            if value is not None:
                sent[name] = value.encode()  # a party may have a Chinese name
        sent.update(headers or {})
        try:
            answer = self._session.request(
                method,
                self.base_url + path,
                json=body,
                params=query,
                headers=sent,
                timeout=self.timeout_s,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise LostAnswer(f"{method} {path}: {type(error).__name__}: {error}") from error
        try:
            document = answer.json() if answer.content else None
        except ValueError:
            document = answer.text
        if not answer.ok:
            problem = document if isinstance(document, dict) else {"detail": str(document)[:300]}
            raise Refused(method, path, answer.status_code, problem)
        return Answer(document, answer.status_code, answer.headers)

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        return self.call("GET", path, query=query).body

    def post(self, path: str, body: Any = None, key: str | None = None) -> Any:
        return self.call("POST", path, body, key=key).body

    def every(self, path: str, query: Mapping[str, Any] | None = None) -> list[Any]:
        """All items of a list, page after page, oldest first."""
        found: list[Any] = []
        asked = {"limit": 200, **(query or {})}
        while True:
            page = self.get(path, asked)
            found += page["data"]
            if not page.get("has_more"):
                return found[::-1]
            asked["cursor"] = page["next_cursor"]

    def finished(self, started: Answer, timeout_s: float = 120.0) -> dict[str, Any]:
        """Wait for the operation that a 202 named in Location; its last state.

        Raises TookTooLong.
        """
        state, pause = dict(started.body), _POLL_S
        deadline = clock.monotonic() + timeout_s
        while state["status"] == "running":
            if clock.monotonic() > deadline:
                raise TookTooLong(f"operation {state['id']} still runs after {timeout_s:.0f} s")
            time.sleep(pause)
            pause = min(pause * 1.5, _POLL_AT_MOST_S)
            state = self.get(started.headers["Location"])
        return state


class WsgiAdapter(BaseAdapter):
    """A requests adapter for a WSGI application in the same process.

    A body shorter than its Content-Length is a lost answer, as it is on a socket.
    """

    def __init__(self, app: WsgiApp) -> None:
        super().__init__()
        self._app = app

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        status, headers, body = self._run(_environ(request))
        announced = next((v for k, v in headers if k.lower() == "content-length"), None)
        if request.method != "HEAD" and announced is not None and int(announced) > len(body):
            raise requests.ConnectionError(
                f"the answer broke off after {len(body)} of {announced} bytes", request=request
            )
        answer = requests.Response()
        answer.status_code = int(status.partition(" ")[0])
        answer.reason = status.partition(" ")[2]
        answer.headers = CaseInsensitiveDict(headers)
        answer.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
        answer.url, answer.request = request.url or "", request
        answer.encoding = requests.utils.get_encoding_from_headers(answer.headers)
        return answer

    def _run(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        heard: list[Any] = []
        written: list[bytes] = []

        def start_response(status: str, headers: list[tuple[str, str]], _info: Any = None) -> Any:
            heard[:] = [status, headers]
            return written.append

        parts = self._app(environ, start_response)
        try:
            body = b"".join(written) + b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return heard[0], heard[1], body

    def close(self) -> None:
        pass


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(request.url or "")
    body = request.body or b""
    if isinstance(body, str):
        body = body.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path, "latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "HTTP_HOST": parts.netloc,
    }
    for name, value in request.headers.items():
        said = value.decode("latin-1") if isinstance(value, bytes) else value
        if name.lower() == "content-type":
            environ["CONTENT_TYPE"] = said
        elif name.lower() != "content-length":
            environ["HTTP_" + name.upper().replace("-", "_")] = said
    return environ


def canonical(document: Any) -> bytes:
    """JSON in one form, so that two exports can be compared byte by byte."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
