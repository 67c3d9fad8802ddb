"""`sscsim-pytest` as a team runs it: a pytest of its own, workers of its own, one simulator."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.simulator import clean_environment, processes_of, running, wait_for

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 50


def environment(**more: str) -> dict[str, str]:
    """Clients from the checkout; nothing of the pytest that runs us."""
    kept = {k: v for k, v in clean_environment().items() if not k.startswith("PYTEST_")}
    path = [str(ROOT / "clients" / name) for name in ("python", "pytest")]
    path += filter(None, [kept.get("PYTHONPATH")])
    return (
        kept
        | {"PYTHONPATH": os.pathsep.join(path), "SSC_COMMAND": f"{sys.executable} -P -m launcher"}
        | more
    )


def command(*arguments: str) -> list[str]:
    plugin = ("-p", "sscsim_pytest.plugin", "-p", "no:cacheprovider")
    return [sys.executable, "-P", "-m", "pytest", *plugin, "-q", "-rA", *arguments]


def suite(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_suite.py").write_text(text)
    return folder


def played(folder: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


OWN_ROWS_ONLY = """
import json, os, pathlib

WORKER = os.environ["PYTEST_XDIST_WORKER"]
NAMES = [f"{WORKER} {number}" for number in range(3)]


def test_lists_have_own_rows_only(ssc_world, ssc_simulator):
    persons = ssc_world.client.persons
    before = {person["id"] for person in persons.list_persons()}
    for name in NAMES:
        persons.create_person(
            name=name, sex="female", birth_date="1990-01-01", region_code="510100"
        )
    found = [p for p in persons.list_persons(limit=2) if p["id"] not in before]
    assert sorted(person["name"] for person in found) == NAMES
    events = ssc_world.client.events.list_events(limit=200)
    assert {event["subject"] for event in events} <= {person["id"] for person in found}
    told = {"url": ssc_simulator.base_url, "world": ssc_world.id, "seed": ssc_world.seed}
    told["ids"] = sorted(before)
    pathlib.Path(f"{WORKER}.json").write_text(json.dumps(told))
"""


def test_fifty_workers_share_one_simulator_and_no_rows(tmp_path: Path) -> None:
    folder = suite(tmp_path / "suite", OWN_ROWS_ONLY)
    # Every worker runs the same test: fifty worlds of the same seed at the same time.
    done = played(folder, "-n", str(WORKERS), "--dist", "each", TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert f"{WORKERS} passed" in done.stdout
    told = [json.loads(file.read_text()) for file in folder.glob("gw*.json")]
    assert len(told) == WORKERS
    assert len({each["url"] for each in told}) == 1
    assert Counter(each["world"] for each in told).most_common(1)[0][1] == 1
    assert len({each["seed"] for each in told}) == 1
    assert len({tuple(each["ids"]) for each in told}) == 1
    assert not list(tmp_path.glob("sscsim-*")), "the simulator's folder is gone"
    wait_for("the end of the simulator", lambda: not processes_of(tmp_path))


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("simulator") / "data") as simulator:
        yield simulator.base_url


FIXTURES = """
from datetime import timedelta

import pytest
from ssc_client import Forbidden, LostAnswer, Unavailable, answer_of


def test_the_clock(ssc_clock):
    before = ssc_clock.freeze()
    assert ssc_clock.advance(by="P2D")["status"] == "succeeded"
    assert ssc_clock.now == before + timedelta(days=2)
    ssc_clock.advance(to=before + timedelta(days=3))
    assert ssc_clock.now == before + timedelta(days=3)


@pytest.mark.ssc_world(preset="empty", seed="chosen")
def test_the_marker(ssc_world):
    assert ssc_world.seed == "chosen"
    assert not ssc_world.client.persons.list_persons().all()


def test_a_party(ssc_party):
    library = ssc_party("library", "510100")
    with pytest.raises(Forbidden):
        library.client.clock.advance_clock(by="P1D")


def test_faults(ssc_world, ssc_faults):
    person = dict(name="A", sex="male", birth_date="1990-01-01", region_code="510100")
    once = ssc_world.client.again(retries=0)
    ssc_faults.lose_answer("/v1/persons")
    with pytest.raises(LostAnswer) as lost:
        once.persons.create_person(**person)
    made = once.persons.create_person(**person, idempotency_key=lost.value.idempotency_key)
    assert answer_of(made).replayed
    ssc_faults.refuse("/v1/persons", 503, times=9)
    with pytest.raises(Unavailable):
        once.persons.create_person(**person)
    ssc_faults.clear()
    assert once.persons.create_person(**{**person, "name": "B"})["id"] != made["id"]


def test_a_snapshot(ssc_world, ssc_snapshot):
    persons = ssc_world.client.persons
    before, there = ssc_snapshot(), len(persons.list_persons().all())
    persons.create_person(name="A", sex="male", birth_date="1990-01-01", region_code="510100")
    assert len(persons.list_persons().all()) == there + 1
    before.restore()
    assert len(persons.list_persons().all()) == there


def test_more_worlds(ssc_world, ssc_world_factory):
    other = ssc_world_factory(preset="empty")
    assert other.id != ssc_world.id and other.seed != ssc_world.seed
    assert other.holds() and ssc_world.holds()


def test_the_same_ids_in_every_run(ssc_world):
    print("first:", ssc_world.client.cards.list_cards().first()["id"])
"""


def test_the_fixtures(base_url: str, tmp_path: Path) -> None:
    folder = suite(tmp_path, FIXTURES)
    runs = [played(folder, f"--ssc-url={base_url}"), played(folder, SSC_URL=base_url)]
    for done in runs:
        assert "7 passed" in done.stdout, done.stdout
    first, again = (re.findall(r"first: card_\w+", done.stdout) for done in runs)
    assert len(first) == 1 and first == again


FAILS = """
def test_it(ssc_world, request):
    print("made", ssc_world.id)
    ssc_world.client.cards.get_card("card_" + "0" * 26)
"""


@pytest.mark.parametrize("keep", [False, True])
def test_a_failure_tells_the_calls_and_their_pages(
    base_url: str, tmp_path: Path, keep: bool
) -> None:
    kept = ("--ssc-keep",) if keep else ()
    done = played(suite(tmp_path, FAILS), f"--ssc-url={base_url}", *kept)
    assert done.returncode == 1
    assert "ssc calls that failed" in done.stdout
    assert re.search(
        rf"GET /v1/cards/card_0+ -> 404 card_not_found  {base_url}/sandbox/v1/requests/req_\w+",
        done.stdout,
    )
    assert "sk_sbx_" not in done.stdout, "keys are not for logs"
    (world,) = set(re.findall(r"made (sbx_\w+)", done.stdout))
    from ssc_client import Client

    with Client(base_url) as manager:
        there = {each["id"] for each in manager.sandboxes.list_sandboxes(limit=200)}
        assert (world in there) is keep


def test_no_simulator_is_said_in_one_line(tmp_path: Path) -> None:
    folder = suite(tmp_path, FAILS)
    done = played(folder, "--ssc-url=http://127.0.0.1:1")
    assert "Failed: no simulator at http://127.0.0.1:1" in done.stdout
    done = played(folder, "--ssc-command=false")
    assert "Failed: the simulator did not start" in done.stdout


KILLED = """
import os, signal

def test_it(ssc_world):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_that_are_killed_leave_nothing_running(tmp_path: Path) -> None:
    folder = suite(tmp_path / "suite", KILLED)
    done = played(folder, "-n", "1", "--max-worker-restart", "0", TMPDIR=str(tmp_path))
    assert "crashed" in done.stdout
    assert not list(tmp_path.glob("sscsim-*"))
    wait_for("the end of the simulator", lambda: not processes_of(tmp_path))


SLOW = """
import pathlib, time

def test_it(ssc_world):
    pathlib.Path("running").touch()
    time.sleep(600)
"""


def test_ctrl_c_stops_the_simulator_too(tmp_path: Path) -> None:
    folder = suite(tmp_path / "suite", SLOW)
    process = subprocess.Popen(
        command(),
        cwd=folder,
        env=environment(TMPDIR=str(tmp_path)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    wait_for("the test", (folder / "running").exists)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=90)
    assert "KeyboardInterrupt" in told
    wait_for("the end of the simulator", lambda: not processes_of(tmp_path))
