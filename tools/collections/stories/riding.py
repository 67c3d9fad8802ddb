"""A story of rides: terminals, taps with each medium, a repair, an acquirer played from outside."""

from typing import Any

from scenarios.benefits import Desk
from scenarios.benefits.desk import DEMO_CITY
from scenarios.client import Client
from tools.collections.story import Story, at_desk

_TAPS, _JOURNEYS = "/v1/taps", "/v1/transit-journeys"
_GATE, _OUT, _BUS = "990100000101", "990100000104", "990100000201"


def _rides(desk: Desk) -> None:
    """A metro ride and a bus, a journey without its entry repaired, a bank card that pays late."""
    operator = desk.party("transit", DEMO_CITY, "City rail")
    bank = desk.party("bank", DEMO_CITY, "City acquirer")
    number = _a_card(desk, operator)
    _terminals(desk, operator)
    _tap(desk, operator, "entry", _GATE, number)
    desk.advance(by="PT25M")
    out = _tap(desk, operator, "exit", _OUT, number)
    desk.get(f"{_TAPS}/{out['id']}")
    desk.get(f"{_JOURNEYS}/{out['transit_journey_id']}")
    desk.advance(by="PT30M")
    alone = _tap(desk, operator, "exit", _OUT, number)
    said = {"kind": "entry_added", "station_id": "DEMO-METRO-000", "reason": "Asked at the counter"}
    desk.post(f"{_JOURNEYS}/{alone['transit_journey_id']}/repair", said, operator)
    _open_loop(desk, operator, bank)
    desk.listed(_TAPS, terminal_number=_OUT)
    desk.listed(_JOURNEYS, fare_system_id="DEMO-METRO")
    operator.close()
    bank.close()


def _a_card(desk: Desk, operator: Client) -> str:
    wanted = {"region_code": DEMO_CITY, "first_load_fen": 3_000}
    return str(desk.post("/v1/transit-cards", wanted, operator)["number"])


def _terminals(desk: Desk, operator: Client) -> None:
    wanted = {"fare_system_id": "DEMO-METRO", "kind": "gate", "station_id": "DEMO-METRO-002"}
    path = f"/v1/terminals/{desk.post('/v1/terminals', wanted, operator)['id']}"
    desk.get(path)
    desk.post(f"{path}/block", None, operator)
    desk.post(f"{path}/unblock", None, operator)
    desk.listed("/v1/terminals", fare_system_id="DEMO-METRO")


def _tap(
    desk: Desk,
    operator: Client,
    kind: str,
    terminal: str,
    reference: str,
    medium: str = "transit_card",
) -> Any:
    body = {"kind": kind, "medium": medium, "reference": reference, "terminal_number": terminal}
    return desk.post(_TAPS, body, operator)


def _open_loop(desk: Desk, operator: Client, bank: Client) -> None:
    """Declined first; paid when it is tried again."""
    tap = _tap(desk, operator, "ride", _BUS, "tok-story", "bank_card")
    [asked] = desk.listed("/v1/transit-authorisations", journey_id=tap["transit_journey_id"])
    path = f"/v1/transit-authorisations/{asked['id']}"
    desk.get(path)
    desk.post(f"{path}/decline", {"reason": "insufficient_funds"}, bank)
    desk.post(f"{_JOURNEYS}/{tap['transit_journey_id']}/collect", None, operator)
    desk.post(f"{path}/approve", None, bank)


STORIES = (
    Story(
        "BR",
        "Story BR - rides with a card and a bank card",
        "A gate is registered. A rider goes in and out by card, forgets to tap once and has it "
        "repaired at the counter; somebody else pays a bus with a bank card whose acquirer, played "
        "from outside, declines first and pays when it is asked again.",
        "story-br",
        at_desk("riding", _rides),
    ),
)
