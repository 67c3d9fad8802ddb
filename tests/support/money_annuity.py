"""Annuity accounts in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what is paid into an account.
"""

from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.money_benefits import DEMO_CITY, Parts, Town
from tests.support.money_employment_subsidies import today

PROOF = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32}


def joining(town: Town) -> dict[str, Any]:
    """The body by which somebody new joins a plan of an enterprise."""
    return {
        "kind": "enterprise",
        "person_id": town.card()["person_id"],
        "region_code": DEMO_CITY,
        "employer_name": "示范机械厂",
        "plan_number": f"99JH{next(town.numbers):08d}",
    }


def joined(town: Town) -> Any:
    return town.post("/v1/annuity-accounts", joining(town))


def path_of(account: Any) -> str:
    return f"/v1/annuity-accounts/{account['id']}"


def contribution(town: Town) -> dict[str, Any]:
    month = today(town).strftime("%Y-%m")
    return {"month": month, "employer_fen": 80_000, "person_fen": 20_000}


def income(town: Town) -> dict[str, Any]:
    return {"month": today(town).strftime("%Y-%m"), "amount_fen": 1_000}


def balance(town: Town, path: str) -> Callable[[], int]:
    return lambda: int(town.get(path)["balance_fen"])


def drawn(town: Town) -> str:
    """The path of an account that is paid out in two parts, the first of them on its way."""
    made = joined(town)
    path = path_of(made)
    town.post(f"{path}/contributions", contribution(town))
    [card] = town.get("/v1/cards", person_id=made["person_id"])["data"]
    inputs = {
        "plan_number": made["plan_number"],
        "reason": "disability",
        "payout_option": "instalments",
        "instalments": 2,
        "proof": PROOF,
    }
    body = {"item_code": "HRSS-037", "card_id": card["id"], "inputs": inputs}
    town.post("/v1/service-applications", body)
    road.advanced(town.owner, by="P2D")
    return path


def open_account(town: Town) -> Parts:
    body = joining(town)
    look = town.count("/v1/annuity-accounts", person_id=body["person_id"])
    return "/v1/annuity-accounts", body, look, 1, 0


def contribute(town: Town) -> Parts:
    path = path_of(joined(town))
    return f"{path}/contributions", contribution(town), balance(town, path), 100_000, 0


def credit_income(town: Town) -> Parts:
    path = path_of(joined(town))
    return f"{path}/income", income(town), balance(town, path), 1_000, 0


def left(town: Town) -> dict[str, Any]:
    """The body that tells of a death: of an account with 1 000.00 yuan in it."""
    made = joined(town)
    town.post(f"{path_of(made)}/contributions", contribution(town))
    died = {"died_on": today(town).isoformat()}
    town.post(f"/v1/persons/{made['person_id']}/report-death", died)
    return {"annuity_account_id": made["id"]}


def division(town: Town, *parts: int) -> dict[str, Any]:
    """The body that names heirs, each with a card."""
    heirs = [{"person_id": town.card()["person_id"], "parts": part} for part in parts]
    return {"heirs": heirs, "proof_number": "（2026）示范证字第1号"}


def open_inheritance(town: Town) -> Parts:
    body = left(town)
    person = town.get(f"/v1/annuity-accounts/{body['annuity_account_id']}")["person_id"]
    look = town.count("/v1/account-inheritances", person_id=person)
    return "/v1/account-inheritances", body, look, 1, 0


def divide(town: Town) -> Parts:
    body = left(town)
    path = f"/v1/account-inheritances/{town.post('/v1/account-inheritances', body)['id']}"
    account = f"/v1/annuity-accounts/{body['annuity_account_id']}"
    return f"{path}/divide", division(town, 1, 2), balance(town, account), 0, 100_000


CASES: dict[str, Callable[[Any], Parts]] = {
    "openAnnuityAccount": open_account,
    "contributeToAnnuity": contribute,
    "creditAnnuityIncome": credit_income,
    "openAccountInheritance": open_inheritance,
    "divideAccountInheritance": divide,
}
