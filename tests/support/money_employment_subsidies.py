"""Subsidies, recoveries and loans in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what takes money off a card again.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from scenarios import road
from scenarios.client import Client
from tests.support.money_benefits import DEMO_CITY, PROOF, STUDENT, Parts, Town

FOUNDER = {
    "business_name": "示范面馆",
    "amount_fen": 300_000,
    "term_months": 3,
    "purpose": "购置厨房设备",
    "category": "migrant_returnee",
    "guarantee": "fund",
}
CREDIT_CODES = ("91990100MA0000001G", "91990100MA0000002K", "91990100MA0000003N")
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def today(town: Town) -> date:
    return date.fromisoformat(town.get("/sandbox/v1/clock")["now"][:10])


def credit_code(number: int) -> str:
    """An invented unified social credit code with its check character (GB 32100).

    >>> credit_code(1)
    '91990100MA0000001G'
    """
    base = f"91990100MA{number:07d}"
    total = sum(_LETTERS.index(each) * pow(3, at, 31) for at, each in enumerate(base))
    return base + _LETTERS[-total % 31]


def paid_grant(town: Town) -> Any:
    """A one-off subsidy that is on the card."""
    card = town.card()
    town.account(0, card=card)
    inputs = {**STUDENT, "graduation_date": today(town).isoformat(), "category_proof": PROOF}
    body = {"item_code": "HRSS-009", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    road.advanced(town.owner, by="P21D")
    done = town.get(f"/v1/service-applications/{made['id']}")
    return town.get(f"/v1/subsidy-grants/{done['result']['subsidy_grant_id']}")


def owed(town: Town) -> Any:
    """What has to be given back of one."""
    grant = paid_grant(town)
    town.post(f"/v1/subsidy-grants/{grant['id']}/recover", {"reason": "材料不实"})
    return town.get("/v1/benefit-recoveries", about_id=grant["id"])["data"][0]


def refund_benefit(town: Town) -> Parts:
    recovery = owed(town)
    path = f"/v1/benefit-recoveries/{recovery['id']}"
    look = lambda: len(town.get(f"{path}/parts")["data"])  # noqa: E731
    return f"{path}/refund", {"amount_fen": 5_000}, look, 1, 0


def base(town: Town) -> tuple[Any, Client]:
    """An internship base, and the employer that it is; each time another one."""
    number = next(town.numbers)
    name = f"internship base {number}"
    party = town.owner.post("/sandbox/v1/parties", {"name": name, "role": "employer"})
    said = {
        "party_id": party["id"],
        "credit_code": credit_code(10_000 + number),
        "name": "示范见习基地",
        "region_code": DEMO_CITY,
        "places": 5,
    }
    return town.post("/v1/internship-bases", said), town.owner.again(act_as=name)


def internship(town: Town) -> Any:
    """What came of an application for an internship that began two months ago."""
    made, employer = base(town)
    person = town.get(f"/v1/persons/{town.card()['person_id']}")
    now = today(town)
    number = now.year * 12 + now.month - 1 - 2
    form = {
        "agreement_number": f"JX-{made['id'][-12:]}",
        "intern_number": person["social_security_number"],
        "from_month": f"{number // 12:04d}-{number % 12 + 1:02d}",
        "months": 6,
        "monthly_allowance_fen": 200_000,
        "accident_insured": True,
    }
    left = {
        "person_id": person["id"],
        "school_name": "示范学院",
        "education": "bachelor",
        "graduated_on": f"{form['from_month']}-01",
    }
    town.post("/v1/unemployed-graduates", left)
    body = {"item_code": "HRSS-010", "inputs": form, "region_code": DEMO_CITY}
    done = employer.post("/v1/service-applications", body, key=f"intern:{made['id']}")
    return done["result"]


def loan(town: Town) -> Any:
    """A guaranteed loan that no bank has answered yet."""
    card = town.card()
    inputs = {**FOUNDER, "credit_code": credit_code(5_000_000 + next(town.numbers))}
    body = {"item_code": "HRSS-012", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    return town.get(f"/v1/startup-loans/{made['result']['startup_loan_id']}")


def overdue_loan(town: Town) -> Any:
    """A loan whose borrower spent it, and has missed the first instalment."""
    made = loan(town)
    path = f"/v1/startup-loans/{made['id']}"
    card = town.get("/v1/cards", person_id=made["person_id"])["data"][0]
    account = town.account(0, card=card)
    road.advanced(town.owner, by="PT10M")
    town.post(f"{account}/debits", {"amount_fen": made["amount_fen"], "password": "471592"})
    road.advanced(town.owner, by="P33D")
    return town.get(path)


CASES: dict[str, Callable[[Any], Parts]] = {"refundBenefit": refund_benefit}
