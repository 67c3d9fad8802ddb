"""A story of transit cards: issued, topped up, a pass, lost and replaced, given back."""

from scenarios.benefits import Desk
from scenarios.benefits.desk import BANK_PIN, DEMO_CITY
from scenarios.client import Client
from tools.collections.story import Story, at_desk

_CARDS = "/v1/transit-cards"


def _cards(desk: Desk) -> None:
    """One purse from cash, bank account and pass to its replacement; a card without a name."""
    counter = desk.party("transit", DEMO_CITY, "City transit cards")
    agency = desk.agency(DEMO_CITY)
    desk.listed("/v1/transit-issuers", region_code=DEMO_CITY)
    desk.get("/v1/transit-issuers/IC-DEMO")
    rider = desk.cardholder(name="陆行")
    account = desk.account(rider)
    desk.post(f"{account}/credits", {"amount_fen": 10_000})
    wanted = {"region_code": DEMO_CITY, "card_id": rider.card_id, "first_load_fen": 2_000}
    path = f"{_CARDS}/{desk.post(_CARDS, wanted, counter)['id']}"
    _topped_up(desk, path, counter)
    _with_rights(desk, rider.id, path, agency)
    desk.post(f"{path}/extend", None, counter)
    desk.post(f"{path}/report-loss", None, counter)
    desk.post(f"{path}/release-loss", None, counter)
    desk.post(f"{path}/report-loss", None, counter)
    new = desk.post(f"{path}/replace", {}, counter)
    desk.advance(by="P5D")
    desk.get(f"{_CARDS}/{new['id']}")  # the balance of the lost one has come over
    nameless = desk.post(_CARDS, {"region_code": DEMO_CITY}, counter)
    desk.post(f"{_CARDS}/{nameless['id']}/refund", {"place": "counter"}, counter)
    desk.listed(_CARDS, person_id=rider.id)
    counter.close()
    agency.close()


def _topped_up(desk: Desk, path: str, counter: Client) -> None:
    """By cash at the counter, and by the holder from the bank account."""
    desk.post(f"{path}/top-ups", {"way": "cash", "amount_fen": 3_000}, counter)
    account = {"way": "bank_account", "amount_fen": 5_000, "password": BANK_PIN}
    made = desk.post(f"{path}/top-ups", account)
    desk.get(f"/v1/transit-top-ups/{made['id']}")
    desk.listed(f"{path}/top-ups")
    desk.listed(f"{path}/entries")


def _with_rights(desk: Desk, person_id: str, path: str, agency: Client) -> None:
    """A student for a term, and a day pass from the purse."""
    day = str(desk.get("/sandbox/v1/clock")["now"])[:10]
    grant = {
        "person_id": person_id,
        "status": "student",
        "region_code": DEMO_CITY,
        "from_date": day,
        "until_date": f"{int(day[:4]) + 1}{day[4:8]}01",
    }
    made = desk.post("/v1/concession-grants", grant, agency)
    desk.get(f"/v1/concession-grants/{made['id']}")
    desk.post(f"/v1/concession-grants/{made['id']}/withdraw", None, agency)
    desk.listed("/v1/concession-grants", person_id=person_id)
    wanted = {
        "transit_card_id": path.rpartition("/")[2],
        "fare_system_id": "DEMO-METRO",
        "kind": "day",
    }
    sold = desk.post("/v1/transit-passes", wanted)
    desk.get(f"/v1/transit-passes/{sold['id']}")
    desk.listed("/v1/transit-passes", person_id=person_id)


STORIES = (
    Story(
        "BC",
        "Story BC - a transit card and its purse",
        "A transit card is issued onto a social security card and topped up by cash and from the "
        "bank account, gets a day pass, is lost, found, lost again and replaced; its balance comes "
        "over. A card without a name is given back with its deposit.",
        "story-bc",
        at_desk("transit-cards", _cards),
    ),
)
