"""Bad input of retirement and its neighbours: a typed refusal with the rule, and nothing written.

An application that is rejected stands as rejected, with its reasons; nothing else changes: no
record, no payment, no entry of an account.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scenarios import road
from scenarios.benefits import injured, pensioners, transfers, work
from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk
from scenarios.benefits.learning import codes
from scenarios.benefits.subsidised import month_of
from scenarios.client import Refused
from tests.journeys.conftest import IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS)
Json = dict[str, Any]
OF_AN_APPLICATION = {
    *("service_applications", "service_application_steps", "service_decisions"),
    *("verifications", "events", "jobs"),
}
"""What an application leaves that is handed in and rejected: itself, and that a card was shown."""


@pytest.fixture
def desk(simulator: Topology) -> Iterator[Desk]:
    with simulator.world() as owner:
        yield Desk(owner, "bad input")


def rows(desk: Desk) -> dict[str, Any]:
    """Every table of the world, but for what an application leaves of itself."""
    services = desk.owner.get("/sandbox/v1/canonical-export")
    return {
        f"{service}.{name}": found
        for service, tables in services.items()
        for name, found in tables.items()
        if name not in OF_AN_APPLICATION
    }


def changed(desk: Desk, before: dict[str, Any]) -> set[str]:
    after = rows(desk)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def refused(call: Callable[..., Any], *args: Any, **more: Any) -> Json:
    """The problem, which is said to have changed nothing."""
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    problem: Json = caught.value.problem
    assert (problem["effect"], problem["status"] // 100) == ("none", 4)
    return problem


def said(problem: Json) -> set[tuple[str, str]]:
    """What is wrong, and where."""
    return {(each["code"], each["pointer"]) for each in problem["errors"]}


def earlier(who: Cardholder, **stretch: Any) -> Json:
    whole = {"kind": "taken_over", "from_month": "2015-01", "to_month": "2015-12"}
    return {
        "person_id": who.id,
        "region_code": DEMO_CITY,
        "scheme": "employee",
        "stretches": [whole | {"base_fen": 600_000} | stretch],
    }


def test_contributions_before_birth(desk: Desk) -> None:
    who = desk.cardholder(name="何生")
    born = who.person["birth_date"]
    before = rows(desk)
    year = int(born[:4])
    body = earlier(who, from_month=f"{year - 1}-12", to_month=f"{year}-12")
    agency = desk.agency(DEMO_CITY)
    problem = refused(desk.post, "/v1/earlier-contributions", body, agency)
    assert problem["code"] == "earlier_contributions_impossible"
    assert ("history_before_birth", "/stretches") in said(problem)
    estimate = {
        "region_code": DEMO_CITY,
        "birth_date": born,
        "worker_class": "men",
        "history": [{"from_month": f"{year - 1}-12", "to_month": f"{year}-12", "base_fen": 1}],
        "choices": [{"retirement_month": "2060-01"}],
    }
    problem = refused(desk.post, "/v1/pension-estimates", estimate)
    assert problem["code"] == "pension_history_impossible"
    assert ("history_before_birth", "/history") in said(problem)
    assert changed(desk, before) == set()


def test_retirement_before_the_earliest_month(desk: Desk) -> None:
    who = desk.cardholder(name="何早")
    pensioners.worked(desk, who)
    before = rows(desk)
    made = desk.apply("HRSS-020", who, pensioners.retires(month_of(desk)))
    assert (made["status"], codes(made)[0]) == ("rejected", "retirement_before_earliest_month")
    assert made["reasons"][0]["rule"]
    assert desk.listed("/v1/pensions", person_id=who.id) == []
    assert changed(desk, before) == set()
    estimate = {
        "region_code": DEMO_CITY,
        "birth_date": "1990-05-09",
        "worker_class": "men",
        "history": [{"from_month": "2015-01", "to_month": "2025-12", "base_fen": 600_000}],
        "choices": [{"retirement_month": month_of(desk)}],
    }
    problem = refused(desk.post, "/v1/pension-estimates", estimate)
    assert problem["code"] == "retirement_month_impossible"
    where = ("retirement_before_earliest_month", "/choices/0/retirement_month")
    assert said(problem) == {where}


@pytest.mark.parametrize("base", [-1, 0])
def test_negative_wages(desk: Desk, base: int) -> None:
    who = desk.cardholder(name="何负")
    before = rows(desk)
    agency = desk.agency(DEMO_CITY)
    body = earlier(who, base_fen=base)
    problem = refused(desk.post, "/v1/earlier-contributions", body, agency)
    assert said(problem) <= {
        ("out_of_range", "/stretches/0/base_fen"),
        ("contribution_base_not_positive", "/stretches"),
    }
    form = {"item_code": "HRSS-002", "card_id": who.card_id}
    form["inputs"] = work.job(desk, monthly_wage_fen=base - 1)
    problem = refused(desk.post, "/v1/service-applications", form)
    assert [each["pointer"] for each in problem["errors"]] == ["/inputs/monthly_wage_fen"]
    assert changed(desk, before) == set()


@pytest.mark.parametrize("grade", [0, 11, -1])
def test_a_grade_out_of_range(desk: Desk, grade: int) -> None:
    who = injured.insured(desk)
    made = desk.apply("HRSS-043", who, injured.appraisal(injured.recognised(desk, who)))
    before = rows(desk)
    panel = {"service_application_id": made["id"], "experts": "3", "care_level": "none"}
    panel |= {"grade": grade, "devices": []}
    agency = desk.agency(DEMO_CITY)
    problem = refused(desk.post, "/v1/capacity-panels", panel, agency)
    assert problem["code"] == "invalid_request"
    assert [each["pointer"] for each in problem["errors"]] == ["/grade"]
    assert desk.listed("/v1/capacity-findings", person_id=who.id) == []
    assert changed(desk, before) == set()


def test_two_transfers_at_once(desk: Desk) -> None:
    who = desk.cardholder(CHONGQING, name="周双")
    pensioners.worked(desk, who, region=DEMO_CITY, months=24)
    first = transfers.moved(desk, who, DEMO_CITY, CHONGQING)
    assert codes(first) == []
    before = rows(desk)
    second = transfers.moved(desk, who, DEMO_CITY, CHONGQING)
    assert (second["status"], codes(second)) == ("rejected", ["transfer_under_way"])
    assert len(desk.listed("/v1/insurance-transfers", person_id=who.id)) == 1
    assert changed(desk, before) == set()


def test_a_claim_in_a_region_that_is_not_competent(desk: Desk) -> None:
    born, month = pensioners.man_of_age(desk)
    who = desk.cardholder(born=born, name="何处")
    pensioners.worked(desk, who)
    before = rows(desk)
    form = pensioners.retires(month)
    body = {"item_code": "HRSS-020", "card_id": who.card_id, "inputs": form}
    nowhere = refused(desk.post, "/v1/service-applications", body | {"region_code": "510000"})
    assert nowhere["code"] == "region_cannot_handle"
    agency = desk.agency(CHENGDU)
    elsewhere = refused(desk.post, "/v1/service-applications", body, agency)
    assert elsewhere["code"] == "item_not_in_scheme"
    assert desk.listed("/v1/pensions", person_id=who.id) == []
    assert changed(desk, before) == set()


def test_laws_hold_after_all_of_it(desk: Desk) -> None:
    who = desk.cardholder(name="何律")
    refused(desk.post, "/v1/earlier-contributions", earlier(who, base_fen=-1))
    laws = road.invariants(desk.owner)
    assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
