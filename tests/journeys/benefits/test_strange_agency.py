"""An agency that nothing of it is for changes nothing, whatever it calls on whatever there is.

The world is one in which journeys were walked, so that there are records of every kind in every
state. The agency is of a region that takes part in none of them.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from scenarios.benefits import JOURNEYS, Desk
from scenarios.client import Client, Refused, canonical
from sscsim.web import Operation
from tests.journeys.conftest import IN_PROCESS
from tests.support.topologies import Topology
from tests.wiring.test_operations import PUBLIC

HAIKOU = "460100"
WALKED = ("HRSS-002", "HRSS-009", "HRSS-067", "HRSS-075", "HRSS-079", "HRSS-081")
BENEFITS: tuple[Operation, ...] = tuple(
    item.values[1] for item in PUBLIC if item.values[0] == "benefits"
)
_PARAMETER = re.compile(r"<id\('(\w+)'\):\w+>")


def acts() -> Iterator[tuple[Operation, str]]:
    """What is done to one thing by an agency, with the prefix of the thing's id."""
    for operation in BENEFITS:
        found = _PARAMETER.findall(operation.rule)
        if operation.method == "POST" and len(found) == 1 and "agency" in operation.roles:
            yield operation, found[0]


def there_are(owner: Client) -> dict[str, list[str]]:
    """Ids of all that can be listed, by prefix."""
    found: dict[str, list[str]] = {}
    for operation in BENEFITS:
        if operation.method == "GET" and operation.is_list and "<" not in operation.rule:
            for each in owner.every(operation.rule):
                if "id" in each:
                    found.setdefault(each["id"].partition("_")[0], []).append(each["id"])
    return found


def body_of(operation: Operation) -> Any:
    """Its example, or one made of the examples of its fields."""
    if operation.example is not None or operation.body is None:
        return operation.example
    fields = operation.body.fields.items()
    return {name: f.metadata["example"] for name, f in fields if "example" in f.metadata}


@pytest.mark.topologies(IN_PROCESS)
def test_an_agency_of_a_strange_region_changes_nothing(simulator: Topology) -> None:
    with simulator.world() as owner:
        desk = Desk(owner, "strange")
        for code in WALKED:
            JOURNEYS[code](desk)
        desk.advance(by="PT1H")
        stranger = desk.agency(HAIKOU)
        known = there_are(owner)
        before = canonical(owner.get("/sandbox/v1/canonical-export"))
        answered, tried = [], 0
        for operation, prefix in acts():
            for number, thing in enumerate(known.get(prefix, [])[:4]):
                path = _PARAMETER.sub(thing, operation.rule)
                tried += 1
                try:
                    stranger.post(path, body_of(operation), key=f"x:{operation.id}:{number}")
                except Refused as refusal:
                    assert refusal.status < 500, refusal
                    assert refusal.problem["effect"] == "none"
                else:
                    answered.append((operation.id, thing))
        assert tried > 40
        assert answered == []
        assert canonical(owner.get("/sandbox/v1/canonical-export")) == before
