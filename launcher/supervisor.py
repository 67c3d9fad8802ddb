"""Child processes: started in order, restarted when they die, none left behind.

Single-threaded on purpose: PR_SET_PDEATHSIG fires when the *thread* that forked ends.
Every child leads its own session, so a Ctrl-C in the terminal reaches only us and we
choose the order of the end: web, beat, worker, Redis.
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launcher import sitter
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from sscsim import clock

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STEADY_S = 10.0  # a child that lived this long starts again at once when it dies
_LOG_LIMIT = 20_000_000

REDIS, WORKER, BEAT, WEB = range(4)
"""Stages of the end, the last one first: nobody is asked for what has stopped already."""


@dataclass(frozen=True, slots=True)
class Child:
    """One program to keep running.

    `stage`: the highest is stopped first. `grace_s`: from SIGTERM to SIGKILL.
    `prepare`: called before each start. `ready`: asked until true before the next starts.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    stage: int
    grace_s: float = 5.0
    pass_fds: tuple[int, ...] = ()
    prepare: Callable[[], None] | None = None
    ready: Callable[[], bool] | None = None


@dataclass(slots=True)
class _Running:
    child: Child
    process: "subprocess.Popen[bytes]"
    since: float
    delay_s: float = 0.1
    due: float | None = None  # set while it is dead: when to start it again
    log: Path = field(default_factory=Path)


class StopRequested(BaseException):
    """SIGINT, SIGTERM or SIGHUP arrived. Not an Exception, so that no story swallows it."""


class Supervisor:
    """`with Supervisor(...) as s: s.start(children); s.wait_until(...); s.run()`."""

    def __init__(
        self,
        folder: DataFolder,
        say: Callable[[str], None],
        changed: Callable[[dict[str, int]], None],
        scratch: Path,
    ) -> None:
        """`changed` hears of every new process; `scratch` is a folder to remove in the end."""
        self._folder, self._say, self._changed = folder, say, changed
        self._scratch = scratch
        self._children: list[_Running] = []
        self._steady = False  # still starting: a death is an error, not a reason to restart
        self._asked_to_stop = self._foreground = False
        self._wake_r, self._wake_w = os.pipe()
        os.set_blocking(self._wake_r, False)
        os.set_blocking(self._wake_w, False)

    def __enter__(self) -> "Supervisor":
        # Set by hand: a job started with `&` inherits SIGINT ignored.
        self._old: dict[int, Any] = {n: signal.signal(n, self._on_signal) for n in _SIGNALS}
        self._old[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        self._old_wake = signal.set_wakeup_fd(self._wake_w, warn_on_full_buffer=False)
        self._sitter = self._start_sitter()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        signal.set_wakeup_fd(self._old_wake)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        os.close(self._wake_r)
        os.close(self._wake_w)

    def start(self, children: Sequence[Child]) -> None:
        for child in children:
            log = self._folder.logs / f"{child.name}.log"
            if log.exists() and log.stat().st_size > _LOG_LIMIT:
                log.replace(log.with_suffix(".log.1"))
            running = _Running(child, self._spawn(child, log), clock.monotonic(), log=log)
            self._children.append(running)
            if child.ready is not None:
                self.wait_until(child.ready, child.name)

    def wait_until(self, ready: Callable[[], bool], what: str, timeout_s: float = 120.0) -> None:
        """Tend the children until `ready()`; Refusal when one of them dies or time is up."""
        deadline = clock.monotonic() + timeout_s
        while not ready():
            if clock.monotonic() > deadline:
                raise Refusal(f"{what} was not ready in {timeout_s:.0f} s; {self._hint()}")
            self._tend(0.05)

    def settled(self) -> None:
        """Everything is up: from now on a child that dies is started again."""
        self._steady = True
        self._tell()

    def run(self) -> None:
        """Keep everything running; ends by StopRequested."""
        while True:
            self._tend(1.0)

    @contextlib.contextmanager
    def foreground(self) -> Iterator[None]:
        """Inside, this thread does other work and a signal interrupts it at once."""
        self._foreground = True
        try:
            if self._asked_to_stop:
                raise StopRequested
            yield
        finally:
            self._foreground = False

    def stop(self) -> None:
        """SIGTERM stage by stage, each with its grace, then SIGKILL; a second signal hurries."""
        self._foreground, self._asked_to_stop = False, False
        for stage in sorted({r.child.stage for r in self._children}, reverse=True):
            self._end([r for r in self._children if r.child.stage == stage])
        self._children.clear()
        assert self._sitter.stdin is not None
        self._sitter.stdin.close()
        self._sitter.wait()

    def _end(self, stage: list[_Running]) -> None:
        """Everything of one stage at once: seven servers one after another would take long."""
        for running in stage:
            # To the leader only: gunicorn's master ends its own workers.
            with contextlib.suppress(ProcessLookupError):
                running.process.send_signal(signal.SIGTERM)
        deadline = clock.monotonic() + max(running.child.grace_s for running in stage)
        while any(running.process.poll() is None for running in stage):
            if self._asked_to_stop or clock.monotonic() > deadline:
                break
            self._sleep(0.2)
        for running in stage:
            _kill_group(running.process)
            running.process.wait()
            self._note("-", running.process.pid)

    def _spawn(self, child: Child, log: Path) -> "subprocess.Popen[bytes]":
        if child.prepare is not None:
            child.prepare()
        parent = os.getpid()

        def die_with_parent() -> None:
            if _LIBC is not None:
                _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        with log.open("ab") as out:
            process = subprocess.Popen(
                child.command,
                env=dict(child.env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
                pass_fds=child.pass_fds,
            )
        self._note("+", process.pid)
        return process

    def _tend(self, timeout_s: float) -> None:
        """Sleep until something happens; restart the dead; raise when asked to stop."""
        now = clock.monotonic()
        dues = [r.due - now for r in self._children if r.due is not None]
        self._sleep(max(0.0, min([timeout_s, *dues])))
        if self._asked_to_stop:
            raise StopRequested
        if self._sitter.poll() is not None:
            self._sitter = self._start_sitter()
        for running in self._children:
            self._look_after(running)

    def _look_after(self, running: _Running) -> None:
        now, process = clock.monotonic(), running.process
        if running.due is None and process.poll() is not None:
            _kill_group(process)
            self._note("-", process.pid)
            how = _ending(process.returncode)
            if not self._steady:
                raise Refusal(f"{running.child.name} ended while starting ({how}); {self._hint()}")
            if now - running.since > _STEADY_S:
                running.delay_s = 0.1
            running.due = now + running.delay_s
            running.delay_s = min(running.delay_s * 2, 5.0)
            self._say(f"{running.child.name} ended ({how}); starting it again")
        if running.due is not None and now >= running.due:
            running.process = self._spawn(running.child, running.log)
            running.since, running.due = clock.monotonic(), None
            self._tell()

    def _tell(self) -> None:
        self._changed({r.child.name: r.process.pid for r in self._children})

    def _hint(self) -> str:
        """The last line of the log that tells most: of the child that died, else of the last."""
        dead = [r for r in self._children if r.process.poll() is not None]
        for running in dead or self._children[-1:]:
            lines = running.log.read_text(errors="replace").strip().splitlines()
            return f"its log {running.log} ends: {lines[-1].strip() if lines else '(empty)'}"
        return f"see {self._folder.logs}"

    def _on_signal(self, *_: object) -> None:
        self._asked_to_stop = True
        if self._foreground:
            self._foreground = False
            raise StopRequested

    def _sleep(self, seconds: float) -> None:
        select.select([self._wake_r], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_r, 4096)

    def _start_sitter(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", sitter.__file__, str(self._scratch)],
            env={"SSC_DATA_DIR": str(self._folder.path), "PATH": os.defpath},
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=(self._folder.lock_fd,),
        )
        self._sitter = process
        for running in self._children:
            if running.due is None:
                self._note("+", running.process.pid)
        return process

    def _note(self, sign: str, pid: int) -> None:
        assert self._sitter.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._sitter.stdin.write(f"{sign}{pid}\n".encode())
            self._sitter.stdin.flush()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Whatever is left of a child and of what it started; nothing, after a gentle end."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _ending(returncode: int) -> str:
    if returncode < 0:
        return signal.Signals(-returncode).name
    return f"exit status {returncode}"
