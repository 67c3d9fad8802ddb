"""Sending beside the drivers: a bounded number of threads, a lane for each endpoint.

A job hands its delivery to the endpoint's lane and waits a moment. A receiver that is
slower than that moment is not waited for again for a minute, and one that stays silent
three times in a row is not even asked for a minute: so neither holds a world's clock.
"""

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sscsim import clock, jobs

log = logging.getLogger("sscsim.webhooks")

Work = Callable[[], None]

HOLD_S = 2.0
"""How long a job, and with it the world's clock, waits for an endpoint."""
NOT_AGAIN_S = 60.0
"""How long an endpoint counts as slow, or as silent."""
SILENT_AFTER = 3
THREADS = 16
IN_A_LANE = 4
_LANES_KEPT = 5_000


@dataclass(slots=True)
class _Lane:
    waiting: deque[tuple[Work, threading.Event]] = field(default_factory=deque)
    running: int = 0
    slow_until: float = 0.0
    silences: int = 0
    silent_until: float = 0.0


class Lanes:
    """The threads of this process and what they have to send."""

    def __init__(self) -> None:
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._idle = 0

    def run(self, name: str, work: Work, hold_s: float = HOLD_S) -> bool:
        """Have it done in the lane; waits a moment. True when it is done.

        In a test whose jobs run in the calling thread, so does this.
        """
        if jobs.is_inline():
            work()
            return True
        done = threading.Event()
        with self._changed:
            lane = self._lane(name)
            lane.waiting.append((work, done))
            hold_s = 0.0 if lane.slow_until > clock.monotonic() else hold_s
            self._enough_threads()
            self._changed.notify()
        if done.wait(hold_s):
            return True
        with self._changed:
            self._lane(name).slow_until = clock.monotonic() + NOT_AGAIN_S
        return False

    def is_silent(self, name: str) -> bool:
        """Whether it is no use to ask now."""
        with self._changed:
            return self._lane(name).silent_until > clock.monotonic()

    def heard(self, name: str, answered: bool) -> None:
        """Note whether there was an answer, of whatever kind."""
        with self._changed:
            lane = self._lane(name)
            lane.silences = 0 if answered else lane.silences + 1
            if lane.silences >= SILENT_AFTER:
                lane.silent_until = clock.monotonic() + NOT_AGAIN_S
                lane.silences = SILENT_AFTER - 1  # one more try when the time is over

    def forget(self) -> None:
        """Start anew (tests)."""
        with self._changed:
            self._lanes.clear()

    def _lane(self, name: str) -> _Lane:
        lane = self._lanes.setdefault(name, _Lane())
        self._lanes.move_to_end(name)
        while len(self._lanes) > _LANES_KEPT:
            oldest, found = next(iter(self._lanes.items()))
            if found.waiting or found.running:
                break
            del self._lanes[oldest]
        return lane

    def _enough_threads(self) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if self._idle == 0 and len(self._threads) < THREADS:
            # Daemons: what they leave unsent at the end of the process is found lying.
            thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while True:
            lane, work, done = self._next()
            try:
                work()
            except Exception:
                log.exception("a delivery failed; it is found lying and sent again")
            finally:
                done.set()
                with self._changed:
                    lane.running -= 1
                    self._changed.notify()

    def _next(self) -> tuple[_Lane, Work, threading.Event]:
        with self._changed:
            self._idle += 1
            try:
                while True:
                    for lane in self._lanes.values():
                        if lane.waiting and lane.running < IN_A_LANE:
                            lane.running += 1
                            return (lane, *lane.waiting.popleft())
                    self._changed.wait()
            finally:
                self._idle -= 1


lanes = Lanes()
