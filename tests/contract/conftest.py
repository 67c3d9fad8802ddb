"""The whole simulator in this process, and one world of the preset `demo` to call."""

from collections.abc import Iterator

import pytest
from werkzeug.test import Client

from tests.support import topologies
from tests.support.contract import Caller, Untouched


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[topologies.Topology]:
    with topologies.in_process(tmp_path_factory.mktemp("contract")) as made:
        yield made


@pytest.fixture(scope="module")
def demo(simulator: topologies.Topology) -> Iterator[Caller]:
    made = simulator.make(preset="demo", seed="demo")
    yield Caller(Client(simulator.app), made["key"])  # type: ignore[arg-type]
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")


@pytest.fixture(scope="module")
def untouched(simulator: topologies.Topology, demo: Caller) -> Iterator[Untouched]:
    assert simulator.data is not None
    made = Untouched(demo, simulator.data)
    yield made
    made.close()
