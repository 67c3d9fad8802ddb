"""The data folder: who holds it, its secrets, its logs, and the ready file others read."""

import fcntl
import json
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import Any

from launcher.refusal import Refusal
from sscsim import clock, settings

_LOCK = "ssc.lock"
_SUPERVISOR_LOCK = "supervisor.lock"
_STOPPING_S = 15.0


def checkout() -> Path | None:
    """The source tree we run from; None when installed from a wheel."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "ssc").is_file() and (root / "pyproject.toml").is_file() else None


def default() -> Path:
    """SSC_DATA_DIR; else `.ssc/data` in the checkout, or where one stands."""
    if os.environ.get("SSC_DATA_DIR"):
        return Path(os.environ["SSC_DATA_DIR"]).absolute()
    return (checkout() or Path.cwd()) / settings.Settings().data_dir


class DataFolder:
    """One running simulator a folder. The locks are the kernel's: no crash leaves them behind.

    Two of them: `supervisor.lock` is held by the supervisor alone; `ssc.lock` also by the
    sitter (see `sitter.py`), as long as any process that the supervisor started is left.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "logs"
        self.lock_fd = self._supervisor_fd = -1

    def lock(self) -> None:
        """Take the folder, or refuse in one line that says who has it.

        After a supervisor was killed its processes need a moment to end: that is waited for.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.logs.mkdir(exist_ok=True)
            ours = os.open(self.path / _SUPERVISOR_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            all_of_us = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Refusal(f"cannot use the data folder {self.path}: {error.strerror}") from None
        deadline = clock.monotonic() + _STOPPING_S
        ours_taken = _flock(ours)
        taken = ours_taken and _flock(all_of_us)
        while ours_taken and not taken and clock.monotonic() < deadline:
            time.sleep(0.05)
            taken = _flock(all_of_us)
        if not taken:
            holder = os.pread(ours, 20, 0).decode()
            os.close(ours)
            os.close(all_of_us)
            raise Refusal(
                f"the data folder {self.path} is in use by process {holder or 'unknown'};"
                " stop that one (Ctrl-C) or name another with --data"
            )
        os.ftruncate(ours, 0)
        os.pwrite(ours, str(os.getpid()).encode(), 0)
        self.lock_fd, self._supervisor_fd = all_of_us, ours

    def unlock(self) -> None:
        if self._supervisor_fd >= 0:
            os.ftruncate(self._supervisor_fd, 0)
        for fd in (self.lock_fd, self._supervisor_fd):
            if fd >= 0:
                os.close(fd)
        self.lock_fd = self._supervisor_fd = -1

    def in_use(self) -> bool:
        try:
            fd = os.open(self.path / _LOCK, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _flock(fd)
        finally:
            os.close(fd)

    def secret(self, name: str) -> str:
        """A secret of this folder: made on first use, then kept over restarts."""
        file = self.path / "secrets.json"
        known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(32)
            write_private(file, known)
        return known[name]

    @property
    def ready_file(self) -> Path:
        return self.path / "ready.json"

    def ready(self) -> dict[str, Any] | None:
        """What the running simulator wrote about itself; None when none runs here."""
        if not self.in_use():
            return None
        try:
            told: dict[str, Any] = json.loads(self.ready_file.read_text())
        except (OSError, ValueError):
            return None
        return told

    def wipe(self) -> None:
        """Delete everything inside a folder that we made; any other is refused."""
        if not self.path.exists():
            return
        if not (self.path / _LOCK).exists():
            raise Refusal(f"{self.path} is not a data folder of ssc; nothing was deleted")
        self.lock()
        for entry in self.path.iterdir():
            if entry.name in (_LOCK, _SUPERVISOR_LOCK):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        self.unlock()


def write_private(file: Path, content: Any) -> None:
    """Replace a JSON file in one step, readable by its owner only."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(content, out, indent=1)
        out.write("\n")
    draft.replace(file)


def _flock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
