"""No identity number and no key in any log line of a whole test run.

A handler at the root sees every record of every logger of this process, as it was handed over
(before any formatter masks it): message, arguments and extra fields. Logs of child
processes are read when a test is through with them. Anything found fails the run at its end,
with the logger's name, also under xdist. `quietly()` is for tests that log a number on purpose.
"""

import contextlib
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sscsim import logs

_NUMBER = re.compile(r"(?<![0-9A-Za-z_.])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z_.])")
_KEY = re.compile(r"\b[sp]k_sbx_(?!demo\b)[0-9A-Za-z]{16,}|\bwhsec_[0-9A-Za-z+/=]{16,}")
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_WORKER_TELLS = "ssc_leaks"

found: Counter[str] = Counter()
_paused = False


def holds_a_secret(text: str) -> bool:
    if _KEY.search(text):
        return True
    return any(_is_birth_date(match[0][6:14]) for match in _NUMBER.finditer(text))


def _is_birth_date(digits: str) -> bool:
    """An identity number has a day in its middle; instants in nanoseconds have none."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1850 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31


class Watch(logging.Handler):
    """Looks at every record."""

    def emit(self, record: logging.LogRecord) -> None:
        if _paused:
            return
        try:
            if any(holds_a_secret(text) for text in self._texts(record)):
                found[f"logger {record.name}: {str(record.msg)[:80]}"] += 1
        except Exception:  # a record that can't be read is its own test's affair
            return

    @staticmethod
    def _texts(record: logging.LogRecord) -> Iterator[str]:
        yield record.getMessage()
        for name, value in vars(record).items():
            if name not in _OF_EVERY_RECORD:
                yield str(value)
        if record.exc_info and record.exc_info[1] is not None:
            # Causes quote what they failed on: they count as the log writes them.
            yield logs.masked(str(record.exc_info[1]))


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """For a test that hands a number to a logger to see it masked."""
    global _paused
    _paused = True
    try:
        yield
    finally:
        _paused = False


def look_into(*files: Path) -> None:
    """Read the logs of processes that have ended."""
    for file in files:
        if not file.is_file():
            continue
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if holds_a_secret(line):
                found[f"{file.name}: {_starred(line)[:120]}"] += 1


def _starred(line: str) -> str:
    return _KEY.sub("<key>", _NUMBER.sub("<number>", line))


class Plugin:
    """Starts the watch, gathers what the workers saw, and fails the run."""

    def __init__(self) -> None:
        self.watch = Watch(level=logging.DEBUG)

    def pytest_configure(self, config: pytest.Config) -> None:
        logging.getLogger().addHandler(self.watch)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        root = logging.getLogger()
        if self.watch not in root.handlers:  # a test has put the handlers aside
            root.addHandler(self.watch)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        output = getattr(node, "workeroutput", None) or {}
        found.update(output.get(_WORKER_TELLS, {}))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_WORKER_TELLS] = dict(found)
        elif found and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not found:
            return
        terminalreporter.section("identity numbers or keys in log lines", sep="=", red=True)
        for place, times in found.most_common():
            terminalreporter.line(f"{times} x {place}")
