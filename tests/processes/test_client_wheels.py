"""`ssc-client` and `sscsim-pytest` are distributions of their own: built, installed, and used
far from the checkout, by a pytest that knows nothing of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.simulator import clean_environment, running

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]


def done_well(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both installed, as `pip install ./clients/python ./clients/pytest` does it."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("python", "pytest"):
        build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
        done_well(*build, "--outdir", str(folder), str(ROOT / "clients" / name))
    wheels = sorted(map(str, folder.glob("*.whl")))
    assert len(wheels) == 2
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    done_well(*pip, "--target", str(folder / "site"), *wheels)
    return folder / "site"


def test_they_carry_their_types_and_nothing_of_the_simulator(site: Path) -> None:
    names = {file.name for file in site.iterdir() if not file.name.endswith(".dist-info")}
    assert names - {"__pycache__"} == {"ssc_client", "sscsim_pytest"}
    for package in ("ssc_client", "sscsim_pytest"):
        assert (site / package / "py.typed").is_file()
        for source in (site / package).rglob("*.py"):
            text = source.read_text(encoding="utf-8")
            for stranger in ("sscsim.", "gateway", "services", "launcher"):
                assert f"import {stranger}" not in text and f"from {stranger}" not in text, source


TEST = """
def test_it(ssc_world, ssc_simulator):
    import ssc_client

    assert "site" in ssc_client.__file__
    assert ssc_world.client.cards.list_cards().first()
"""


def test_the_plugin_is_found_by_its_entry_point(site: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    with running(tmp_path / "data") as simulator:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider"],
            cwd=tmp_path,
            env=clean_environment(PYTHONPATH=str(site), SSC_URL=simulator.base_url),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


USE = """
from ssc_client import Client, models

client = Client("http://127.0.0.1:1")


def made() -> models.Visit:
    return client.visits.create_visit(
        institution_id="i", insurance_kind="{kind}", admission_date="2026-03-25"
    )
"""


@pytest.mark.parametrize(("kind", "status"), [("employee_basic_medical", 0), ("wrong", 1)])
def test_types_are_checked_where_it_is_installed(
    site: Path, tmp_path: Path, kind: str, status: int
) -> None:
    (tmp_path / "use.py").write_text(USE.format(kind=kind))
    mypy = (sys.executable, "-P", "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"))
    done = subprocess.run(
        [*mypy, "--config-file=", "use.py"],
        cwd=tmp_path,
        env=clean_environment(MYPYPATH=str(site)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
