"""The simulator that a journey runs against: each topology in turn, or a given one.

`--base-url` runs the journeys against a simulator that runs already; it needs to allow
making sandboxes (`SSC_ADMIN_TOKEN` in the environment where it is not on loopback).
"""

import contextlib
import os
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import pg_url, redis_url
from tests.support.topologies import Topology, in_process, in_processes, own_stores

IN_PROCESS, IN_PROCESS_PG = "in process", "in process, PostgreSQL"
EMBEDDED, FULL = "embedded", "full"
ONE_THREAD = "embedded, one worker thread"
GIVEN = "given"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "topologies(*names, long=()): run in these topologies only, in `long` with --long",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "simulator" not in metafunc.fixturenames:
        return
    if metafunc.config.getoption("--base-url"):
        chosen = [pytest.param(GIVEN)]
    else:
        named = metafunc.definition.get_closest_marker("topologies")
        names = named.args if named else (IN_PROCESS, IN_PROCESS_PG, EMBEDDED, FULL)
        chosen = [pytest.param(name, marks=_kind(name)) for name in names]
        for name in named.kwargs.get("long", ()) if named else ():
            chosen.append(pytest.param(name, marks=[_kind(name), pytest.mark.long]))
    metafunc.parametrize("simulator", chosen, indirect=True, scope="module")


def _kind(name: str) -> pytest.MarkDecorator:
    return pytest.mark.db if name.startswith(IN_PROCESS) else pytest.mark.processes


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Topology]]:
    """Topologies of real processes: started when first asked for, stopped at the end."""
    with contextlib.ExitStack() as stack:
        running: dict[str, Topology] = {}

        def start(name: str) -> Topology:
            if name not in running:
                data = tmp_path_factory.mktemp("simulator") / "data"
                if name == FULL:
                    stores = stack.enter_context(own_stores(pg_url(), redis_url()))
                    started = in_processes(data, "--topology", "full", **stores)
                elif name == ONE_THREAD:
                    started = in_processes(data, "--worker-threads", "1")
                else:
                    started = in_processes(data, "--worker-threads", "8")
                running[name] = stack.enter_context(started)
            return running[name]

        yield start


@pytest.fixture(scope="module")
def simulator(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Topology]:
    if request.param == GIVEN:
        url = request.config.getoption("--base-url").rstrip("/")
        yield Topology(GIVEN, url, admin_token=os.environ.get("SSC_ADMIN_TOKEN", ""))
    elif request.param in (EMBEDDED, ONE_THREAD, FULL):
        yield request.getfixturevalue("processes")(request.param)
    else:
        database_url = pg_url() if request.param == IN_PROCESS_PG else ""
        with in_process(tmp_path_factory.mktemp("in-process"), database_url) as topology:
            yield topology
