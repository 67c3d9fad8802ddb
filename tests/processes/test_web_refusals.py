"""What the HTTP server refuses by itself has the shape of every other refusal."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.processes
@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: XmK\r\n\r\n", 400),
        (b"GET /livez HTTP/1.1\r\nHost: localhost\r\nNo colon here\r\n\r\n", 400),
    ],
)
def test_a_broken_request_gets_a_problem(tmp_path: Path, head: bytes, status: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        command = [sys.executable, "-m", "launcher.web", "--fd", str(listening.fileno())]
        env = {"SSC_DATA_DIR": str(tmp_path), "SSC_LOG_LEVEL": "error", "PATH": ""}
        with subprocess.Popen(command, pass_fds=[listening.fileno()], env=env) as web:
            try:
                with socket.create_connection(listening.getsockname(), timeout=60) as caller:
                    caller.sendall(head)
                    answer = b"".join(iter(lambda: caller.recv(65536), b""))
            finally:
                web.terminate()
    top, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in top
    problem = json.loads(body)
    assert (problem["status"], problem["code"], problem["effect"]) == (status, "http_error", "none")
