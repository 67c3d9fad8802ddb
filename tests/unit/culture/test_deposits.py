"""Registering, deposits and their refunds, leaving."""

from datetime import date

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, SUN_LEI, ZHAO_XIAOMAN, ZHOU_MING
from tests.unit.culture.conftest import PIN, Desk

pytestmark = pytest.mark.db


def codes(problem) -> set[str]:
    return {each["code"] for each in problem["errors"]}


def test_one_reader_a_person_and_a_membership_a_network(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    body = {"library_id": "demo_branch", "card_id": CHEN_YU.card_id(SEED)}
    assert desk.refused("/v1/readers", body, 409)["code"] == "reader_known"
    assert desk.reader(CHEN_YU, "scpl") == chen
    shown = desk.get(f"/v1/readers/{chen}")
    assert [each["network_id"] for each in shown["memberships"]] == ["demo", "cy"]
    assert desk.get("/v1/readers?library_id=scpl")["data"][0]["id"] == chen
    assert desk.get("/v1/readers?library_id=demo_branch")["data"] == []


def test_a_card_that_is_not_good_registers_nobody(desk: Desk) -> None:
    body = {"library_id": "demo_central", "card_id": SUN_LEI.card_id(SEED)}
    refused = desk.refused("/v1/readers", body)
    assert (refused["code"], codes(refused)) == ("reader_card_refused", {"card_not_enabled"})
    answer = desk.post("/v1/readers", {"library_id": "nowhere", "card_id": CHEN_YU.card_id(SEED)})
    assert (answer.status_code, answer.json["code"]) == (404, "library_not_found")
    away = desk.refused("/v1/readers", {**body, "card_id": CHEN_YU.card_id(SEED)}, 403,
                        role="library", region="510100")  # fmt: skip
    assert away["code"] == "region_not_allowed"


def code_of(desk: Desk, of, **more) -> str:
    """What the person's electronic card shows now."""
    channel = {"channel_no": "CH-1", "name": "示范政务"}
    desk.card.post("/v1/electronic-card-channels", channel, key="channel")
    signing = {
        "channel_no": "CH-1",
        "sign_no": f"SN-{of.person_id(SEED)[-8:]}",
        "name": of.name,
        "social_security_number": of.social_security_number,
        "password": PIN,
        "face": "match",
        **more,
    }
    made = desk.card.post("/v1/electronic-cards", signing, key=f"e{next(desk.keys)}")
    assert made.status_code == 201, made.json
    shown = {"electronic_card_id": made.json["id"]}
    return str(desk.card.post("/v1/codes", shown, key=f"c{next(desk.keys)}").json["text"])


def test_some_houses_take_the_card_only(desk: Desk) -> None:
    code = code_of(desk, HE_JING)
    refused = desk.refused("/v1/readers", {"library_id": "hnl", "electronic_code": code})
    assert refused["code"] in ("reader_carrier_not_taken", "reader_card_refused")
    again = {"library_id": "demo_central", "electronic_code": code}
    assert desk.refused("/v1/readers", again)["code"] == "reader_card_refused"  # used up


def test_an_electronic_card_registers_too(desk: Desk) -> None:
    code = code_of(desk, HE_JING)
    made = desk.done("/v1/readers", {"library_id": "demo_central", "electronic_code": code})
    assert made["memberships"][0]["carrier"] == "electronic_card"


def test_a_child_has_a_limit_of_its_own(desk: Desk) -> None:
    child = desk.reader(ZHAO_XIAOMAN, "demo_central")
    *three, fourth = desk.copies("demo_central")[:4]
    for copy in three:
        desk.lend(child, "demo_central", copy["barcode"])
    body = {"library_id": "demo_central", "barcode": fourth["barcode"], "reader_id": child}
    assert codes(desk.refused("/v1/loans", body)) == {"too_many_items"}


def test_who_comes_from_elsewhere_leaves_a_deposit_first(desk: Desk) -> None:
    lin = desk.reader(LIN_XIAO, "demo_central")
    [copy, *_] = desk.copies("demo_central")
    body = {"library_id": "demo_central", "barcode": copy["barcode"], "reader_id": lin}
    assert codes(desk.refused("/v1/loans", body)) == {"deposit_missing"}
    pay = {"reader_id": lin, "library_id": "demo_central", "purpose": "deposit", "method": "cash"}
    elsewhere = desk.refused("/v1/reader-payments", {**pay, "library_id": "demo_branch"})
    assert elsewhere["code"] == "reader_deposit_elsewhere"
    assert desk.done("/v1/reader-payments", pay)["amount_fen"] == 10000
    assert desk.refused("/v1/reader-payments", pay)["code"] == "reader_owes_nothing"
    assert desk.done("/v1/loans", body)["status"] == "open"
    desk.deliver()
    assert desk.figures() == {"deposit.reader:demo_central": 10000}
    from services.settlement.store import store as books

    assert desk.figures(books) == desk.figures()
    assert desk.broken() == {}


def test_the_yangtze_delta_is_local_in_shanghai(desk: Desk) -> None:
    sichuan = desk.reader(LIN_XIAO, "shl")
    [membership] = [
        each
        for each in desk.get(f"/v1/readers/{sichuan}")["memberships"]
        if each["network_id"] == "sh"
    ]
    assert membership["deposit_due_fen"] == 10000


def test_a_tier_opens_more_for_a_deposit(desk: Desk) -> None:
    answer = desk.refused(
        "/v1/readers",
        {"library_id": "demo_central", "card_id": CHEN_YU.card_id(SEED), "tier": "d"},
    )
    assert answer["code"] == "reader_tier_unknown"
    chen = desk.reader(CHEN_YU, "demo_central", tier="b")
    pay = {"reader_id": chen, "library_id": "demo_central", "purpose": "deposit", "method": "cash"}
    assert desk.done("/v1/reader-payments", pay)["amount_fen"] == 5000
    worth, lent = 0, 0
    for copy in desk.copies("demo_central")[:9]:
        body = {"library_id": "demo_central", "barcode": copy["barcode"], "reader_id": chen}
        answer = desk.post("/v1/loans", body)
        if answer.status_code == 201:
            worth, lent = worth + copy["price_fen"], lent + 1
            assert worth <= 40000
            continue
        said = codes(answer.json)
        assert said <= {"worth_too_much", "too_many_in_network", "too_many_items"}
        assert ("worth_too_much" in said) == (worth + copy["price_fen"] > 40000)
        assert ("too_many_in_network" in said) == (lent >= 6)
    assert lent >= 4


def deposited(desk: Desk, of=LIN_XIAO, library: str = "demo_central") -> str:
    reader = desk.reader(of, library)
    pay = {"reader_id": reader, "library_id": library, "purpose": "deposit", "method": "cash"}
    desk.done("/v1/reader-payments", pay)
    return reader


def test_a_deposit_goes_back_less_what_is_owed(desk: Desk) -> None:
    lin = deposited(desk)
    [copy, *_] = desk.copies("demo_central")
    desk.lend(lin, "demo_central", copy["barcode"])
    desk.at_day(date(2026, 4, 30))  # due on the 21st: 9 days at 0.50
    back = f"/v1/readers/{lin}/refund-deposit"
    body = {"library_id": "demo_central", "method": "cash"}
    assert desk.refused(back, body)["code"] == "reader_deposit_too_early"
    desk.at_day(date(2026, 5, 1))
    assert desk.refused(back, body, 409)["code"] == "reader_has_obligations"
    desk.give_back("demo_central", copy["barcode"])
    refund = desk.done(back, body)
    assert (refund["amount_fen"], refund["fine_fen"], refund["status"]) == (9500, 500, "paid")
    assert desk.refused(back, body)["code"] == "no_reader_deposit"
    entries = desk.get(f"/v1/readers/{lin}/deposit-entries")["data"]
    assert [(e["kind"], e["amount_fen"], e["balance_fen"]) for e in entries] == [
        ("refunded", -9500, 0),
        ("fine_taken", -500, 9500),
        ("paid", 10000, 10000),
    ]
    desk.deliver()
    assert desk.balances("demo_central") == {
        "bank": 500,
        "deposit.reader": 0,
        "fine.income": -500,
    }
    assert desk.broken() == {}


def test_handed_back_next_door_and_in_another_province(desk: Desk) -> None:
    lin = deposited(desk)
    desk.at_day(date(2026, 5, 1))
    desk.done(f"/v1/readers/{lin}/refund-deposit", {"library_id": "demo_branch", "method": "cash"})
    desk.deliver()
    shown = {k: v for k, v in desk.balances("demo_branch").items() if v}
    assert shown == {"due.from:demo_central": 10000, "bank": -10000}
    tiered = desk.reader(ZHOU_MING, "cqkl", tier="c")
    pay = {"reader_id": tiered, "library_id": "cqkl", "purpose": "deposit", "method": "cash"}
    assert desk.done("/v1/reader-payments", pay)["amount_fen"] == 20000
    back = {"library_id": "cdpl", "method": "cash"}
    assert desk.done(f"/v1/readers/{tiered}/refund-deposit", back)["status"] == "paid"
    desk.deliver()
    [claim] = desk.settlement.get("/v1/claims?kind=library").json["data"]
    assert (claim["payer_party"], claim["payee_party"], claim["clearing_fen"]) == (
        "cqkl",
        "cdpl",
        20000,
    )
    assert desk.figures() == {}
    assert desk.broken() == {}


def test_back_onto_the_card_or_sent_back_by_the_bank(desk: Desk) -> None:
    lin = deposited(desk)
    desk.at_day(date(2026, 5, 1))
    back, body = f"/v1/readers/{lin}/refund-deposit", {"method": "card_account"}
    ordered = desk.done(back, {**body, "library_id": "demo_central"})
    assert ordered["status"] == "ordered"
    path = f"/v1/reader-refunds/{ordered['id']}"
    assert desk.refused(f"{path}/hand-out", status=409)["code"] == "reader_refund_not_returned"
    desk.after_days(0)
    assert (desk.get(path)["status"], desk.get(path)["return_code"]) == ("returned", "01")
    assert desk.done(f"{path}/hand-out")["status"] == "paid"
    account = desk.account(LIN_XIAO, 100)
    pay = {"reader_id": lin, "library_id": "demo_central", "purpose": "deposit", "method": "cash"}
    desk.done("/v1/reader-payments", pay)
    desk.at_day(date(2026, 6, 1))
    again = desk.done(back, {**body, "library_id": "demo_central"})
    desk.after_days(0)
    assert desk.get(f"/v1/reader-refunds/{again['id']}")["status"] == "paid"
    assert desk.card.get(account).json["balance_fen"] == 10100
    assert desk.broken() == {}


def test_a_deposit_by_code_of_the_electronic_card(desk: Desk) -> None:
    lin = desk.reader(LIN_XIAO, "demo_central")
    account = desk.account(LIN_XIAO, 20000)
    code = code_of(desk, LIN_XIAO, level=2, reserved_phone="19900000001")
    pay = {"reader_id": lin, "library_id": "demo_central", "purpose": "deposit"}
    paid = desk.done(
        "/v1/reader-payments", {**pay, "method": "electronic_card", "code": code, "password": PIN}
    )
    assert (paid["status"], paid["amount_fen"]) == ("paid", 10000)
    assert desk.card.get(account).json["balance_fen"] == 10000


def test_leaving(desk: Desk) -> None:
    lin = desk.lin()
    path, body = f"/v1/readers/{lin}/leave", {"library_id": "cdpl"}
    assert desk.refused(path, body, 409)["code"] == "reader_has_obligations"
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    desk.give_back("scpl", loan["barcode"])
    left = desk.done(path, body)
    assert left["status"] == "closed"
    assert desk.refused(path, body, 409)["code"] == "reader_closed"
    [copy, *_] = desk.copies("cdpl")
    lend = {"library_id": "cdpl", "barcode": copy["barcode"], "reader_id": lin}
    assert desk.refused("/v1/loans", lend, 409)["code"] == "reader_closed"
    assert desk.reader(LIN_XIAO, "cql") == lin
    assert desk.get(f"/v1/readers/{lin}")["status"] == "active"
