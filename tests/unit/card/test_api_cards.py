"""Cards and verifications through their doors, on both databases."""

import pytest

from services.card.domain.card import identification_key
from sscsim.demo_people import LIN_XIAO, SUN_LEI, ZHOU_MING
from sscsim.kernel.ids import card_identification, card_number

pytestmark = pytest.mark.db

LIN = LIN_XIAO.person_id("demo")
LINS_CARD = LIN_XIAO.card_id("demo")
NOBODY = "_" + "0" * 26
"""An id that only shows the form."""


def issued(api, person_id=LIN, key="k", **more):
    answer = api.post("/v1/cards", {"person_id": person_id, **more}, key=key)
    assert answer.status_code == 201, answer.text
    return answer.json


def verified(api, **body):
    answer = api.post("/v1/verifications", body)
    assert answer.status_code == 201, answer.text
    return answer.json


def reasons(verification):
    return [reason["code"] for reason in verification["reasons"]]


def test_a_card_is_issued_sealed_and_then_enabled(demo_api):
    card = issued(demo_api, region_code="500000")
    assert card["status"] == "sealed"
    assert card_number.is_valid(card["card_number"])
    key = identification_key("demo")
    assert card_identification.is_valid(card["card_identification_code"], key=key)
    assert card["card_identification_code"].startswith("500000D156000005")
    assert (card["issue_date"], card["valid_to_date"]) == ("2026-04-01", "2036-03-31")
    enabled = demo_api.post(f"/v1/cards/{card['id']}/enable").json
    assert enabled["status"] == "active"
    assert enabled["enabled_at"] == "2026-04-01T09:00:00+08:00"
    assert demo_api.get(f"/v1/cards/{card['id']}").json == enabled
    again = demo_api.post(f"/v1/cards/{card['id']}/enable")
    assert (again.status_code, again.json["code"]) == (409, "card_move_not_allowed")
    assert "report_loss" in again.json["detail"]


def test_issuing_needs_a_key_and_the_same_key_issues_once(demo_api):
    body = {"person_id": LIN, "region_code": "500000"}
    assert demo_api.post("/v1/cards", body).json["code"] == "idempotency_key_missing"
    first = demo_api.post("/v1/cards", body, key="once")
    again = demo_api.post("/v1/cards", body, key="once")
    assert again.data == first.data
    assert again.headers["Location"] == first.headers["Location"]
    other = demo_api.post("/v1/cards", body, key="twice")
    assert (other.status_code, other.json["code"]) == (409, "card_exists")


def test_the_area_is_the_persons_own_unless_named(demo_api):
    person = demo_api.post(
        "/v1/persons",
        {"name": "李安", "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"},
    ).json
    assert issued(demo_api, person["id"])["region_code"] == "990100"
    bad = {"person_id": person["id"], "region_code": "510000"}
    assert demo_api.post("/v1/cards", bad, key="b").json["code"] == "not_a_pooling_area"
    nobody = {"person_id": "psn_" + "0" * 26}
    assert demo_api.post("/v1/cards", nobody, key="c").json["code"] == "person_not_found"


def test_cards_are_listed_by_holder_area_and_status(demo_api):
    def ids(query):
        return [card["id"] for card in demo_api.get(f"/v1/cards?{query}").json["data"]]

    assert ids(f"person_id={LIN}") == [LINS_CARD]
    assert ids("region_code=500000") == [ZHOU_MING.card_id("demo")]
    assert ids("status=sealed") == [SUN_LEI.card_id("demo")]
    assert ids("status=sealed&region_code=510100") == []


def test_roles_that_may_issue(demo_api):
    body = {"person_id": LIN, "region_code": "500000"}
    for at in ({"role": "hospital"}, {"role": "bank", "region": "510100"}):
        assert demo_api.post("/v1/cards", body, key="r", **at).status_code == 403
    allowed = demo_api.post("/v1/cards", body, key="r", role="bank", region="500000")
    assert allowed.status_code == 201


def test_a_card_is_verified_by_each_of_its_numbers(demo_api):
    card = demo_api.get(f"/v1/cards/{LINS_CARD}").json
    for credential, value in [
        ("card_id", card["id"]),
        ("card_number", card["card_number"]),
        ("card_identification_code", card["card_identification_code"]),
    ]:
        found = verified(demo_api, **{credential: value})
        assert found["result"] == "accepted"
        assert found["reasons"] == []
        assert (found["card_id"], found["person_id"]) == (LINS_CARD, LIN)
        assert found["credential"] == credential
        assert demo_api.get(f"/v1/verifications/{found['id']}").json == found


def test_what_is_said_of_the_holder_is_compared(demo_api):
    right = {"social_security_number": LIN_XIAO.social_security_number, "name": "林晓"}
    found = verified(demo_api, card_id=LINS_CARD, **right)
    assert found["result"] == "accepted"
    assert found["compared"] == ["social_security_number", "name"]
    wrong = {"social_security_number": ZHOU_MING.social_security_number, "name": "周明"}
    found = verified(demo_api, card_id=LINS_CARD, **wrong)
    assert found["result"] == "refused"
    assert reasons(found) == ["social_security_number_differs", "name_differs"]
    assert found["reasons"][1]["message"] == "The name is not the holder's."


def test_a_sealed_and_an_unknown_card_are_refused_with_the_reason(demo_api):
    assert reasons(verified(demo_api, card_id=SUN_LEI.card_id("demo"))) == ["card_not_enabled"]
    unknown = verified(demo_api, card_number="X00000019")
    assert (unknown["result"], reasons(unknown)) == ("refused", ["card_unknown"])
    assert "card_id" not in unknown
    again = verified(demo_api, card_number="X00000019")
    assert again["id"] != unknown["id"]


def test_a_code_of_another_world_is_an_unknown_card(demo_api):
    code = demo_api.get(f"/v1/cards/{LINS_CARD}").json["card_identification_code"]
    forged = card_identification.make(code[:6], int(code[16:24], 16), key=b"another world")
    assert reasons(verified(demo_api, card_identification_code=forged)) == ["card_unknown"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "one_credential_needed"),
        ({"card_id": LINS_CARD, "card_number": "X00000019"}, "one_credential_needed"),
        ({"card_number": "X00000018"}, "card_number_invalid"),
        ({"card_identification_code": "00"}, "card_identification_code_invalid"),
        ({"card_id": LINS_CARD, "social_security_number": "1"}, "identity_number_invalid"),
    ],
)
def test_what_cannot_be_a_number_is_an_error_and_leaves_no_record(demo_api, body, code):
    answer = demo_api.post("/v1/verifications", body)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    rows = demo_api.get("/internal/v1/export", role="service").json["verifications"]
    assert rows == []


def test_a_card_number_that_two_areas_use_needs_the_area(demo_api, demo_bench):
    from services.card.store import store
    from services.card.store.tables import cards

    number = demo_api.get(f"/v1/cards/{LINS_CARD}").json["card_number"]
    with demo_bench.entered(), store.write() as tx:
        zhous = cards.c.id == ZHOU_MING.card_id("demo")
        tx.execute(cards.update().where(zhous).values(card_number=number))
    answer = demo_api.post("/v1/verifications", {"card_number": number})
    assert (answer.status_code, answer.json["code"]) == (422, "card_number_ambiguous")
    found = verified(demo_api, card_number=number, region_code="500000")
    assert found["card_id"] == ZHOU_MING.card_id("demo")
    holders = demo_api.post("/v1/persons/search", {"card_number": number}).json["data"]
    assert [holder["name"] for holder in holders] == ["林晓", "周明"]


def test_the_internal_door_answers_services_only(demo_api):
    body = {"card_id": LINS_CARD}
    inside = demo_api.post("/internal/v1/verifications", body, role="service")
    assert (inside.status_code, inside.json["result"]) == (201, "accepted")
    assert demo_api.post("/internal/v1/verifications", body).status_code == 403


def test_the_record_keeps_no_number_that_was_shown(demo_api):
    number = LIN_XIAO.social_security_number
    verified(demo_api, card_number="X00000019", social_security_number=number)
    [row] = demo_api.get("/internal/v1/export", role="service").json["verifications"]
    assert number not in str(row)
    assert "X00000019" not in str(row)


def test_every_documented_example_works_as_it_stands(demo_api):
    document = demo_api.app.test_client().get("/openapi.json").json
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where, body, headers, key = path, None, {}, None
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and "example" in parameter:
                    where = where.replace(f"{{{parameter['name']}}}", parameter["example"])
                if parameter["in"] == "query" and parameter.get("required"):
                    example = parameter.get("example", parameter["schema"].get("example"))
                    where += ("&" if "?" in where else "?") + f"{parameter['name']}={example}"
                if parameter["name"] == "If-Match":
                    headers["If-Match"] = "*"
                if parameter["name"] == "Idempotency-Key":
                    key = parameter["example"]
            if "requestBody" in operation:
                body = operation["requestBody"]["content"].popitem()[1]["example"]
            if "{" in where or NOBODY in f"{where} {body}":
                continue  # a new world has none of these yet
            answer = demo_api.call(method.upper(), where, body, key=key, headers=headers)
            assert answer.status_code < 300, (method, path, answer.text)
