"""SIGKILL in the middle of transfers of insurance: after the restart each has moved once."""

from pathlib import Path

import pytest

from scenarios import road
from scenarios.benefits import institution_transfers, transfers
from scenarios.benefits.desk import CHONGQING, DEMO_CITY, Desk
from scenarios.benefits.pensioners import worked
from tests.processes.conftest import Start
from tests.support.roads import OF_MOVED_INSURANCE, QUICK, Walker, fired, patiently, stores_on

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]
POINTS = (
    *OF_MOVED_INSURANCE,
    "benefits.transfer_close.job",
    "benefits.transfer_paper.before_commit",
    "benefits.transfer_merge.job",
)
ACCOUNT = 12_000_000


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_killed_at_every_point_and_all_of_it_moves_once(
    start: Start, data: Path, database: str
) -> None:
    with stores_on(database) as stores:
        simulator = start(SSC_FAILPOINT=",".join(POINTS), **QUICK, **stores)
        walker = Walker(simulator)
        desk = Desk(walker.owner, "transfers")
        worker, teacher = desk.cardholder(name="周返"), desk.cardholder(name="文企")
        worked(desk, worker, region=CHONGQING, months=12, account_fen=ACCOUNT)
        worked(desk, teacher, "institution", region=CHONGQING, months=12, account_fen=ACCOUNT)
        institution_transfers.with_annuity(desk, teacher, CHONGQING)
        plan = institution_transfers.with_plan(desk, teacher)
        form = institution_transfers.leaving(
            institution_transfers.OUT, CHONGQING, DEMO_CITY, moves_annuity=True
        )
        asked = [
            transfers.moved(desk, worker, CHONGQING, DEMO_CITY),
            institution_transfers.moved(desk, teacher, form),
        ]
        patiently(lambda: road.advanced(walker.owner, by="P1D"))
        patiently(lambda: road.calm(walker.owner))
        assert fired(data) == set(POINTS)
        done = [patiently(lambda made=made: desk.get(transfers.path_of(made))) for made in asked]
        assert [each["status"] for each in done] == ["completed", "completed"]
        assert [each["months_count"] for each in done] == [12, 12]
        annuity = 2 * institution_transfers.BOTH_PARTS
        assert (done[1]["annuity_fen"], desk.get(plan)["balance_fen"]) == (annuity, annuity)
        came = transfers.turned_over(desk, DEMO_CITY, "pension.transfer_in")
        assert came == sum(each["account_fen"] + each["pooled_fen"] for each in done)
        assert transfers.turned_over(desk, DEMO_CITY, "annuity.transfer_in") == annuity
        laws = patiently(lambda: road.invariants(walker.owner))
        assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
        assert patiently(lambda: walker.owner.get("/sandbox/v1/dead-jobs"))["data"] == []
        simulator.stop()
