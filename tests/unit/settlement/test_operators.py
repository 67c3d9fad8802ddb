"""The doors of operators, libraries and the travel pass: booked once, shown like any book."""

from typing import Any

import pytest

from services.settlement import create_app
from tests.support.bench import SignedClient
from tests.support.settlement import Road

pytestmark = pytest.mark.db
RIDE = {"issuer": "a", "acquirer": "b", "fare_fen": 2}


@pytest.fixture
def http(road: Road) -> SignedClient:
    return road.bench.client(create_app())


def told(http: SignedClient, door: str, **body: Any) -> None:
    """Twice, as messages come at least once."""
    for _ in range(2):
        answer = http.post(f"/internal/v1/{door}", body, role="service")
        assert answer.status_code == 204, answer.json


def accounts(http: SignedClient, book: str) -> dict[str, int]:
    shown = http.get(f"/v1/books/{book}/accounts").json
    return {a["account"]: a["balance_fen"] for a in shown["accounts"]}


def test_rides_deposits_and_passes_have_their_books(http: SignedClient, road: Road):
    told(http, "transit-top-ups", event="top_1", operator="cd", amount_fen=5_000)
    ride = {"issuer": "cd", "acquirer": "cq", "fare_fen": 200, "fee_fen": 3}
    told(http, "transit-rides", event="ride_1", **ride, concession_fen=100, region="500000")
    told(http, "reader-deposits", event="dep_1", library="A", paid_fen=10_000)
    back = {"refund_fen": 9_550, "fine_fen": 450, "refunded_by": "B"}
    told(http, "reader-deposits", event="dep_2", library="A", **back)
    told(http, "pass-sales", event="pass_1", price_fen=20_000, fee_fen=100)
    told(http, "pass-periods", event="2026", amount_fen=19_900, visits={"v1": 2, "v2": 1})
    assert accounts(http, "T:cd")["float.card"] == -4_800
    assert accounts(http, "T:cq") == {
        "concession.subsidy:500000": 100,
        "fare.revenue": -300,
        "interchange.fee": 3,
        "receivable.issuer:cd": 197,
    }
    assert accounts(http, "L:A")["deposit.reader"] == 0
    # 19,900 by 2 : 1 is 13,266.67 and 6,633.33: the fen left over goes to the larger remainder
    assert accounts(http, "V")["payable.venue:v1"] == -13_267
    assert accounts(http, "V")["payable.venue:v2"] == -6_633
    assert road.figures() == {"float.card:cd": 4_800, "deposit.reader:A": 0}
    shown = {b["book"]: b["book_kind"] for b in http.get("/v1/books").json["books"]}
    assert shown["T:cd"] == "transit"
    assert shown["V"] == "travel_pass"
    [ride_journal] = http.get("/v1/journals?book=T:cd&kind=T2").json["data"]
    assert {p["book"] for p in ride_journal["postings"]} == {"T:cd", "T:cq"}
    assert not any("region_code" in p for p in ride_journal["postings"])
    road.advance("2026-04-02T12:00:00")
    assert http.post("/v1/books/T:cd/verify").json["days"] == 1
    assert road.broken() == {}


def test_libraries_of_one_city_settle(http: SignedClient, road: Road):
    """Each pays all that it owes, in one journal; the books of both are even."""
    told(http, "reader-deposits", event="d", library="A", paid_fen=900)
    told(http, "reader-deposits", event="r", library="A", refund_fen=900, refunded_by="B")
    told(http, "reader-deposits", event="f", library="B", paid_fen=40)
    told(http, "reader-deposits", event="g", library="B", refund_fen=40, refunded_by="A")
    told(http, "library-clearings", event="c", library="A", other="B", owes_fen=900, is_owed_fen=40)
    assert accounts(http, "L:A") == {
        "bank": 0,
        "deposit.reader": 0,
        "due.from:B": 0,
        "due.to:B": 0,
    }
    assert accounts(http, "L:B")["bank"] == 0
    assert len(http.get("/v1/journals?kind=B2").json["data"]) == 1
    assert road.broken() == {}
    same = {"event": "x", "library": "A", "other": "A", "owes_fen": 1}
    refused = http.post("/internal/v1/library-clearings", same, role="service")
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (400, "/other")


def test_a_pass_that_goes_back_takes_its_sale_back(http: SignedClient, road: Road):
    """Whole, once however often it is told; nothing can be taken back that wasn't sold."""
    early = http.post("/internal/v1/pass-sales/take-back", {"event": "p"}, role="service")
    assert (early.status_code, early.json["code"]) == (404, "pass_sale_not_found")
    assert http.get("/v1/books").json["books"] == []
    told(http, "pass-sales", event="p", price_fen=20_000, fee_fen=100)
    told(http, "pass-sales", event="q", price_fen=5_000)
    told(http, "pass-sales/take-back", event="p")
    told(http, "pass-sales", event="p", price_fen=20_000, fee_fen=100)
    assert accounts(http, "V") == {"bank": 5_000, "issuer.fee": 0, "pass.deferred": -5_000}
    twice = http.post("/internal/v1/pass-sales/take-back", {"event": "p/back"}, role="service")
    assert twice.status_code == 404, "a reversal is final"
    assert road.broken() == {}


@pytest.mark.parametrize(
    ("door", "body", "pointer"),
    [
        (
            "transit-rides",
            {"issuer": "a", "acquirer": "b", "fare_fen": 2, "fee_fen": 2},
            "/fee_fen",
        ),
        (
            "transit-rides",
            {"issuer": "a", "acquirer": "b", "fare_fen": 2, "concession_fen": 1},
            "/region",
        ),
        ("transit-top-ups", {"operator": "a:b", "amount_fen": 1}, "/operator"),
        ("pass-periods", {"amount_fen": 1, "visits": {"v": -1}}, "/visits/v"),
    ],
)
def test_what_makes_no_sense_is_not_booked(
    http: SignedClient, door: str, body: dict[str, Any], pointer: str
):
    answer = http.post(f"/internal/v1/{door}", {"event": "e", **body}, role="service")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"].startswith(pointer)
    assert http.get("/v1/books").json["books"] == []


def test_money_of_rides_beside_the_purses(http: SignedClient, road: Road):
    """Owed and paid by an account, by an issuer of the city, by a region: each once."""
    told(http, "transit-rides", event="r", issuer="card", acquirer="bus", fare_fen=200, fee_fen=2)
    back = {"issuer": "card", "acquirer": "bus", "fare_fen": -100, "fee_fen": -1}
    told(http, "transit-rides", event="r2", **back, concession_fen=50, region="510100")
    mine = {"operator": "bus"}
    told(http, "transit-payments", event="o", purpose="owed", amount_fen=300, **mine)
    told(http, "transit-payments", event="p", purpose="paid", amount_fen=250, **mine)
    told(http, "transit-payments", event="c", purpose="city", issuer="card", amount_fen=99, **mine)
    paid = {"purpose": "concession", "region": "510100", "amount_fen": 50}
    told(http, "transit-payments", event="s", **paid, **mine)
    told(http, "transit-payments", event="n", purpose="owed", amount_fen=0, **mine)
    assert accounts(http, "T:bus") == {
        "bank": 250 + 99 + 50,
        "concession.subsidy:510100": 0,
        "fare.revenue": -(100 + 50 + 300),
        "interchange.fee": 1,
        "receivable.issuer:card": 0,
        "receivable.rider": 50,
    }
    assert accounts(http, "T:card")["float.card"] == 100
    assert road.broken() == {}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"purpose": "city"}, "/issuer"),
        ({"purpose": "city", "issuer": "bus"}, "/issuer"),
        ({"purpose": "concession"}, "/region"),
        ({"purpose": "gift"}, "/purpose"),
    ],
)
def test_a_payment_of_rides_says_who_owes(http: SignedClient, body: dict[str, Any], pointer: str):
    told_once = {"event": "x", "operator": "bus", "amount_fen": 1} | body
    refused = http.post("/internal/v1/transit-payments", told_once, role="service")
    assert refused.status_code == 400
    assert refused.json["errors"][0]["pointer"] == pointer
