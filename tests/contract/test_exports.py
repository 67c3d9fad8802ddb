"""The first export of a world holds what its stores begin with, messages between them included."""

from werkzeug.test import Client

from tests.support import topologies
from tests.support.contract import Caller


def test_the_first_look_at_a_world_is_that_of_the_second(simulator: topologies.Topology) -> None:
    made = simulator.make(preset="demo", seed="demo")
    caller = Caller(Client(simulator.app), made["key"])  # type: ignore[arg-type]  # a WSGI app
    first = caller.state()
    assert caller.call("GET", "/v1/transit-cards").status_code == 200
    assert caller.state() == first
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")
