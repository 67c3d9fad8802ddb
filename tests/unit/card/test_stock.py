"""Pre-made cards: ordered, stocked in, given out at the counter, counted, scrapped."""

from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.db


def ordered(desk, quantity=2, **more):
    body = {"region_code": "990100", "quantity": quantity, **more}
    return desk.post("/v1/stock-orders", body)


def counts(desk, **where):
    query = "&".join(f"{name}={value}" for name, value in where.items())
    rows = desk.get(f"/v1/card-stocks?{query}")["data"]
    names = ("on_order", "stocked_in", "assigned", "scrapped", "in_stock")
    return [tuple(row[name] for name in names) for row in rows]


def test_a_batch_of_cards_travels_to_the_branch_and_lies_in_stock(desk):
    made = ordered(desk, 3)
    assert (made["status"], made["branch"]) == ("ordered", "main")
    assert counts(desk) == [(3, 0, 0, 0, 0)]
    desk.advance(days=13)
    assert desk.get(f"/v1/stock-orders/{made['id']}")["status"] == "centre_returned"
    desk.advance(days=2)
    there = desk.get(f"/v1/stock-orders/{made['id']}")
    assert (there["status"], "arrived_at" in there) == ("at_branch", True)
    assert counts(desk) == [(0, 3, 0, 0, 3)]
    cards = desk.get(f"/v1/stock-cards?order_id={made['id']}")["data"]
    assert len({card["card_number"] for card in cards}) == 3
    told = [event for event in desk.events(made["id"]) if event == "stock_order.moved"]
    assert len(told) == 5
    desk.laws_hold()


def test_a_person_gets_the_next_card_at_the_counter_and_the_empty_stock_refuses(desk):
    ordered(desk, 1)
    desk.advance(days=20)
    [blank] = desk.get("/v1/stock-cards?status=in_stock")["data"]
    made = desk.apply(desk.person(), kind="premade")
    shown = (made["mark"], made["kind_code"], made["branch"], made["production_status"])
    assert shown == ("instant", "08", "main", "at_branch")
    card = desk.card(made["card_id"])
    assert card["card_number"] == blank["card_number"]
    assert card["card_identification_code"] == blank["card_identification_code"]
    assert counts(desk) == [(0, 1, 1, 0, 0)]
    desk.post(f"/v1/applications/{made['id']}/collect")
    assert desk.post(f"/v1/cards/{card['id']}/enable")["status"] == "active"
    body = {"person_id": desk.person(name="张伟"), "kind": "premade"}
    assert desk.refused("/v1/applications", body) == "stock_empty"
    assert counts(desk) == [(0, 1, 1, 0, 0)]
    desk.laws_hold()


def test_stock_is_of_a_branch_and_a_bank(desk):
    ordered(desk, 1, branch="north")
    ordered(desk, 1, branch="south", bank_code="629991")
    desk.advance(days=20)
    body = {"person_id": desk.person(), "kind": "premade"}
    assert desk.refused("/v1/applications", body) == "stock_empty"
    assert desk.refused("/v1/applications", {**body, "branch": "south"}) == "stock_empty"
    made = desk.post("/v1/applications", {**body, "branch": "south", "bank_code": "629991"})
    [account] = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
    assert account["bank_code"] == "629991"
    assert counts(desk, branch="south") == [(0, 1, 1, 0, 0)]
    assert counts(desk, branch="north") == [(0, 1, 0, 0, 1)]


def test_a_faulty_card_goes_back_and_the_next_one_is_given(desk):
    ordered(desk, 2)
    desk.advance(days=20)
    made = desk.apply(desk.person(), kind="premade")
    path = f"/v1/applications/{made['id']}"
    desk.post(f"{path}/refuse-card", {"reason": "芯片损坏"})
    assert counts(desk) == [(0, 2, 0, 1, 1)]
    [scrapped] = desk.get("/v1/stock-cards?status=scrapped")["data"]
    assert scrapped["reason"] == "芯片损坏"
    again = desk.post(f"{path}/correct", {})
    assert again["production_status"] == "at_branch"
    assert counts(desk) == [(0, 2, 1, 1, 0)]
    gone = f"/v1/stock-cards/{scrapped['id']}/scrap"
    assert desk.refused(gone, {"reason": "x"}) == "stock_card_gone"
    desk.laws_hold()


def test_a_damaged_card_is_scrapped_before_it_is_given_out(desk):
    ordered(desk, 1)
    desk.advance(days=20)
    [blank] = desk.get("/v1/stock-cards")["data"]
    gone = desk.post(f"/v1/stock-cards/{blank['id']}/scrap", {"reason": "卡面破损"})
    assert gone["status"] == "scrapped"
    body = {"person_id": desk.person(), "kind": "premade"}
    assert desk.refused("/v1/applications", body) == "stock_empty"


def test_who_has_a_card_gets_none_and_no_batch_makes_one(desk):
    ordered(desk, 1)
    desk.advance(days=20)
    person = desk.person()
    central = {"person_id": person, "kind": "premade", "mark": "central"}
    assert desk.refused("/v1/applications", central) == "premade_at_the_counter"
    desk.active_card(person)
    again = {"person_id": person, "kind": "premade"}
    assert desk.refused("/v1/applications", again) == "applicant_has_card"
    assert counts(desk) == [(0, 1, 0, 0, 1)]


def test_orders_are_for_pooling_areas_and_by_those_who_act_for_them(desk):
    body = {"region_code": "510000", "quantity": 1}
    assert desk.refused("/v1/stock-orders", body) == "not_a_pooling_area"
    at = {"role": "agency", "region": "500000", "scopes": frozenset({"production.write"})}
    here = {"region_code": "510100", "quantity": 1}
    assert desk.refused("/v1/stock-orders", here, **at) == "region_not_allowed"


def test_two_counters_never_give_out_the_same_card(desk):
    ordered(desk, 3)
    desk.advance(days=20)
    people = [desk.person(name=f"甲{n}") for n in range(6)]

    def apply(number):
        body = {"person_id": people[number], "kind": "premade"}
        return desk.api.call("POST", "/v1/applications", body, key=f"p{number}")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(apply, range(6)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 201, 201, 409, 409, 409], [answer.text for answer in answers]
    given = [answer.json["card_id"] for answer in answers if answer.status_code == 201]
    assert len({desk.card(card_id)["card_number"] for card_id in given}) == 3
    assert counts(desk) == [(0, 3, 3, 0, 0)]
    desk.laws_hold()
