"""Lending, returning and renewing: floating copies, copies that travel home, limits, refusals."""

from datetime import date

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, SEED, ZHOU_MING
from tests.unit.culture.conftest import PIN, Desk

pytestmark = pytest.mark.db


def codes(problem) -> set[str]:
    return {each["code"] for each in problem["errors"]}


def test_a_book_lent_in_chengdu_comes_back_in_chongqing_and_stays_there(desk: Desk) -> None:
    lin, title = desk.lin(), desk.everywhere(1)
    copy = desk.copy_of(title, "cdpl")
    loan = desk.lend(lin, "cdpl", copy["barcode"])
    assert (loan["status"], loan["due_date"]) == ("open", "2026-05-01")
    back = desk.give_back("cql", copy["barcode"])
    assert back["loan"]["returned_to"] == "cql"
    assert (back["copy"]["location_id"], back["copy"]["owner_id"]) == ("cql", "cdpl")
    assert back["copy"]["status"] == "available"
    assert back["fees"] == [] and back["is_sent"] is False
    desk.refused("/v1/loans/return", {"library_id": "cql", "barcode": copy["barcode"]}, 409)
    zhou = desk.reader(ZHOU_MING, "cql")
    again = desk.lend(zhou, "cql", copy["barcode"])
    assert again["library_id"] == "cql"
    assert desk.broken() == {}


def test_a_copy_that_does_not_float_travels_home(desk: Desk) -> None:
    lin = desk.lin()
    title = desk.get("/v1/titles?q=shan")["data"]
    made = desk.done(
        "/v1/copies", {"library_id": "cdpl", "title_id": title[0]["id"], "is_floating": False}
    )
    desk.lend(lin, "cdpl", made["barcode"])
    back = desk.give_back("cql", made["barcode"])
    assert (back["is_sent"], back["travels_to"]) == (True, "cdpl")
    assert back["copy"]["status"] == "in_transit"
    assert desk.broken() == {}
    desk.after_days(4)
    assert desk.get(f"/v1/copies/{made['id']}")["status"] == "in_transit"
    desk.after_days(1)
    home = desk.get(f"/v1/copies/{made['id']}")
    assert (home["status"], home["location_id"]) == ("available", "cdpl")
    [way] = desk.get(f"/v1/copy-transits?copy_id={made['id']}")["data"]
    assert way["status"] == "arrived"
    desk.refused(f"/v1/copy-transits/{way['id']}/receive", status=409)
    assert desk.broken() == {}


def test_what_has_arrived_may_be_scanned_before_its_day(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    [copy, *_] = desk.copies("demo_central")
    desk.lend(chen, "demo_central", copy["barcode"])
    back = desk.give_back("demo_branch", copy["barcode"])
    assert back["travels_to"] == "demo_central"  # nothing floats in Demo City
    [way] = desk.get("/v1/copy-transits?status=under_way")["data"]
    desk.refused(
        f"/v1/copy-transits/{way['id']}/receive", status=403, role="library", region="510100"
    )
    got = desk.done(f"/v1/copy-transits/{way['id']}/receive")
    assert got["status"] == "arrived"
    assert desk.due("culture.copy_arrives") == []
    assert desk.get(f"/v1/copies/{copy['id']}")["status"] == "available"


def test_the_limit_of_the_house_and_that_of_the_network(desk: Desk) -> None:
    lin = desk.lin()  # has one from the preset
    for copy in desk.copies("cdpl")[:7]:
        desk.lend(lin, "cdpl", copy["barcode"])
    ninth = desk.copies("cdpl")[0]
    refused = desk.refused(
        "/v1/loans", {"library_id": "cdpl", "barcode": ninth["barcode"], "reader_id": lin}
    )
    assert (refused["code"], codes(refused)) == ("loan_refused", {"too_many_items"})
    for copy in desk.copies("scpl")[:2]:
        desk.lend(lin, "scpl", copy["barcode"])
    eleventh = desk.copies("scpl")[0]
    refused = desk.refused(
        "/v1/loans", {"library_id": "scpl", "barcode": eleventh["barcode"], "reader_id": lin}
    )
    assert codes(refused) == {"too_many_in_network"}
    assert desk.broken() == {}


def test_members_lend_each_others_readers_books_only(desk: Desk) -> None:
    lin = desk.lin()
    found = desk.get("/v1/copies?owner_id=cql&limit=200")["data"]
    other = next(copy for copy in found if copy["medium"] != "book")
    refused = desk.refused(
        "/v1/loans", {"library_id": "cql", "barcode": other["barcode"], "reader_id": lin}
    )
    assert codes(refused) == {"medium_not_lent_to_members"}


def test_everything_that_speaks_against_a_loan_is_said(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    [first, second, *_] = desk.copies("demo_central")
    desk.lend(chen, "demo_central", first["barcode"])
    before = desk.written()
    body = {"library_id": "demo_branch", "barcode": second["barcode"], "reader_id": chen}
    refused = desk.refused("/v1/loans", body)
    assert codes(refused) == {"copy_elsewhere", "password_needed"}
    assert desk.written() == before
    refused = desk.refused("/v1/loans", {**body, "barcode": first["barcode"], "password": PIN})
    assert codes(refused) == {"copy_elsewhere", "copy_not_available"}
    refused = desk.refused("/v1/loans", {**body, "password": "000000"})
    assert (refused["code"], codes(refused)) == ("reader_card_refused", {"password_wrong"})


def test_a_lost_card_borrows_nothing_and_a_stranger_is_no_reader(desk: Desk) -> None:
    lin = desk.lin()
    [copy, *_] = desk.copies("cdpl")
    body = {"library_id": "cdpl", "barcode": copy["barcode"]}
    stranger = desk.refused("/v1/loans", {**body, "card_id": ZHOU_MING.card_id(SEED)})
    assert stranger["code"] == "not_a_reader"
    lost = desk.card.post(f"/v1/cards/{LIN_XIAO.card_id(SEED)}/report-loss", {}, key="lost")
    assert lost.status_code == 200, lost.json
    refused = desk.refused("/v1/loans", {**body, "reader_id": lin})
    assert (refused["code"], codes(refused)) == ("reader_card_refused", {"card_formally_lost"})


def test_a_renewal_goes_by_the_house_that_lent(desk: Desk) -> None:
    lin = desk.lin()
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    desk.at_day(date(2026, 4, 11))
    assert desk.done(f"/v1/loans/{loan['id']}/renew")["due_date"] == "2026-05-31"  # due + 30
    again = desk.refused(f"/v1/loans/{loan['id']}/renew")
    assert (again["code"], codes(again)) == ("renewal_refused", {"too_many_renewals"})
    [copy, *_] = desk.copies("scpl")
    other = desk.lend(lin, "scpl", copy["barcode"])
    desk.at_day(date(2026, 4, 21))
    # from the day of renewal: 21 April + 30
    assert desk.done(f"/v1/loans/{other['id']}/renew")["due_date"] == "2026-05-21"
    gz = desk.reader(LIN_XIAO, "gzl")
    assert gz == lin
    [copy, *_] = desk.copies("gzl")
    third = desk.lend(lin, "gzl", copy["barcode"])
    said = desk.refused(f"/v1/loans/{third['id']}/renew")
    assert said["code"] == "library_rule_missing"


def test_a_recall_comes_sooner_and_cannot_be_renewed(desk: Desk) -> None:
    lin = desk.lin()
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    recalled = desk.done(f"/v1/loans/{loan['id']}/recall")
    assert (recalled["due_date"], recalled["recalled_date"]) == ("2026-04-08", "2026-04-01")
    assert codes(desk.refused(f"/v1/loans/{loan['id']}/renew")) == {"recalled"}
    desk.refused(f"/v1/loans/{loan['id']}/recall", status=409)
    desk.at_day(date(2026, 4, 9))
    assert desk.get(f"/v1/loans/{loan['id']}")["days_overdue"] == 1
    assert desk.due("culture.loan_overdue") == []


def test_what_is_not_lent_here_is_not_taken_back_here(desk: Desk) -> None:
    lin = desk.lin()
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    body = {"library_id": "gzl", "barcode": loan["barcode"]}
    assert desk.refused("/v1/loans/return", body)["code"] == "not_taken_back_here"
    desk.refused("/v1/loans/return", body, 403, role="library", region="510100")
    body["barcode"] = desk.copies("cdpl")[0]["barcode"]
    assert desk.refused("/v1/loans/return", body, 409)["code"] == "copy_not_on_loan"


def test_a_card_or_a_code_is_enough(desk: Desk) -> None:
    desk.lin()
    [copy, second, *_] = desk.copies("cql")
    by_card = {"library_id": "cql", "barcode": copy["barcode"], "card_id": LIN_XIAO.card_id(SEED)}
    assert desk.done("/v1/loans", by_card)["person_id"] == LIN_XIAO.person_id(SEED)
    answer = desk.post("/v1/loans", {**by_card, "reader_id": desk.lin()})
    assert (answer.status_code, answer.json["code"]) == (422, "exactly_one_needed")
    who = desk.done(
        "/v1/readers/identify", {"library_id": "cql", "card_id": LIN_XIAO.card_id(SEED)}
    )
    assert who["id"] == desk.lin()
    assert second["status"] == "available"
