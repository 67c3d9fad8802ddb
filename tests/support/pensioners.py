"""Pensions in the states that a call needs, made as a caller makes them."""

import itertools
from typing import Any

from scenarios.benefits import pensioners
from scenarios.benefits.desk import DEMO_CITY, Desk
from scenarios.benefits.learning import today
from scenarios.client import Client

Json = dict[str, Any]
_years = itertools.count(2026)


def desk_of(owner: Client, name: str) -> Desk:
    return Desk(owner, name)


def drawing(desk: Desk) -> Json:
    """A pension whose first month is on the card."""
    _, _, pension = pensioners.retired(desk)
    pensioners.to_next_pay_day(desk)
    return pension


def found_later(desk: Desk) -> str:
    """A pension behind whose grant contributions were found, not computed again yet."""
    who, _, pension = pensioners.retired(desk, "钱补")
    pensioners.found_later(desk, who)
    return str(pension["id"])


def run_of(desk: Desk, pension: Json) -> str:
    """A run that it was on."""
    return str(pensioners.lines(desk, pension)[0]["pension_run_id"])


def certification_of(desk: Desk, pension: Json) -> str:
    [found] = desk.listed("/v1/pension-certifications", person_id=pension["person_id"])
    return str(found["id"])


def adjusting() -> Json:
    """A year's adjustment that nobody has asked for yet."""
    return {"region_code": DEMO_CITY, "scheme": "employee", "year": next(_years)}


def adjustment(desk: Desk) -> str:
    made: Json = desk.post("/v1/pension-adjustments", adjusting(), desk.agency(DEMO_CITY))
    desk.advance(by="PT1M")
    return str(made["id"])


def earlier(desk: Desk) -> Json:
    """Contributions of somebody who has none on record."""
    who = desk.cardholder(name="何前")
    stretch = {
        "kind": "taken_over",
        "from_month": "2015-01",
        "to_month": "2019-12",
        "base_fen": 600_000,
    }
    return {
        "person_id": who.id,
        "region_code": DEMO_CITY,
        "scheme": "employee",
        "stretches": [stretch],
        "account_balance_fen": 2_400_000,
    }


def survivor_benefit(desk: Desk) -> str:
    """Paid after the death of somebody who had contributed."""
    child, who = desk.cardholder(name="郑小"), desk.cardholder(name="郑勤")
    desk.account(child)
    pensioners.worked(desk, who)
    day = today(desk).isoformat()
    desk.post(f"/v1/persons/{who.id}/report-death", {"died_on": day})
    form = {
        "deceased_number": who.person["social_security_number"],
        "died_on_date": day,
        "relation": "child",
        "scheme_choice": "pension",
        "kinship_proof": pensioners.PROOF,
    }
    made = desk.apply("HRSS-025", child, form)
    desk.advance(by="PT10M")
    return str(made["result"]["survivor_benefit_id"])


def every_kind(owner: Client) -> None:
    """A pension with its run, certification and adjustment; an allowance is no kind of its own."""
    desk = desk_of(owner, "pensions of every kind")
    pension = drawing(desk)
    for more in ("", "/changes", "/explanation", "/months"):
        desk.get(f"/v1/pensions/{pension['id']}{more}")
    desk.get(f"/v1/pension-runs/{run_of(desk, pension)}/lines")
    desk.get(f"/v1/pension-certifications/{certification_of(desk, pension)}")
    desk.get(f"/v1/pension-adjustments/{adjustment(desk)}")
    desk.get(f"/v1/survivor-benefits/{survivor_benefit(desk)}")
