"""Late, lost, damaged: what it costs, who it is owed to, and paying it anywhere, once."""

from datetime import date

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHOU_MING
from tests.unit.culture.conftest import PIN, Desk

pytestmark = pytest.mark.db


def codes(problem) -> set[str]:
    return {each["code"] for each in problem["errors"]}


def late_loan(desk: Desk, library: str, day: date):
    """A loan of Lin Xiao at a library, and the day on which she comes."""
    lin = desk.lin()
    [copy, *_] = desk.copies(library)
    loan = desk.lend(lin, library, copy["barcode"])
    desk.at_day(day)
    return lin, loan


def owed(desk: Desk, reader: str) -> int:
    return sum(fee["owed_fen"] for fee in desk.get(f"/v1/reader-fees?reader_id={reader}")["data"])


def test_a_fine_is_the_lending_librarys_and_explained(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 4))  # due on 1 May: 3 days
    shown = desk.get(f"/v1/loans/{loan['id']}")
    assert (shown["days_overdue"], shown["accrued_fen"]) == (3, 60)
    back = desk.give_back("cql", loan["barcode"])
    [fee] = back["fees"]
    assert (fee["library_id"], fee["kind"], fee["amount_fen"]) == ("scpl", "overdue", 60)
    assert fee["explanation"]["sums_to_total"] and len(fee["explanation"]["steps"]) == 1
    assert desk.get(f"/v1/loans/{loan['id']}")["accrued_fen"] == 0
    assert owed(desk, lin) == 60
    assert desk.broken() == {}


def test_the_fine_stops_at_the_cap_and_blocks_everywhere(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 10, 15))  # 167 days: 33.40, capped at 30
    back = desk.give_back("scpl", loan["barcode"])
    assert [fee["amount_fen"] for fee in back["fees"]] == [3000]
    [of_preset] = desk.get(f"/v1/loans?reader_id={lin}&status=open")["data"]
    desk.give_back("cdpl", of_preset["barcode"])
    [copy, *_] = desk.copies("cql")
    body = {"library_id": "cql", "barcode": copy["barcode"], "reader_id": lin}
    assert codes(desk.refused("/v1/loans", body)) == {"owes_too_much"}
    assert desk.get(f"/v1/paia/{lin}")["status"] == 3
    # 30 + 16.70 of the preset's loan; 5.00 may stay owed to Sichuan Library
    pay = {"reader_id": lin, "library_id": "cql", "method": "cash", "amount_fen": 2500}
    assert desk.done("/v1/reader-payments", pay)["status"] == "paid"
    assert desk.done("/v1/loans", body)["status"] == "open"
    assert desk.get(f"/v1/paia/{lin}")["status"] == 0
    assert desk.broken() == {}


def test_overdue_is_noticed_and_borrows_nothing_meanwhile(desk: Desk) -> None:
    lin, loan = late_loan(desk, "cdpl", date(2026, 5, 1))
    assert desk.get(f"/v1/loans/{loan['id']}")["days_overdue"] == 0
    desk.at_day(date(2026, 5, 2))
    refused = desk.refused(
        "/v1/loans",
        {"library_id": "cdpl", "barcode": desk.copies("cdpl")[0]["barcode"], "reader_id": lin},
    )
    assert codes(refused) == {"has_overdue"}
    renewal = desk.refused(f"/v1/loans/{loan['id']}/renew")
    assert codes(renewal) == {"too_late_to_renew"}


def test_points_instead_of_fines_lapse_after_a_year(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_branch")
    [copy, second, *_] = desk.copies("demo_branch")
    loan = desk.lend(chen, "demo_branch", copy["barcode"], password=PIN)
    desk.at_day(date(2026, 4, 16))  # due on 11 April: 5 days, 2 points each
    back = desk.give_back("demo_branch", loan["barcode"])
    assert back["fees"] == []
    body = {"library_id": "demo_branch", "barcode": second["barcode"], "reader_id": chen}
    assert codes(desk.refused("/v1/loans", {**body, "password": PIN})) == {"too_many_points"}
    desk.at_day(date(2027, 4, 15))
    assert codes(desk.refused("/v1/loans", {**body, "password": PIN})) == {"too_many_points"}
    desk.at_day(date(2027, 4, 16))
    assert desk.done("/v1/loans", {**body, "password": PIN})["status"] == "open"


def test_lost_costs_the_price_and_comes_back_after_all(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 4))
    price = desk.get(f"/v1/copies/{loan['copy_id']}")["price_fen"]
    lost = desk.done(f"/v1/loans/{loan['id']}/report-lost")
    assert lost["status"] == "lost"
    fees = desk.get(f"/v1/reader-fees?loan_id={loan['id']}")["data"]
    assert {fee["kind"]: fee["amount_fen"] for fee in fees} == {"lost": price + 500, "overdue": 60}
    desk.refused(f"/v1/loans/{loan['id']}/report-lost", status=409)
    pay = {"reader_id": lin, "library_id": "scpl", "method": "cash", "amount_fen": 160}
    paid = desk.done("/v1/reader-payments", pay)
    assert [part["amount_fen"] for part in paid["parts"]] == [60, 100]  # the oldest first
    back = desk.give_back("cql", loan["barcode"])
    assert back["copy"]["location_id"] == "cql"
    fees = desk.get(f"/v1/reader-fees?loan_id={loan['id']}")["data"]
    assert {fee["kind"]: (fee["paid_fen"], fee["owed_fen"]) for fee in fees} == {
        "lost": (100, 0),
        "overdue": (60, 0),
    }
    assert desk.broken() == {}


def test_kept_for_half_a_year_it_counts_as_lost(desk: Desk) -> None:
    _, loan = late_loan(desk, "cdpl", date(2026, 10, 28))  # 1 May + 180 days
    assert desk.get(f"/v1/loans/{loan['id']}")["status"] == "open"
    desk.at_day(date(2026, 10, 29))
    assert desk.get(f"/v1/loans/{loan['id']}")["status"] == "lost"
    assert desk.get(f"/v1/copies/{loan['copy_id']}")["status"] == "lost"
    desk.done(f"/v1/copies/{loan['copy_id']}/withdraw")
    assert {f["kind"] for f in desk.get(f"/v1/reader-fees?loan_id={loan['id']}")["data"]} == {
        "lost",
        "overdue",
    }
    assert desk.broken() == {}


def test_it_counts_as_lost_when_a_claim_was_looked_into_for_long(desk: Desk) -> None:
    """The day on which it would have been lost passes during the search, which finds nothing."""
    _, loan = late_loan(desk, "scpl", date(2026, 5, 3))
    desk.done(f"/v1/loans/{loan['id']}/claim-returned")
    desk.at_day(date(2026, 11, 20))
    assert desk.get(f"/v1/loans/{loan['id']}")["status"] == "claimed_returned"
    resolved = desk.done(f"/v1/loans/{loan['id']}/resolve-claim", {})
    assert resolved["status"] == "lost"
    fees = desk.get(f"/v1/reader-fees?loan_id={loan['id']}")["data"]
    # 20 November is 203 days late: 40.60, capped
    assert {f["kind"]: f["amount_fen"] for f in fees}["overdue"] == 3000
    assert desk.broken() == {}


def test_a_recall_that_brings_a_last_day_back_is_noticed(desk: Desk) -> None:
    """Due on 21 April, renewed on the 14th until 1 May, called back until 21 April again."""
    chen = desk.reader(CHEN_YU, "demo_central")
    loan = desk.lend(chen, "demo_central", desk.copies("demo_central")[0]["barcode"])
    assert loan["due_date"] == "2026-04-21"
    desk.at_day(date(2026, 4, 14))
    assert desk.done(f"/v1/loans/{loan['id']}/renew")["due_date"] == "2026-05-01"
    assert desk.done(f"/v1/loans/{loan['id']}/recall")["due_date"] == "2026-04-21"
    desk.at_day(date(2026, 4, 22))
    refused = desk.refused(
        "/v1/loans",
        {
            "library_id": "demo_central",
            "barcode": desk.copies("demo_central")[0]["barcode"],
            "reader_id": chen,
        },
    )
    assert codes(refused) == {"has_overdue"}
    desk.at_day(date(2026, 10, 19))  # 21 April + 181 days
    assert desk.get(f"/v1/loans/{loan['id']}")["status"] == "lost"
    assert desk.broken() == {}


def test_damage_costs_half_the_price(desk: Desk) -> None:
    _, loan = late_loan(desk, "cdpl", date(2026, 4, 2))
    price = desk.get(f"/v1/copies/{loan['copy_id']}")["price_fen"]
    back = desk.give_back("cql", loan["barcode"], is_damaged=True)
    assert [(fee["kind"], fee["amount_fen"]) for fee in back["fees"]] == [("damage", price // 2)]
    assert (back["copy"]["status"], back["copy"]["location_id"]) == ("damaged", "cql")
    [fee] = back["fees"]
    waived = desk.done(f"/v1/reader-fees/{fee['id']}/waive", {"amount_fen": 100})
    assert (waived["waived_fen"], waived["status"]) == (100, "open")
    assert desk.done(f"/v1/reader-fees/{fee['id']}/waive", {})["status"] == "waived"
    desk.refused(f"/v1/reader-fees/{fee['id']}/waive", {}, 409)
    assert desk.broken() == {}


def test_a_claimed_return_is_looked_for(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 3))
    claimed = desk.done(f"/v1/loans/{loan['id']}/claim-returned")
    assert (claimed["status"], claimed["days_overdue"]) == ("claimed_returned", 2)
    desk.at_day(date(2026, 5, 20))
    assert desk.get(f"/v1/loans/{loan['id']}")["days_overdue"] == 2  # no fine grows meanwhile
    assert desk.broken() == {}
    back = desk.done(f"/v1/loans/{loan['id']}/resolve-claim", {})
    assert (back["status"], back["days_overdue"]) == ("open", 19)
    desk.refused(f"/v1/loans/{loan['id']}/resolve-claim", {"found_at": "scpl"}, 409)
    desk.done(f"/v1/loans/{loan['id']}/claim-returned")
    found = desk.done(f"/v1/loans/{loan['id']}/resolve-claim", {"found_at": "cql"})
    assert (found["status"], found["returned_to"]) == ("returned", "cql")
    assert owed(desk, lin) == 0
    assert desk.broken() == {}


def test_so_many_claims_and_no_more(desk: Desk) -> None:
    lin = desk.lin()
    loans = [desk.lend(lin, "cdpl", c["barcode"]) for c in desk.copies("cdpl")[:4]]
    for loan in loans[:3]:
        desk.done(f"/v1/loans/{loan['id']}/claim-returned")
    assert desk.refused(f"/v1/loans/{loans[3]['id']}/claim-returned")["code"] == "too_many_claims"


def test_a_fine_paid_in_another_province_is_a_claim(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 4))
    desk.give_back("cql", loan["barcode"])
    [of_preset] = desk.get(f"/v1/loans?reader_id={lin}&status=open")["data"]
    desk.give_back("cdpl", of_preset["barcode"])  # 3 days at 0.10
    paid = desk.done(
        "/v1/reader-payments", {"reader_id": lin, "library_id": "cql", "method": "cash"}
    )
    assert paid["amount_fen"] == 90
    desk.deliver()
    claims = desk.settlement.get("/v1/claims?kind=library").json["data"]
    assert {(c["payer_party"], c["payee_party"], c["clearing_fen"]) for c in claims} == {
        ("cql", "scpl", 60),
        ("cql", "cdpl", 30),
    }
    assert desk.balances("cql") == {"bank": 90, "due.to:scpl": -60, "due.to:cdpl": -30}
    assert desk.balances("scpl") == {"due.from:cql": 60, "fine.income": -60}


def test_a_fine_paid_next_door_stays_between_their_books(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 4))
    desk.give_back("scpl", loan["barcode"])
    desk.done("/v1/reader-payments", {"reader_id": lin, "library_id": "cdpl", "method": "cash"})
    desk.deliver()
    assert desk.settlement.get("/v1/claims?kind=library").json["data"] == []
    assert {k: v for k, v in desk.balances("cdpl").items() if v} == {
        "bank": 60,
        "due.to:scpl": -60,
    }
    assert {k: v for k, v in desk.balances("scpl").items() if v} == {
        "due.from:cdpl": 60,
        "fine.income": -60,
    }
    assert desk.figures() == {}


def test_a_county_library_of_the_province_is_cleared_too(desk: Desk) -> None:
    lin, loan = late_loan(desk, "bzey", date(2026, 4, 24))  # 21 days: due on 22 April
    desk.give_back("cdpl", loan["barcode"])
    desk.done("/v1/reader-payments", {"reader_id": lin, "library_id": "cdpl", "method": "cash"})
    desk.deliver()
    [claim] = desk.settlement.get("/v1/claims?kind=library").json["data"]
    assert (claim["payer_party"], claim["payee_party"], claim["clearing_fen"]) == (
        "cdpl",
        "bzey",
        40,
    )


def test_paid_from_the_card_once(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 4))
    desk.give_back("scpl", loan["barcode"])
    account = desk.account(LIN_XIAO, 1000)
    body = {"reader_id": lin, "library_id": "scpl", "method": "card_account"}
    assert desk.refused("/v1/reader-payments", body)["code"] == "reader_payment_way"
    wrong = desk.refused("/v1/reader-payments", {**body, "password": "000000"})
    assert wrong["code"] == "bank_password_wrong"
    assert desk.broken() == {} and owed(desk, lin) == 60
    paid = desk.done("/v1/reader-payments", {**body, "password": PIN}, key="once")
    again = desk.post("/v1/reader-payments", {**body, "password": PIN}, key="once")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json["id"] == paid["id"] and paid["status"] == "paid"
    assert desk.card.get(account).json["balance_fen"] == 940
    assert owed(desk, lin) == 0
    nothing = desk.refused("/v1/reader-payments", {**body, "password": PIN})
    assert nothing["code"] == "reader_owes_nothing"
    assert desk.broken() == {}


def test_what_is_refused_when_paying(desk: Desk) -> None:
    lin, loan = late_loan(desk, "scpl", date(2026, 5, 4))
    [fee] = desk.give_back("scpl", loan["barcode"])["fees"]
    body = {"reader_id": lin, "library_id": "scpl", "method": "cash"}
    assert desk.refused("/v1/reader-payments", {**body, "amount_fen": 61})["code"] == (
        "reader_payment_too_much"
    )
    missing = {**body, "fee_ids": ["lfe_" + "0" * 26]}
    assert desk.refused("/v1/reader-payments", missing, 404)["code"] == "reader_fee_not_found"
    holder = desk.refused("/v1/reader-payments", body, 403, role="holder")
    assert holder["code"] == "holder_pays_by_card"
    assert desk.done("/v1/reader-payments", {**body, "fee_ids": [fee["id"]]})["amount_fen"] == 60
    zhou = desk.reader(ZHOU_MING, "cql")
    nobody = {**body, "reader_id": zhou, "library_id": "gzl"}
    assert desk.refused("/v1/reader-payments", nobody)["code"] == "not_a_reader"


def test_another_card_costs_what_the_house_says(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    fee = desk.done("/v1/reader-fees", {"reader_id": chen, "library_id": "demo_central"})
    assert (fee["kind"], fee["amount_fen"]) == ("replacement_card", 500)
    lin = desk.lin()
    said = desk.refused("/v1/reader-fees", {"reader_id": lin, "library_id": "cdpl"})
    assert said["code"] == "library_rule_missing"


def test_what_is_out_is_damaged_at_its_return_only(desk: Desk) -> None:
    lin, loan = late_loan(desk, "cdpl", date(2026, 4, 2))
    assert lin == loan["reader_id"]
    desk.refused(f"/v1/copies/{loan['copy_id']}/report-damage", status=409)
    desk.done(f"/v1/loans/{loan['id']}/claim-returned")
    back = desk.give_back("cdpl", loan["barcode"], is_damaged=True)
    assert back["copy"]["status"] == "damaged"
    assert desk.broken() == {}
