"""Calling another service means the same in one process and over a socket."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.serving import make_server

from sscsim import peers, settings
from sscsim.db import keys
from sscsim.db.store import Report, RunningJob, current_job
from tests.support import specimen
from tests.support.bench import Bench
from tests.support.specimen.store import notes, store

pytestmark = pytest.mark.db


@contextlib.contextmanager
def served(app: Any) -> Iterator[str]:
    """The address of this WSGI app behind a real server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextlib.contextmanager
def answering(reply: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that does one odd thing with a connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    reply(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield "http://127.0.0.1:" + str(listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def at_address(url: str) -> None:
    settings.use(replace(settings.current(), service_urls={"specimen": url}))


@pytest.fixture(params=["in process", "over a socket"])
def reached(request: pytest.FixtureRequest, sqlite: str) -> Iterator[str]:
    app = specimen.create_app()
    if request.param == "in process":
        peers.use_local({"specimen": app})
        yield request.param
        return
    with served(app) as url:
        at_address(url)
        yield request.param


@pytest.fixture
def world_of(reached: str) -> Iterator[Bench]:
    made = Bench().make()
    yield made
    made.drop()


def test_an_answer_comes_back_parsed(world_of: Bench) -> None:
    with world_of.entered():
        body = {"name": "中文", "rate_bp": 5}
        assert peers.call("specimen", "POST", "/internal/v1/echo", body) == body


def test_the_other_side_sees_the_same_world_as_a_service(world_of: Bench) -> None:
    for role, seen in (("hospital", "service"), ("owner", "service"), ("system", "system")):
        with world_of.entered(role=role, scopes=frozenset()):
            answer = peers.call("specimen", "POST", "/internal/v1/note")
        assert answer == {"role": seen, "sandbox": world_of.sandbox}


def test_a_problem_is_a_refusal_with_its_code(world_of: Bench) -> None:
    with world_of.entered(), pytest.raises(peers.Refused) as caught:
        peers.call("specimen", "POST", "/internal/v1/echo", {"surprise": 1})
    assert (caught.value.status, caught.value.code) == (400, "unknown_field")
    assert caught.value.problem["errors"][0]["pointer"] == "/surprise"
    with world_of.entered(), pytest.raises(peers.Refused) as caught:
        peers.call("specimen", "POST", "/internal/v1/nothing-here")
    assert (caught.value.status, caught.value.code) == (404, "unknown_route")


def test_a_5xx_is_a_refusal_only_if_it_says_that_nothing_happened(world_of: Bench) -> None:
    with world_of.entered(), pytest.raises(peers.Refused):
        peers.call("specimen", "POST", "/internal/v1/fail/503", {})
    with world_of.entered(), pytest.raises(peers.NoAnswer):
        peers.call("specimen", "POST", "/internal/v1/fail/504", {})


def test_problems_come_in_the_callers_language(world_of: Bench) -> None:
    for language, title in (("en", "Specimen refused"), ("zh-CN", "样本被拒绝")):
        with world_of.entered(language=language), pytest.raises(peers.Refused) as caught:
            peers.call("specimen", "POST", "/internal/v1/fail/422", {})
        assert caught.value.problem["title"] == title


def test_never_inside_a_transaction(world_of: Bench) -> None:
    with (
        world_of.entered(),
        store.write(),
        pytest.raises(RuntimeError, match="a transaction is open"),
    ):
        peers.call("specimen", "POST", "/internal/v1/note")


def test_the_far_transaction_is_its_own(world_of: Bench) -> None:
    # in one process, too, the callee may open a transaction: nothing of the caller's reaches it
    with world_of.entered():
        peers.call("specimen", "POST", "/internal/v1/note")
    with world_of.entered(), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(notes)) == 1


def test_neither_key_nor_job_of_the_caller_reaches_the_other_side(world_of: Bench) -> None:
    key = keys.RequestKey("scope", "print", lambda value: keys.Answer(200, {}, ""), lambda p: p)
    job = RunningJob("specimen", "job_1", Report())
    key_token, job_token = keys.request_key.set(key), current_job.set(job)
    try:
        with world_of.entered():
            peers.call("specimen", "POST", "/internal/v1/note")
    finally:
        keys.request_key.reset(key_token)
        current_job.reset(job_token)
    assert key.stored is None
    assert (job.report.events, dict(job.report.rows)) == ([], {})


def test_only_internal_addresses_are_called(world_of: Bench) -> None:
    for path in ("/v1/accounts", "/internal/v2/x", "http://elsewhere/internal/v1/x"):
        with world_of.entered(), pytest.raises(ValueError, match="/internal/v1/"):
            peers.call("specimen", "GET", path)


# ---- what only sockets can do


@pytest.fixture
def remote(sqlite: str) -> Iterator[Bench]:
    made = Bench().make()
    yield made
    made.drop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_nobody_listens(remote: Bench) -> None:
    at_address(f"http://127.0.0.1:{free_port()}")
    with remote.entered(), pytest.raises(peers.Unreachable):
        peers.call("specimen", "POST", "/internal/v1/note")


def test_no_such_host(remote: Bench) -> None:
    at_address("http://nobody.invalid:80")
    with remote.entered(), pytest.raises(peers.Unreachable):
        peers.call("specimen", "POST", "/internal/v1/note")


def _hang_up(connection: socket.socket) -> None:
    connection.recv(65536)


def _say_half(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")


def _not_json(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\noops")


def _redirect(connection: socket.socket) -> None:
    connection.recv(65536)
    head = b"HTTP/1.1 500 X\r\nLocation: http://127.0.0.1:1/\r\n"
    connection.sendall(head + b"Content-Length: 0\r\n\r\n")


@pytest.mark.parametrize("reply", [_hang_up, _say_half, _not_json, _redirect])
def test_an_answer_that_does_not_come_leaves_the_outcome_open(
    remote: Bench, reply: Callable[[socket.socket], None]
) -> None:
    with answering(reply) as url:
        at_address(url)
        with remote.entered(), pytest.raises(peers.NoAnswer):
            peers.call("specimen", "POST", "/internal/v1/note")


def test_a_slow_answer_is_not_waited_for(remote: Bench) -> None:
    gone = threading.Event()

    def silent(connection: socket.socket) -> None:
        connection.recv(65536)
        gone.wait(30)

    with answering(silent) as url:
        at_address(url)
        with remote.entered(), pytest.raises(peers.NoAnswer):
            peers.call("specimen", "POST", "/internal/v1/note", timeout=0.05)
        gone.set()


def test_a_proxy_of_the_environment_is_not_asked(
    remote: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    with served(specimen.create_app()) as url:
        at_address(url)
        with remote.entered():
            assert peers.call("specimen", "POST", "/internal/v1/echo", {"name": "a"})
