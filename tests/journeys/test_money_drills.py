"""The answer lost, cut off, doubled or late: one effect in the end, and a caller who knows it."""

import contextlib
from collections.abc import Callable, Iterator
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


OF_A_MONTH = (
    "createAdvanceTopUp",
    "approveAdvanceTopUp",
    "reimburseClaim",
    "decideDispute",
    "createClearingReceipt",
    "matchClearingReceipt",
    "returnClearingReceipt",
    "uploadBankReport",
    "uploadBankReturn",
)
"""What can be done for some days of a month only, and moves the clock no further."""

OF_A_DAY = ("correctDailyDifference", "recordDailyDifferenceCheck")
"""These make a day pass each now and then."""


@pytest.fixture(scope="module")
def towns(simulator: Topology) -> Iterator[Callable[[str], Town]]:
    """Who makes what an operation needs: in a world whose clock no other kind of case moves on."""
    made: dict[Any, Town] = {}
    with contextlib.ExitStack() as worlds:

        def of(operation: str) -> Town:
            kind = next((each for each in (OF_A_MONTH, OF_A_DAY) if operation in each), None)
            if kind not in made:
                made[kind] = Town(worlds.enter_context(simulator.world()))
            return made[kind]

        yield of
        for town in made.values():
            told = town.owner.get("/sandbox/v1/invariants")
            assert told["holds"], told


@pytest.fixture
def town(towns: Callable[[str], Town], operation: str) -> Town:
    return towns(operation)


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
