"""What the doctor page gives to copy runs as it stands, against a running simulator."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.journeys.conftest import EMBEDDED
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(EMBEDDED)


def copied(simulator: Topology, key: str, request_id: str, form: str) -> str:
    answer = requests.get(
        f"{simulator.base_url}/sandbox/v1/requests/{request_id}?format={form}",
        headers={"Authorization": f"Bearer {key}"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    assert key not in answer.text
    return answer.text


def test_a_copied_call_runs(simulator: Topology, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl here")
    with simulator.world() as owner:
        made = requests.post(
            f"{simulator.base_url}/v1/persons/search",
            headers={"Authorization": f"Bearer {owner.key}", "Accept-Language": "en"},
            json={"name": "o'\"$(false)`false`\\"},
            timeout=30,
        )
        request_id = made.headers["Request-Id"]
        env = {
            "SSC_KEY": owner.key,
            "SSC_BASE_URL": simulator.base_url,
            "NO_PROXY": "127.0.0.1",
            "PATH": "/usr/bin:/bin",
        }
        script = copied(simulator, owner.key, request_id, "curl")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env=env, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        again, first = requests.models.complexjson.loads(done.stdout), made.json()
        for call in (again, first):
            for name in ("instance", "request_id", "trace_id"):
                call.pop(name, None)
        assert again == first
        test = tmp_path / "test_copied.py"
        test.write_text(copied(simulator, owner.key, request_id, "pytest"), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)],
            env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        bruno = copied(simulator, owner.key, request_id, "bruno")
        assert "{{process.env.SSC_KEY}}" in bruno and "body:json {" in bruno
