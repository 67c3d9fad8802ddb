"""`ssc demo`: the story from nothing, the same every time, and gone when it is over."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.simulator import clean_environment, processes_of, ssc, wait_for

pytestmark = pytest.mark.processes


def test_it_plays_the_same_on_a_used_folder_and_leaves_nothing(data: Path) -> None:
    first = ssc("demo", "--lang", "en", "--data", str(data))
    assert first.returncode == 0, first.stdout + first.stderr
    assert "9,650.00" in first.stdout
    closed, hold = [line.strip() for line in first.stdout.strip().splitlines()[-2:]]
    assert closed.endswith("is closed.")
    assert hold.endswith("invariants hold.")
    again = ssc("demo", "--lang", "en", "--data", str(data))
    assert again.stdout == first.stdout
    assert processes_of(data) == []


def test_an_interrupted_story_stops_everything(data: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "launcher", "demo", "--data", str(data)],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for("the story", lambda: (data / "ready.json").exists())
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert processes_of(data) == []
