"""SIGKILL in the middle of a month's unemployment benefits: each person is paid once."""

from pathlib import Path

import pytest

from scenarios import road
from scenarios.benefits import jobless
from scenarios.benefits.desk import Desk
from scenarios.benefits.subsidised import month_of
from tests.processes.conftest import Start
from tests.support.roads import QUICK, Walker, fired, patiently, stores_on

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]
POINTS = (
    "benefits.unemployment_turn.before_commit",
    "benefits.unemployment_roll.after_card",
    "benefits.unemployment_roll.before_commit",
    "benefits.unemployment_credit.after_card",
    "benefits.unemployment_credit.before_commit",
    "card.credit_roll.before_commit",
)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_killed_at_every_point_and_nobody_is_paid_twice(
    start: Start, data: Path, database: str
) -> None:
    with stores_on(database) as stores:
        simulator = start(SSC_FAILPOINT=",".join(POINTS), **QUICK, **stores)
        walker = Walker(simulator)
        desk = Desk(walker.owner, "unemployed")
        people = [jobless.on_benefit(desk, name=name) for name in ("林一", "林二", "林三")]
        end = f"{month_of(desk, 1)}-19T12:00:00+08:00"
        patiently(lambda: road.advanced(walker.owner, to=end))
        patiently(lambda: road.calm(walker.owner))
        assert fired(data) == set(POINTS)
        for _, account, benefit in people:
            [(_, amount, status)] = jobless.months_paid(desk, benefit["id"])
            assert status == "paid"
            assert desk.balance(account) == amount
        [run] = desk.listed("/v1/unemployment-runs")
        counted = (run["status"], run["lines_count"], run["paid_count"], run["returned_count"])
        assert counted == ("completed", 3, 3, 0)
        laws = patiently(lambda: road.invariants(walker.owner))
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
        assert patiently(lambda: walker.owner.get("/sandbox/v1/dead-jobs"))["data"] == []
        simulator.stop()
