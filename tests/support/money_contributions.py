"""Employers' contributions in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`.
"""

import base64
from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.money_benefits import DEMO_CITY, PROOF, Parts, Town
from tests.support.money_employment_subsidies import credit_code, today


def month(town: Town, back: int) -> str:
    now = today(town)
    number = now.year * 12 + now.month - 1 - back
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def new_firm(town: Town) -> dict[str, Any]:
    """What registers an employer that nobody knows yet."""
    return {
        "credit_code": credit_code(2_000_000 + next(town.numbers)),
        "name": "示范参保单位",
        "region_code": DEMO_CITY,
        "nature": "enterprise",
        "industry_class": 2,
        "size": "small",
    }


def firm(town: Town) -> Any:
    """An employer that is registered for social insurance."""
    return town.post("/v1/insured-employers", new_firm(town))


def enrolled(town: Town, back: int = 0) -> Any:
    """The application that enrolled somebody, and whom: `person_id`, `credit_code`, `number`."""
    person = town.get(f"/v1/persons/{town.card()['person_id']}")
    known = firm(town)
    first = month(town, back)
    staff = {
        "social_security_number": person["social_security_number"],
        "name": person["name"],
        "hired_on_date": f"{first}-01",
        "from_month": first,
        "monthly_wage_fen": 600_000,
    }
    inputs = {
        "employer_credit_code": known["credit_code"],
        "staff": [staff],
        "employment_proof": PROOF,
    }
    body = {"item_code": "HRSS-052", "inputs": inputs, "region_code": DEMO_CITY}
    made = town.post("/v1/service-applications", body)
    return {
        **made,
        "person_id": person["id"],
        "credit_code": known["credit_code"],
        "number": person["social_security_number"],
    }


def charge(town: Town) -> Any:
    """Two months of arrears of one worker, due."""
    made = enrolled(town, back=2)
    path = f"/v1/contribution-charges/{made['result']['contribution_charge_id']}"
    return {**town.get(path), "worker_id": made["person_id"]}


def pay(town: Town) -> Parts:
    due = charge(town)
    look = town.count(
        "/v1/contribution-months",
        person_id=due["worker_id"],
        kind="employee_pension",
        status="paid",
    )
    return f"/v1/contribution-charges/{due['id']}/pay", None, look, 2, 0


def declaration(town: Town) -> dict[str, Any]:
    """A file that a month is declared by."""
    made = enrolled(town)
    line = f"1|{made['number']}|unchanged|0.00|\n"
    return {
        "employer_credit_code": made["credit_code"],
        "region_code": DEMO_CITY,
        "contribution_month": month(town, 0),
        "content_base64": base64.b64encode(line.encode()).decode(),
    }


def declare(town: Town) -> Parts:
    body = declaration(town)
    look = town.count("/v1/contribution-declarations", credit_code=body["employer_credit_code"])
    return "/v1/contribution-declarations", body, look, 1, 0


def refund(town: Town) -> Parts:
    due = charge(town)
    town.post(f"/v1/contribution-charges/{due['id']}/pay")
    body = {"person_id": due["worker_id"], "kind": "employee_pension", "month": due["month"]}
    look = town.count("/v1/contribution-months", person_id=due["worker_id"], status="refunded")
    return "/v1/contribution-refunds", body, look, 1, 0


def own_charge(town: Town, pay_by: str, card: Any) -> Any:
    """What somebody in a flexible job has to pay for this month, 1200.00."""
    own = {
        "region_code": DEMO_CITY,
        "insurances": ["pension"],
        "monthly_base_fen": 600_000,
        "pay_by": pay_by,
    }
    body = {"card_id": card["id"], "item_code": "HRSS-053", "inputs": own}
    town.post("/v1/service-applications", body)
    due = {
        "insurance": "pension",
        "from_month": month(town, 0),
        "months": 1,
        "monthly_base_fen": 600_000,
        "pay_by": pay_by,
    }
    body = {"card_id": card["id"], "item_code": "HRSS-057", "inputs": due}
    made = town.post("/v1/service-applications", body)
    return town.get(f"/v1/contribution-charges/{made['result']['contribution_charge_id']}")


def payout_account(town: Town) -> Any:
    """Somebody's choice of the account that a pension is paid to."""
    card = town.card()
    account = town.account(0, card=card)
    inputs = {"benefit_scheme": "pension", "account_id": account.rpartition("/")[2]}
    body = {"card_id": card["id"], "item_code": "HRSS-055", "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    return town.get(f"/v1/payout-accounts/{made['result']['payout_account_id']}")


def data_change(town: Town) -> Any:
    """A phone number that the card service is asked to change."""
    phone = f"1990{next(town.numbers):07d}"
    inputs = {"field": "contact_phone", "new_value": phone}
    body = {"card_id": town.card()["id"], "item_code": "HRSS-054", "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    return town.get(f"/v1/personal-data-changes/{made['result']['personal_data_change_id']}")


def by_code(town: Town) -> Parts:
    person = town.person()
    card = town.card(person)
    account = town.account(200_000, card=card)
    signing = town.signing(person, level=2, reserved_phone="19900000001")
    electronic = town.post("/v1/electronic-cards", signing)
    due = own_charge(town, "electronic_card", card)
    code = town.post("/v1/codes", {"electronic_card_id": electronic["id"]})
    body = {"electronic_code": code["text"], "password": "471592"}
    look = town.balance(account)
    return f"/v1/contribution-charges/{due['id']}/pay-by-code", body, look, 80_000, 200_000


def failed(town: Town) -> Any:
    """A charge that the card's account couldn't pay, and that account."""
    card = town.card()
    account = town.account(0, card=card)
    due = own_charge(town, "card_account", card)
    road.advanced(town.owner, by="PT2M")
    return due, account


def retry(town: Town) -> Parts:
    due, account = failed(town)
    town.post(f"{account}/credits", {"amount_fen": 200_000})
    path = f"/v1/contribution-charges/{due['id']}"
    return f"{path}/retry", None, lambda: int(town.get(path)["tries"]), 2, 1


CASES: dict[str, Callable[[Any], Parts]] = {
    "payContributionCharge": pay,
    "createContributionDeclaration": declare,
    "refundContribution": refund,
    "payContributionChargeByCode": by_code,
    "retryContributionCharge": retry,
}
