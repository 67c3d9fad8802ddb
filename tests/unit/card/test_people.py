"""Persons, households and family through their doors, on both databases."""

import pytest

from sscsim.demo_people import LIN_XIAO, SUN_LEI, ZHOU_MING
from sscsim.web.openapi import document

pytestmark = pytest.mark.db

LIN = LIN_XIAO.person_id("demo")
SUN = SUN_LEI.person_id("demo")
ZHOU = ZHOU_MING.person_id("demo")
PATH = f"/v1/persons/{LIN}"


def changed(desk, body, path=PATH):
    return desk.tried("PATCH", path, body, key=None, headers={"If-Match": "*"})


def test_back_end_changes_need_no_new_card_and_key_fields_do(demo_desk):
    desk = demo_desk
    body = {"residence_region_code": "500000", "nation": "01", "contact_phone": "19900000002"}
    person = changed(desk, body)
    assert person.status_code == 200
    assert {name: person.json[name] for name in body} == body
    gone = changed(desk, {"residence_region_code": None})
    assert "residence_region_code" not in gone.json
    bad = changed(desk, {"residence_region_code": "510000"})
    assert bad.json["errors"][0]["pointer"] == "/residence_region_code"
    refused = changed(desk, {"name": "林小小"})
    assert (refused.status_code, refused.json["code"]) == (422, "key_field_needs_new_card")
    assert changed(desk, {"name": "林晓"}).status_code == 200
    made = desk.apply(LIN, kind="exchange")
    assert changed(desk, {"AAC003": "林小小"}).json["name"] == "林小小"
    desk.advance(days=30)
    assert changed(desk, {"name": "林晓"}).json["code"] == "key_field_needs_new_card"
    desk.post(f"/v1/applications/{made['id']}/collect")
    assert desk.card(LIN_XIAO.card_id("demo"))["status"] == "cancelled"


def test_a_number_is_corrected_while_there_is_no_card(desk):
    person = desk.person()
    path = f"/v1/persons/{person}"
    other = desk.post(
        "/v1/persons",
        {"name": "张伟", "sex": "male", "birth_date": "1990-01-01", "region_code": "510100"},
    )
    taken = {"social_security_number": other["social_security_number"]}
    assert changed(desk, taken, path).json["code"] == "person_exists"
    from datetime import date

    from sscsim.kernel.ids import identity

    free = identity.make("500000", date(1990, 1, 1), 7, "male")
    assert changed(desk, {"AAE135": free}, path).json["social_security_number"] == free
    wrong = identity.make("500000", date(1991, 1, 1), 7, "male")
    answer = changed(desk, {"social_security_number": wrong}, path)
    assert answer.json["code"] == "identity_number_invalid"


def test_vendors_codes_are_understood_once(desk):
    body = {"AAC003": "李安", "AAC004": "male", "AAC006": "1990-01-01", "AAB301": "990100"}
    person = desk.post("/v1/persons", body)
    assert (person["name"], person["region_code"]) == ("李安", "990100")
    found = desk.post("/v1/persons/search", {"AAC002": person["social_security_number"]}, key=None)
    assert found["data"][0]["id"] == person["id"]
    twice = {**body, "name": "王芳"}
    assert desk.refused("/v1/persons", twice) == "unknown_field"
    card = desk.card(desk.active_card(person["id"]))
    for code, field in [("AAZ500", "card_number"), ("AAZ501", "card_identification_code")]:
        verified = desk.post("/v1/verifications", {code: card[field], "AAC003": "李安"})
        assert verified["result"] == "accepted"


def test_nobody_is_insured_after_their_death(demo_desk):
    desk = demo_desk
    starting = {"insurance_kind": "resident_basic_medical", "region_code": "510100"}
    desk.post(f"{PATH}/enrolments", {**starting, "from_date": "2026-05-01"})
    desk.post(f"{PATH}/report-death", {"died_on": "2026-03-31"})
    asked = {"person_id": LIN, "insurance_kind": "employee_basic_medical"}
    last_day = desk.post(
        "/internal/v1/coverage", {**asked, "on": "2026-03-31"}, key=None, role="service"
    )
    assert last_day["home_region_code"] == "510100"
    for kind, on in [("employee", "2026-04-01"), ("resident", "2026-05-01")]:
        body = {"person_id": LIN, "insurance_kind": f"{kind}_basic_medical", "on": on}
        assert desk.refused("/internal/v1/coverage", body, role="service") == "person_deceased"
    again = {"insurance_kind": "work_injury", "region_code": "510100", "from_date": "2026-04-01"}
    assert desk.refused(f"{PATH}/enrolments", again) == "person_deceased"


def test_a_death_ends_insurance_and_cards(demo_desk):
    desk = demo_desk
    assert desk.refused(f"{PATH}/report-death", {"died_on": "2026-04-02"}) == (
        "death_day_not_possible"
    )
    waiting = desk.apply(LIN, kind="exchange")
    dead = desk.post(f"{PATH}/report-death", {"died_on": "2026-03-31"})
    assert (dead["living_state"], dead["deceased_on"]) == ("deceased", "2026-03-31")
    [enrolment] = desk.get(f"{PATH}/enrolments")["data"]
    assert enrolment["to_date"] == "2026-03-31"
    card = LIN_XIAO.card_id("demo")
    assert desk.card(card)["status"] == "cancelled"
    assert desk.get(f"/v1/cards/{card}/moves")["data"][0]["reason"] == "death"
    assert desk.application(waiting["id"])["production_status"] == "withdrawn"
    for path, body in [
        (f"{PATH}/report-death", {"died_on": "2026-03-31"}),
        ("/v1/cards", {"person_id": LIN, "region_code": "500000"}),
        ("/v1/applications", {"person_id": LIN}),
    ]:
        assert desk.refused(path, body) == "person_deceased", path
    assert changed(desk, {"nation": "01"}).json["code"] == "person_deceased"
    refused = desk.post("/v1/verifications", {"card_id": card})
    assert [reason["code"] for reason in refused["reasons"]] == [
        "card_cancelled",
        "person_deceased",
    ]


def test_a_household_is_founded_joined_and_left(demo_desk):
    desk = demo_desk
    home = desk.post("/v1/households", {"head_person_id": LIN, "address": "示范路 1 号"})
    path = f"/v1/households/{home['id']}"
    assert home["members"] == [{"person_id": LIN, "relation": "head"}]
    joining = {"person_id": SUN, "relation": "sibling"}
    assert len(desk.post(f"{path}/join", joining)["members"]) == 2
    assert desk.refused(f"{path}/join", joining) == "household_member_elsewhere"
    assert desk.refused("/v1/households", {"head_person_id": SUN}) == "household_member_elsewhere"
    second_head = {"person_id": ZHOU, "relation": "head"}
    assert desk.refused(f"{path}/join", second_head) == "household_has_a_head"
    listed = desk.get(f"/v1/households?person_id={SUN}")["data"]
    assert [each["id"] for each in listed] == [home["id"]]
    assert desk.get("/v1/households?region_code=500000")["data"] == []
    left = desk.post(f"{path}/leave", {"person_id": SUN})
    assert [member["person_id"] for member in left["members"]] == [LIN]
    assert desk.refused(f"{path}/leave", {"person_id": SUN}) == "person_not_found"
    assert desk.get(path) == left
    none = desk.tried("GET", "/v1/households/hsh_" + "0" * 26)
    assert none.json["code"] == "household_not_found"


def test_a_family_link_is_seen_from_both_sides(demo_desk):
    desk = demo_desk
    link = desk.post(f"{PATH}/family", {"relative_id": SUN, "relation": "child"})
    assert desk.get(f"/v1/family-links/{link['id']}") == link
    [mirror] = desk.get(f"/v1/persons/{SUN}/family")["data"]
    assert (mirror["relative_id"], mirror["relation"]) == (LIN, "parent")
    again = {"relative_id": LIN, "relation": "spouse"}
    assert desk.refused(f"/v1/persons/{SUN}/family", again) == "family_link_exists"
    own = {"relative_id": LIN, "relation": "spouse"}
    assert desk.refused(f"{PATH}/family", own) == "own_relative"
    ended = desk.tried("POST", f"/v1/family-links/{mirror['id']}/end")
    assert ended.status_code == 204
    assert desk.get(f"{PATH}/family")["data"] == []
    assert desk.refused(f"/v1/family-links/{link['id']}/end") == "family_link_not_found"


def test_nobody_collects_the_card_of_the_dead(desk):
    person = desk.person()
    made = desk.apply(person, mark="instant")
    desk.post(f"/v1/persons/{person}/report-death", {"died_on": "2026-03-31"})
    assert desk.card(made["card_id"])["status"] == "cancelled"
    assert desk.refused(f"/v1/applications/{made['id']}/collect") == "person_deceased"


def test_every_request_about_persons_and_cards_takes_the_vendors_codes(desk):
    person = desk.person()
    enrolled = {"AAE140": "employee_basic_medical", "AAB301": "990100"}
    made = desk.post(
        f"/v1/persons/{person}/enrolments",
        {**enrolled, "category": "active", "from_date": "2026-01-01"},
    )
    shown = (made["insurance_kind"], made["region_code"])
    assert shown == ("employee_basic_medical", "990100")
    card = desk.post("/v1/cards", {"person_id": person, "AAB301": "500000"})
    assert card["region_code"] == "500000"
    applied = desk.post("/v1/applications", {"person_id": person, "AAB301": "990100"})
    assert applied["region_code"] == "990100"


def test_the_api_page_names_the_codes_of_each_field(desk):
    schemas = document(desk.api.app)["components"]["schemas"]
    for name, field, code in (
        ("EnrolmentStart", "insurance_kind", "AAE140"),
        ("CardIssue", "region_code", "AAB301"),
        ("VerificationRequest", "name", "AAC003"),
    ):
        assert code in schemas[name]["properties"][field]["x-alias"]
