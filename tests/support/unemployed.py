"""Things of unemployment insurance, made as a caller makes them."""

from collections.abc import Callable
from typing import Any

from scenarios import road
from scenarios.benefits import jobless
from scenarios.benefits.desk import Desk
from scenarios.benefits.learning import today
from scenarios.client import Client
from tests.support import money_contributions as contributions
from tests.support.money_benefits import DEMO_CITY, Parts, Town


def paid(desk: Desk) -> dict[str, Any]:
    """A month that was paid: ids of the benefit, its payout, its check and its premium."""
    who, _, benefit = jobless.on_benefit(desk)
    jobless.to_day(desk, 16, 1)
    road.calm(desk.owner)
    [month] = desk.listed(f"{jobless.BENEFITS}/{benefit['id']}/months")
    [check] = desk.listed("/v1/unemployment-checks", person_id=who.id)
    [premium] = desk.listed("/v1/unemployment-premiums", person_id=who.id)
    return {
        "unemployment_benefit_id": benefit["id"],
        "unemployment_run_id": month["run_id"],
        "unemployment_check_id": check["id"],
        "unemployment_premium_id": premium["id"],
    }


def death_benefit(desk: Desk) -> str:
    """What a spouse got of somebody who died on benefit."""
    who, _, _ = jobless.on_benefit(desk, name="林终")
    spouse = desk.cardholder(name="周眷", sex="female")
    desk.post(f"/v1/persons/{who.id}/family", {"relative_id": spouse.id, "relation": "spouse"})
    day = today(desk).isoformat()
    desk.post(f"/v1/persons/{who.id}/report-death", {"died_on": day})
    form = {
        "deceased_number": who.person["social_security_number"],
        "died_on_date": day,
        "relation": "spouse",
        "scheme_choice": "unemployment",
    }
    made = desk.apply("HRSS-017", spouse, form)
    return str(made["result"]["unemployment_death_benefit_id"])


def every_kind(owner: Client) -> None:
    """A benefit with a month, a check and a premium, and one on a death; each looked at."""
    desk = Desk(owner, "rare-unemployment")
    made = paid(desk)
    benefit = f"{jobless.BENEFITS}/{made['unemployment_benefit_id']}"
    desk.get(benefit)
    desk.get(f"{benefit}/months")
    given = desk.post(f"{benefit}/grants", {"kind": "childbirth"})
    desk.get(f"/v1/unemployment-grants/{given['id']}")
    desk.get(f"/v1/unemployment-runs/{made['unemployment_run_id']}")
    desk.get(f"/v1/unemployment-checks/{made['unemployment_check_id']}")
    desk.get(f"/v1/unemployment-premiums/{made['unemployment_premium_id']}")
    desk.get(f"/v1/unemployment-death-benefits/{death_benefit(desk)}")


def grant(town: Town) -> Parts:
    """For a birth, of somebody who draws the benefit."""
    desk = Desk(town.owner, f"birth-{next(town.numbers)}")
    benefit = jobless.on_benefit(desk)[2]["id"]
    look = town.count("/v1/unemployment-grants", benefit_id=benefit)
    body = {"kind": "childbirth"}
    return f"{jobless.BENEFITS}/{benefit}/grants", body, look, 1, 0


def kept_staff(town: Town) -> str:
    """The credit code of an employer that has paid for all of last year."""
    back = contributions.today(town).month - 1 + 12
    made = contributions.enrolled(town, back)
    charge = made["result"]["contribution_charge_id"]
    town.post(f"/v1/contribution-charges/{charge}/pay")
    return str(made["credit_code"])


def retention(town: Town) -> Parts:
    """Of last year's contributions of an employer that kept its staff."""
    code = kept_staff(town)
    look = town.count("/v1/job-retention-refunds", credit_code=code)
    body = {"credit_code": code, "region_code": DEMO_CITY}
    return "/v1/job-retention-refunds", body, look, 1, 0


def a_refund(town: Town) -> None:
    """A refund to an employer, looked at."""
    path, body, *_ = retention(town)
    made = town.post(path, body)
    town.get(f"{path}/{made['id']}")


CASES: dict[str, Callable[[Any], Parts]] = {
    "grantBesideUnemploymentBenefit": grant,
    "refundJobRetention": retention,
}
