"""Copying a world of SQLite files.

Two ways, one result. Of a small world the write-ahead logs are folded into the files first;
with all write locks held and all logs empty nothing can change a file, and a process of its
own copies them as fast as the disk does. Of a large one, or where a reader keeps a log from
being emptied, each file gets a reader while the locks are held; then writers go on and the
database's own backup copies what the readers see, however long it takes.

The copying process is not this one for a reason: closing any handle on a database file drops
every lock that SQLite holds on it in the same process.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sscsim import settings
from sscsim.db.engines import NOTES, Place, WorldGone
from sscsim.db.store import StoreBusy
from sscsim.failpoints import failpoint

_WAIT_S = 10.0
_LOCKED_COPY_LIMIT = 256 * 1024 * 1024
"""A larger world is copied from readers, so that its writers don't wait for the disk."""


def files(place: Place) -> list[Path]:
    """The stores' files."""
    return sorted(file for file in place.folder.glob("*.db") if file.stem not in NOTES)


def size(place: Place) -> int:
    total = 0
    for file in place.folder.glob("*.db*"):
        with contextlib.suppress(FileNotFoundError):  # a log goes when its last user does
            total += file.stat().st_size
    return total


def _connect(file: Path, timeout: float = _WAIT_S) -> sqlite3.Connection:
    """An existing file: `mode=rw` makes none where a world has just been dropped."""
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )


class FilesCut:
    """All stores of a world with their write locks held."""

    def __init__(self, place: Place, held: ExitStack) -> None:
        self._place = place
        self._held = held
        held.callback(self._give_up)
        self._running: list[Path] = []
        self._locked: dict[Path, sqlite3.Connection] = {}
        self._readers: dict[Path, sqlite3.Connection] = {}
        self._copying: subprocess.Popen[bytes] | None = None
        self._target: Place | None = None
        # A store may be made while the others are being locked.
        while new := [file for file in files(place) if file not in self._locked]:
            for file in new:
                self._lock(file)
        self.services = [file.stem for file in self._locked]

    def _lock(self, file: Path) -> None:
        try:
            connection = self._held.enter_context(closing(_connect(file)))
        except sqlite3.OperationalError:
            if file.exists():
                raise
            raise WorldGone() from None  # the world is just being removed, file by file
        _fold_log(connection)
        connection.execute("BEGIN IMMEDIATE")
        self._locked[file] = connection

    def waiting(self) -> list[str]:
        waits = "SELECT 1 FROM outbox WHERE status = 'waiting' LIMIT 1"
        return [file.stem for file, held in self._locked.items() if held.execute(waits).fetchone()]

    def begin(self, target: Place) -> None:
        self._target = target
        runs = "SELECT 1 FROM idempotency WHERE state = 'running' LIMIT 1"
        self._running = [
            file for file, held in self._locked.items() if held.execute(runs).fetchone()
        ]
        if self._can_copy_locked():
            names = [str(file) for file in self._locked]
            command = ["cp", *names, str(target.folder)]
            self._copying = subprocess.Popen(command, stderr=subprocess.PIPE, close_fds=False)
            return
        for file in self._locked:
            reader = self._held.enter_context(closing(_connect(file)))
            reader.execute("BEGIN")
            # Reads the header and nothing else: from here on the reader sees this instant.
            reader.execute("PRAGMA user_version").fetchone()
            self._readers[file] = reader

    def finish(self) -> None:
        assert self._target is not None
        if self._copying is not None:
            _, said = self._copying.communicate()
            if self._copying.returncode:
                raise OSError(f"the files could not be copied: {said.decode(errors='replace')}")
        self._let_go()
        failpoint("copies.before_backup")
        for file, reader in self._readers.items():
            _backup(reader, self._target.folder / file.name)
        for file in self._running:
            _forget_running(self._target.folder / file.name)
        for file in self._locked:
            _to_disk(self._target.folder / file.name)

    def _give_up(self) -> None:
        if self._copying is not None and self._copying.poll() is None:
            self._copying.kill()
            self._copying.communicate()

    def _let_go(self) -> None:
        for connection in self._locked.values():
            connection.execute("ROLLBACK")

    def _can_copy_locked(self) -> bool:
        """Nobody can write now; what is in the files is all there is."""
        if not self._locked or shutil.which("cp") is None:
            return False
        logs = [file.with_name(file.name + "-wal") for file in self._locked]
        if any(log.exists() and log.stat().st_size for log in logs):
            return False
        return sum(file.stat().st_size for file in self._locked) <= _LOCKED_COPY_LIMIT


def _fold_log(connection: sqlite3.Connection) -> None:
    """Bring the log into the file, unless a reader is in the way: then without."""
    connection.execute("PRAGMA busy_timeout=0")
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute(f"PRAGMA busy_timeout={int(_WAIT_S * 1000)}")


def _backup(reader: sqlite3.Connection, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        # Nobody knows of the file until it is whole: it needs neither journal nor waiting.
        copy.execute("PRAGMA synchronous=OFF")
        copy.execute("PRAGMA journal_mode=OFF")
        reader.backup(copy, pages=16_384)


def _forget_running(file: Path) -> None:
    """What was being answered at the instant of the copy is not known in it."""
    with closing(_connect(file)) as copy:
        copy.execute("UPDATE idempotency SET state = 'unknown' WHERE state = 'running'")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _to_disk(file: Path) -> None:
    """What FULL promises holds for copies too."""
    if settings.current().sqlite_synchronous != "FULL":
        return
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


@contextmanager
def cut(place: Place) -> Iterator[FilesCut]:
    if not place.folder.is_dir():
        raise WorldGone()
    try:
        with ExitStack() as held:
            yield FilesCut(place, held)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreBusy() from error
        if not place.folder.is_dir():
            raise WorldGone() from None
        raise
    except FileNotFoundError:  # the world is just being removed, file by file
        raise WorldGone() from None


def copy_resting(source: Place, target: Place) -> None:
    """Plain copies: no SQLite of any process has a snapshot's files open for writing."""
    try:
        for file in files(source):
            failpoint("copies.between_files")
            shutil.copyfile(file, target.folder / file.name)
            _to_disk(target.folder / file.name)
    except FileNotFoundError:
        raise WorldGone() from None
    if not source.folder.is_dir():
        raise WorldGone()
