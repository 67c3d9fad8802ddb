"""The simulator of a test run: one that runs already, or a child process that all workers share.

The workers of pytest-xdist meet in one folder. Whoever comes first starts the simulator under a
lock; each holds a second lock as long as it may use it, and whoever can take that one alone is
the last and stops it. Locks go with their process, so a worker that was killed counts as gone.
"""

import contextlib
import fcntl
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import requests

from ssc_client import Client

PATIENCE_S = 180.0
"""How long to wait for a simulator that starts; fifty workers make a machine slow."""
STOPPING_S = 30.0


class NotRunning(Exception):
    """There is no simulator, and none could be started; the message says why."""


@dataclass(frozen=True, slots=True)
class Simulator:
    """A running simulator. `admin_token` makes sandboxes; on loopback it goes without."""

    base_url: str
    admin_token: str = field(default="", repr=False)

    def manager(self) -> Client:
        """A client that makes and removes sandboxes."""
        return Client(self.base_url, self.admin_token)


def given(url: str, admin_token: str) -> Simulator:
    """The simulator at this address, once it has answered. Raises NotRunning."""
    url = url.rstrip("/")
    try:
        status = requests.get(f"{url}/readyz", timeout=30).status_code
    except requests.RequestException as error:
        raise NotRunning(f"no simulator at {url}: {type(error).__name__}") from None
    if status != 200:
        raise NotRunning(f"the simulator at {url} is not ready: {status}")
    return Simulator(url, admin_token)


def command(said: str) -> list[str]:
    """How to start a simulator: what was said, or the `ssc` that is installed here."""
    if said:
        return shlex.split(said)
    beside = Path(sys.executable).with_name("ssc")
    found = str(beside) if beside.exists() else shutil.which("ssc")
    if found is None:
        raise NotRunning(
            "no `ssc` here: install ssc-simulator, or give --ssc-command,"
            " or --ssc-url of one that runs"
        )
    return [found]


class Shared:
    """A simulator that the workers of one test run share. `folder` is where they meet."""

    def __init__(self, folder: Path, how: str = "") -> None:
        self.folder, self.how = folder, how
        self._data, self._log = folder / "data", folder / "simulator.log"
        self._users: IO[bytes] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def join(self) -> Simulator:
        """Use it; whoever comes first starts it. Raises NotRunning."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._users = (self.folder / "users.lock").open("wb")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            told = self._told() or self._start()
        return Simulator(told["base_url"], told["admin_token"])

    def leave(self) -> None:
        """Use it no more; whoever is the last stops it."""
        if self._users is None:
            return
        with self._alone():
            self._stop_when_last(self._users)
        self._users.close()
        self._users = None

    def sweep(self) -> None:
        """At the very end: stop what workers that were killed left running."""
        if not self.folder.is_dir():
            return
        with self._alone(), (self.folder / "users.lock").open("ab") as users:
            self._stop_when_last(users)
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- under the lock

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _told(self) -> dict[str, Any] | None:
        """What its ready file tells; None while there is none."""
        try:
            told: dict[str, Any] = json.loads((self._data / "ready.json").read_text())
        except (OSError, ValueError):
            return None
        return told

    def _start(self) -> dict[str, Any]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SSC_")}
        with self._log.open("wb") as log:
            self._child = subprocess.Popen(
                [*command(self.how), "up", "--port", "0", "--data", str(self._data)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to pass on, when the last test is done
            )
        deadline = time.monotonic() + PATIENCE_S
        while (told := self._told()) is None:
            if self._child.poll() is not None:
                said = self._log.read_text(errors="replace").strip()[-2000:]
                raise NotRunning(f"the simulator did not start: {said}")
            if time.monotonic() > deadline:
                self._child.kill()
                raise NotRunning(f"the simulator did not start in {PATIENCE_S:.0f} s")
            time.sleep(0.1)
        return told

    def _stop_when_last(self, users: IO[bytes]) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        told = self._told()
        if told is not None:
            self._stop(int(told["pid"]))

    def _stop(self, pid: int) -> None:
        """SIGTERM, and wait until it has taken its ready file away, which it does last."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + STOPPING_S
            while self._told() is not None:
                if time.monotonic() > deadline:
                    os.kill(pid, signal.SIGKILL)
                    break
                time.sleep(0.05)
        if self._child is not None:
            self._child.wait(timeout=STOPPING_S)
        shutil.rmtree(self._data, ignore_errors=True)
