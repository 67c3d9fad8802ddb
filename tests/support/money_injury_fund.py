"""What the fund of work injury insurance takes and spends, ready to be done once each.

Part of `tests/support/money.py: CASES`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from scenarios import road
from scenarios.benefits.desk import Desk
from scenarios.benefits.injury_fund import project
from scenarios.benefits.platform_workers import order
from scenarios.client import Client
from tests.support.money_benefits import DEMO_CITY, Parts, Town
from tests.support.money_employment_subsidies import credit_code

PROJECTS, ORDERS, PREMIUMS = (
    "/v1/prevention-projects",
    "/v1/platform-orders",
    "/v1/platform-premiums",
)


def new_order(town: Town) -> dict[str, Any]:
    """An order of last month, by a platform that nobody knows yet."""
    person = town.get(f"/v1/persons/{town.card()['person_id']}")
    now = datetime.fromisoformat(town.get("/sandbox/v1/clock")["now"])
    done = now.replace(day=1) - timedelta(days=3)
    return {
        "platform_credit_code": credit_code(6_000_000 + next(town.numbers)),
        "platform_name": "示范平台",
        "region_code": DEMO_CITY,
        "trade": "freight",
        "order_number": f"DD-{next(town.numbers)}",
        "social_security_number": person["social_security_number"],
        "accepted_at": (done - timedelta(hours=1)).isoformat(),
        "finished_at": done.isoformat(),
    }


def report_order(town: Town) -> Parts:
    body = new_order(town)
    look = town.count(ORDERS, platform_credit_code=body["platform_credit_code"])
    return ORDERS, body, look, 1, 0


def premium(town: Town) -> Any:
    """A month's premium, due: its order was reported when the month was over."""
    made = town.post(ORDERS, new_order(town))
    road.calm(town.owner)
    code = made["platform_credit_code"]
    [found] = town.get(PREMIUMS, platform_credit_code=code)["data"]
    return found


def pay_premium(town: Town) -> Parts:
    due = premium(town)
    code = due["platform_credit_code"]
    look = town.count(PREMIUMS, platform_credit_code=code, status="paid")
    return f"{PREMIUMS}/{due['id']}/pay", None, look, 1, 0


def new_project(town: Town) -> dict[str, Any]:
    code = credit_code(6_500_000 + next(town.numbers))
    return project(applicant_credit_code=code)


def apply_for_project(town: Town) -> Parts:
    body = new_project(town)
    look = town.count(PROJECTS, applicant_credit_code=body["applicant_credit_code"])
    return PROJECTS, body, look, 1, 0


def review_project(town: Town) -> Parts:
    made = town.post(PROJECTS, new_project(town))
    code = made["applicant_credit_code"]
    look = town.count(PROJECTS, applicant_credit_code=code, status="approved")
    return f"{PROJECTS}/{made['id']}/review", {"outcome": "approved"}, look, 1, 0


def approved(town: Town) -> str:
    """The path of a project with two parts, none of them accepted."""
    made = town.post(PROJECTS, new_project(town))
    path = f"{PROJECTS}/{made['id']}"
    town.post(f"{path}/review", {"outcome": "approved"})
    return path


def accept_part(town: Town) -> Parts:
    path = approved(town)
    look = lambda: town.get(path)["accepted_fen"]  # noqa: E731
    return f"{path}/accept-part", {"evidence": "验收一"}, look, 100, 0


def every_kind(owner: Client) -> None:
    """A rate, a project with its parts, an order with its premium, and an injury on one."""
    desk = Desk(owner, "rare-injury-fund")
    who = desk.cardholder(name="骑手")
    made = order(desk, who, "DD-R1", 40)
    desk.post(ORDERS, made)
    desk.post(PROJECTS, project())
    road.calm(owner)
    for path in (ORDERS, PREMIUMS, PROJECTS, "/v1/injury-rates"):
        desk.listed(path)


CASES: dict[str, Callable[[Any], Parts]] = {
    "createPlatformOrder": report_order,
    "payPlatformPremium": pay_premium,
    "createPreventionProject": apply_for_project,
    "reviewPreventionProject": review_project,
    "acceptPreventionPart": accept_part,
}
