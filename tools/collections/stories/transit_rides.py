"""A story of rides: in and out by card, a code, a bank card, what is owed, what staff repair."""

from scenarios import road
from scenarios.benefits import Desk
from scenarios.benefits.desk import DEMO_CITY, Cardholder
from scenarios.client import Client
from tools.collections.story import Json, Story, at_desk

IN, OUT = "990100000101", "990100000104"
"""Two gates of the demo metro: between them a ride for 4.00."""
TOKEN = "TOKEN-OF-A-BANK-CARD"
_METRO = {"fare_system_id": "DEMO-METRO"}


def _rides(desk: Desk) -> None:
    metro = desk.party("transit", DEMO_CITY, "City metro")
    acquirer = desk.party("bank", name="Acquirer")
    _terminals(desk, metro)
    _by_card(desk, metro)
    _by_code(desk, metro)
    _by_bank_card(desk, metro, acquirer)
    metro.close()
    acquirer.close()


def _terminals(desk: Desk, metro: Client) -> None:
    """A new gate, taken out of service and back."""
    place = {"kind": "gate", "station_id": "DEMO-METRO-002"}
    made = desk.post("/v1/terminals", _METRO | place, metro)
    path = f"/v1/terminals/{made['id']}"
    desk.post(f"{path}/block", None, metro)
    desk.post(f"{path}/unblock", None, metro)
    desk.get(path)
    desk.listed("/v1/terminals", kind="gate")


def _tap(desk: Desk, metro: Client, medium: str, reference: str, kind: str, gate: str) -> Json:
    """Ten minutes after the last one."""
    desk.advance(by="PT10M")
    body = {"kind": kind, "medium": medium, "reference": reference, "terminal_number": gate}
    made: Json = desk.post("/v1/taps", body, metro)
    return made


def _by_card(desk: Desk, metro: Client) -> None:
    """In and out; then in once more, and nobody taps out: repaired at the counter."""
    rider = desk.cardholder(name="行远")
    card = {"region_code": DEMO_CITY, "card_id": rider.card_id, "first_load_fen": 5_000}
    held = desk.post("/v1/transit-cards", card, metro)
    _tap(desk, metro, "transit_card", held["number"], "entry", IN)
    done = _tap(desk, metro, "transit_card", held["number"], "exit", OUT)
    desk.get(f"/v1/taps/{done['id']}")
    desk.get(f"/v1/transit-journeys/{done['transit_journey_id']}")
    left = _tap(desk, metro, "transit_card", held["number"], "entry", IN)
    desk.advance(by="PT13H")
    repair = {"kind": "exit_added", "station_id": "DEMO-METRO-003", "reason": "Forgot to tap out"}
    path = f"/v1/transit-journeys/{left['transit_journey_id']}"
    desk.post(f"{path}/repair", repair, metro)
    desk.get(path)
    desk.listed("/v1/taps", terminal_number=IN)
    desk.listed("/v1/transit-journeys", status="repaired")
    desk.listed(f"/v1/transit-cards/{held['id']}/entries")


def _by_code(desk: Desk, metro: Client) -> None:
    """The account is empty: the fare is owed, until it is collected again."""
    rider = desk.cardholder(name="行近", sex="female")
    account = desk.account(rider)
    _tap(desk, metro, "electronic_code", _code(desk, rider), "entry", IN)
    desk.advance(by="PT10M")
    body = {
        "kind": "exit",
        "medium": "electronic_code",
        "reference": _code(desk, rider),
        "terminal_number": OUT,
    }
    done = desk.post("/v1/taps", body, metro)
    road.calm(desk.owner)
    path = f"/v1/transit-journeys/{done['transit_journey_id']}"
    desk.get(path)
    desk.post(f"{account}/credits", {"amount_fen": 2_000})
    desk.post(f"{path}/collect", None, metro)
    road.calm(desk.owner)
    desk.get(path)
    desk.get(account)


def _code(desk: Desk, rider: Cardholder) -> str:
    return desk.code(rider, "transit")


def _by_bank_card(desk: Desk, metro: Client, acquirer: Client) -> None:
    """One ride is paid, one is declined: the token is on the hot list then."""
    for verb, body in (("approve", None), ("decline", {"reason": "insufficient_funds"})):
        _tap(desk, metro, "bank_card", TOKEN, "entry", IN)
        done = _tap(desk, metro, "bank_card", TOKEN, "exit", OUT)
        of = {"journey_id": done["transit_journey_id"]}
        [asked] = desk.listed("/v1/transit-authorisations", **of)
        path = f"/v1/transit-authorisations/{asked['id']}"
        desk.post(f"{path}/{verb}", body, acquirer)
        desk.get(path)
    desk.listed("/v1/hot-list", after=0)


STORIES = (
    Story(
        "BE",
        "Story BE - rides by card, code and bank card",
        "A gate is put into service. A card goes in and out, and once forgets to tap out: the "
        "journey is closed by its rule and repaired at the counter. A code's account is empty: "
        "the fare is owed, and collected when money has come. An acquirer pays for a ride with a "
        "bank card, and declines another.",
        "story-be",
        at_desk("rides", _rides),
    ),
)
