"""What the other commands say of a simulator that runs, and of one that doesn't."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.support.simulator import Simulator, refusal, running, ssc

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("told") / "data") as simulator:
        simulator.ready()
        yield simulator


def test_its_folder_is_refused_to_another_in_one_line(simulator: Simulator) -> None:
    data = str(simulator.data)
    said = refusal(ssc("up", "--port", "0", "--data", data))
    assert data in said
    assert f"process {simulator.process.pid};" in said
    assert "in use" in refusal(ssc("reset", "--data", data))
    assert "in use" in refusal(ssc("demo", "--data", data))
    assert requests.get(f"{simulator.base_url}/livez", timeout=60).ok


def test_env_prints_what_a_shell_needs(simulator: Simulator, tmp_path: Path) -> None:
    told = simulator.ready()
    done = ssc("env", "--data", str(simulator.data))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"export SSC_BASE_URL={told['base_url']}",
        "export SSC_API_KEY=sk_sbx_demo",
        f"export SSC_ADMIN_TOKEN={told['admin_token']}",
        f"export SSC_SIP2={told['sip2']}",
    ]
    assert "ssc up" in refusal(ssc("env", "--data", str(tmp_path)))


def test_the_ready_file_is_private(simulator: Simulator) -> None:
    file = simulator.data / "ready.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["pid"] == simulator.process.pid


def test_doctor_finds_it(simulator: Simulator) -> None:
    done = ssc("doctor", "--data", str(simulator.data))
    assert simulator.base_url in done.stdout


def test_dead_jobs_are_listed_and_requeued_through_the_gateway(simulator: Simulator) -> None:
    data = str(simulator.data)
    done = ssc("jobs", "dead", "--data", data)
    assert (done.returncode, done.stdout) == (0, "No dead jobs.\n"), done.stderr
    assert "404" in refusal(ssc("jobs", "requeue", "dead_" + "0" * 26, "--data", data))


def test_the_story_plays_on_it_with_ones_own_bill(simulator: Simulator, tmp_path: Path) -> None:
    bill = tmp_path / "bill.json"
    bill.write_text(
        json.dumps([{"item_class": "A", "quantity": 3, "unit_price_fen": 123456}]),
        encoding="utf-8",
    )
    told = ssc("demo", "--lang", "zh", "--bill", str(bill), "--base-url", simulator.base_url)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "3,703.68" in told.stdout
    assert "已关闭" in told.stdout


def test_a_story_needs_a_simulator_that_answers() -> None:
    said = refusal(ssc("demo", "--base-url", "http://127.0.0.1:9"))
    assert said == "ssc: nothing answers at http://127.0.0.1:9/readyz"
