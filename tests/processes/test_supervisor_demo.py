"""`ssc demo`: the story from nothing, the same every time, and gone when it is over."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.conftest import Start
from tests.support.simulator import clean_environment, processes_of, wait_for

pytestmark = pytest.mark.processes

DEMO = (sys.executable, "-P", "-m", "launcher", "demo")


def demo(*args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*DEMO, *args],
        env=clean_environment(LANG="C.UTF-8"),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_it_plays_the_same_on_a_used_folder_and_leaves_nothing(data: Path) -> None:
    first = demo("--lang", "en", "--data", str(data))
    assert first.returncode == 0, first.stdout + first.stderr
    assert "9,650.00" in first.stdout
    closed, hold = [line.strip() for line in first.stdout.strip().splitlines()[-2:]]
    assert closed.endswith("is closed.")
    assert hold.endswith("invariants hold.")
    again = demo("--lang", "en", "--data", str(data))
    assert again.stdout == first.stdout
    assert processes_of(data) == []


def test_it_plays_on_a_simulator_that_runs_with_ones_own_bill(start: Start, tmp_path: Path) -> None:
    bill = tmp_path / "bill.json"
    bill.write_text(
        json.dumps([{"item_class": "A", "quantity": 3, "unit_price_fen": 123456}]),
        encoding="utf-8",
    )
    simulator = start()
    told = demo("--lang", "zh", "--bill", str(bill), "--base-url", simulator.base_url)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "3,703.68" in told.stdout
    assert "已关闭" in told.stdout
    refused = demo("--base-url", "http://127.0.0.1:9")
    assert refused.returncode == 1
    assert refused.stderr.startswith("ssc: nothing answers at http://127.0.0.1:9")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_story_stops_everything(data: Path, number: int) -> None:
    process = subprocess.Popen(
        [*DEMO, "--data", str(data)],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for("the story", lambda: (data / "ready.json").exists())
    process.send_signal(number)
    assert process.wait(timeout=60) == 130
    assert processes_of(data) == []
