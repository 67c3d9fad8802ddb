"""One request to one checked address: no redirect, no proxy, and an end to everything.

The body of the answer is read up to a bound and kept as a hash only, unless who sends it says
that it reads answers: what stands behind an address may be more than the caller is entitled to
read, so no body is ever shown as it is.
"""

import contextlib
import hashlib
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sscsim import clock
from sscsim.outward.targets import Target

TIMEOUT_S = 15.0
"""From the first packet to the last byte of the answer."""
CONNECT_S = 5.0
BODY_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: a status, or a word for why there is none."""

    status: int | None
    error: str | None = None
    took_ms: int = 0
    retry_after_s: int | None = None
    digest: str = ""
    """Of the answer's body: to tell two answers apart without keeping them."""
    body: bytes = b""
    """The answer's body, up to the bound, for a sender that asked for it."""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _Deadline:
    """Closes a connection when its time is up, however slowly it drips."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket.socket] = []
        self.passed = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, opened: socket.socket) -> None:
        self._sockets.append(opened)

    def _end(self) -> None:
        self.passed = True
        for opened in self._sockets:
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


class _Pinned(HTTPAdapter):
    """Connects to the address that was judged; host name, Host and SNI stay those of the URL."""

    def __init__(self, target: Target, deadline: _Deadline) -> None:
        self._target, self._deadline = target, deadline
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        manager = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False)
        target, deadline = self._target, self._deadline

        def connected(connection: Any) -> socket.socket:
            try:
                opened = socket.create_connection((target.address, target.port), CONNECT_S)
            except TimeoutError as error:
                raise urllib3.exceptions.ConnectTimeoutError(connection, "timed out") from error
            except OSError as error:
                raise urllib3.exceptions.NewConnectionError(connection, "refused") from error
            opened.settimeout(TIMEOUT_S)
            deadline.watch(opened)
            return opened

        plain = type("Plain", (HTTPConnection,), {"_new_conn": connected})
        secure = type("Secure", (HTTPSConnection,), {"_new_conn": connected})
        manager.pool_classes_by_scheme = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        self.poolmanager = manager


def post(
    target: Target,
    headers: Mapping[str, str],
    body: bytes,
    timeout_s: float | None = None,
    reads_answer: bool = False,
) -> Outcome:
    """Send one request and read its answer; never raises for what the other side does."""
    began = clock.monotonic()
    within = timeout_s or TIMEOUT_S
    sent = {"User-Agent": "ssc-simulator", "Accept-Encoding": "identity", **headers}
    with _Deadline(within) as deadline:
        adapter = _Pinned(target, deadline)
        try:
            request = requests.Request("POST", target.url, sent, data=body).prepare()
            # Not through a session: to see where a redirect leads, it reads the whole body.
            answer = adapter.send(request, stream=True, timeout=(CONNECT_S, within), verify=True)
            status = answer.status_code
            # At most so much; the rest is left unread.
            raw = answer.raw.read(BODY_LIMIT, decode_content=False)
            retry_after = _retry_after(answer.headers.get("Retry-After"))
        except requests.exceptions.SSLError:
            return _nothing("tls_failed", began)
        except requests.exceptions.ConnectTimeout:
            return _nothing("connect_timeout", began)
        except requests.exceptions.Timeout:
            return _nothing("timeout", began)
        except requests.exceptions.ConnectionError as error:
            return _nothing(_why(error, deadline), began)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError):
            return _nothing("timeout" if deadline.passed else "answer_broken", began)
        finally:
            adapter.close()
    if deadline.passed:
        return _nothing("timeout", began)
    digest = hashlib.sha256(raw).hexdigest()
    return Outcome(status, None, _ms(began), retry_after, digest, raw if reads_answer else b"")


def _why(error: Exception, deadline: _Deadline) -> str:
    if deadline.passed or "timed out" in repr(error):
        return "timeout"
    return "connection_refused" if "NewConnectionError" in repr(error) else "answer_broken"


def _nothing(word: str, began: float) -> Outcome:
    return Outcome(None, word, _ms(began))


def _ms(began: float) -> int:
    return int((clock.monotonic() - began) * 1000)


def _retry_after(header: str | None) -> int | None:
    """Seconds, from either of the header's two forms."""
    if not header:
        return None
    if header.strip().isdigit():
        return min(int(header.strip()[:9]), 86_400)
    try:
        wanted = parsedate_to_datetime(header)
    except ValueError:
        return None
    if wanted.tzinfo is None:
        return None
    return max(0, int((wanted - clock.real_now()).total_seconds()))
