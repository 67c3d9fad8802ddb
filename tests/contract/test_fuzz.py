"""The long fuzzing, as one test: `./ssc test --long`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.simulator import clean_environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.processes
@pytest.mark.timeout(3_600)
def test_schemathesis_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.contract.fuzz", "--max-examples", "15"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
