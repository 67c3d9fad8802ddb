"""Services in other processes: dead, slow, cut off, and what the gateway says of the effect."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from gateway.door import Door
from gateway.forward import OverSocket
from sscsim import control
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem


@pytest.fixture
def database(sqlite: str) -> str:
    return sqlite


class Upstream:
    """A real server that does what the test asks."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.waits = threading.Event()
        self.server = make_server("127.0.0.1", 0, self.answer, threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def answer(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        request.get_data()
        self.seen.append(request)
        if request.args.get("slow"):
            self.waits.wait(20)
        if request.args.get("redirect"):
            return Response(status=302, headers={"Location": "http://127.0.0.1:1/"})(
                environ, start_response
            )
        made = Response(
            '{"ok":true}', mimetype="application/json", headers={"Location": "/v1/cards/x"}
        )
        return made(environ, start_response)

    def stop(self) -> None:
        self.waits.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    made = Upstream()
    yield made
    made.stop()


@pytest.fixture
def far(caller: Caller, upstream: Upstream) -> Iterator[Caller]:
    """A caller of a gateway that reaches `card` over a socket."""
    url = f"http://127.0.0.1:{upstream.server.server_port}"
    set_settings(service_urls={"card": url}, gateway_timeout_s=0.3)
    forward = OverSocket("card")
    door = Door({"card": forward}, lambda environ, start: [])
    yield Caller(Client(door), caller.key, caller.sandbox)
    forward._session().close()


def test_a_request_arrives_as_it_was_sent(far: Caller, upstream: Upstream) -> None:
    answer = far.call(
        "POST",
        "/v1/cards/%E5%8D%A1?a=1&b=%20",
        {"x": 1},
        headers={"Idempotency-Key": "k", "SSC-Act-As": "", "If-Match": '"v1-0"'},
    )
    assert answer.status_code == 200
    assert answer.json == {"ok": True}
    assert answer.headers["Location"] == "/v1/cards/x"
    [seen] = upstream.seen
    assert (seen.method, seen.path) == ("POST", "/v1/cards/卡")
    assert seen.query_string == b"a=1&b=%20"
    assert seen.get_json() == {"x": 1}
    assert seen.headers["Idempotency-Key"] == "k"
    assert seen.headers["SSC-Context"]
    assert "Authorization" not in seen.headers, "the key stays with the gateway"


def test_redirects_are_not_followed(far: Caller, upstream: Upstream) -> None:
    assert far.get("/v1/cards?redirect=1").status_code == 302
    assert len(upstream.seen) == 1


@pytest.mark.parametrize(("method", "effect"), [("GET", "none"), ("POST", "unknown")])
def test_a_slow_service_is_504_with_a_truthful_effect(
    far: Caller, method: str, effect: str
) -> None:
    answer = far.call(method, "/v1/cards?slow=1", {} if method == "POST" else None)
    shown = assert_problem(answer, 504, "service_timeout")
    assert shown["effect"] == effect
    assert shown["retryable"] is True


def test_a_service_that_is_not_there_is_503_and_nothing_happened(far: Caller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    set_settings(service_urls={"card": f"http://127.0.0.1:{port}"})
    shown = assert_problem(far.post("/v1/cards"), 503, "service_unavailable")
    assert shown["effect"] == "none"


def test_an_answer_that_breaks_off_is_502(far: Caller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        set_settings(service_urls={"card": f"http://127.0.0.1:{listener.getsockname()[1]}"})

        def cut() -> None:
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            connection.close()

        thread = threading.Thread(target=cut)
        thread.start()
        shown = assert_problem(far.post("/v1/cards"), 502, "bad_gateway")
        thread.join()
    assert shown["effect"] == "unknown"
    assert control.worlds.row(far.sandbox) is not None
