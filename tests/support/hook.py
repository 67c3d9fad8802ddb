"""An integrator's webhook handler: a real HTTP server on loopback, with the official library."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass
class Message:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers.get("webhook-id", "")

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Hook:
    """`hook.url` is its address; `hook.answer` says what it answers, with `hook.body`; `hook.got`
    what came."""

    answer: Callable[[Message], "int | tuple[int, dict[str, str]]"] = lambda _: 204
    body: bytes = b""
    got: list[Message] = field(default_factory=list)
    url: str = ""
    port: int = 0

    def ids(self) -> list[str]:
        return [message.id for message in self.got]


def is_good(message: Message, secret: str) -> bool:
    """Whether the official library verifies it."""
    try:
        Webhook(secret).verify(message.body, message.headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True


@contextmanager
def running(hook: Hook) -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = self.rfile.read(length).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            message = Message(self.path, headers, body)
            hook.got.append(message)
            said = hook.answer(message)
            status, more = said if isinstance(said, tuple) else (said, {})
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(hook.body)))
            self.end_headers()
            self.wfile.write(hook.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hook.port = server.server_port
    hook.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
