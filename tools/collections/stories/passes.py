"""A story of a travel pass: from its sale to what its venues get for a month."""

from datetime import date

from scenarios.benefits import Desk
from scenarios.benefits.desk import BANK_PIN, DEMO_CITY
from tools.collections.story import Story, at_desk, in_days

PHOTO = {"photo_sha256": "ab" * 32}


def _passes(desk: Desk) -> None:
    """One is paid off the card, one goes back, one is used at gates until a month is shared out."""
    agency, holder = desk.agency(DEMO_CITY), desk.party("holder", name="Holder app")
    desk.get("/v1/pass-products")
    desk.get("/v1/pass-products/demo_year")
    venues = {each["code"]: each["id"] for each in desk.listed("/v1/venues", region_code=DEMO_CITY)}
    visitor = desk.cardholder(name="韩游", born=date(1992, 3, 4))
    account = desk.account(visitor)
    desk.post(f"{account}/credits", {"amount_fen": 20_000})
    order = {"product_code": "demo_year", "person_id": visitor.id, "pay_by": "card_account"}
    path = f"/v1/travel-passes/{desk.post('/v1/travel-passes', order, holder)['id']}"
    desk.post(f"{path}/pay", {"password": BANK_PIN}, holder)
    desk.post(f"{path}/activate", PHOTO, agency)
    desk.get(f"{path}/price")
    friend = desk.cardholder(name="秦退", born=date(1991, 3, 4))
    cash = {"product_code": "demo_year", "person_id": friend.id, "pay_by": "cash"}
    back = f"/v1/travel-passes/{desk.post('/v1/travel-passes', cash, agency)['id']}"
    desk.post(f"{back}/refund", {}, agency)
    desk.get(back)
    desk.listed("/v1/travel-passes", person_id=visitor.id)

    tomorrow = in_days(desk, 1)
    desk.get("/v1/venue-slots", venue_id=venues["DM-V02"], date=tomorrow)
    booked = {"venue_id": venues["DM-V02"], "date": tomorrow, "person_id": friend.id}
    made = desk.post("/v1/venue-reservations", {**booked, "slot_number": 1}, holder)
    desk.get(f"/v1/venue-reservations/{made['id']}")
    desk.post(f"/v1/venue-reservations/{made['id']}/cancel", None, holder)
    desk.post("/v1/venue-reservations", {**booked, "slot_number": 2}, holder)
    desk.listed("/v1/venue-reservations", person_id=friend.id)
    desk.post("/v1/venue-quotes", {"venue_id": venues["DM-V01"], "person_id": friend.id})

    gate = {"venue_id": venues["DM-V03"], "gate_no": "G1", "face": "match"}
    shown = {"credential": {"card_id": visitor.card_id}}
    came = desk.post("/v1/venue-admissions", {**gate, "sequence": 1, **shown}, agency)
    desk.get(f"/v1/venue-admissions/{came['id']}")
    desk.advance(by="P1D")
    now = str(desk.get("/sandbox/v1/clock")["now"])
    record = {"gate_no": "G2", "sequence": 1, "arrived_at": now, "decision": "let_in", **shown}
    told = {"venue_id": venues["DM-V04"], "records": [{**record, "face": "match"}]}
    desk.post("/v1/venue-admissions/uploads", told, agency)
    desk.listed("/v1/venue-admissions", person_id=visitor.id)

    own = {
        "code": "DM-GARDEN",
        "name_zh": "示范城植物园",
        "name_en": "Demo City Garden",
        "kind": "park",
        "region_code": DEMO_CITY,
        "list_price_fen": 2_000,
    }
    garden = desk.post("/v1/venues", own, agency)
    desk.get(f"/v1/venues/{garden['id']}")
    desk.advance(by="P45D")
    [month, *_] = desk.listed("/v1/pass-revenue-months", product_code="demo_year")
    desk.get(f"/v1/pass-revenue-months/{month['id']}")
    desk.get(f"/v1/pass-revenue-months/{month['id']}/shares")
    desk.get(f"/v1/venues/{venues['DM-V03']}/statements")
    agency.close()


STORIES = (
    Story(
        "ZV",
        "Story ZV - a travel pass",
        "A pass is paid off the card and activated, another goes back. Places are reserved, "
        "cancelled and missed; gates let its holder in, online and told later; a month is shared.",
        "story-zv",
        at_desk("passes", _passes),
    ),
)
