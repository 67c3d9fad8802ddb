"""A child that dies comes back, and the simulator answers again."""

import os
import secrets
import signal
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.processes.conftest import Start
from tests.support.simulator import Simulator, processes_of, wait_for

pytestmark = pytest.mark.processes


def advances(simulator: Simulator) -> bool:
    """Whether a job goes all the way: gateway, Redis, worker and back."""
    caller = requests.Session()
    caller.headers["Authorization"] = f"Bearer {simulator.ready()['key']}"
    asked = caller.post(
        f"{simulator.base_url}/sandbox/v1/clock/advance",
        json={"by": "P1D"},
        headers={"Idempotency-Key": secrets.token_hex(8)},
        timeout=60,
    )
    assert asked.status_code == 202, asked.text
    where = f"{simulator.base_url}{asked.headers['Location']}"

    def ended() -> Any:
        told = caller.get(where, timeout=60)
        assert told.ok, told.text
        return told.json()["status"] != "running" and told.json()

    told = wait_for("the end of the advance", ended)
    assert told["status"] == "succeeded", told
    return True


def test_worker_web_beat_and_redis_come_back(start: Start) -> None:
    simulator = start(SSC_VISIBILITY_TIMEOUT="1", SSC_RESTORE_INTERVAL="1")
    assert advances(simulator)
    for name in ("worker", "web", "beat", "redis"):
        simulator.kill_child(name)
        assert advances(simulator), name
    simulator.stop()
    simulator.wait_gone()
    log = simulator.log.read_text()
    assert log.count("ended (SIGKILL); starting it again") == 4


def test_callers_wait_while_the_web_process_comes_back(start: Start) -> None:
    """The supervisor holds the listening socket: nobody is refused in between."""
    simulator = start()
    told = simulator.ready()
    os.kill(told["children"]["web"], signal.SIGKILL)
    assert requests.get(f"{told['base_url']}/livez", timeout=60).ok


def test_the_sitter_is_replaced_and_still_leaves_nothing(start: Start) -> None:
    simulator = start()
    simulator.ready()
    (sitter,) = sitters(simulator)
    os.kill(sitter, signal.SIGKILL)
    wait_for("another sitter", lambda: sitters(simulator) not in ([], [sitter]))
    simulator.stop(signal.SIGKILL)
    simulator.wait_gone()


def sitters(simulator: Simulator) -> list[int]:
    return [
        pid
        for pid in processes_of(simulator.data)
        if b"sitter.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
