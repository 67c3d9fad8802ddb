"""Real supervisors: every simulator that a test starts is gone when it ends."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.simulator import Simulator, processes_of

Start = Callable[..., Simulator]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """`start(*args, **env)` runs `ssc up` on the test's data folder."""
    started: list[Simulator] = []

    def begin(*args: str, **env: str) -> Simulator:
        started.append(Simulator(data, args or ("--port", "0"), env))
        return started[-1]

    yield begin
    for simulator in started:
        simulator.stop()
    for pid in processes_of(data):
        os.kill(pid, 9)
