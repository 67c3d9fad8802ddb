"""The process dies at each point that an operation on money passes: its effect is there once.

A crash is an exception that nothing catches, raised at the first, the second, … failpoint on the
way; afterwards the same call, under its key, finds what the dead process left and goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from scenarios import road
from scenarios.client import LostAnswer, Refused
from scenarios.road import again_and_again
from sscsim import failpoints
from sscsim.db import keys
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.money import CASES, Case, Town
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))


def pay_at_the_counter(town: Town) -> Case:
    """In cash: one transaction."""
    path = f"/v1/settlements/{town.settlement()['id']}/payments"
    return Case(path, {"method": "cash"}, town.count(path), 1)


def cancel_filing(town: Town) -> Case:
    """A filing that nobody needs any more."""
    tag = f"filing-{next(town.numbers)}"
    patient = road.insured(town.owner, tag, "何满", date(1971, 5, 8), road.CHENGDU)
    filing = road.filed(town.owner, patient, road.CHONGQING, "long_term")
    path = f"/v1/filings/{filing['id']}"
    look = lambda: town.get(path)["status"]  # noqa: E731
    return Case(f"{path}/cancel", None, look, "cancelled", filing["status"])


ALSO = {"payAtTheCounter": pay_at_the_counter, "cancelFiling": cancel_filing}
PAYING = ("paySettlement", "createManualClaim", "payManualClaim", *ALSO)
"""No road of the kill tests passes what these do; the others are long."""
OPERATIONS = [
    operation if operation in PAYING else pytest.param(operation, marks=pytest.mark.long)
    for operation in [*CASES, *ALSO]
]


class Crash(BaseException):
    """The process is gone."""


@pytest.fixture(scope="module")
def town(simulator: Topology) -> Any:
    with simulator.world() as owner:
        yield Town(owner)
        told = owner.get("/sandbox/v1/invariants")
        assert told["holds"], told


@contextmanager
def dying(nth: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A process that dies at the n-th point; yields those it passed."""
    passed: list[str] = []

    def ear(name: str) -> None:
        passed.append(name)
        if len(passed) == nth:
            raise Crash(name)

    dead = keys.process_mark().rsplit("/", 2)[0] + "/999999999/1"
    with monkeypatch.context() as patch:
        patch.setattr(failpoints, "ear", ear)
        patch.setattr(keys, "process_mark", lambda: dead)
        yield passed


def call(town: Town, case: Case, key: str) -> Any:
    return (case.client or town.owner).call("POST", case.path, case.body, key=key)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_dead_at_each_point_in_turn(
    town: Town, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    points: list[str] = []
    while True:
        nth = len(points) + 1
        case, key = (CASES | ALSO)[operation](town), f"{operation}:dies:{nth}"
        assert case.look() == case.before
        died = False
        with dying(nth, monkeypatch) as passed:
            try:
                call(town, case, key)
            except (Crash, LostAnswer, Refused):
                died = len(passed) >= nth
                if not died:
                    raise
        again_and_again(lambda case=case, key=key: call(town, case, key))
        assert case.look() == case.once, (operation, passed)
        if not died and len(passed) < nth:
            break
        points.append(passed[nth - 1])
    assert points, f"{operation} passes no point at which it could die"
