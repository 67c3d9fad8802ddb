"""Lost, reset and cut-off answers on real sockets, under each HTTP server that we run on."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.simulator import wait_for

pytestmark = pytest.mark.processes
PARTIES = "/sandbox/v1/parties"
SERVERS = {
    "waitress": ["-m", "launcher.web", "--fd", "{fd}"],
    "gunicorn": [
        "-m", "gunicorn", "--bind=fd://{fd}", "--worker-class=gthread", "--threads=8",
        "--keep-alive=75", "--no-control-socket", "launcher.allinone:make_app()",
    ],
}  # fmt: skip


class Server:
    """A gateway with all services behind one listening socket."""

    def __init__(self, listening: socket.socket) -> None:
        self.address = listening.getsockname()

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=60)

    def sent(self, method: str, path: str, body: Any = None, **headers: str) -> socket.socket:
        """A connection on which this was asked."""
        payload = b"" if body is None else json.dumps(body).encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: localhost",
            "Authorization: Bearer sk_sbx_demo",
            f"Content-Length: {len(payload)}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        if body is not None:
            lines.append("Content-Type: application/json")
        connection = self.connect()
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + payload)
        return connection

    def asked(self, method: str, path: str, body: Any = None, **headers: str) -> bytes:
        """All that comes until the connection ends."""
        with self.sent(method, path, body, **headers) as connection:
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def names(self) -> set[str]:
        raw = self.asked("GET", f"{PARTIES}?limit=200", Connection="close")
        listed = json.loads(raw.partition(b"\r\n\r\n")[2])
        return {party["name"] for party in listed["data"]}

    def alive(self) -> bool:
        return self.asked("GET", "/livez", Connection="close").startswith(b"HTTP/1.1 200")


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("cut")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        fd = str(listening.fileno())
        command = [sys.executable, *(word.format(fd=fd) for word in SERVERS[request.param])]
        env = {
            "SSC_DATA_DIR": str(data),
            "SSC_LOG_LEVEL": "error",
            "SSC_CONTEXT_SECRET": "tests",
            "PATH": "",
        }
        log = data / "server.log"
        with (
            log.open("wb") as out,
            subprocess.Popen(
                command, pass_fds=[listening.fileno()], env=env, stdout=out, stderr=out
            ) as process,
        ):
            try:
                made = Server(listening)
                wait_for("the server", made.alive)
                yield made
            finally:
                process.terminate()
                process.wait(60)
        assert "Traceback" not in log.read_text(), log.read_text()


def order(name: str) -> dict[str, str]:
    return {"name": name, "role": "bank"}


@pytest.mark.parametrize(("phase", "done"), [("before", False), ("after", True)])
def test_a_dropped_answer_is_no_byte_at_all(server: Server, phase: str, done: bool) -> None:
    name = f"dropped {phase}"
    wish = f"fault=drop_response, phase={phase}"
    assert server.asked("POST", PARTIES, order(name), SSC_Simulate=wish) == b""
    assert (name in server.names()) is done


@pytest.mark.parametrize(("phase", "done"), [("before", False), ("after", True)])
def test_a_reset_is_a_reset(server: Server, phase: str, done: bool) -> None:
    name = f"reset {phase}"
    wish = f"fault=reset, phase={phase}"
    with (
        server.sent("POST", PARTIES, order(name), SSC_Simulate=wish) as connection,
        pytest.raises(ConnectionResetError),
    ):
        connection.recv(65536)
    assert (name in server.names()) is done


def test_a_truncated_answer_ends_in_its_middle(server: Server) -> None:
    raw = server.asked("POST", PARTIES, order("cut"), SSC_Simulate="fault=truncate")
    top, _, body = raw.partition(b"\r\n\r\n")
    assert top.startswith(b"HTTP/1.1 201")
    [announced] = [
        int(line.partition(b":")[2])
        for line in top.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    assert len(body) == announced // 2 > 0
    with pytest.raises(ValueError):
        json.loads(body)
    assert "cut" in server.names()


def test_a_late_request_is_carried_out_when_the_caller_has_its_504(server: Server) -> None:
    wish = "fault=late, delay=300, real"
    raw = server.asked("POST", PARTIES, order("late"), SSC_Simulate=wish, Connection="close")
    assert raw.startswith(b"HTTP/1.1 504")
    wait_for("the late party", lambda: "late" in server.names())


def test_a_kept_connection_is_good_for_the_next_call(server: Server) -> None:
    """Nothing of a simulated status or delay hurts the connection it came on."""
    with server.sent("GET", PARTIES, SSC_Simulate="fault=status, phase=before") as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 503")
        line = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(line)
        assert b"HTTP/1.1 200" in b"".join(iter(lambda: connection.recv(65536), b""))
