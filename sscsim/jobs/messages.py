"""Getting work to whoever does it: Celery, or a queue in the calling thread for tests.

A message carries ids only; the truth is in the tables. A message that can't be sent is
therefore no error: beat finds what it was about.
"""

import contextvars
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Protocol

from sscsim import clock, control, metrics, registry, spans
from sscsim.db import engines

log = logging.getLogger("sscsim.jobs")

Args = tuple[Any, ...]

trace: ContextVar[str] = ContextVar("trace", default="")
"""Trace id that the messages of this thread belong to; travels in a header."""

HANDLERS: dict[str, Callable[..., object]] = {}
"""What each message name does; filled by sscsim.jobs."""

MAX_DELAY_S = 60.0
"""A message waits no longer at a worker: what is later is a due job, or found by beat."""

_HOUSEKEEPING_S = 5.0


class Dispatcher(Protocol):
    """Where messages and kicks of this process go."""

    def send(self, name: str, args: Args, queue: str, delay_s: float) -> None: ...

    def kick(self, name: str, args: Args) -> None:
        """Something was committed that a step or a drain should see soon."""


def handle(name: str, args: Args, trace_id: str = "", span_id: str = "") -> None:
    """Do what a message says, in this thread; `span_id` is who sent it."""
    token, parent = trace.set(trace_id), spans.enter_message(span_id)
    began, outcome = clock.monotonic(), "failed"
    try:
        HANDLERS[name](*args)
        outcome = "ok"
    finally:
        metrics.TASK_SECONDS.labels(name, outcome).observe(clock.monotonic() - began)
        spans.leave_message(parent)
        trace.reset(token)


class Inline:
    """First in, first out, in the calling thread. For in-process tests only.

    Where several threads call, the one that began does the work of all.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, Args, str, str]] = deque()
        self._lock = threading.Lock()
        self._working = False
        self.paused = False

    def send(self, name: str, args: Args, queue: str, delay_s: float) -> None:
        self.kick(name, args)

    def kick(self, name: str, args: Args) -> None:
        with self._lock:
            self._waiting.append((name, args, trace.get(), spans.current_id()))
            if self.paused:
                return
        self.work()

    def forget(self) -> None:
        """Lose what waits, as a killed process would."""
        self._waiting.clear()

    def work(self) -> None:
        """Do everything that waits, and everything that comes of it, unless somebody is at it."""
        with self._lock:
            if self._working:
                return
            self._working = True
        # As in another process: nothing of the caller's context is seen.
        contextvars.Context().run(self._work)

    def _work(self) -> None:
        try:
            while (message := self._next()) is not None:
                name, args, trace_id, span_id = message
                handle(name, args, trace_id, span_id)
        except BaseException:
            self._working = False
            raise

    def _next(self) -> tuple[str, Args, str, str] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._working = False
            return None


class Celery:
    """Messages through the broker. In a worker kicks are messages too."""

    def send(self, name: str, args: Args, queue: str, delay_s: float) -> None:
        # Importing Celery costs half the start of a web process: only who sends pays.
        from sscsim.jobs.celery import app

        try:
            app.send_task(
                name,
                args=args,
                queue=queue,
                countdown=delay_s or None,
                headers={"ssc_trace": trace.get(), "ssc_span": spans.current_id()},
                retry=False,
            )
        except Exception as error:
            log.warning("%s not sent, beat will find it: %s", name, error)

    def kick(self, name: str, args: Args) -> None:
        self.send(name, args, registry.DRIVER_QUEUE, 0)


class Relay(Celery):
    """For web processes: kicks go to a thread of this process, so that no call waits for them.

    The thread drains outboxes itself and tells the driver through the broker. It also closes
    handles on worlds that another process removed.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, Args, str, str]] = queue.SimpleQueue()
        self._waiting: set[tuple[str, Args]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def kick(self, name: str, args: Args) -> None:
        with self._lock:
            if (name, args) in self._waiting:
                return
            self._waiting.add((name, args))
            # Started late: a server that forks its workers does so before the first call.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="relay", daemon=True)
                self._thread.start()
        self._queue.put((name, args, trace.get(), spans.current_id()))

    def _work(self) -> None:
        cleaned = clock.monotonic()
        while True:
            try:
                name, args, trace_id, span_id = self._queue.get(timeout=_HOUSEKEEPING_S)
            except queue.Empty:
                name = ""
            try:
                if name:
                    self._do(name, args, trace_id, span_id)
                if clock.monotonic() - cleaned >= _HOUSEKEEPING_S:
                    cleaned = clock.monotonic()
                    close_gone()
            except Exception:
                log.exception("relay: %s failed; beat will make up for it", name or "cleaning")

    def _do(self, name: str, args: Args, trace_id: str, span_id: str) -> None:
        with self._lock:
            self._waiting.discard((name, args))
        if name == "outbox.drain":
            handle(name, args, trace_id, span_id)
            return
        token, parent = trace.set(trace_id), spans.enter_message(span_id)
        try:
            self.send(name, args, registry.DRIVER_QUEUE, 0)
        finally:
            spans.leave_message(parent)
            trace.reset(token)


def close_gone() -> None:
    """Close this process's handles on worlds and generations that are no more."""
    held = sorted({(place.sandbox, place.generation) for place in engines.sqlite_engines.places()})
    if not held:
        return
    living = control.worlds.live(held)
    for sandbox, generation in held:
        if (sandbox, generation) not in living:
            engines.forget(sandbox, generation)


# ---- this process's way

_dispatcher: Dispatcher = Celery()


def use(dispatcher: Dispatcher) -> None:
    global _dispatcher
    _dispatcher = dispatcher


def is_inline() -> bool:
    return isinstance(_dispatcher, Inline)


def dispatch(name: str, *args: Any, queue: str = registry.DRIVER_QUEUE, delay_s: float = 0) -> None:
    """Send a message (one of HANDLERS) to the workers. Ids only, and soon.

    ValueError for a delay above MAX_DELAY_S: longer than Redis waits for an unfinished task,
    it would be delivered again and again.
    """
    if delay_s > MAX_DELAY_S:
        raise ValueError(f"{name} in {delay_s} s: what is so late is a due job, not a message")
    _dispatcher.send(name, args, queue, delay_s)


def dispatch_step(sandbox: str, delay_s: float = 0) -> None:
    dispatch("driver.step", sandbox, delay_s=delay_s)


def kick(name: str, trace_id: str, *args: Any) -> None:
    token = trace.set(trace_id)
    try:
        _dispatcher.kick(name, args)
    finally:
        trace.reset(token)
