"""What other services are told and may do: wages, stretches of insurance, family, codes."""

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO
from tests.unit.card.test_electronic import PIN, code_of, level_two, shown
from tests.unit.card.test_electronic import api as api

pytestmark = pytest.mark.db
LIN, CHEN = LIN_XIAO.person_id("demo"), CHEN_YU.person_id("demo")


def inner(api, path, body):
    return api.post(f"/internal/v1/{path}", body, role="service", party_id="pty_h")


def registered(api):
    body = {"name": "李安", "sex": "male", "birth_date": "1980-05-01", "region_code": "990100"}
    return api.post("/v1/persons", body).json["id"]


def enrolled(api, person_id, **more):
    body = {
        "insurance_kind": "employee_basic_medical",
        "region_code": "990100",
        "from_date": "2026-01-01",
        **more,
    }
    return api.post(f"/v1/persons/{person_id}/enrolments", body)


def test_a_wage_base_is_kept_shown_and_told(api):
    person = registered(api)
    made = enrolled(api, person, contribution_base_fen=800_000)
    assert made.status_code == 201, made.text
    assert made.json["contribution_base_fen"] == 800_000
    assert api.get(f"/v1/enrolments/{made.json['id']}").json == made.json
    question = {"person_id": person, "insurance_kind": "employee_basic_medical"}
    told = inner(api, "coverage", {**question, "on": "2026-04-01"}).json
    assert told["contribution_base_fen"] == 800_000
    # ended: the base stays what it was
    ended = api.post(f"/v1/enrolments/{made.json['id']}/end", {"to_date": "2026-05-31"}).json
    assert ended["contribution_base_fen"] == 800_000


@pytest.mark.parametrize("category", ["retired", None])
def test_only_who_works_as_an_employee_has_a_wage_base(api, category):
    kind = "employee_basic_medical" if category else "resident_basic_medical"
    body = {"insurance_kind": kind, "contribution_base_fen": 1}
    body |= {"category": category} if category else {}
    refused = enrolled(api, registered(api), **body)
    assert code_of(refused) == (422, "contribution_base_not_of_kind")
    assert refused.json["errors"][0]["pointer"] == "/contribution_base_fen"


def test_stretches_of_several_people_that_touch_a_time(api):
    person = registered(api)
    enrolled(api, person, to_date="2026-02-28", contribution_base_fen=500_000)
    enrolled(api, person, from_date="2026-03-01", category="retired", region_code="510100")
    question = {
        "person_ids": [person, CHEN],
        "insurance_kind": "employee_basic_medical",
        "from_date": "2026-02-28",
        "to_date": "2026-12-31",
    }
    told = inner(api, "insurance-stretches", question).json["data"]
    mine = [row for row in told if row["person_id"] == person]
    assert [(row["region_code"], row["category"], row.get("to_date")) for row in mine] == [
        ("990100", "active", "2026-02-28"),
        ("510100", "retired", None),
    ]
    assert mine[0]["contribution_base_fen"] == 500_000
    assert "contribution_base_fen" not in mine[1]
    assert [row["region_code"] for row in told if row["person_id"] == CHEN] == ["990100"]
    later = inner(api, "insurance-stretches", {**question, "from_date": "2026-03-01"}).json
    assert [row["category"] for row in later["data"] if row["person_id"] == person] == ["retired"]


def test_what_two_people_are_to_each_other(api):
    question = {"person_id": LIN, "relative_id": CHEN}
    assert inner(api, "family-links", question).json == {"relative_regions": ["990100"]}
    api.post(f"/v1/persons/{LIN}/family", {"relative_id": CHEN, "relation": "spouse"})
    told = inner(api, "family-links", question).json
    assert told == {"relation": "spouse", "relative_regions": ["990100"]}
    nobody = {"person_id": LIN, "relative_id": "psn_" + "0" * 26}
    assert code_of(inner(api, "family-links", nobody)) == (404, "person_not_found")


def test_a_code_is_scanned_for_another_service_once(api):
    made, _ = level_two(api)
    body = {"text": shown(api, made, scene="medical")["text"], "scene": "medical"}
    told = inner(api, "code-scans", body).json
    assert (told["person_id"], told["card_id"]) == (LIN, LIN_XIAO.card_id("demo"))
    assert code_of(inner(api, "code-scans", body)) == (409, "code_used")


def test_a_scan_for_an_event_is_answered_again_and_for_no_other(api):
    made, _ = level_two(api)
    body = {
        "text": shown(api, made, scene="transit")["text"],
        "scene": "transit",
        "event": "gate/1",
    }
    told = inner(api, "code-scans", body)
    assert inner(api, "code-scans", body).json == told.json
    assert code_of(inner(api, "code-scans", {**body, "event": "gate/2"})) == (409, "code_used")
    nameless = {name: value for name, value in body.items() if name != "event"}
    assert code_of(inner(api, "code-scans", nameless)) == (409, "code_used")


def test_an_event_is_paid_once_and_given_back_once(api):
    made, account = level_two(api)
    text = shown(api, made, scene="payment")["text"]
    body = {"event": "stp_1", "text": text, "amount_fen": 700, "password": PIN}
    paid = inner(api, "code-payments", body)
    assert paid.status_code == 201, paid.text
    assert inner(api, "code-payments", body).json == paid.json
    assert inner(api, "code-payments/query", {"event": "stp_1"}).json == {
        "found": True,
        "payment_id": paid.json["id"],
    }
    assert api.get(account).json["balance_fen"] == 9_300
    refund = {"payment_id": paid.json["id"]}
    first = inner(api, "code-payments/refund", refund).json
    assert inner(api, "code-payments/refund", refund).json == first
    assert api.get(account).json["balance_fen"] == 10_000


def test_an_event_that_was_asked_for_in_vain_cannot_be_paid_late(api):
    made, account = level_two(api)
    assert inner(api, "code-payments/query", {"event": "stp_2"}).json == {"found": False}
    text = shown(api, made, scene="payment")["text"]
    body = {"event": "stp_2", "text": text, "amount_fen": 700, "face": "match"}
    assert code_of(inner(api, "code-payments", body)) == (409, "code_payment_closed")
    assert api.get(account).json["balance_fen"] == 10_000
