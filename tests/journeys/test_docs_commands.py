"""The requests in README and docs are typed into a shell, and each of them must succeed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import EMBEDDED
from tests.support.topologies import Topology

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = (
    "README.md",
    "docs/start.md",
    *sorted(f"docs/howto/{page.name}" for page in (ROOT / "docs" / "howto").glob("*.md")),
)
"""The Chinese pages hold the same commands, byte for byte (`tests/wiring/test_docs.py`)."""
CLIENTS = [str(ROOT / "clients" / name) for name in ("python", "pytest")]
AS_INSTALLED = {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    "PYTHONPATH": os.pathsep.join([*CLIENTS, os.environ.get("PYTHONPATH", "")]).strip(os.pathsep),
    "PYTEST_PLUGINS": "sscsim_pytest.plugin",
}
"""The clients of this checkout, as `pip install` would have them found."""
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r'`("[a-z_]+_fen":\d+)`')


def commands(page: str) -> str:
    """The shell blocks of a page, without the line that asks a running simulator for its key."""
    text = "\n".join(_BLOCK.findall((ROOT / page).read_text(encoding="utf-8")))
    return text.replace('eval "$(./ssc env)"', "")


@pytest.mark.topologies(EMBEDDED)
@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)])
def test_every_request_works_as_it_stands(simulator: Topology, page: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl here")
    with simulator.world() as owner:
        # curl itself would be content with any answer.
        script = f'curl() {{ {curl} --fail-with-body "$@" && echo; }}\n{commands(page)}'
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env={
                "SSC_BASE_URL": simulator.base_url,
                "SSC_API_KEY": owner.key,
                "NO_PROXY": "127.0.0.1",
                **AS_INSTALLED,
            },
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    for said in _SAID.findall((ROOT / page).read_text(encoding="utf-8")):
        assert said in done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target


def test_the_table_of_ports_is_the_registry() -> None:
    from sscsim import settings
    from sscsim.registry import GATEWAY_PORT, SERVICES

    table = re.findall(r"^\| (\w+) \| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.M)
    machines = ("sip2", settings.Settings().sip2_port)
    known = [("gateway", GATEWAY_PORT), *((s.name, s.port) for s in SERVICES), machines]
    assert table == [(name, str(port)) for name, port in known]
