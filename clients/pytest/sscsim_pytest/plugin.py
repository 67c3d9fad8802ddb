"""The plugin: options, fixtures, the marker `ssc_world`, and what a failure tells."""

import os
import tempfile
import uuid
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from ssc_client import Call
from sscsim_pytest import simulator as simulators
from sscsim_pytest.simulator import NotRunning, Shared, Simulator
from sscsim_pytest.worlds import Clock, Faults, Party, Snapshot, World, seed_of

MARKER = "ssc_world"
_FOLDER = pytest.StashKey[Path]()
_CALLS = pytest.StashKey[list[Call]]()
_FAILED = pytest.StashKey[bool]()
_SHOWN = 20


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ssc", "ssc-simulator")
    group.addoption("--ssc-url", help="a simulator that runs (or SSC_URL); else one is started")
    group.addoption("--ssc-admin-token", help="makes sandboxes off loopback (or SSC_ADMIN_TOKEN)")
    group.addoption("--ssc-command", help="how to start one (or SSC_COMMAND); default: ssc")
    group.addoption(
        "--ssc-keep", action="store_true", help="keep the worlds of failed tests (with --ssc-url)"
    )
    parser.addini("ssc_preset", "preset of worlds that name none", default="demo")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{MARKER}(preset=…, seed=…): what the test's world is born with"
    )
    meeting = getattr(config, "workerinput", {}).get("ssc_folder")
    name = f"sscsim-{os.getuid()}-{uuid.uuid4().hex[:12]}"
    config.stash[_FOLDER] = Path(meeting or Path(tempfile.gettempdir()) / name)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where all of them meet."""
    node.workerinput["ssc_folder"] = str(node.config.stash[_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _FOLDER in config.stash:
        Shared(config.stash[_FOLDER]).sweep()


@pytest.fixture(scope="session")
def ssc_simulator(pytestconfig: pytest.Config) -> Iterator[Simulator]:
    """The simulator: the one that was named, or one that is started for this run.

    Under pytest-xdist all workers share one.
    """
    url = pytestconfig.getoption("ssc_url") or os.environ.get("SSC_URL", "")
    if url:
        token = pytestconfig.getoption("ssc_admin_token") or os.environ.get("SSC_ADMIN_TOKEN", "")
        try:
            yield simulators.given(url, token)
        except NotRunning as missing:
            pytest.fail(str(missing), pytrace=False)
        return
    how = pytestconfig.getoption("ssc_command") or os.environ.get("SSC_COMMAND", "")
    shared = Shared(pytestconfig.stash[_FOLDER], how)
    try:
        yield shared.join()
    except NotRunning as missing:
        pytest.fail(str(missing), pytrace=False)
    finally:
        shared.leave()


@pytest.fixture
def ssc_world_factory(
    request: pytest.FixtureRequest, ssc_simulator: Simulator
) -> Iterator[Callable[..., World]]:
    """`ssc_world_factory(preset=…, seed=…)`: as many worlds as a test needs, removed after it."""
    calls = request.node.stash.setdefault(_CALLS, [])
    node_id, preset = request.node.nodeid, request.config.getini("ssc_preset")
    made: list[World] = []

    def make(preset: str = preset, seed: str | None = None) -> World:
        # The second world of a test has a seed of its own, the same in every run.
        own = seed_of(node_id if not made else f"{node_id}#{len(made)}")
        made.append(World.make(ssc_simulator, calls.append, node_id, preset, seed or own))
        return made[-1]

    yield make
    keep = request.config.getoption("ssc_keep") and request.node.stash.get(_FAILED, False)
    for world in made:
        if not (world.kept or keep):
            world.remove()


@pytest.fixture
def ssc_world(request: pytest.FixtureRequest, ssc_world_factory: Callable[..., World]) -> World:
    """A world of this test's own, seeded by its node id, removed afterwards."""
    marker = request.node.get_closest_marker(MARKER)
    return ssc_world_factory(**(marker.kwargs if marker else {}))


@pytest.fixture
def ssc_clock(ssc_world: World) -> Clock:
    """The clock of the test's world: `now`, `freeze()`, `run(rate)`, `advance(by="P1M")`."""
    return ssc_world.clock


@pytest.fixture
def ssc_faults(ssc_world: World) -> Faults:
    """What goes wrong in the test's world: `lose_answer("/v1/settlements")`, `add({…}, …)`."""
    return ssc_world.faults


@pytest.fixture
def ssc_party(ssc_world: World) -> Callable[..., Party]:
    """`ssc_party("hospital", "500000")`: a party of the test's world, with its own key."""
    return ssc_world.party


@pytest.fixture
def ssc_snapshot(ssc_world: World) -> Callable[..., Snapshot]:
    """`before = ssc_snapshot()`, and later `before.restore()`."""
    return ssc_world.snapshot


# ---- what a failure tells


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    if report.failed and (lines := _failed_calls(item)):
        report.sections.append(("ssc calls that failed", "\n".join(lines)))
    return report


def _failed_calls(item: pytest.Item) -> list[str]:
    """The calls of this test without a good answer, each with its page in the request log."""
    funcargs: dict[str, Any] = getattr(item, "funcargs", {})
    running = funcargs.get("ssc_simulator")
    base_url = running.base_url if isinstance(running, Simulator) else ""
    found = []
    for call in item.stash.get(_CALLS, []):
        if call.status is None:
            found.append(f"{call.method} {call.path} -> no answer")
        elif call.status >= 400:
            where = f"  {base_url}{call.link}" if call.link else ""
            found.append(f"{call.method} {call.path} -> {call.status} {call.code}{where}")
    return found[-_SHOWN:]


__all__ = [
    "pytest_addoption",
    "pytest_configure",
    "ssc_clock",
    "ssc_faults",
    "ssc_party",
    "ssc_simulator",
    "ssc_snapshot",
    "ssc_world",
    "ssc_world_factory",
]
