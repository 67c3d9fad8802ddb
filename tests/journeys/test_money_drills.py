"""The answer lost, cut off, doubled or late: one effect in the end, and a caller who knows it."""

from typing import Any

import pytest

from scenarios.client import Client, LostAnswer, Refused
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.money import CASES, Case, Town
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))

LOST = {
    "lost after the effect": ("fault=drop_response, phase=after", True),
    "lost before the effect": ("fault=drop_response, phase=before", False),
    "reset after the effect": ("fault=reset, phase=after", True),
    "reset before the effect": ("fault=reset, phase=before", False),
    "cut off in its middle": ("fault=truncate", True),
}
"""Each with what is wished, and whether it was done by then."""


@pytest.fixture(scope="module")
def town(simulator: Topology) -> Any:
    with simulator.world() as owner:
        yield Town(owner)
        told = owner.get("/sandbox/v1/invariants")
        assert told["holds"], told


def caller(town: Town, case: Case) -> Client:
    return case.client or town.owner


def knows(town: Town, case: Case, key: str, replayed: bool) -> Any:
    """The same key again: an answer that tells of the one effect."""
    again = caller(town, case).call("POST", case.path, case.body, key=key)
    assert again.replayed is replayed
    assert case.look() == case.once
    assert again.body is None or again.body
    return again.body


@pytest.mark.parametrize("how", LOST)
@pytest.mark.parametrize("operation", CASES)
def test_an_answer_that_never_came(town: Town, operation: str, how: str) -> None:
    case, key = CASES[operation](town), f"{operation}:{how}"
    assert case.look() == case.before
    wish, done = LOST[how]
    with pytest.raises(LostAnswer):
        caller(town, case).call("POST", case.path, case.body, key=key, simulate=wish)
    assert case.look() == (case.once if done else case.before)
    told = knows(town, case, key, replayed=done)
    assert knows(town, case, key, replayed=True) == told


@pytest.mark.parametrize("operation", CASES)
def test_a_request_that_was_delivered_twice(town: Town, operation: str) -> None:
    case, key = CASES[operation](town), f"{operation}:doubled"
    first = caller(town, case).call(
        "POST", case.path, case.body, key=key, simulate="fault=duplicate"
    )
    assert case.look() == case.once
    assert knows(town, case, key, replayed=True) == first.body


@pytest.mark.parametrize("operation", CASES)
def test_a_request_that_came_late(town: Town, operation: str) -> None:
    case, key = CASES[operation](town), f"{operation}:late"
    with pytest.raises(Refused) as refused:
        caller(town, case).call("POST", case.path, case.body, key=key, simulate="fault=late")
    assert (refused.value.status, refused.value.problem["effect"]) == (504, "unknown")
    assert refused.value.problem["retryable"] is True
    knows(town, case, key, replayed=True)


@pytest.mark.parametrize("operation", CASES)
def test_an_answer_that_took_too_long(town: Town, operation: str) -> None:
    case, key = CASES[operation](town), f"{operation}:slow"
    for wish, done in (("delay=600000, phase=before", False), ("delay=600000", True)):
        with pytest.raises(Refused) as refused:
            caller(town, case).call("POST", case.path, case.body, key=key, simulate=wish)
        assert refused.value.status == 504
        assert refused.value.problem["effect"] == ("unknown" if done else "none")
        assert case.look() == (case.once if done else case.before)
    knows(town, case, key, replayed=True)
