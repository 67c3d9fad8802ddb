"""What goes wrong with a broker: everything comes three times and out of order, or is gone.

Redis itself is real. A second client listens to what is pushed (MONITOR) and pushes each
message again later, in another order, as a broker may that lost its acknowledgements.
"""

import contextlib
import json
import random
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis

from sscsim import registry
from tests.support.simulator import Simulator

QUEUES = frozenset({*registry.QUEUES, registry.DRIVER_QUEUE})
_PUSH = re.compile(r'"[LR]PUSH" "(?P<queue>[^"]+)" "(?P<payload>.*)"$')
_ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|.)")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b"}


def connect(url: str) -> "redis.Redis[Any]":
    """A client of the broker that the simulator uses."""
    return redis.from_url(url.replace("redis+socket://", "unix://"), protocol=2)


def _unescaped(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if len(code) == 3 else _PLAIN.get(code, code)

    return _ESCAPE.sub(plain, text)


@dataclass
class Thrice:
    """Delivers every message three times, the copies late and out of order.

    With `copies=0` it only listens: `again` counts what the broker itself delivered again.
    """

    url: str
    copies: int = 2
    seed: int = 7
    copied: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._waiting: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._random = random.Random(self.seed)
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._listen, self._repeat)
        ]

    def __enter__(self) -> "Thrice":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=5)

    @property
    def again(self) -> int:
        """Deliveries after the first of a message, all together."""
        return sum(self.seen.values()) - len(self.seen)

    def _listen(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(redis.RedisError, OSError):
                self._listen_until_it_breaks()
            self._over.wait(0.2)

    def _listen_until_it_breaks(self) -> None:
        with connect(self.url) as client, client.monitor() as told:
            told.connection._sock.settimeout(1.0)
            while not self._over.is_set():
                with contextlib.suppress(redis.TimeoutError, TimeoutError):
                    self._hear(told.connection.read_response())

    def _hear(self, line: Any) -> None:
        text = line.decode() if isinstance(line, bytes) else str(line)
        found = _PUSH.search(text)
        if found is None or found["queue"] not in QUEUES:
            return
        payload = _unescaped(found["payload"])
        message = str(json.loads(payload)["headers"]["id"])
        with self._lock:
            times = self.seen[message] = self.seen.get(message, 0) + 1
            if times == 1:
                self._waiting += [(found["queue"], payload)] * self.copies

    def _repeat(self) -> None:
        with connect(self.url) as client:
            while not self._over.wait(0.15):
                with self._lock:
                    self._random.shuffle(self._waiting)
                    half = len(self._waiting) // 2 + 1
                    chosen, self._waiting = self._waiting[:half], self._waiting[half:]
                for queue, payload in chosen:
                    with contextlib.suppress(redis.RedisError, OSError):
                        client.lpush(queue, payload)
                        self.copied += 1


@contextlib.contextmanager
def forgetful(url: str, times: int = 6, every_s: float = 1.5) -> Iterator[list[int]]:
    """A broker that loses everything it has, again and again; yields what was lost each time."""
    over, lost = threading.Event(), []

    def forget() -> None:
        with connect(url) as client:
            for _ in range(times):
                if over.wait(every_s):
                    return
                with contextlib.suppress(redis.RedisError, OSError):
                    lost.append(int(client.dbsize()))
                    client.flushdb()

    thread = threading.Thread(target=forget, daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        over.set()
        thread.join(timeout=5)


@contextlib.contextmanager
def another(simulator: Simulator, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    """One more `worker` or `beat` beside the simulator's own, with its command and environment."""
    pid = simulator.ready()["children"][name]
    place = Path(f"/proc/{pid}")
    words = [word for word in (place / "cmdline").read_bytes().decode().split("\0") if word]
    environ = (place / "environ").read_bytes().decode().split("\0")
    env = dict(one.split("=", 1) for one in environ if "=" in one)
    if name == "worker":
        words += ["-n", "another@%h"]
    words = [f"{word}-of-another" if word.startswith("--schedule=") else word for word in words]
    log = simulator.data.parent / f"another-{name}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            words, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
