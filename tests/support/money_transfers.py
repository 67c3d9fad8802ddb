"""Insurance that moves, in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what the army sends, what leaves an area and what arrives.
"""

from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.money_benefits import DEMO_CITY, Parts, Town

CHONGQING = "500000"
STRETCH = {
    "kind": "taken_over",
    "from_month": "2020-01",
    "to_month": "2020-12",
    "base_fen": 600_000,
    "personal_fen": 48_000,
}


def voucher(town: Town) -> dict[str, Any]:
    """The body with which the army's money for somebody new is noted."""
    return {
        "voucher_number": f"JT-{next(town.numbers):06d}",
        "person_id": town.card()["person_id"],
        "region_code": DEMO_CITY,
        "service_from_month": "2018-09",
        "service_to_month": "2025-12",
        "account_fen": 30_000,
        "pooled_fen": 15_000,
        "received_fen": 30_000,
    }


def receive_voucher(town: Town) -> Parts:
    body = voucher(town)
    look = town.count("/v1/military-transfers", person_id=body["person_id"])
    return "/v1/military-transfers", body, look, 1, 0


def receive_funds(town: Town) -> Parts:
    path = f"/v1/military-transfers/{town.post('/v1/military-transfers', voucher(town))['id']}"
    return (
        f"{path}/funds",
        {"amount_fen": 15_000},
        _field(town, path, "received_fen"),
        45_000,
        30_000,
    )


def _field(town: Town, path: str, name: str) -> Callable[[], Any]:
    return lambda: town.get(path)[name]


def _by_hand(town: Town, region: str, mode: str | None) -> None:
    path = f"/v1/review-settings/{region}"
    town.owner.call("PATCH", path, {"mode": mode}, headers={"If-Match": "*"})


def _asked(town: Town) -> tuple[str, str]:
    """The path of a transfer to Demo City whose letter is out, and the person."""
    card = town.card()
    person = card["person_id"]
    said = {"person_id": person, "region_code": CHONGQING, "scheme": "employee"}
    body = said | {"stretches": [STRETCH], "account_balance_fen": 600_000}
    town.post("/v1/earlier-contributions", body)
    inputs = {
        "from_region_code": CHONGQING,
        "to_region_code": DEMO_CITY,
        "reason": "return",
        "contact_phone": "19900000001",
    }
    asked = {"item_code": "HRSS-060", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", asked | {"region_code": DEMO_CITY})
    return f"/v1/insurance-transfers/{made['result']['insurance_transfer_id']}", person


def _account(town: Town, person: str, region: str) -> Callable[[], int]:
    """What accounts that a region keeps for the person hold."""

    def look() -> int:
        listed = town.get("/v1/pension-accounts", person_id=person)["data"]
        return sum(int(each["balance_fen"]) for each in listed if each["region_code"] == region)

    return look


def close(town: Town) -> Parts:
    """By hand in the old area: its account is empty after it."""
    _by_hand(town, CHONGQING, "by_hand")
    path, person = _asked(town)
    road.advanced(town.owner, by="PT2M")
    _by_hand(town, CHONGQING, None)
    return f"{path}/close", None, _account(town, person, CHONGQING), 0, 600_000


def merge(town: Town) -> Parts:
    """By hand in the new area: the account goes on there by what left the old one."""
    path, person = _asked(town)
    _by_hand(town, DEMO_CITY, "by_hand")
    road.advanced(town.owner, by="PT10M")
    _by_hand(town, DEMO_CITY, None)
    moved = town.get(path)["account_fen"]
    return f"{path}/merge", None, _account(town, person, DEMO_CITY), moved, 0


CASES: dict[str, Callable[[Any], Parts]] = {
    "receiveMilitaryTransfer": receive_voucher,
    "receiveArmyFunds": receive_funds,
    "closeInsuranceTransfer": close,
    "mergeInsuranceTransfer": merge,
}
