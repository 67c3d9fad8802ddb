"""A story of a bus without network: lists loaded, taps queued and uploaded, a chip read instead."""

from datetime import datetime, timedelta
from typing import Any

from scenarios.benefits import Desk
from scenarios.benefits.desk import DEMO_CITY
from scenarios.client import Client
from services.transport.domain import signing
from services.transport.domain.taps import PURSE, RIDE, Seen
from sscsim.kernel.money import Money
from tools.collections.story import Story, at_desk

_FARE = 160


def _gates(desk: Desk) -> None:
    """One bus: its key, its lists, a ride that is uploaded, and one that only the card tells of."""
    operator = desk.party("transit", DEMO_CITY, "City buses")
    agency = desk.agency(DEMO_CITY)
    bus = _opened(desk, operator)
    _loaded(desk, operator, bus["number"])
    card = _card(desk, operator)
    tap = _ridden(desk, operator, bus, card)
    done = desk.post("/v1/tap-uploads", {"reference": "bus-1", "taps": [tap]}, operator)
    desk.get(f"/v1/tap-uploads/{done['id']}")
    desk.get(f"/v1/tap-uploads/{done['id']}/taps")
    desk.listed("/v1/tap-uploads", reference="bus-1")
    _records(desk, operator, bus, card, agency)
    _listed(desk, operator, agency, card["number"])
    operator.close()
    agency.close()


def _opened(desk: Desk, operator: Client) -> dict[str, Any]:
    """A reader on a bus, with a key of its own."""
    new = {
        "fare_system_id": "DEMO-BUS",
        "kind": "bus",
        "line_id": "DEMO-BUS-L01",
        "vehicle_id": "STORY-1",
    }
    made = desk.post("/v1/terminals", new, operator)
    key = desk.post(f"/v1/terminals/{made['id']}/keys", None, operator)
    return {"number": made["number"], "key": key["key"], "version": key["version"]}


def _loaded(desk: Desk, operator: Client, number: str) -> None:
    told = desk.get("/v1/gate-time")
    desk.get("/v1/gate-settings", region_code=DEMO_CITY)
    desk.get("/v1/hot-list", after=0)
    body = {"terminal_number": number, "number": told["hot_list_number"]}
    desk.post("/v1/hot-list/loads", body, operator)


def _card(desk: Desk, operator: Client) -> dict[str, Any]:
    wanted = {"region_code": DEMO_CITY, "first_load_fen": 2_000}
    made: dict[str, Any] = desk.post("/v1/transit-cards", wanted, operator)
    return made


def _ridden(
    desk: Desk, operator: Client, bus: dict[str, Any], card: dict[str, Any], ago: int = 0
) -> dict[str, Any]:
    """The chip pays, and the bus signs what it queues. `ago`: hours."""
    now = datetime.fromisoformat(desk.get("/v1/gate-time")["now"])
    at = now.replace(microsecond=0) - timedelta(hours=ago)
    asked = {
        "kind": RIDE,
        "terminal_number": bus["number"],
        "amount_fen": _FARE,
        "tapped_at": at.isoformat(),
    }
    path = f"/v1/transit-cards/{card['id']}/chip"
    done = desk.post(f"{path}/transactions", asked, operator)
    seen = Seen(
        RIDE, PURSE, card["number"], bus["number"], at,
        terminal_sequence=1, card_sequence=done["sequence"], taken=Money(_FARE), tac=done["tac"],
    )  # fmt: skip
    return {
        "kind": RIDE,
        "medium": PURSE,
        "reference": card["number"],
        "terminal_number": bus["number"],
        "terminal_sequence": 1,
        "tapped_at": at.isoformat(),
        "card_sequence": done["sequence"],
        "taken_fen": _FARE,
        "tac": done["tac"],
        "key_version": bus["version"],
        "signature": signing.signature(seen, bytes.fromhex(bus["key"])),
    }


def _records(
    desk: Desk, operator: Client, bus: dict[str, Any], card: dict[str, Any], agency: Client
) -> None:
    """A ride of the day before that no bus ever told of; an agency lets it count."""
    _ridden(desk, operator, bus, card, ago=25)
    chip = desk.get(f"/v1/transit-cards/{card['id']}/chip")
    journeys = chip["journey_records"]
    shown = desk.post("/v1/chip-records/decode", {"kind": "purse", "hex": chip["purse_records"][0]})
    desk.post("/v1/chip-records/encode", {"purse": shown["purse"]})
    read = {"application": chip["application"], "journeys": journeys}
    body = {"reference": "card-1", "terminal_number": bus["number"], "cards": [read]}
    done = desk.post("/v1/chip-record-uploads", body, operator)
    [late] = desk.get(f"/v1/tap-uploads/{done['id']}/taps", result="pending")["data"]
    desk.post(f"/v1/taps/{late['tap_id']}/release", {"decision": "accept"}, agency)


def _listed(desk: Desk, operator: Client, agency: Client, number: str) -> None:
    """A faulty card is on the list and off it again; a city joins the others."""
    listing = {"medium": PURSE, "reference": number, "reason": "faulty"}
    desk.post("/v1/hot-list", listing, operator)
    desk.post("/v1/hot-list/remove", listing, operator)
    desk.get("/v1/card-acceptances", region_code=DEMO_CITY)
    city = {"transit_issuer_id": "IC-NC", "since": "2026-03-20"}
    desk.post("/v1/card-acceptances", city, agency)


STORIES = (
    Story(
        "BG",
        "Story BG - a bus without network",
        "A reader on a bus gets its key, loads limits and hot list, takes a card without network "
        "and uploads it later. A ride that no bus told of is found on the card's chip, came late, "
        "and is let through. A card is hot-listed and freed; a city's cards are taken elsewhere.",
        "story-bg",
        at_desk("transit-gates", _gates),
    ),
)
