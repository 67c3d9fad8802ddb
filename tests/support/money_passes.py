"""Travel passes in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: a pass comes off a card once, and goes back once;
a visit is counted once, however often a gate brings it.
"""

from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.money_benefits import BANK_PIN, Parts, Town

PRODUCT = "demo_year"
PHOTO = {"photo_sha256": "ab" * 32}
PRICE = 10_000


def order(person_id: str, pay_by: str = "cash") -> dict[str, Any]:
    return {"product_code": PRODUCT, "person_id": person_id, "pay_by": pay_by}


def due(town: Town, fen: int = 30_000) -> tuple[str, str]:
    """The path of a pass that waits for its payment, and of the account that can pay it."""
    card = town.card()
    account = town.account(fen, card=card)
    made = town.post("/v1/travel-passes", order(card["person_id"], "card_account"))
    return f"/v1/travel-passes/{made['id']}", account


def sold(town: Town) -> str:
    """The path of a pass that was paid in cash."""
    made = town.post("/v1/travel-passes", order(town.card()["person_id"]))
    return f"/v1/travel-passes/{made['id']}"


def active(town: Town) -> str:
    path = sold(town)
    town.post(f"{path}/activate", PHOTO)
    return path


def order_pass(town: Town) -> Parts:
    person_id = town.card()["person_id"]
    look = town.count("/v1/travel-passes", person_id=person_id)
    return "/v1/travel-passes", order(person_id), look, 1, 0


def pay_pass(town: Town) -> Parts:
    path, account = due(town)
    return f"{path}/pay", {"password": BANK_PIN}, town.balance(account), 20_000, 30_000


def refund_pass(town: Town) -> Parts:
    path, account = due(town)
    town.post(f"{path}/pay", {"password": BANK_PIN})

    def look() -> int:
        road.advanced(town.owner, by="PT1M")
        return int(town.balance(account)())

    return f"{path}/refund", {}, look, 30_000, 20_000


def venue(town: Town) -> str:
    """A venue with room for everybody; nobody has to book."""
    body = {
        "code": f"FZ-{next(town.numbers)}",
        "name_zh": "示范广场",
        "name_en": "Sample Square",
        "kind": "park",
        "region_code": "990100",
        "list_price_fen": 1_000,
        "sessions": [{"opens": "00:00", "closes": "24:00", "quota": 1_000}],
    }
    return str(town.post("/v1/venues", body)["id"])


def upload_visits(town: Town) -> Parts:
    card = town.card()
    visit = {
        "gate_no": "G1",
        "sequence": next(town.numbers),
        "arrived_at": town.get("/sandbox/v1/clock")["now"],
        "credential": {"card_id": card["id"]},
        "decision": "let_in",
        "face": "match",
    }
    look = town.count("/v1/venue-admissions", person_id=card["person_id"])
    body = {"venue_id": venue(town), "records": [visit]}
    return "/v1/venue-admissions/uploads", body, look, 1, 0


CASES: dict[str, Callable[[Any], Parts]] = {
    "orderTravelPass": order_pass,
    "payTravelPass": pay_pass,
    "refundTravelPass": refund_pass,
    "uploadVenueAdmissions": upload_visits,
}
