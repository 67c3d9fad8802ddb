"""The built wheel, far from any checkout, runs what the checkout runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from launcher.cli import COMMANDS
from tests.conftest import pg_url
from tests.processes.test_supervisor_full import stores
from tests.processes.test_supervisor_restarts import advances
from tests.support.simulator import Simulator, clean_environment

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
__all__ = ["stores"]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked into a folder that comes before the checkout on the path."""
    folder = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    target = folder / "site"
    done = subprocess.run(
        [*pip, "--target", str(target), str(wheel)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def run(elsewhere: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "launcher", *args],
        cwd=elsewhere.parent,
        env=clean_environment(PYTHONPATH=str(elsewhere)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_knows_that_it_is_no_checkout(elsewhere: Path) -> None:
    told = run(elsewhere, "doctor").stdout
    assert "installed package" in told
    assert str(elsewhere.parent / ".ssc" / "data") in told
    said = run(elsewhere, "test")
    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert "source tree" in said.stderr
    told = run(elsewhere, "--help").stdout
    assert all(f"  {command} " in told for command in COMMANDS)


def test_it_carries_the_files_that_are_no_python(elsewhere: Path) -> None:
    compose = elsewhere / "launcher" / "data" / "docker-compose.yml"
    assert compose.read_text() == (ROOT / "docker-compose.yml").read_text()
    for package in ("launcher", "gateway", "services", "sscsim", "scenarios"):
        for source in (ROOT / package).rglob("*"):
            if source.is_file() and source.suffix in (".py", ".yaml", ".yml", ".json", ".html"):
                assert (elsewhere / source.relative_to(ROOT)).is_file(), source


def test_it_runs_the_embedded_topology(elsewhere: Path, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(elsewhere)}
    simulator = Simulator(tmp_path / "data", env=env)
    try:
        assert advances(simulator)
    finally:
        simulator.stop()
        simulator.wait_gone()


def test_it_runs_the_full_topology(elsewhere: Path, tmp_path: Path, stores: dict[str, str]) -> None:
    pg_url()
    env = {"PYTHONPATH": str(elsewhere), **stores}
    simulator = Simulator(tmp_path / "data", ("--topology", "full", "--port", "0"), env)
    try:
        assert advances(simulator)
    finally:
        simulator.stop()
        simulator.wait_gone()
