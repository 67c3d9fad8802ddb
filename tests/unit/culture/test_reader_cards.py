"""Readers without social security card, and cards that a library makes itself."""

from datetime import date
from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, ZHAO_XIAOMAN, DemoPerson
from tests.unit.culture.conftest import Desk

pytestmark = pytest.mark.db
HERE = "demo_central"


def identity(of: DemoPerson, **more: Any) -> dict[str, Any]:
    return {"social_security_number": of.social_security_number, "name": of.name, **more}


def registered(desk: Desk, of: DemoPerson, library: str = HERE, **more: Any) -> Any:
    return desk.done("/v1/readers", {"library_id": library, **identity(of), **more})


def codes(problem: Any) -> set[str]:
    return {each["code"] for each in problem["errors"]}


def family(desk: Desk, *of: str) -> Any:
    body = {"library_id": HERE, "reader_id": of[0], "member_ids": list(of[1:])}
    return desk.done("/v1/reader-cards", body)


def lending(desk: Desk, number: int, **shown: Any) -> dict[str, Any]:
    return {"library_id": HERE, "barcode": desk.copies(HERE)[number]["barcode"], **shown}


# ---- by identity card


def test_an_identity_card_makes_a_reader_of_the_reading_card(desk: Desk) -> None:
    made = registered(desk, CHEN_YU, "scpl")
    [joined] = made["memberships"]
    assert (joined["carrier"], joined["network_id"]) == ("id_card", "cy")
    assert "card_id" not in joined
    [copy, second, *_] = desk.copies("scpl")
    at = {"library_id": "scpl", "barcode": copy["barcode"]}
    assert desk.done("/v1/loans", {**at, **identity(CHEN_YU)})["reader_id"] == made["id"]
    # Chengdu Library registers by social security card only, and lends to who is registered
    there = {"library_id": "cdpl", "barcode": desk.copies("cdpl")[0]["barcode"]}
    assert desk.done("/v1/loans", {**there, **identity(CHEN_YU)})["reader_id"] == made["id"]
    by_card = desk.refused("/v1/loans", {**there, **identity(LIN_XIAO)})
    assert by_card["code"] == "reader_carrier_not_taken"
    # known at the other members too, named by the desk
    [copy, *_] = desk.copies("cql")
    desk.lend(made["id"], "cql", copy["barcode"])
    assert desk.done(
        "/v1/readers/identify", {"library_id": "cql", **identity(CHEN_YU)}
    ) == desk.get(f"/v1/readers/{made['id']}")
    # by card of social security it is the same reader
    body = {"library_id": "scpl", "barcode": second["barcode"], "card_id": CHEN_YU.card_id(SEED)}
    assert desk.done("/v1/loans", body)["reader_id"] == made["id"]
    assert desk.broken() == {}


def test_an_identity_card_must_be_somebodys_and_taken(desk: Desk) -> None:
    before = desk.written()
    body = {"library_id": "scpl", **identity(CHEN_YU, name="李四")}
    refused = desk.refused("/v1/readers", body)
    assert refused["code"] == "reader_identity_not_known"
    assert refused["errors"][0]["pointer"] == "/social_security_number"
    nobody = {**body, "social_security_number": "990100199001010010"}
    assert desk.refused("/v1/readers", nobody)["code"] in (
        "reader_identity_not_known",
        "identity_number_invalid",
    )
    taken = desk.refused("/v1/readers", {"library_id": "hnl", **identity(CHEN_YU)})
    assert taken["code"] == "reader_carrier_not_taken"
    alone = {"library_id": "scpl", "social_security_number": CHEN_YU.social_security_number}
    missing = desk.refused("/v1/readers", alone)
    assert missing["errors"][0]["pointer"] == "/name"
    both = {"library_id": "scpl", **identity(CHEN_YU), "card_id": CHEN_YU.card_id(SEED)}
    assert desk.post("/v1/readers", both).json["code"] == "exactly_one_needed"
    after = desk.written()
    assert {name for name in before if before[name] != after[name]} <= {"idempotency_keys"}


# ---- own cards


def test_a_library_makes_a_card_and_takes_a_deposit_for_it(desk: Desk) -> None:
    made = registered(desk, HE_JING, reader_card="own")
    assert made["memberships"][0]["carrier"] == "own_card"
    assert made["memberships"][0]["deposit_due_fen"] == 2_000
    [card] = desk.get(f"/v1/reader-cards?reader_id={made['id']}")["data"]
    assert (card["kind"], card["status"], card["member_ids"]) == ("own", "active", [])
    assert desk.get(f"/v1/reader-cards?person_id={HE_JING.person_id(SEED)}")["data"] == [card]
    assert desk.get(f"/v1/reader-cards?person_id={CHEN_YU.person_id(SEED)}")["data"] == []
    body = lending(desk, 0, reader_card_number=card["number"])
    assert codes(desk.refused("/v1/loans", body)) == {"deposit_missing"}
    pay = {"reader_id": made["id"], "library_id": HERE, "purpose": "deposit", "method": "cash"}
    assert desk.done("/v1/reader-payments", pay)["amount_fen"] == 2_000
    assert desk.done("/v1/loans", body)["reader_id"] == made["id"]
    assert "family_card_id" not in desk.get(f"/v1/loans?reader_id={made['id']}")["data"][0]
    desk.deliver()
    assert desk.balances(HERE)["deposit.reader"] == -2_000
    assert desk.broken() == {}


def test_a_lost_card_lends_nothing_until_it_is_replaced(desk: Desk) -> None:
    made = registered(desk, HE_JING, reader_card="own")
    pay = {"reader_id": made["id"], "library_id": HERE, "purpose": "deposit", "method": "cash"}
    desk.done("/v1/reader-payments", pay)
    [card] = desk.get(f"/v1/reader-cards?reader_id={made['id']}")["data"]
    path = f"/v1/reader-cards/{card['id']}"
    assert desk.refused(f"{path}/replace", None, 403, role="library", region="510100")
    assert desk.done(f"{path}/report-lost")["status"] == "lost"
    assert desk.refused(f"{path}/report-lost", None, 409)["code"] == "reader_card_state"
    for shown in ({"reader_card_number": card["number"]}, {"reader_id": made["id"]}):
        refused = desk.refused("/v1/loans", lending(desk, 0, **shown))
        assert codes(refused) == {"reader_card_lost"}
    new = desk.done(f"{path}/replace")
    assert new["number"] != card["number"]
    assert desk.get(path)["status"] == "replaced"
    [fee] = desk.get(f"/v1/reader-fees?reader_id={made['id']}")["data"]
    assert (fee["kind"], fee["amount_fen"], fee["library_id"]) == ("replacement_card", 500, HERE)
    old = desk.refused("/v1/loans", lending(desk, 0, reader_card_number=card["number"]))
    assert codes(old) == {"reader_card_over"}
    desk.done("/v1/loans", lending(desk, 0, reader_card_number=new["number"]))
    desk.done("/v1/loans", lending(desk, 0, reader_id=made["id"]))
    nobody = desk.post("/v1/loans", lending(desk, 0, reader_card_number="99190000009999"))
    assert (nobody.status_code, nobody.json["code"]) == (404, "reader_card_not_found")
    elsewhere = {"library_id": "scpl", "barcode": desk.copies("scpl")[0]["barcode"]}
    refused = desk.refused("/v1/loans", {**elsewhere, "reader_card_number": new["number"]})
    assert refused["code"] == "not_a_reader"


def test_what_a_house_does_not_say_is_not_made(desk: Desk) -> None:
    """The deposit for Hainan's own card wasn't found; Panyu makes no temporary ones; Chengdu
    Library takes no card of its own."""
    for library, kind, code in (
        ("hnl", "own", "library_rule_missing"),
        ("pyl", "temporary", "library_rule_missing"),
        ("cdpl", "own", "reader_carrier_not_taken"),
    ):
        body = {"library_id": library, **identity(CHEN_YU), "reader_card": kind}
        assert desk.refused("/v1/readers", body)["code"] == code
    assert desk.get("/v1/reader-cards")["data"] == []


def test_a_temporary_card_ends_with_its_last_day(desk: Desk) -> None:
    made = registered(desk, HE_JING, reader_card="temporary")
    pay = {"reader_id": made["id"], "library_id": HERE, "purpose": "deposit", "method": "cash"}
    desk.done("/v1/reader-payments", pay)
    [card] = desk.get(f"/v1/reader-cards?kind=temporary&reader_id={made['id']}")["data"]
    assert card["valid_to_date"] == "2026-05-01"  # 1 April + 30
    assert made["memberships"][0]["carrier"] == "temporary_card"
    desk.at_day(date(2026, 5, 1))
    loan = desk.done("/v1/loans", lending(desk, 0, reader_card_number=card["number"]))
    desk.at_day(date(2026, 5, 2))
    for shown in ({"reader_card_number": card["number"]}, {"reader_id": made["id"]}):
        refused = desk.refused("/v1/loans", lending(desk, 0, **shown))
        assert codes(refused) == {"reader_card_expired"}
    desk.give_back(HERE, loan["barcode"])  # a return needs no card
    assert desk.broken() == {}


def test_who_leaves_leaves_their_cards(desk: Desk) -> None:
    made = registered(desk, HE_JING, reader_card="own")
    desk.done(f"/v1/readers/{made['id']}/leave", {"library_id": HERE})
    [card] = desk.get(f"/v1/reader-cards?reader_id={made['id']}")["data"]
    assert card["status"] == "closed"
    again = registered(desk, HE_JING)
    assert (again["id"], again["memberships"][0]["carrier"]) == (made["id"], "id_card")
    # by identity card nothing is left where the card is from the same province
    assert again["memberships"][0]["deposit_due_fen"] == 0


# ---- family cards


def test_a_family_card_has_limits_of_its_own(desk: Desk) -> None:
    mother, child = desk.reader(CHEN_YU, HERE), desk.reader(ZHAO_XIAOMAN, HERE)
    card = family(desk, mother, child)
    assert (card["kind"], card["member_ids"]) == ("family", [mother, child])
    for _ in range(4):
        made = desk.done("/v1/loans", lending(desk, 0, reader_card_number=card["number"]))
        assert (made["reader_id"], made["family_card_id"]) == (mother, card["id"])
    full = desk.refused("/v1/loans", lending(desk, 0, reader_card_number=card["number"]))
    assert codes(full) == {"too_many_items"}
    # five of one's own beside them: neither the house's nor the network's limit counts those four
    for _ in range(5):
        desk.done("/v1/loans", lending(desk, 0, reader_id=mother))
    assert codes(desk.refused("/v1/loans", lending(desk, 0, reader_id=mother))) == {
        "too_many_items"
    }
    branch = {"library_id": "demo_branch", "barcode": desk.copies("demo_branch")[0]["barcode"]}
    refused = desk.refused("/v1/loans", {**branch, "reader_card_number": card["number"]})
    assert "no_family_card_here" in codes(refused)
    assert desk.broken() == {}


def test_one_foreign_item_by_a_family_card(desk: Desk) -> None:
    mother, child = desk.reader(CHEN_YU, HERE), desk.reader(ZHAO_XIAOMAN, HERE)
    card = family(desk, mother, child)
    numbers = []
    for isbn in ("9787998700013", "9787998700020"):
        said = {
            "isbn": isbn,
            "name": "Letters",
            "author": "A",
            "price_fen": 900,
            "is_foreign": True,
        }
        title = desk.done("/v1/titles", said)
        copy = desk.done("/v1/copies", {"library_id": HERE, "title_id": title["id"]})
        numbers.append({"library_id": HERE, "barcode": copy["barcode"]})
    shown = {"reader_card_number": card["number"]}
    desk.done("/v1/loans", {**numbers[0], **shown})
    assert codes(desk.refused("/v1/loans", {**numbers[1], **shown})) == {"too_many_foreign_items"}
    desk.give_back(HERE, numbers[0]["barcode"])
    desk.done("/v1/loans", {**numbers[1], **shown})


def test_a_child_has_few_picture_books_of_elsewhere(desk: Desk) -> None:
    """One of abroad at once, two of Hong Kong and Taiwan; a grown-up as many as books."""
    child, mother = desk.reader(ZHAO_XIAOMAN, HERE), desk.reader(CHEN_YU, HERE)
    found = []
    for isbn, edition in (
        ("9787998700037", "foreign"),
        ("9787998700044", "foreign"),
        ("9787998700051", "mainland"),
    ):
        said = {"isbn": isbn, "name": "绘本", "author": "甲", "price_fen": 900}
        title = desk.done("/v1/titles", {**said, "picture_book": edition})
        assert title["picture_book"] == edition
        copy = desk.done("/v1/copies", {"library_id": HERE, "title_id": title["id"]})
        found.append({"library_id": HERE, "barcode": copy["barcode"]})
    desk.done("/v1/loans", {**found[0], "reader_id": child})
    refused = desk.refused("/v1/loans", {**found[1], "reader_id": child})
    assert codes(refused) == {"too_many_picture_books"}
    desk.done("/v1/loans", {**found[2], "reader_id": child})
    desk.give_back(HERE, found[0]["barcode"])
    for one in found[:2]:
        desk.done("/v1/loans", {**one, "reader_id": mother})


def test_a_family_is_so_many_readers_and_nobody_is_in_two(desk: Desk) -> None:
    mother, child = desk.reader(CHEN_YU, HERE), desk.reader(ZHAO_XIAOMAN, HERE)
    body = {"library_id": HERE, "reader_id": mother, "member_ids": [mother]}
    assert desk.refused("/v1/reader-cards", body)["code"] == "reader_family_too_small"
    stranger = {**body, "member_ids": [desk.lin()]}
    assert desk.refused("/v1/reader-cards", stranger)["code"] == "not_a_reader"
    none_here = {"library_id": "demo_branch", "reader_id": mother, "member_ids": [child]}
    assert desk.refused("/v1/reader-cards", none_here)["code"] == "library_rule_missing"
    card = family(desk, mother, child)
    other = desk.reader(HE_JING, HERE)
    taken = {"library_id": HERE, "reader_id": other, "member_ids": [child]}
    assert desk.refused("/v1/reader-cards", taken, 409)["code"] == "reader_family_member_taken"
    new = desk.done(f"/v1/reader-cards/{card['id']}/replace")
    assert new["member_ids"] == card["member_ids"]
    assert desk.refused("/v1/reader-cards", taken, 409)["code"] == "reader_family_member_taken"
    away = desk.refused("/v1/reader-cards", taken, 403, role="library", region="510100")
    assert away["code"] == "region_not_allowed"


def test_guangzhou_lends_ninety_to_a_family_of_three(desk: Desk) -> None:
    three = [desk.reader(one, "gzl") for one in (CHEN_YU, HE_JING, LIN_XIAO)]
    two = {"library_id": "gzl", "reader_id": three[0], "member_ids": three[1:2]}
    assert desk.refused("/v1/reader-cards", two)["code"] == "reader_family_too_small"
    made = desk.done("/v1/reader-cards", {**two, "member_ids": three[1:]})
    assert made["library_id"] == "gzl"
