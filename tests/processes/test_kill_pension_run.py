"""SIGKILL in the middle of a month's pensions: after the restart each person was paid once."""

from pathlib import Path

import pytest

from scenarios import road
from scenarios.benefits.desk import Desk
from scenarios.benefits.pensioners import lines, retired
from scenarios.benefits.subsidised import month_of
from tests.processes.conftest import Start
from tests.support.roads import QUICK, Walker, fired, patiently, stores_on

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]
POINTS = (
    "benefits.pension_roll.after_card",
    "benefits.pension_roll.before_commit",
    "benefits.pension_credit.after_card",
    "benefits.pension_credit.before_commit",
    "card.credit_roll.before_commit",
)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_killed_at_every_point_and_nobody_is_paid_twice(
    start: Start, data: Path, database: str
) -> None:
    with stores_on(database) as stores:
        simulator = start(SSC_FAILPOINT=",".join(POINTS), **QUICK, **stores)
        walker = Walker(simulator)
        desk = Desk(walker.owner, "pensions")
        people = [retired(desk, name) for name in ("郑勤", "王宁", "何晴")]
        end = f"{month_of(desk, 1)}-20T12:00:00+08:00"
        patiently(lambda: road.advanced(walker.owner, to=end))
        patiently(lambda: road.calm(walker.owner))
        assert fired(data) == set(POINTS)
        for _, account, pension in people:
            paid = lines(desk, pension)
            assert {each["status"] for each in paid} == {"paid"}
            whole = sum(each["amount_fen"] + each["arrears_fen"] for each in paid)
            assert desk.balance(account) == whole
        laws = patiently(lambda: road.invariants(walker.owner))
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
        assert patiently(lambda: walker.owner.get("/sandbox/v1/dead-jobs"))["data"] == []
        simulator.stop()
