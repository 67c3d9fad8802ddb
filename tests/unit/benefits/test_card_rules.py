"""The rules of the card items, without a store: below, at and above what they turn on."""

from datetime import date
from typing import Any

import pytest

from services.benefits.domain import decision, form_filling
from services.benefits.domain.cards import cancellation, data, electronic, handling_card, making
from services.benefits.domain.cards.card_file import Account, CardFile, Facts, HeldCard, Rehearsal
from services.benefits.domain.cards.order import next_look
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.store import catalogue
from sscsim.kernel.money import Money

TODAY = date(2026, 4, 1)
PHOTO = {"title": "照片", "sha256": "ab" * 32}
REFUSED = Rehearsal("refused", {"code": "has_card", "zh": "已有卡 {x}", "en": "has one {x}"})


def card(status: str = "active", region: str = "990100", issued: date = TODAY) -> HeldCard:
    last = date(issued.year + 10, issued.month, issued.day)
    return HeldCard(
        f"card_{region}", region, "standard", status, "1", "2026-01-01", "valid", issued, last
    )


def file(*cards: HeldCard, fen: int = 0, **person: Any) -> CardFile:
    said = {"id": "psn_1", "birth_date": "1950-01-01", "region_code": "990100", **person}
    accounts = tuple(Account("bka_1", each.id, "629991", "active", Money(fen)) for each in cards)
    return CardFile(said, cards, accounts)


def case(code: str, inputs: dict[str, Any], **more: Any) -> Case:
    person = Person("psn_1", "李安", "male", date(1990, 5, 20), "990100")
    item = catalogue.items()[code]
    return Case("svc_1", item, person, inputs, "990100", "990100", TODAY, **more)


def codes(said: Decision) -> tuple[str, list[str]]:
    return said.outcome, [each.code for each in said.reasons]


MAKING = {
    "identity_document": "resident_card",
    "bank_code": "629991",
    "issue": "central",
    "delivery": "branch",
    "contact_phone": "19900000001",
}


@pytest.mark.parametrize(
    ("issued", "outcome"),
    [(date(2016, 4, 30), "approve"), (date(2016, 3, 31), "ask_supplement")],
)
def test_the_photo_of_an_earlier_card_is_good_for_ten_years(issued: date, outcome: str) -> None:
    facts = Facts(file(card("cancelled", issued=issued)), None, {"photo_good_months": 120})
    assert making.decide_first(case("HRSS-084", MAKING), facts).outcome == outcome
    with_photo = case("HRSS-084", {**MAKING, "photo": PHOTO})
    assert making.decide_first(with_photo, facts).outcome == "approve"


def test_what_the_card_service_refuses_is_a_reason_in_its_words() -> None:
    facts = Facts(file(), REFUSED, {"photo_good_months": 120})
    said = making.decide_first(case("HRSS-084", {**MAKING, "photo": PHOTO}), facts)
    assert codes(said) == ("reject", ["has_card"])
    assert said.reasons[0].stored()["en"] == "has one {x}", "braces of others' words stay"


@pytest.mark.parametrize(
    ("proxy", "applied_by"), [(None, "self"), ("relative", "proxy"), ("employer", "agency")]
)
def test_who_applies_is_said_to_the_card_service(proxy: str | None, applied_by: str) -> None:
    applicant = "psn_2" if proxy == "relative" else None
    wish = making.first(case("HRSS-084", MAKING, proxy_kind=proxy, applicant_id=applicant), file())
    assert wish.detail["applied_by"] == applied_by
    assert wish.detail.get("proxy_person_id") == applicant


@pytest.mark.parametrize(
    ("action", "channel", "status", "expected"),
    [
        ("temporary_loss", "web", "active", []),
        ("formal_loss", "counter", "active", []),
        ("formal_loss", "bank", "active", ["formal_loss_in_person"]),
        ("release", "web", "temporarily_lost", []),
        ("release", "web", "formally_lost", ["formal_loss_in_person"]),
        ("temporary_loss", "web", "cancelled", ["no_card_held"]),
    ],
)
def test_losses_by_channel(action: str, channel: str, status: str, expected: list[str]) -> None:
    asked = case("HRSS-089", {"action": action, "channel": channel})
    said = handling_card.decide_loss(asked, Facts(file(card(status))))
    assert codes(said) == ("reject" if expected else "approve", expected)


def test_a_proxy_shows_documents_and_no_face_and_changes_no_password() -> None:
    facts = Facts(file(card()))
    by_face = {"action": "reset", "identity_check": "face"}
    proxy = case("HRSS-088", by_face, applicant_id="psn_2")
    assert codes(handling_card.decide_password(proxy, facts))[1] == ["face_of_proxy"]
    assert handling_card.decide_password(case("HRSS-088", by_face), facts).outcome == "approve"
    change = case("HRSS-088", {"action": "change"}, applicant_id="psn_2")
    assert codes(handling_card.decide_password(change, facts))[1] == ["password_change_by_proxy"]


@pytest.mark.parametrize(
    ("field", "value", "action"),
    [
        ("contact_phone", "19900000002", "change_person"),
        ("residence", "510100", "change_person"),
        ("residence", "510199", None),
        ("nation", "1", None),
        ("bank", "629992", "exchange"),
        ("social_security_number", "123", None),
    ],
)
def test_what_a_change_becomes(field: str, value: str, action: str | None) -> None:
    wish = data.act(case("HRSS-087", {"field": field, "new_value": value}), file(card()))
    assert (wish.action if wish else None) == action


@pytest.mark.parametrize(
    ("fen", "on_their_way", "expected"),
    [
        (0, 0, []),
        (1, 0, ["account_not_cleared"]),
        (0, 1, ["benefits_being_paid"]),
        (1, 1, ["account_not_cleared", "benefits_being_paid"]),
    ],
)
def test_nothing_may_hang_on_a_card_that_is_cancelled(
    fen: int, on_their_way: int, expected: list[str]
) -> None:
    facts = Facts(file(card(), fen=fen), None, {"payments_on_their_way": on_their_way})
    said = cancellation.decide(case("HRSS-091", {"reason": "emigration"}), facts)
    assert codes(said) == ("reject" if expected else "approve", expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1949, 12, 31), ["death_date_not_valid"]),
        (date(1950, 1, 1), []),
        (TODAY, []),
        (date(2026, 4, 2), ["death_date_not_valid"]),
    ],
)
def test_a_death_lies_between_birth_and_today(day: date, expected: list[str]) -> None:
    inputs = {"reason": "death", "death_date": day, "death_proof": PHOTO}
    facts = Facts(file(card()), None, {"is_survivor": True})
    said = cancellation.decide(case("HRSS-091", inputs), facts)
    assert codes(said) == ("reject" if expected else "approve", expected)


@pytest.mark.parametrize(
    ("claimed", "found", "ok"),
    [
        ("elder", "parent", True),
        ("elder", "child", False),
        ("child", "ward", True),
        ("spouse", None, False),
        ("other", None, True),
    ],
)
def test_the_relation_of_a_family_member_is_real(claimed: str, found: str, ok: bool) -> None:
    asked = case("HRSS-095", {"action": "add", "relation": claimed})
    said = electronic.decide_family(
        asked, Facts(file(card()), None, {"member_id": "psn_2", "relation": found})
    )
    assert said.outcome == ("approve" if ok else "reject")


def test_how_often_one_looks_at_a_card_that_is_made() -> None:
    due = date(2026, 5, 20)
    assert next_look(due, TODAY, due) == date(2026, 5, 21)
    assert next_look(date(2026, 5, 21), TODAY, due) == date(2026, 5, 28)
    assert next_look(date(2027, 3, 31), TODAY, due) == date(2027, 4, 7)
    assert next_look(date(2027, 4, 1), TODAY, due) is None


def test_a_form_takes_what_records_know_and_leaves_the_rest_open() -> None:
    form = catalogue.items()["HRSS-090"].form
    known = form_filling.Records(file(card(), contact_address="示范路 1 号"), "card_990100")
    said = form_filling.filled(form, known)
    assert said.values == {"bank_code": "629991", "delivery_address": "示范路 1 号"}
    assert said.given["bank_code"] == "bank_account.bank_code"
    assert said.left_open == ("reason", "issue", "delivery"), "documents are a supplement's"


def test_a_word_that_the_form_does_not_know_is_left_open() -> None:
    form = catalogue.items()["HRSS-001"].form
    said = form_filling.filled(form, form_filling.Records(file(), None, {"education": "wizard"}))
    assert "education" in said.left_open


def test_the_reasons_of_the_card_items_are_known() -> None:
    assert {"card_photo_wanted", "formal_loss_in_person", "face_needed"} <= set(decision.REASONS)
