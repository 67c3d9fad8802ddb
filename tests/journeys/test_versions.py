"""Two who change the same thing: under /v1 If-Match is needed, under /sandbox it is honoured."""

import pytest

from scenarios import road
from scenarios.client import Refused
from sscsim.demo_people import LIN_XIAO
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, IN_PROCESS_PG)


def test_a_change_of_a_person_needs_the_version_that_was_read(simulator: Topology) -> None:
    with simulator.world() as owner:
        path = f"/v1/persons/{road.known(owner, LIN_XIAO).id}"
        tag = owner.call("GET", path).headers["ETag"]
        for headers, status in (({}, 428), ({"If-Match": '"v99-00000000"'}, 412)):
            with pytest.raises(Refused) as refusal:
                owner.call("PATCH", path, {"contact_phone": "19900000001"}, headers=headers)
            assert refusal.value.status == status
        changed = owner.call(
            "PATCH", path, {"contact_phone": "19900000001"}, headers={"If-Match": tag}
        )
        assert changed.headers["ETag"] != tag
        assert owner.get(path)["contact_phone"] == "19900000001"


def test_a_sandbox_is_removed_with_the_right_version_or_with_none(simulator: Topology) -> None:
    made = simulator.make(preset="empty")
    path = f"/sandbox/v1/sandboxes/{made['id']}"
    with pytest.raises(Refused) as refusal:
        simulator.admin.call("DELETE", path, headers={"If-Match": '"v99-00000000"'})
    assert (refusal.value.status, refusal.value.code) == (412, "etag_mismatch")
    tag = simulator.admin.call("GET", path).headers["ETag"]
    assert simulator.admin.call("DELETE", path, headers={"If-Match": tag}).status == 204
