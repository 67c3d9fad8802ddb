"""Holds: in order, from the nearest free copy, over the network, cancelled, expired."""

from datetime import date

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, ZHOU_MING
from tests.unit.culture.conftest import Desk

pytestmark = pytest.mark.db


def codes(problem) -> set[str]:
    return {each["code"] for each in problem["errors"]}


def hold(desk: Desk, reader: str, title: str, at: str, **more):
    body = {"reader_id": reader, "title_id": title, "pickup_library_id": at}
    return desk.done("/v1/holds", body, **more)


def test_a_free_copy_here_is_kept_at_once(desk: Desk) -> None:
    lin, title = desk.lin(), desk.everywhere(2)
    ready = hold(desk, lin, title["id"], "cdpl")
    assert (ready["status"], ready["expires_date"]) == ("ready", "2026-04-08")
    copy = desk.get(f"/v1/copies/{ready['copy_id']}")
    assert (copy["status"], copy["location_id"]) == ("on_hold_shelf", "cdpl")
    zhou = desk.reader(ZHOU_MING, "cql")
    body = {"library_id": "cdpl", "barcode": copy["barcode"], "reader_id": zhou}
    assert codes(desk.refused("/v1/loans", body)) == {"copy_kept_for_another"}
    loan = desk.lend(lin, "cdpl", copy["barcode"])
    assert loan["title_id"] == title["id"]
    assert desk.get(f"/v1/holds/{ready['id']}")["status"] == "collected"
    assert desk.due("culture.hold_expires") == []
    assert desk.broken() == {}


def test_a_free_copy_elsewhere_travels_to_who_asked(desk: Desk) -> None:
    lin = desk.lin()
    title = next(
        each
        for each in desk.get("/v1/titles?limit=200")["data"]
        if {p["library_id"] for p in each["places"]} & {"cql", "scpl", "cqkl", "bzey"}
        and "cdpl" not in {p["library_id"] for p in each["places"]}
    )
    coming = hold(desk, lin, title["id"], "cdpl")
    assert coming["status"] == "in_transit"
    assert desk.broken() == {}
    desk.at_day(date(2026, 4, 6))
    ready = desk.get(f"/v1/holds/{coming['id']}")
    assert (ready["status"], ready["ready_date"], ready["expires_date"]) == (
        "ready",
        "2026-04-06",
        "2026-04-13",
    )
    assert desk.broken() == {}


def test_two_wait_in_order_and_who_does_not_come_loses_it(desk: Desk) -> None:
    chen, he = desk.reader(CHEN_YU, "demo_central"), desk.reader(HE_JING, "demo_central")
    title = desk.everywhere(1)
    for library in ("demo_central", "demo_branch"):
        for place in desk.get(f"/v1/copies?title_id={title['id']}&owner_id={library}")["data"]:
            if library == "demo_branch":
                desk.done(f"/v1/copies/{place['id']}/report-missing")
    desk.refused(f"/v1/copies/{place['id']}/report-missing", status=409)
    mine = desk.get(f"/v1/copies?title_id={title['id']}&owner_id=demo_central")["data"]
    for copy in mine[1:]:
        desk.done(f"/v1/copies/{copy['id']}/report-damage")
    desk.lend(chen, "demo_central", mine[0]["barcode"])
    lin = desk.reader(LIN_XIAO, "demo_central")
    deposit = {"reader_id": lin, "library_id": "demo_central", "purpose": "deposit"}
    desk.done("/v1/reader-payments", {**deposit, "method": "cash"})
    first = hold(desk, he, title["id"], "demo_central")
    second = hold(desk, lin, title["id"], "demo_branch")
    assert (first["status"], first["position"], second["position"]) == ("waiting", 1, 2)
    [loan] = desk.get(f"/v1/loans?reader_id={chen}")["data"]
    assert codes(desk.refused(f"/v1/loans/{loan['id']}/renew")) == {"others_wait"}
    back = desk.give_back("demo_branch", mine[0]["barcode"])
    assert back["travels_to"] == "demo_central"
    assert back["hold_id"] == first["id"]
    desk.at_day(date(2026, 4, 3))
    assert desk.get(f"/v1/holds/{first['id']}")["expires_date"] == "2026-04-10"
    desk.at_day(date(2026, 4, 11))
    assert desk.get(f"/v1/holds/{first['id']}")["status"] == "expired"
    assert desk.get(f"/v1/holds/{second['id']}")["status"] == "in_transit"
    cancelled = desk.done(f"/v1/holds/{second['id']}/cancel")
    assert cancelled["status"] == "cancelled"
    desk.refused(f"/v1/holds/{second['id']}/cancel", status=409)
    desk.at_day(date(2026, 4, 13))  # at the branch; nobody waits: home again
    desk.at_day(date(2026, 4, 15))
    home = desk.get(f"/v1/copies/{mine[0]['id']}")
    assert (home["status"], home["location_id"]) == ("available", "demo_central")
    assert desk.broken() == {}


def test_why_no_hold_is_taken(desk: Desk) -> None:
    lin = desk.lin()
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    body = {"reader_id": lin, "title_id": loan["title_id"], "pickup_library_id": "cdpl"}
    assert codes(desk.refused("/v1/holds", body)) == {"already_on_loan"}
    for number in (1, 2, 3, 4, 5):
        hold(desk, lin, desk.everywhere(number)["id"], "cdpl")
    sixth = {**body, "title_id": desk.everywhere(1)["id"]}
    assert codes(desk.refused("/v1/holds", sixth)) == {"too_many_holds", "already_held"}
    zhou = desk.reader(ZHOU_MING, "cql")
    answer = desk.refused("/v1/holds", {**body, "reader_id": zhou, "pickup_library_id": "gzl"})
    assert answer["code"] == "not_a_reader"


def test_a_restored_or_new_copy_goes_to_who_waits(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    title = desk.everywhere(3)
    here = [
        copy
        for owner in ("demo_central", "demo_branch")
        for copy in desk.get(f"/v1/copies?title_id={title['id']}&owner_id={owner}")["data"]
    ]
    for copy in here[1:]:
        desk.done(f"/v1/copies/{copy['id']}/report-damage")
    he = desk.reader(HE_JING, "demo_central")
    desk.lend(he, "demo_central", here[0]["barcode"])
    waiting = hold(desk, chen, title["id"], "demo_central")
    assert waiting["status"] == "waiting"
    made = desk.done("/v1/copies", {"library_id": "demo_central", "title_id": title["id"]})
    assert made["status"] == "on_hold_shelf"
    desk.done(f"/v1/holds/{waiting['id']}/cancel")
    assert desk.get(f"/v1/copies/{made['id']}")["status"] == "available"
    desk.done(f"/v1/copies/{made['id']}/report-missing")
    again = hold(desk, chen, title["id"], "demo_central")
    restored = desk.done(f"/v1/copies/{made['id']}/restore")
    assert restored["status"] == "on_hold_shelf"
    assert desk.get(f"/v1/holds/{again['id']}")["status"] == "ready"
    desk.done(f"/v1/copies/{here[1]['id']}/withdraw")
    desk.refused(f"/v1/copies/{here[1]['id']}/restore", status=409)
    assert desk.broken() == {}


def test_no_copy_in_reach(desk: Desk) -> None:
    lin = desk.lin()
    isbn = _valid("978799999001")
    said = {"isbn": isbn, "name": "山城往事", "author": "林一帆", "price_fen": 4200}
    other = isbn[:12] + str((int(isbn[12]) + 1) % 10)
    assert desk.refused("/v1/titles", {**said, "isbn": other})["code"] == "isbn_invalid"
    made = desk.done("/v1/titles", said)
    body = {"reader_id": lin, "title_id": made["id"], "pickup_library_id": "cdpl"}
    assert codes(desk.refused("/v1/holds", body)) == {"no_copy_here"}
    assert desk.refused("/v1/titles", said, 409)["code"] == "title_known"


def _valid(stem: str) -> str:
    weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(stem))
    return stem + str(-weighed % 10)


def test_titles_are_found_in_chinese_and_by_pinyin(desk: Desk) -> None:
    said = {
        "isbn": _valid("978799999002"),
        "name": "锦城夜航",
        "author": "许清和",
        "price_fen": 4200,
        "name_pinyin": "jin cheng ye hang",
        "author_pinyin": "xu qing he",
    }
    made = desk.done("/v1/titles", said)
    for asked in ("锦城", "夜航", "jincheng", "jin cheng", "JCYH", "xuqinghe", "xqh", "清和"):
        found = desk.get(f"/v1/titles?q={asked}&limit=200")["data"]
        assert made["id"] in {each["id"] for each in found}, asked
    assert desk.get("/v1/titles?q=没有这本书")["data"] == []
    assert desk.get(f"/v1/titles?isbn={said['isbn']}")["data"][0]["id"] == made["id"]
    seeded = desk.everywhere(0)
    assert len({place["library_id"] for place in seeded["places"]}) == 18
