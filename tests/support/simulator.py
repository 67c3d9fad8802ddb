"""A real simulator in processes of its own, for tests that start, kill and restart it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import leaks

PATIENCE_S = 90.0
"""How long a test waits for what must come before it calls it missing. Never a measure."""


def wait_for(what: str, ask: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
    """The first true answer; AssertionError that says what did not come."""
    deadline = time.monotonic() + patience_s
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"{what} did not come in {patience_s:.0f} s"
        time.sleep(0.05)
    return answer


def clean_environment(**extra: str) -> dict[str, str]:
    """This process's environment without the simulator's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SSC_")}
    return kept | {"COLUMNS": "200", "NO_PROXY": "127.0.0.1"} | extra


def ssc(*args: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of `ssc` to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "launcher", *args],
        env=clean_environment(**env),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def refusal(done: "subprocess.CompletedProcess[str]") -> str:
    """The one clear line of a command that said no."""
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("ssc: ")
    return lines[0]


def processes_of(data: Path) -> list[int]:
    """Processes that speak of this data folder in their command line or environment."""
    found, needle = [], os.fsencode(data)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if needle in told:
                found.append(int(entry.name))
    return found


@dataclass
class Simulator:
    """`ssc up` on a data folder. Starts at once; `ready()` waits until it answers."""

    data: Path
    args: tuple[str, ...] = ("--port", "0")
    env: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "launcher")

    def __post_init__(self) -> None:
        self.log = self.data.parent / f"{self.data.name}.up.log"
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*self.command, "up", "--data", str(self.data), *self.args],
                env=clean_environment(**self.env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def told(self) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = json.loads((self.data / "ready.json").read_text())
        except (OSError, ValueError):
            return None
        return told if told["pid"] == self.process.pid else None

    def ready(self) -> dict[str, Any]:
        """What the ready file tells, once there is one."""

        def ask() -> dict[str, Any] | None:
            assert self.process.poll() is None, f"it ended: {self.log.read_text()}"
            return self.told()

        told: dict[str, Any] = wait_for("the ready file", ask)
        return told

    @property
    def base_url(self) -> str:
        return str(self.ready()["base_url"])

    def kill_child(self, name: str) -> int:
        """SIGKILL one child; returns the process id of the one started in its place."""
        old = self.ready()["children"][name]
        with contextlib.suppress(ProcessLookupError):
            os.kill(old, signal.SIGKILL)
        return self.wait_restarted(name, old)

    def wait_restarted(self, name: str, old: int) -> int:
        def ask() -> int | None:
            new = self.ready()["children"][name]
            return new if new != old else None

        new: int = wait_for(f"another {name}", ask)
        return new

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Signal it and wait for its end; returns the exit status."""
        if self.process.poll() is None:
            self.send(number)
        return self.process.wait(timeout=PATIENCE_S)

    def wait_gone(self) -> None:
        """Nothing that knows this data folder runs any more."""
        wait_for("the end of all its processes", lambda: not processes_of(self.data))
        leaks.look_into(self.log, *sorted((self.data / "logs").glob("*.log")))


@contextlib.contextmanager
def running(data: Path, *args: str, **env: str) -> Iterator[Simulator]:
    """An embedded simulator on free ports; stopped at the end, whatever happened."""
    simulator = Simulator(data, args or ("--port", "0"), env)
    try:
        yield simulator
    finally:
        simulator.stop()
        simulator.wait_gone()
