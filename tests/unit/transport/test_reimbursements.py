"""Concessions of a month, claimed from their region, confirmed or returned, and paid once."""

from typing import Any

import pytest

from services.transport import problems_clearing as problems
from services.transport.domain.reimbursement import CONFIRMED, PAID, RETURNED, SUBMITTED
from services.transport.flows.clearing import reimburse
from services.transport.store import store
from services.transport.store.tables_clearing import concession_reimbursements
from sscsim.db import PageQuery
from sscsim.kernel.money import Money
from sscsim.world import RegionNotAllowed
from tests.support.bench import Bench
from tests.support.transit_clearing import CD_METRO, CQ_RAIL, IC_CD, IC_CQ, Clearing

pytestmark = pytest.mark.db
CHENGDU, CHONGQING = "510100", "500000"


@pytest.fixture
def city(bench: Bench) -> Clearing:
    return Clearing(bench)


def forms(city: Clearing, **filters: Any) -> list[Any]:
    with city.bench.entered(role="system"):
        return list(reversed(reimburse.page(PageQuery(limit=50), filters).items))


def as_agency(city: Clearing, region: str = CHENGDU) -> Any:
    return city.bench.entered(role="agency", region=region)


def test_a_month_is_claimed_by_region_confirmed_and_paid(city: Clearing) -> None:
    """April ends on a Thursday before the holiday: its forms are made on 8 May, three working
    days later; confirmed on the 11th, the region pays on the tenth working day, 25 May."""
    city.charge(CD_METRO, IC_CD, 100, subsidy=100, region=CHENGDU, many=3)
    city.charge(CD_METRO, IC_CQ, 0, subsidy=200, region=CHONGQING)
    city.charge(CQ_RAIL, IC_CQ, 0, subsidy=400, region=CHONGQING)
    city.advance("2026-05-01T12:00:00")
    assert forms(city) == []
    city.advance("2026-05-11T10:00:00")
    made = forms(city)
    assert {(one.operator_id, one.region_code): (one.count, one.due.fen) for one in made} == {
        (CD_METRO, CHENGDU): (3, 300),
        (CD_METRO, CHONGQING): (1, 200),
        (CQ_RAIL, CHONGQING): (1, 400),
    }
    assert {one.status for one in made} == {SUBMITTED}
    [own] = forms(city, operator_id=CD_METRO, region_code=CHENGDU)
    assert own.month == "2026-04"
    with as_agency(city):
        confirmed = reimburse.confirm(own.id)
    assert (confirmed.status, confirmed.pay_on.isoformat()) == (CONFIRMED, "2026-05-25")
    city.advance("2026-05-25T08:59:59")
    assert city.accounts(CD_METRO)["concession.subsidy:510100"] == 300
    city.advance("2026-05-25T09:00:00")
    assert "concession.subsidy:510100" not in city.accounts(CD_METRO)
    assert city.accounts(CD_METRO)["concession.subsidy:500000"] == 200
    [own] = forms(city, operator_id=CD_METRO, region_code=CHENGDU)
    assert own.status == PAID
    assert city.broken() == {}


def test_a_form_is_returned_with_a_reason_and_submitted_again(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CD, 100, subsidy=100, region=CHENGDU)
    city.advance("2026-05-11T10:00:00")
    [form] = forms(city)
    with as_agency(city, CHONGQING), pytest.raises(RegionNotAllowed):
        reimburse.confirm(form.id)
    with as_agency(city):
        returned = reimburse.give_back(form.id, note="缺少明细")
        assert (returned.status, returned.note) == (RETURNED, "缺少明细")
        with pytest.raises(problems.ReimbursementState):
            reimburse.confirm(form.id)
        with pytest.raises(problems.ReimbursementNotFound):
            reimburse.confirm("crb_" + "0" * 26)
    with (
        city.bench.entered(role="transit", region=CHONGQING),
        pytest.raises(RegionNotAllowed),
    ):
        reimburse.submit(form.id)
    with city.bench.entered(role="transit", region=CHENGDU):
        assert reimburse.submit(form.id).status == SUBMITTED
    with as_agency(city):
        assert reimburse.confirm(form.id).status == CONFIRMED
    assert city.broken() == {}


def test_what_a_month_gives_back_more_than_it_took_is_taken_off_the_next(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CD, 100, subsidy=500, region=CHENGDU)
    city.advance("2026-05-10T12:00:00")
    city.charge(CD_METRO, IC_CD, 0, subsidy=-300, region=CHENGDU)
    city.advance("2026-06-10T12:00:00")
    city.charge(CD_METRO, IC_CD, 0, subsidy=1000, region=CHENGDU)
    city.advance("2026-07-10T12:00:00")
    assert [(one.month, one.amount.fen, one.carried.fen, one.due.fen) for one in forms(city)] == [
        ("2026-04", 500, 0, 500),
        ("2026-06", 1000, -300, 700),
    ]
    assert city.broken() == {}


def test_a_planted_form_that_asks_too_much_is_found(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CD, 100, subsidy=500, region=CHENGDU)
    city.advance("2026-05-10T12:00:00")
    table = concession_reimbursements
    more = table.update().values(amount=table.c.amount + Money(1))
    assert "transit.reimbursed" in city.broken_by(more)
    nothing = table.update().values(amount=Money(0), carried=Money(0))
    assert "transit.reimbursed" in city.broken_by(nothing)
    with city.bench.entered(role="system"), store.read() as tx:
        assert len(tx.all(table.select())) == 1
