"""Batches, disputes and claim forms in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what clearing rides moves.
"""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.money_benefits import DEMO_CITY, Parts, Town
from tests.support.money_transit_cards import CARDS

METRO, OPERATOR, CHENGDU = "DEMO-METRO", "OP-DEMO-METRO", "510100"
BATCHES, DISPUTES = "/v1/transit-batches", "/v1/transit-disputes"
UPLOADS, FORMS = "/v1/transit-batch-uploads", "/v1/concession-reimbursements"
_COLUMNS = "reference,card_number,terminal_number,card_sequence,type,tapped_at,amount_fen,tac"


def ridden(town: Town, region: str = DEMO_CITY, born: str = "1990-05-20") -> str:
    """The journey of somebody who rode in Demo City with a card of this region."""
    body = {"name": "李安", "sex": "male", "birth_date": born, "region_code": region}
    card = town.card(town.post("/v1/persons", body))
    load = {"region_code": region, "card_id": card["id"], "first_load_fen": 5_000}
    number = town.post(CARDS, load)["number"]
    tap: Any = {}
    for kind, station in (("entry", "DEMO-METRO-000"), ("exit", "DEMO-METRO-005")):
        gate = f"990100{next(town.numbers):06d}"
        said = {"fare_system_id": METRO, "kind": "gate", "number": gate, "station_id": station}
        town.post("/v1/terminals", said)
        asked = {"kind": kind, "medium": "transit_card", "reference": number}
        tap = town.post("/v1/taps", {**asked, "terminal_number": gate})
        road.advanced(town.owner, by="PT10M")
    return str(tap["transit_journey_id"])


def rejected(town: Town) -> str:
    """The path of a batch with a part that no agreement covers."""
    ridden(town, CHENGDU)
    road.advanced(town.owner, by="P1D")
    found = town.get(BATCHES, operator_id=OPERATOR, status="closed")["data"]
    return f"{BATCHES}/{found[0]['id']}"


def attempts(town: Town, path: str) -> Callable[[], int]:
    return lambda: max(int(each["attempt"]) for each in town.get(path)["parts"])


def represent_transit_batch(town: Town) -> Parts:
    path = rejected(town)
    return f"{path}/represent", None, attempts(town, path), 2, 1


def batch_file(town: Town) -> dict[str, Any]:
    """Of a day on which nobody rode at gates that only the operator knows."""
    number = next(town.numbers)
    body = f"TRANSIT,1,{OPERATOR},{number},20260401,0,0\n{_COLUMNS}\n"
    content = f"{body}END,0,0,{hashlib.sha256(body.encode()).hexdigest()}\n".encode()
    return {"operator_id": OPERATOR, "content_base64": base64.b64encode(content).decode()}


def create_transit_batch_upload(town: Town) -> Parts:
    """It moves no money; given once, it is there once."""
    look = lambda: len(list(town.owner.every(UPLOADS)))  # noqa: E731
    before = look()
    return UPLOADS, batch_file(town), look, before + 1, before


def disputing(town: Town) -> dict[str, Any]:
    return {"journey_id": ridden(town), "reason": "wrong_fare", "fare_fen": 100}


def disputed(town: Town) -> str:
    return f"{DISPUTES}/{town.post(DISPUTES, disputing(town))['id']}"


def uphold_transit_dispute(town: Town) -> Parts:
    """The journey costs what was asked, by one charge more."""
    path = disputed(town)
    journey = f"/v1/transit-journeys/{town.get(path)['journey_id']}"
    look = lambda: len(town.get(journey)["charges"])  # noqa: E731
    return f"{path}/uphold", {}, look, 2, 1


def claimed(town: Town) -> str:
    """The path of a claim form that waits for the city: of an old person's ride of last month."""
    ridden(town, born="1950-05-20")
    road.advanced(town.owner, by="P40D")
    mine = {"operator_id": OPERATOR, "region_code": DEMO_CITY, "status": "submitted"}
    return f"{FORMS}/{town.get(FORMS, **mine)['data'][0]['id']}"


def returned(town: Town) -> str:
    path = claimed(town)
    town.post(f"{path}/return", {"note": "缺少明细"})
    return path


def confirm_concession_reimbursement(town: Town) -> Parts:
    path = claimed(town)
    look = lambda: town.get(path)["status"]  # noqa: E731
    return f"{path}/confirm", None, look, "confirmed", "submitted"


def every_kind(town: Town) -> None:
    """A rejected batch, a file, a dispute, a claim form."""
    disputed(town)
    for make in (represent_transit_batch, create_transit_batch_upload):
        path, body, *_ = make(town)
        town.post(path, body)
    claimed(town)


CASES: dict[str, Callable[[Town], Parts]] = {
    "confirmConcessionReimbursement": confirm_concession_reimbursement,
    "createTransitBatchUpload": create_transit_batch_upload,
    "representTransitBatch": represent_transit_batch,
    "upholdTransitDispute": uphold_transit_dispute,
}
"""By operation id: what is called, with what, where its effect is seen, once and before."""
