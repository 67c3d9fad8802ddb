"""A story of clearing: rides of a day, its batch, a dispute, a concession that is paid back."""

import base64
import hashlib
from datetime import date

from scenarios.benefits import Desk
from scenarios.benefits.desk import CHENGDU, DEMO_CITY
from scenarios.client import Client
from tools.collections.story import Story, at_desk

_METRO, _OPERATOR = "DEMO-METRO", "OP-DEMO-METRO"
_GATES = {"entry": ("990100777001", "DEMO-METRO-000"), "exit": ("990100777002", "DEMO-METRO-005")}
_FORMS = "/v1/concession-reimbursements"


def _a_day(desk: Desk) -> None:
    """From the taps to the batch, and what its operator, its riders and agencies do about it."""
    metro = desk.party("transit", DEMO_CITY, "City metro clearing")
    agency = desk.agency(DEMO_CITY)
    for number, station in _GATES.values():
        gate = {"fare_system_id": _METRO, "kind": "gate", "number": number, "station_id": station}
        desk.post("/v1/terminals", gate, metro)
    journeys = [_ridden(desk, metro, region) for region in (DEMO_CITY, CHENGDU)]
    _disputed(desk, metro, journeys[1])
    desk.advance(by="P1D")
    [batch] = desk.listed("/v1/transit-batches", operator_id=_OPERATOR)
    path = f"/v1/transit-batches/{batch['id']}"
    desk.get(path)
    for file in ("file", "results"):
        desk.owner.call("GET", f"{path}/{file}")
    desk.post(f"{path}/represent", None, metro)  # no agreement covers the card of Chengdu
    _sent(desk, metro)
    desk.advance(by="P40D")
    _paid_back(desk, metro, agency)
    metro.close()
    agency.close()


def _ridden(desk: Desk, metro: Client, region: str) -> str:
    """Somebody with a card of this city, an old person of Demo City, rides; the journey's id."""
    born = date(1950, 5, 20) if region == DEMO_CITY else date(1990, 5, 20)
    rider = desk.cardholder(region, name="陆清", born=born)
    wanted = {"region_code": region, "card_id": rider.card_id, "first_load_fen": 5_000}
    card = desk.post("/v1/transit-cards", wanted)
    tap = {}
    for kind, (number, _) in _GATES.items():
        said = {"kind": kind, "medium": "transit_card", "reference": card["number"]}
        tap = desk.post("/v1/taps", {**said, "terminal_number": number}, metro)
        desk.advance(by="PT20M")
    return str(tap["transit_journey_id"])


def _disputed(desk: Desk, metro: Client, journey_id: str) -> None:
    """Let rest, refused, and in the end agreed with."""
    body = {"journey_id": journey_id, "reason": "wrong_fare", "fare_fen": 100}
    for event, said in (("withdraw", None), ("refuse", {"note": "票价无误"}), ("uphold", {})):
        made = desk.post("/v1/transit-disputes", body)
        desk.post(f"/v1/transit-disputes/{made['id']}/{event}", said, metro)
        desk.get(f"/v1/transit-disputes/{made['id']}")
    desk.listed("/v1/transit-disputes", journey_id=journey_id)


def _sent(desk: Desk, metro: Client) -> None:
    """A batch file of a day on which nobody rode at the operator's own gates."""
    day = str(desk.get("/sandbox/v1/clock")["now"])[:10].replace("-", "")
    columns = "reference,card_number,terminal_number,card_sequence,type,tapped_at,amount_fen,tac"
    body = f"TRANSIT,1,{_OPERATOR},77,{day},0,0\n{columns}\n"
    content = f"{body}END,0,0,{hashlib.sha256(body.encode()).hexdigest()}\n"
    said = {"operator_id": _OPERATOR, "content_base64": base64.b64encode(content.encode()).decode()}
    path = f"/v1/transit-batch-uploads/{desk.post('/v1/transit-batch-uploads', said, metro)['id']}"
    desk.get(path)
    desk.listed(f"{path}/lines")
    desk.listed("/v1/transit-batch-uploads")


def _paid_back(desk: Desk, metro: Client, agency: Client) -> None:
    """The city's claim form: returned, submitted again, confirmed, paid."""
    [form] = desk.listed(_FORMS, operator_id=_OPERATOR, region_code=DEMO_CITY)
    path = f"{_FORMS}/{form['id']}"
    desk.post(f"{path}/return", {"note": "缺少明细"}, agency)
    desk.post(f"{path}/submit", None, metro)
    desk.post(f"{path}/confirm", None, agency)
    desk.advance(by="P20D")
    desk.get(path)


STORIES = (
    Story(
        "BD",
        "Story BD - a day of rides is cleared",
        "Cards of two cities ride a metro; a charge is disputed, refused and then given back. "
        "The day is closed into a batch, a part that no agreement covers is presented again, an "
        "operator sends a file of its own, and a region pays for its concessions.",
        "story-bd",
        at_desk("transit-clearing", _a_day),
    ),
)
