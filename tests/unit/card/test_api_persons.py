"""Persons and enrolments through their doors, on both databases."""

import pytest
from stdnum.cn import ric

from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.ids import identity

pytestmark = pytest.mark.db

LI_AN = {"name": "李安", "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}
EMPLOYEE = {
    "insurance_kind": "employee_basic_medical",
    "region_code": "990100",
    "from_date": "2026-01-01",
}


def registered(api, **more):
    answer = api.post("/v1/persons", LI_AN | more)
    assert answer.status_code == 201, answer.text
    return answer.json


def enrolled(api, person_id, **more):
    answer = api.post(f"/v1/persons/{person_id}/enrolments", EMPLOYEE | more)
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_registered_person_can_be_read_listed_and_found(api):
    answer = api.post("/v1/persons", LI_AN)
    person = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/persons/{person['id']}"
    assert identity.is_valid(person["social_security_number"])
    assert {**person, **LI_AN, "object": "person"} == person
    assert person["created_at"] == "2026-04-01T09:00:00+08:00"
    assert api.get(answer.headers["Location"]).json == person
    assert api.get("/v1/persons?region_code=990100").json["data"] == [person]
    assert api.get("/v1/persons?region_code=510100").json["data"] == []
    number = {"social_security_number": person["social_security_number"]}
    assert api.post("/v1/persons/search", number).json == {
        "object": "list",
        "data": [person],
        "has_more": False,
    }


def test_two_of_the_same_name_and_day_get_different_numbers(api):
    one, other = registered(api), registered(api)
    assert one["social_security_number"] != other["social_security_number"]
    assert one["id"] != other["id"]


def test_a_city_without_counties_does_not_lend_its_own_code(api):
    person = registered(api, region_code="441900")
    assert person["social_security_number"].startswith("440000")


def test_the_number_is_masked_without_the_scope(api):
    clear = registered(api)
    path = f"/v1/persons/{clear['id']}"
    masked = api.get(path, scopes=frozenset({"person.read"})).json
    assert masked["social_security_number"] == identity.mask(clear["social_security_number"])
    scopes = frozenset({"person.read", "person.pii"})
    assert api.get(path, scopes=scopes).json == clear


def test_a_number_of_ones_own_is_taken_once(api):
    number = {"social_security_number": LIN_XIAO.social_security_number}
    stated = number | {"sex": "female", "birth_date": "1985-03-12"}
    person = registered(api, **stated)
    assert person["social_security_number"] == LIN_XIAO.social_security_number
    again = api.post("/v1/persons", LI_AN | stated)
    assert (again.status_code, again.json["code"]) == (409, "person_exists")
    assert number["social_security_number"] not in again.text


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"region_code": "510000"}, 422, "not_a_pooling_area"),
        ({"birth_date": "2026-04-02"}, 422, "born_in_future"),
        ({"social_security_number": "1"}, 422, "identity_number_invalid"),
        ({"social_security_number": "990100199001020018"}, 422, "identity_number_invalid"),
        ({"sex": "unknown"}, 400, "invalid_request"),
        ({"name": ""}, 400, "invalid_request"),
        ({"nickname": "x"}, 400, "unknown_field"),
    ],
)
def test_a_bad_registration_is_refused_and_writes_nothing(api, change, status, code):
    answer = api.post("/v1/persons", LI_AN | change)
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.json["effect"] == "none"
    assert answer.json["errors"]
    assert api.get("/v1/persons").json["data"] == []


def test_a_number_that_could_be_a_real_persons_is_refused(api):
    body = "51010419900101001"
    number = body + ric.calc_check_digit(body + "0")
    answer = api.post("/v1/persons", LI_AN | {"social_security_number": number})
    assert (answer.status_code, answer.json["code"]) == (422, "real_looking_identity")
    assert number not in answer.text
    found = api.post("/v1/persons/search", {"social_security_number": number})
    assert found.json["code"] == "real_looking_identity"


def test_the_same_key_registers_once(api):
    first = api.post("/v1/persons", LI_AN, key="k1")
    again = api.post("/v1/persons", LI_AN, key="k1")
    assert first.status_code == again.status_code == 201
    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    other = api.post("/v1/persons", LI_AN | {"name": "王安"}, key="k1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(api.get("/v1/persons").json["data"]) == 1


def test_contact_data_changes_for_whoever_saw_the_last_version(api):
    path = f"/v1/persons/{registered(api)['id']}"
    tag = api.get(path).headers["ETag"]

    def change(body, tag):
        return api.call("PATCH", path, body, headers={"If-Match": tag} if tag else {})

    assert change({"contact_phone": "19900000001"}, None).status_code == 428
    first = change({"contact_phone": "19900000001", "contact_address": "示范路 1 号"}, tag)
    assert first.status_code == 200
    assert first.json["contact_phone"] == "19900000001"
    assert change({"contact_phone": "19900000002"}, tag).status_code == 412
    second = change({"contact_phone": None}, first.headers["ETag"])
    assert "contact_phone" not in second.json
    assert second.json["contact_address"] == "示范路 1 号"
    assert api.get(path).json == second.json
    assert change({"sex": "male"}, second.headers["ETag"]).json["code"] == "unknown_field"


def test_search_takes_exactly_one_number(api):
    for body in ({}, {"card_number": "X00000019", "social_security_number": "1"}):
        answer = api.post("/v1/persons/search", body)
        assert (answer.status_code, answer.json["code"]) == (422, "one_credential_needed")
    assert api.post("/v1/persons/search", {"card_number": "X00000019"}).json["data"] == []


def test_enrolments_begin_end_and_leave_room_for_the_next(api):
    person = registered(api)
    enrolment = enrolled(api, person["id"])
    assert enrolment["category"] == "active"
    assert "to_date" not in enrolment
    path = f"/v1/persons/{person['id']}/enrolments"
    elsewhere = EMPLOYEE | {"region_code": "510100", "from_date": "2026-07-01"}
    refused = api.post(path, elsewhere)
    assert (refused.status_code, refused.json["code"]) == (409, "enrolment_overlaps")
    ended = api.post(f"/v1/enrolments/{enrolment['id']}/end", {"to_date": "2026-06-30"})
    assert ended.json["to_date"] == "2026-06-30"
    assert api.get(f"/v1/enrolments/{enrolment['id']}").json == ended.json
    moved = enrolled(api, person["id"], region_code="510100", from_date="2026-07-01")
    assert [e["id"] for e in api.get(path).json["data"]] == [moved["id"], enrolment["id"]]
    assert api.get(path + "?insurance_kind=resident_basic_medical").json["data"] == []
    again = api.post(f"/v1/enrolments/{enrolment['id']}/end", {"to_date": "2026-05-31"})
    assert (again.status_code, again.json["code"]) == (409, "enrolment_already_ended")


def test_what_is_not_there_is_404(api):
    nobody = "psn_" + "0" * 26
    assert api.get(f"/v1/persons/{nobody}").json["code"] == "person_not_found"
    assert api.get(f"/v1/persons/{nobody}/enrolments").status_code == 404
    answer = api.post(f"/v1/persons/{nobody}/enrolments", EMPLOYEE)
    assert (answer.status_code, answer.json["code"]) == (404, "person_not_found")
    nothing = "enr_" + "0" * 26
    answer = api.post(f"/v1/enrolments/{nothing}/end", {"to_date": "2026-05-31"})
    assert answer.json["code"] == "enrolment_not_found"


def test_parties_write_for_their_own_region_and_role(api):
    def register(**at):
        return api.post("/v1/persons", LI_AN, **at)

    assert register(role="hospital").json["code"] == "role_not_allowed"
    assert register(role="agency", region="510100").json["code"] == "region_not_allowed"
    assert register(role="agency", region="990100").status_code == 201
    assert register(role="agency", region="990000").status_code == 201
    no_scope = register(role="agency", scopes=frozenset({"person.read"}))
    assert no_scope.json["code"] == "scope_missing"


def test_coverage_tells_other_services_where_somebody_is_insured(demo_api):
    question = {
        "person_id": LIN_XIAO.person_id("demo"),
        "insurance_kind": "employee_basic_medical",
        "on": "2026-04-02",
    }

    def ask(role="service", **more):
        return demo_api.post("/internal/v1/coverage", question | more, role=role)

    assert ask().json == {
        "person": {
            "id": question["person_id"],
            "name": "林晓",
            "sex": "female",
            "birth_date": "1985-03-12",
            "social_security_number": identity.mask(LIN_XIAO.social_security_number),
        },
        "insurance_kind": "employee_basic_medical",
        "home_region_code": "510100",
        "category": "active",
        "entitlements": [],
        "enrolment_id": LIN_XIAO.enrolment_id("demo"),
    }
    before = ask(on="2012-06-30")
    assert (before.status_code, before.json["code"]) == (422, "not_insured")
    assert ask(insurance_kind="resident_basic_medical").json["code"] == "not_insured"
    assert ask(person_id="psn_" + "0" * 26).json["code"] == "person_not_found"
    assert ask(role="hospital").json["code"] == "role_not_allowed"


def test_events_tell_what_happened_without_numbers(api):
    person = registered(api)
    enrolment = enrolled(api, person["id"])
    api.post(f"/v1/enrolments/{enrolment['id']}/end", {"to_date": "2026-06-30"})
    events = api.get("/internal/v1/events", role="service")
    kinds = [event["type"] for event in reversed(events.json)]
    assert kinds == ["person.registered", "enrolment.started", "enrolment.ended"]
    assert person["social_security_number"] not in events.text
