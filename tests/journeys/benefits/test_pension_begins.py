"""A pension begins: what is drawn beside it and excludes it ends on that day, and is told."""

import pytest

from scenarios.benefits import injury_benefits, jobless
from scenarios.benefits.desk import Desk
from scenarios.benefits.pensioners import man_of_age, retires, to_next_pay_day, worked
from scenarios.benefits.subsidised import month_of
from tests.journeys.conftest import IN_PROCESS
from tests.support.topologies import Topology


@pytest.mark.topologies(IN_PROCESS)
def test_unemployment_benefit_ends_with_the_month_before(simulator: Topology) -> None:
    """He retires early: what is due of it until then stands, and not a month more is paid."""
    with simulator.world() as owner:
        desk = Desk(owner, "yields")
        born, _ = man_of_age(desk, 5)
        month, told = month_of(desk, 1), f"{month_of(desk, -3)}-10"
        who = desk.cardholder(born=born, name="郑勤")
        desk.account(who)
        worked(desk, who)
        jobless.insured(desk, who, 60)
        jobless.laid_off(desk, who)
        benefit = jobless.claimed(desk, who)
        desk.advance(to=f"{month}-16T10:00:00+08:00")
        paid = [each for each, _, _ in jobless.months_paid(desk, benefit["id"])]
        assert paid[-1] == month
        early = retires(month, retirement_choice="early", early_notice_date=told)
        made = desk.apply("HRSS-020", who, early)
        assert made["status"] == "effective", made
        pension = desk.get(f"/v1/pensions/{made['result']['pension_id']}")
        assert pension["from_month"] == month_of(desk, 1)
        path = f"{jobless.BENEFITS}/{benefit['id']}"
        assert desk.get(path)["status"] == "running", "until the day"
        to_next_pay_day(desk)
        ended = desk.get(path)
        said = (ended["status"], ended["ended_for"], ended["last_month"])
        assert said == ("stopped", "on_pension", month)
        jobless.to_day(desk, 20)
        assert [each for each, _, _ in jobless.months_paid(desk, benefit["id"])] == paid
        assert owner.get("/sandbox/v1/invariants")["holds"]


@pytest.mark.topologies(IN_PROCESS)
def test_an_injury_allowance_gives_way_to_the_difference(simulator: Topology) -> None:
    """Grade 2: 85 % of the wage, which is more than the pension; what is more goes on."""
    with simulator.world() as owner:
        desk = Desk(owner, "gives way")
        born, month = man_of_age(desk, 2)
        who, made = injury_benefits.drawing(desk, born=born)
        worked(desk, who, months=180)
        allowance, care = made["result"]["injury_pension_ids"]
        before = desk.get(f"/v1/injury-pensions/{allowance}")["monthly_amount_fen"]
        kept = desk.get(f"/v1/injury-pensions/{care}")["monthly_amount_fen"]
        desk.advance(to=f"{month}-16T10:00:00+08:00")
        granted = desk.apply("HRSS-020", who, retires(month))
        assert granted["status"] == "effective", granted
        pension = desk.get(f"/v1/pensions/{granted['result']['pension_id']}")
        desk.advance(to=f"{month_of(desk, 1)}-02T10:00:00+08:00")
        after = desk.get(f"/v1/injury-pensions/{allowance}")
        assert after["monthly_amount_fen"] == before - pension["monthly_amount_fen"] > 0
        assert after["status"] == "adjusted"
        assert desk.get(f"/v1/injury-pensions/{care}")["monthly_amount_fen"] == kept, "care stays"
        desk.advance(to=f"{month_of(desk)}-20T10:00:00+08:00")
        months = desk.listed(f"/v1/injury-pensions/{allowance}/months")
        assert (
            max(months, key=lambda each: str(each["month"]))["amount_fen"]
            == (after["monthly_amount_fen"])
        )
        assert owner.get("/sandbox/v1/invariants")["holds"]
