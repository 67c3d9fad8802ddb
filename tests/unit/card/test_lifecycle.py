"""The life of a card through its doors, on both databases."""

import pytest

from sscsim.demo_people import LIN_XIAO, SUN_LEI
from tests.support.card_people import rules_of

pytestmark = pytest.mark.db

CARD = LIN_XIAO.card_id("demo")
PATH = f"/v1/cards/{CARD}"
PASSWORD = {"password": "471592"}


def moves_of(desk, path=PATH):
    return [
        (move["move"], move["channel"], move["actor_role"])
        for move in reversed(desk.get(f"{path}/moves")["data"])
    ]


def test_a_temporary_loss_lapses_and_leaves_its_trace(demo_desk):
    desk = demo_desk
    body = {"channel": "telephone_12333", "reason": "地铁上遗失"}
    lost = desk.post(f"{PATH}/report-temporary-loss", body, role="holder")
    assert (lost["status"], lost["status_code"]) == ("temporarily_lost", "4")
    assert lost["temporary_loss_until"] == "2026-04-11T09:00:00+08:00"
    desk.advance(days=9)
    assert desk.card(CARD)["status"] == "temporarily_lost"
    desk.advance(days=1)
    back = desk.card(CARD)
    assert back["status"] == "active"
    assert "temporary_loss_until" not in back
    assert moves_of(desk) == [
        ("report_temporary_loss", "telephone_12333", "holder"),
        ("lapse", "system", "system"),
    ]
    assert desk.events(CARD) == ["card.temporarily_lost", "card.loss_lapsed"]


def test_a_loss_that_was_released_does_not_lapse_again(demo_desk):
    desk = demo_desk
    desk.post(f"{PATH}/report-temporary-loss", {})
    assert desk.post(f"{PATH}/release-loss", {})["status"] == "active"
    desk.advance(days=5)
    desk.post(f"{PATH}/report-temporary-loss", {})
    desk.advance(days=6)
    assert desk.card(CARD)["status"] == "temporarily_lost"
    formal = desk.post(f"{PATH}/report-loss", {})
    assert (formal["status"], formal["status_code"]) == ("formally_lost", "2")
    desk.advance(days=20)
    assert desk.card(CARD)["status"] == "formally_lost"
    assert desk.post(f"{PATH}/release-loss", {})["status"] == "active"


def test_six_wrong_passwords_lock_and_a_counter_unlocks(demo_desk):
    desk = demo_desk
    check = f"{PATH}/check-password"
    bare = desk.active_card(desk.person(), password=None)
    assert desk.refused(f"/v1/cards/{bare}/check-password", PASSWORD) == "card_password_missing"
    assert desk.refused(f"{PATH}/reset-password", {"new_password": "123456"}) == (
        "card_password_too_simple"
    )
    assert desk.post(check, PASSWORD) == {"card_id": CARD, "correct": True, "tries_left": 6}
    for left in (5, 4, 3):
        answer = desk.tried("POST", check, {"password": "000001"})
        assert (answer.status_code, answer.json["code"]) == (422, "card_password_wrong")
        assert answer.json["effect"] == "committed"
        assert f": {left}." in answer.json["detail"]
    assert desk.post(check, PASSWORD)["tries_left"] == 6
    for _ in range(6):
        assert desk.refused(check, {"password": "000001"}) == "card_password_wrong"
    assert desk.card(CARD)["status_code"] == "3"
    assert desk.refused(check, PASSWORD) == "card_move_not_allowed"
    assert desk.post(f"{PATH}/unlock")["status"] == "active"
    assert desk.post(check, PASSWORD)["correct"]
    for _ in range(6):
        desk.refused(check, {"password": "000001"})
    assert desk.post(f"{PATH}/reset-password", {"new_password": "862037"})["status"] == "active"
    assert desk.post(check, {"password": "862037"})["correct"]
    change = {"old_password": "862037", "new_password": "471592"}
    assert desk.post(f"{PATH}/change-password", change)["id"] == CARD
    assert desk.refused(f"{PATH}/change-password", change) == "card_password_wrong"
    assert desk.post(check, PASSWORD)["correct"]


def test_the_same_key_counts_a_wrong_password_once(demo_desk):
    desk = demo_desk
    desk.post(f"{PATH}/reset-password", {"new_password": "471592"})
    for _ in range(3):
        answer = desk.tried("POST", f"{PATH}/check-password", {"password": "000001"}, key="one")
        assert ": 5." in answer.json["detail"]


def test_a_cancelled_card_is_final_and_says_what_is_allowed(demo_desk):
    desk = demo_desk
    gone = desk.post(f"{PATH}/cancel", {"reason": "出国定居"})
    assert (gone["status"], gone["status_code"]) == ("cancelled", "9")
    assert gone["cancelled_at"] == "2026-04-01T09:00:00+08:00"
    for act, body in [
        ("report-temporary-loss", {}),
        ("report-loss", {}),
        ("release-loss", {}),
        ("unlock", None),
        ("enable", None),
        ("cancel", {"reason": "x"}),
    ]:
        answer = desk.tried("POST", f"{PATH}/{act}", body)
        assert (answer.status_code, answer.json["code"]) == (409, "card_move_not_allowed"), act
        assert answer.json["detail"].endswith("allowed: -.")


def test_what_other_provinces_may_do(demo_desk):
    desk = demo_desk
    there = {"role": "agency", "region": "500000"}
    assert desk.post(f"{PATH}/report-temporary-loss", {}, **there)["status"] == "temporarily_lost"
    assert desk.post(f"{PATH}/release-loss", {}, **there)["status"] == "active"
    for act, body in [
        ("cancel", {"reason": "x"}),
        ("reset-password", {"new_password": "471592"}),
        ("unlock", None),
    ]:
        answer = desk.tried("POST", f"{PATH}/{act}", body, **there)
        assert (answer.status_code, answer.json["code"]) == (403, "region_not_allowed"), act
    sealed = f"/v1/cards/{SUN_LEI.card_id('demo')}"
    assert desk.post(f"{sealed}/enable", **there)["status"] == "active"


def test_a_region_can_say_that_a_formal_loss_is_never_released(demo_desk):
    desk = demo_desk
    pack = rules_of("510100", formal_loss_release="never", temporary_loss_lapse="30")
    load = desk.tried(
        "PUT", "/internal/v1/policies/510100", {"pack": pack}, role="service", key=None
    )
    assert load.status_code == 200, load.text
    shown = desk.get("/internal/v1/policies/510100", role="service")
    assert (shown["origin"], shown["schemes"][0]["scheme"]) == ("world", "card_rules")
    lost = desk.post(f"{PATH}/report-temporary-loss", {})
    assert lost["temporary_loss_until"] == "2026-05-01T09:00:00+08:00"
    desk.post(f"{PATH}/report-loss", {})
    assert desk.refused(f"{PATH}/release-loss", {}) == "loss_release_not_allowed"
    bad = desk.tried(
        "PUT", "/internal/v1/policies/510100", {"pack": "x: 1"}, role="service", key=None
    )
    assert (bad.status_code, bad.json["code"]) == (422, "card_policy_pack_refused")
    none = desk.tried("GET", "/internal/v1/policies/500000", role="service")
    assert none.json["code"] == "card_policy_not_found"


def test_a_world_may_allow_numbers_that_look_real(demo_desk):
    desk = demo_desk
    from stdnum.cn import ric

    body = "51010419900101123"
    number = body + ric.calc_check_digit(body + "0")
    person = {
        "name": "张伟",
        "sex": "male",
        "birth_date": "1990-01-01",
        "region_code": "510100",
        "social_security_number": number,
    }
    assert desk.refused("/v1/persons", person) == "real_looking_identity"
    pack = rules_of("510100", real_looking_identities=True)
    desk.tried("PUT", "/internal/v1/policies/510100", {"pack": pack}, role="service", key=None)
    made = desk.post("/v1/persons", person)
    assert made["social_security_number"] == number
    found = desk.post("/v1/persons/search", {"social_security_number": number}, key=None)
    assert [each["id"] for each in found["data"]] == [made["id"]]
    masked = desk.get(f"/v1/persons/{made['id']}", scopes=frozenset({"person.read"}))
    assert masked["social_security_number"] == f"510***********{number[-4:]}"


def test_the_reader_line_of_each_specification(demo_desk):
    desk = demo_desk
    card = desk.card(CARD)
    for version, count in [("1.00", 11), ("2.00", 11), ("3.00", 15)]:
        read = desk.get(f"{PATH}/reader-line?specification_version={version}")
        line = read["line"]
        assert line.endswith("|")
        fields = line[:-1].split("|")
        assert len(fields) == count
        assert fields[:5] == [
            "510100",
            LIN_XIAO.social_security_number,
            card["card_number"],
            card["card_identification_code"],
            "林晓",
        ]
        assert fields[5].endswith(card["card_identification_code"][16:24])
        assert fields[6:10] == [version, "20210517", "20310516", "510100000001"]
        assert sorted(read["parts"].values()) == sorted(fields)
    hidden = desk.get(f"{PATH}/reader-line?contact=contactless")
    assert hidden["parts"]["name"] == hidden["parts"]["card_number"] == ""
    masked = desk.get(f"{PATH}/reader-line", scopes=frozenset({"card.read"}))
    assert "510***********" in masked["line"]


def test_a_state_without_its_move_turns_the_law_red(demo_desk):
    from services.card.flows.invariants import status_by_moves
    from services.card.store import store
    from services.card.store.tables import cards

    desk = demo_desk
    desk.post(f"{PATH}/report-temporary-loss", {})
    desk.laws_hold()
    with desk.bench.entered(role="system"), store.write() as tx:
        tx.execute(cards.update().where(cards.c.id == CARD).values(status="active"))
        assert status_by_moves.look(tx) == {
            "card_id": CARD,
            "status": "active",
            "last_move_led_to": "temporarily_lost",
        }
