"""Transit cards in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what moves money onto a purse, from it and between two.
"""

from collections.abc import Callable
from typing import Any

from tests.support.money_benefits import BANK_PIN, DEMO_CITY, Parts, Town

CARDS, GRANTS, PASSES = "/v1/transit-cards", "/v1/concession-grants", "/v1/transit-passes"
CASH, ACCOUNT = "cash", "bank_account"


def issued(town: Town, fen: int = 0, card: Any = None) -> str:
    """The path of a transit card on the social security card of somebody in Demo City."""
    card = card or town.card()
    load = {"first_load_fen": fen} if fen else {}
    made = town.post(CARDS, {"region_code": DEMO_CITY, "card_id": card["id"], **load})
    return f"{CARDS}/{made['id']}"


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


def purse(town: Town, path: str) -> Callable[[], int]:
    return lambda: int(town.get(path)["balance_fen"])


def issuing(town: Town) -> dict[str, Any]:
    return {"region_code": DEMO_CITY, "card_id": town.card()["id"], "first_load_fen": 2_000}


def issue_transit_card(town: Town) -> Parts:
    body = issuing(town)
    return CARDS, body, town.count(CARDS, card_id=body["card_id"]), 1, 0


def paying(fen: int = 3_000) -> dict[str, Any]:
    return {"way": ACCOUNT, "amount_fen": fen, "password": BANK_PIN}


def top_up_purse(town: Town) -> Parts:
    """From the bank account on the card: what left it came onto the purse."""
    card = town.card()
    account, path = town.account(10_000, card=card), issued(town, card=card)
    left, came = town.balance(account), purse(town, path)
    return f"{path}/top-ups", paying(), lambda: (came(), left()), (3_000, 7_000), (0, 10_000)


def topped_up(town: Town) -> str:
    """The id of a top-up in cash."""
    body = {"way": CASH, "amount_fen": 1_000}
    return str(town.post(f"{issued(town)}/top-ups", body)["id"])


def lost(town: Town) -> str:
    path = issued(town, 1_000)
    town.post(f"{path}/report-loss")
    return path


def replace_transit_card(town: Town) -> Parts:
    path = lost(town)
    look = town.count(CARDS, person_id=town.get(path)["person_id"])
    return f"{path}/replace", {}, look, 2, 1


def refund_transit_card(town: Town) -> Parts:
    path = issued(town, 1_000)
    look = lambda: town.get(path)["status"]  # noqa: E731
    return f"{path}/refund", {"place": "counter"}, look, "refunded", "active"


def granting(town: Town) -> dict[str, Any]:
    return {
        "person_id": town.card()["person_id"],
        "status": "student",
        "region_code": DEMO_CITY,
        "from_date": "2026-03-01",
        "until_date": "2027-07-10",
    }


def create_concession_grant(town: Town) -> Parts:
    body = granting(town)
    return GRANTS, body, town.count(GRANTS, person_id=body["person_id"]), 1, 0


def buying(town: Town) -> dict[str, Any]:
    card_id = id_of(issued(town, 2_000))
    return {"transit_card_id": card_id, "fare_system_id": "DEMO-METRO", "kind": "day"}


def buy_transit_pass(town: Town) -> Parts:
    body = buying(town)
    look = purse(town, f"{CARDS}/{body['transit_card_id']}")
    return PASSES, body, look, 500, 2_000


def every_kind(town: Town) -> None:
    """A top-up of each way, a card that replaces a lost one, one given back, a grant, a pass."""
    topped_up(town)
    for make in (top_up_purse, replace_transit_card, refund_transit_card, buy_transit_pass):
        path, body, *_ = make(town)
        town.post(path, body)
    town.post(GRANTS, granting(town))


CASES: dict[str, Callable[[Town], Parts]] = {
    "buyTransitPass": buy_transit_pass,
    "createConcessionGrant": create_concession_grant,
    "issueTransitCard": issue_transit_card,
    "refundTransitCard": refund_transit_card,
    "replaceTransitCard": replace_transit_card,
    "topUpPurse": top_up_purse,
}
"""By operation id: what is called, with what, where its effect is seen, once and before."""
