"""Every way to end: nothing is left, and the data stays."""

import signal
import socket
from pathlib import Path

import pytest
import requests

from launcher import redis_server
from launcher.data_folder import DataFolder
from tests.processes.conftest import Start
from tests.support.simulator import processes_of, refusal, ssc, wait_for

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(start: Start, data: Path, number: int) -> None:
    simulator = start()
    told = simulator.ready()
    assert set(told["children"]) == {"redis", "worker", "beat", "sip2", "web"}
    assert redis_server.socket_folder(data).exists()
    assert simulator.stop(number) == 0
    assert processes_of(data) == []
    assert not redis_server.socket_folder(data).exists()
    assert not (data / "ready.json").exists()
    assert "Stopped" in simulator.log.read_text()


def test_sigkill_of_the_supervisor_leaves_no_process_and_the_next_start_works(
    start: Start, data: Path
) -> None:
    killed = start()
    told = killed.ready()
    killed.stop(signal.SIGKILL)
    again = start("--port", told["base_url"].rpartition(":")[2])
    assert again.ready()["base_url"] == told["base_url"]
    old = set(told["children"].values())
    assert old.isdisjoint(processes_of(data))
    assert requests.get(f"{again.base_url}/livez", timeout=30).ok
    again.stop()
    again.wait_gone()


def test_without_a_next_start_a_killed_supervisor_leaves_nothing_either(
    start: Start, data: Path
) -> None:
    killed = start()
    killed.ready()
    killed.stop(signal.SIGKILL)
    killed.wait_gone()
    assert not DataFolder(data).in_use()
    assert not redis_server.socket_folder(data).exists()


def test_sigkill_while_it_starts_leaves_nothing(start: Start, data: Path) -> None:
    killed = start()
    wait_for("the first child", lambda: (data / "logs" / "worker.log").exists())
    killed.stop(signal.SIGKILL)
    killed.wait_gone()


def test_a_second_start_keeps_the_data_until_a_reset(start: Start, data: Path) -> None:
    first = start()
    told = first.ready()
    made = requests.post(
        f"{first.base_url}/sandbox/v1/sandboxes", json={"name": "kept"}, timeout=60
    )
    assert made.status_code == 201, made.text
    key = made.json()["key"]
    first.stop()
    second = start()
    answer = requests.get(
        f"{second.base_url}/sandbox/v1/clock",
        headers={"Authorization": f"Bearer {key}"},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    assert second.ready()["admin_token"] == told["admin_token"]
    second.stop()
    assert ssc("reset", "--data", str(data)).returncode == 0
    assert {entry.name for entry in data.iterdir()} == {"ssc.lock", "supervisor.lock"}


def test_a_port_in_use_is_refused_in_one_line(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refusal(ssc("up", "--port", port, "--data", str(data)))
    assert port in said
    assert "--port" in said
    assert processes_of(data) == []


def test_a_child_that_fails_at_the_start_is_told_in_one_line(data: Path) -> None:
    done = ssc("up", "--port", "0", "--data", str(data), SSC_TICK_S="often")
    said = refusal(done)
    assert "SSC_TICK_S='often' is not a float" in said
    assert processes_of(data) == []
