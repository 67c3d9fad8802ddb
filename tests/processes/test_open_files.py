"""Many open files: the limit is raised where programs start, and no program minds the numbers."""

import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import open_files
from tests.support.simulator import clean_environment

pytestmark = pytest.mark.processes

_LOW = 256
_ASKED = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_LIMITS = "import resource; print(*resource.getrlimit(resource.RLIMIT_NOFILE))"


def _limits_after(program: str, soft: int, *args: str) -> list[int]:
    """Run a program under a low soft limit; the two numbers that it prints."""

    def lower() -> None:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lower,
    )
    return [int(word) for word in done.stdout.split()]


def _wanted(hard: int) -> int:
    endless = hard == resource.RLIM_INFINITY
    return open_files.MOST if endless else min(hard, open_files.MOST)


def test_the_limit_is_raised_to_the_hard_one_but_not_without_end() -> None:
    raised = f"from launcher import open_files; print(open_files.allow_more()); {_LIMITS}"
    told, soft, hard = _limits_after(raised, _LOW)
    assert told == soft == _wanted(hard)
    some = f"from launcher import open_files; print(open_files.allow_more(300)); {_LIMITS}"
    assert _limits_after(some, _LOW)[:2] == [300, 300]
    assert _limits_after(some, 400)[:2] == [400, 400], "never lowered"


def test_the_entry_point_of_the_image_hands_it_on() -> None:
    """`container.main` becomes the command; what it set stays."""
    program = "from launcher import container; container.main()"
    soft, hard = _limits_after(program, _LOW, sys.executable, "-c", _LIMITS)
    assert soft == _wanted(hard)


def test_the_web_process_answers_above_descriptor_1024(tmp_path: Path) -> None:
    """Its loop polls: `select` would end it with the first socket whose number is that high."""
    program = (
        "import os, sys\n"
        "from launcher import open_files, web\n"
        "assert open_files.allow_more() > 1200\n"
        "held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]\n"
        "assert held[-1] > 1024\n"
        "web.main()\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        command = [sys.executable, "-c", program, "--fd", str(listening.fileno())]
        env = clean_environment(SSC_DATA_DIR=str(tmp_path), SSC_LOG_LEVEL="error")
        with subprocess.Popen(command, pass_fds=[listening.fileno()], env=env) as web:
            try:
                for _ in range(3):
                    with socket.create_connection(listening.getsockname(), timeout=60) as caller:
                        caller.sendall(_ASKED)
                        answer = b"".join(iter(lambda: caller.recv(65536), b""))
                    assert answer.startswith(b"HTTP/1.1 200"), answer
            finally:
                web.terminate()
