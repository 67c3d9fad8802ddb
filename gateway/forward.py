"""Handing a request on to a service: by a call in this process, or over a socket."""

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol
from urllib.parse import quote

import requests

from gateway.problems import BadGateway, ServiceTimeout, ServiceUnavailable
from sscsim import peers, settings

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

CONTEXT_KEY = "HTTP_SSC_CONTEXT"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
# Known to the gateway alone; a service would have no use for them.
_KEPT_HERE = ("HTTP_AUTHORIZATION", "HTTP_SSC_ACT_AS", "HTTP_SSC_SIMULATE", "HTTP_COOKIE")


class Forward(Protocol):
    """A way to a service. The context is already in the environ."""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]: ...

    def get(self, path: str) -> tuple[int, bytes]:
        """The answer to an open GET (health, OpenAPI); ServiceUnavailable when there is none."""


class InProcess:
    """The service's app, called in the same thread: a timeout can't interrupt it."""

    def __init__(self, service: str, app: WsgiApp) -> None:
        self.service = service
        self._app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        for name in _KEPT_HERE:
            environ.pop(name, None)
        return self._app(environ, start_response)

    def get(self, path: str) -> tuple[int, bytes]:
        heard: list[str] = []

        def start_response(status: str, _headers: Any, _info: Any = None) -> Any:
            heard[:] = [status]
            return heard.append

        parts = self._app(_get_environ(path), start_response)
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return int(heard[0][:3]), body


def _get_environ(path: str) -> Environ:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "gateway",
        "SERVER_PORT": "0",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": "0",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


class OverSocket:
    """A service in another process, through one session a thread."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._threads = threading.local()

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = peers.new_session()
        return session

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        url = peers.base_url(self.service) + quote(environ["PATH_INFO"].encode("latin-1"))
        if environ.get("QUERY_STRING"):
            url += "?" + environ["QUERY_STRING"]
        answer = self._ask(method, url, _headers(environ), _body(environ))
        kept = [
            (name, value)
            for name, value in answer.headers.items()
            if name.lower() not in _HOP_BY_HOP
        ]
        start_response(f"{answer.status_code} {answer.reason}", kept)
        return [answer.content]

    def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        effect = "none" if method in SAFE else "unknown"
        try:
            return self._session().request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=(2.0, settings.current().gateway_timeout_s),
                allow_redirects=False,
            )
        except requests.exceptions.ConnectTimeout:
            raise ServiceUnavailable(self.service) from None
        except requests.exceptions.Timeout:
            raise ServiceTimeout(service=self.service, effect=effect) from None
        except requests.exceptions.ConnectionError as error:
            if peers._never_sent(error):
                raise ServiceUnavailable(self.service) from None
            if "Read timed out" in repr(error):
                raise ServiceTimeout(service=self.service, effect=effect) from None
            raise BadGateway(service=self.service, effect=effect) from None
        except requests.exceptions.RequestException:
            raise BadGateway(service=self.service, effect=effect) from None

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            answer = self._session().get(
                peers.base_url(self.service) + path, timeout=(1.0, 5.0), allow_redirects=False
            )
        except requests.exceptions.RequestException:
            raise ServiceUnavailable(self.service) from None
        return answer.status_code, answer.content


def _headers(environ: Environ) -> dict[str, str]:
    found = {
        name[5:].replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
        and name not in _KEPT_HERE
        and name[5:].replace("_", "-").lower() not in {*_HOP_BY_HOP, "host", "content-length"}
    }
    # requests would ask for compression by itself; between our own processes it costs only.
    found["Accept-Encoding"] = "identity"
    if environ.get("CONTENT_TYPE"):
        found["Content-Type"] = environ["CONTENT_TYPE"]
    return found


def _body(environ: Environ) -> bytes:
    """The body; the door has seen to its length."""
    length = environ.get("CONTENT_LENGTH")
    body: bytes = environ["wsgi.input"].read(int(length)) if length else b""
    return body
