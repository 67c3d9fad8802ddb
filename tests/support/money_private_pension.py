"""Private pensions in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what moves money into a funds account, and within it.
"""

from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.earlier_work import worked
from tests.support.money_benefits import BANK_PIN, Parts, Town
from tests.support.money_employment_subsidies import today

BANK, OTHER_BANK = "629991", "629990"
PROOF = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32}


def opened(town: Town) -> tuple[Any, str]:
    """A card of somebody insured, and the path of the private pension opened with it."""
    card = town.card()
    town.post("/v1/earlier-contributions", worked(card["person_id"]))
    inputs = {"bank_code": BANK, "contact_phone": "19900000001", "accepts_terms": True}
    body = {"item_code": "HRSS-038", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    return card, f"/v1/private-pensions/{made['result']['private_pension_id']}"


def through_bank(town: Town, fen: int = 1_000_000) -> dict[str, Any]:
    """The body with which a bank tells of a contribution; each its own reference."""
    return {
        "bank_code": BANK,
        "amount_fen": fen,
        "year": today(town).year,
        "bank_reference": f"LS-{next(town.numbers)}",
    }


def with_cash(town: Town) -> tuple[Any, str]:
    card, path = opened(town)
    town.post(f"{path}/contributions", through_bank(town))
    return card, path


def cash(town: Town, path: str) -> Callable[[], int]:
    return lambda: int(town.get(path)["funds_account"]["cash_fen"])


def contribution_due(town: Town, card: Any, fen: int = 10_000) -> str:
    """The path of a contribution that waits to be taken off the card."""
    inputs = {
        "contribution_year": today(town).year,
        "amount_fen": fen,
        "pay_by": "card_account",
    }
    body = {"item_code": "HRSS-039", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    found = made["result"]["private_pension_contribution_id"]
    return f"/v1/private-pension-contributions/{found}"


def holding(town: Town) -> tuple[str, str]:
    """The path of a pension, and that of a product in it."""
    _, path = with_cash(town)
    made = town.post(f"{path}/purchases", {"product_code": "F0001", "amount_fen": 100_000})
    return path, f"/v1/private-pension-holdings/{made['id']}"


def drawn(town: Town) -> str:
    """The path of a pension that is paid out in two parts, the first of them on its way."""
    card, path = with_cash(town)
    inputs = {
        "reason": "total_disability",
        "payout_mode": "instalments",
        "instalments": 2,
        "proof": PROOF,
    }
    body = {"item_code": "HRSS-041", "card_id": card["id"], "inputs": inputs}
    town.post("/v1/service-applications", body)
    road.advanced(town.owner, by="PT5M")
    return path


def take_in_contribution(town: Town) -> Parts:
    _, path = opened(town)
    return f"{path}/contributions", through_bank(town), cash(town, path), 1_000_000, 0


def pay_contribution(town: Town) -> Parts:
    card, _ = opened(town)
    account = town.account(30_000, card=card)
    path = contribution_due(town, card)
    return f"{path}/pay", {"password": BANK_PIN}, town.balance(account), 20_000, 30_000


def buy_product(town: Town) -> Parts:
    _, path = with_cash(town)
    body = {"product_code": "F0001", "amount_fen": 100_000}
    return f"{path}/purchases", body, cash(town, path), 900_000, 1_000_000


def redeem_holding(town: Town) -> Parts:
    path, held = holding(town)
    return f"{held}/redeem", {"amount_fen": 50_000}, cash(town, path), 950_000, 900_000


CASES: dict[str, Callable[[Any], Parts]] = {
    "takeInPrivatePensionContribution": take_in_contribution,
    "payPrivatePensionContribution": pay_contribution,
    "buyPrivatePensionProduct": buy_product,
    "redeemPrivatePensionHolding": redeem_holding,
}
