"""One thread a process that writes what waits, world by world, a few times a second."""

import atexit
import json
import logging
import sqlite3
import threading
from collections import defaultdict, deque
from typing import Any

import sqlalchemy as sa

from sscsim import metrics, settings
from sscsim.db import engines
from sscsim.db.engines import WorldGone
from sscsim.kernel.problems import Problem
from sscsim.requestlog import otel, places, rules
from sscsim.requestlog.entries import Call, Item, Span
from sscsim.requestlog.places import CALLS, SPANS, Log

log = logging.getLogger("sscsim.requestlog")

_MOST_WAITING = 4_000
_GATHER_S = 0.2
"""How long entries wait for company: what another process may see late."""
_SPANS_A_CALL = 10
_DAY_US = 86_400_000_000

_CALL = f"INSERT INTO {CALLS} ({', '.join(Call._fields)}) VALUES ({', '.join('?' * 22)})"
_SPAN = f"INSERT INTO {SPANS} ({', '.join(Span._fields)}) VALUES ({', '.join('?' * 12)})"


def is_on() -> bool:
    """Whether this simulator keeps request logs at all, here or with a collector."""
    return settings.current().request_log == "on" or otel.is_on()


class Writer:
    def __init__(self) -> None:
        self._waiting: deque[Item] = deque()
        self._writing = threading.RLock()
        self._something = threading.Event()
        self._thread: threading.Thread | None = None
        self._since_trim: dict[tuple[str, int], int] = defaultdict(int)

    def put(self, item: Item) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            metrics.LOG_DROPPED.inc()
            return
        self._waiting.append(item)
        if not self._something.is_set():
            self._something.set()
            # Started late: a server that forks its workers does so before the first call.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="requestlog", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            is_open = places.close_idle()
            if not self._something.wait(places.IDLE_S if is_open else None):
                continue
            threading.Event().wait(_GATHER_S)
            self._something.clear()
            self.flush()

    def flush(self) -> None:
        """Write everything that waits. Never fails: a log is not worth a failure."""
        with self._writing:
            by_world: dict[tuple[str, int], list[Item]] = defaultdict(list)
            for _ in range(len(self._waiting)):
                item = self._waiting.popleft()
                by_world[item.sandbox, item.generation].append(item)
            for (sandbox, generation), items in by_world.items():
                try:
                    self._write(sandbox, generation, items)
                except WorldGone:
                    continue
                except (sqlite3.Error, sa.exc.SQLAlchemyError, OSError, Problem) as error:
                    metrics.LOG_DROPPED.inc(len(items))
                    log.warning("the log of %s was not written: %s", sandbox, error)
                except Exception:
                    metrics.LOG_DROPPED.inc(len(items))
                    log.exception("the log of %s was not written", sandbox)

    def _write(self, sandbox: str, generation: int, items: list[Item]) -> None:
        rows = [item.row() for item in items]
        if otel.is_on():
            otel.export(sandbox, rows)
        if settings.current().request_log != "on":
            return
        rule = rules.lately(sandbox)
        if not rule.enabled:
            return
        with places.writing(sandbox, generation) as opened:
            if opened is None:
                self._since_trim.pop((sandbox, generation), None)
                return
            calls = [_plain(row) for row in rows if isinstance(row, Call)]
            spans = [_plain(row) for row in rows if isinstance(row, Span)]
            if calls:
                opened.run(_CALL, *calls)
            if spans:
                opened.run(_SPAN, *spans)
            self._since_trim[sandbox, generation] += len(calls) + len(spans) // _SPANS_A_CALL
            if self._since_trim[sandbox, generation] > max(20, rule.keep // 10):
                self._since_trim[sandbox, generation] = 0
                _trim(opened, rule.keep, max(row.at_us for row in rows))


def _plain(row: Call | Span) -> tuple[Any, ...]:
    return (*row[:-1], json.dumps(row[-1], ensure_ascii=False, separators=(",", ":")))


def _trim(opened: Log, keep: int, now_us: int) -> None:
    """Remove what is over the limit, or too old."""
    since = now_us - settings.current().request_log_days * _DAY_US
    for table, most in ((CALLS, keep), (SPANS, keep * _SPANS_A_CALL)):
        newest = opened.rows(f"SELECT max(seq) FROM {table}")[0][0] or 0
        opened.run(
            f"DELETE FROM {table} WHERE seq <= ? OR at_us < ?",
            (newest - most, since),
        )


_writer = Writer()
put = _writer.put
flush = _writer.flush
atexit.register(flush)
# First of all: the thread may be writing, and what waits has no place to go to afterwards.
engines.closing.insert(0, flush)
