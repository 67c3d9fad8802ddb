"""Visits and fee lines: who is admitted, how a line is split, what a line may say."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, SUN_LEI
from sscsim.kernel import explain
from sscsim.kernel.ids.resource import resource_id
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
INSTITUTION = resource_id("ins", "demo", "medical", "H50000000003")


def admission(**more: Any) -> dict[str, Any]:
    return {
        "institution_id": INSTITUTION,
        "insurance_kind": "employee_basic_medical",
        "admission_date": "2026-03-25",
        **more,
    }


def test_a_card_admits_its_holder(hospital: Hospital) -> None:
    answer = hospital.client.post("/v1/visits", admission(card_id=LIN_XIAO.card_id("demo")))
    assert answer.status_code == 201
    visit = answer.json
    assert visit["person_id"] == LIN_XIAO.person_id("demo")
    assert visit["card_id"] == LIN_XIAO.card_id("demo")
    assert (visit["home_region_code"], visit["care_region_code"]) == ("510100", "500000")
    assert (visit["level"], visit["status"], visit["total_fen"]) == ("level_3", "open", 0)
    assert answer.headers["Location"] == f"/v1/visits/{visit['id']}"
    assert hospital.get(f"/v1/visits/{visit['id']}") == visit


def test_a_refused_card_says_why_in_words(hospital: Hospital) -> None:
    answer = hospital.client.post("/v1/visits", admission(card_id=SUN_LEI.card_id("demo")))
    assert answer.json["detail"].endswith(": The card has not been enabled yet.")
    [error] = answer.json["errors"]
    assert (error["pointer"], error["code"]) == ("/card_id", "card_not_enabled")


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"card_id": SUN_LEI.card_id("demo")}, 422, "card_refused"),
        ({}, 422, "one_identification"),
        (
            {"card_id": LIN_XIAO.card_id("demo"), "person_id": LIN_XIAO.person_id("demo")},
            422,
            "one_identification",
        ),
        ({"person_id": SUN_LEI.person_id("demo")}, 422, "not_insured"),
        (
            {"person_id": LIN_XIAO.person_id("demo"), "admission_date": "2026-04-02"},
            422,
            "visit_dates_wrong",
        ),
        (
            {"person_id": LIN_XIAO.person_id("demo"), "discharge_date": "2026-03-24"},
            422,
            "visit_dates_wrong",
        ),
        (
            {"person_id": LIN_XIAO.person_id("demo"), "institution_id": "ins_" + "0" * 26},
            404,
            "institution_not_found",
        ),
        ({"person_id": LIN_XIAO.person_id("demo"), "bed": 7}, 400, "unknown_field"),
        ({"person_id": "somebody"}, 400, "invalid_request"),
    ],
)
def test_who_is_not_admitted(
    hospital: Hospital, more: dict[str, Any], status: int, code: str
) -> None:
    answer = hospital.client.post("/v1/visits", admission(**more))
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert hospital.get("/v1/visits")["data"] == []


@pytest.mark.parametrize(
    ("field", "wrong"), [("admission_date", "2026-04-02"), ("discharge_date", "2026-03-24")]
)
def test_the_date_that_is_wrong_is_pointed_at(hospital: Hospital, field: str, wrong: str) -> None:
    body = admission(**{"person_id": LIN_XIAO.person_id("demo"), field: wrong})
    answer = hospital.client.post("/v1/visits", body)
    assert [error["pointer"] for error in answer.json["errors"]] == [f"/{field}"]


def test_two_stays_that_begin_on_one_day_are_two(hospital: Hospital) -> None:
    assert hospital.admit()["id"] != hospital.admit()["id"]


def test_each_line_is_split_and_the_bill_is_their_sum(hospital: Hospital) -> None:
    visit_id = hospital.admit()["id"]
    charged = hospital.charge(visit_id)
    assert [line["amount_fen"] for line in charged["data"]] == [1_000_000, 200_000, 34_567]
    assert [line["in_scope_fen"] for line in charged["data"]] == [1_000_000, 180_000, 0]
    assert [line["preself_fen"] for line in charged["data"]] == [0, 20_000, 0]
    assert [line["own_pay_fen"] for line in charged["data"]] == [0, 0, 34_567]
    assert charged["data"][1]["quantity"] == "2.5"
    visit = charged["visit"]
    assert (visit["line_count"], visit["total_fen"], visit["in_scope_fen"]) == (
        3, 1_234_567, 1_180_000,
    )  # fmt: skip
    hospital.charge(visit_id, [{"item_class": "A", "quantity": 2, "unit_price_fen": 100}])
    assert hospital.get(f"/v1/visits/{visit_id}")["total_fen"] == 1_234_767
    assert hospital.broken_laws() == {}


def test_lines_are_listed_newest_first_with_their_explanation(hospital: Hospital) -> None:
    visit_id = hospital.admit()["id"]
    charged = hospital.charge(visit_id)["data"]
    plain = hospital.get(f"/v1/visits/{visit_id}/fee-lines")["data"]
    assert plain == charged[::-1]
    told = hospital.get(f"/v1/visits/{visit_id}/fee-lines?expand=explanation&limit=2")
    assert told["has_more"] is True
    for line in told["data"]:
        assert explain.faults(line["explanation"]) == []
        assert line["explanation"]["totals"]["total_fen"] == line["amount_fen"]
    rest = hospital.get(
        f"/v1/visits/{visit_id}/fee-lines?expand=explanation&limit=2&cursor={told['next_cursor']}"
    )
    assert [line["id"] for line in told["data"] + rest["data"]] == [line["id"] for line in plain]


def test_without_a_stated_share_the_treatment_regions_catalogue_decides(
    hospital: Hospital,
) -> None:
    """Chongqing: a tenth of class B. Demo City from July 2023: a fifth."""
    line = [{"item_class": "B", "quantity": 1, "unit_price_fen": 10_000}]
    there = hospital.charge(hospital.admit()["id"], line)["data"][0]
    assert (there["first_self_pay_bp"], there["preself_fen"]) == (1000, 1000)
    at_home = hospital.admit(person=CHEN_YU, institution="H99010000003")
    assert hospital.charge(at_home["id"], line)["data"][0]["preself_fen"] == 2000


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"item_class": "D"}, "/fee_lines/0/item_class"),
        ({"quantity": 0}, "/fee_lines/0/quantity"),
        ({"quantity": -1}, "/fee_lines/0/quantity"),
        ({"quantity": 1.5}, "/fee_lines/0/quantity"),
        ({"quantity": True}, "/fee_lines/0/quantity"),
        ({"quantity": "0"}, "/fee_lines/0/quantity"),
        ({"quantity": "0.0000"}, "/fee_lines/0/quantity"),
        ({"quantity": "1.23456"}, "/fee_lines/0/quantity"),
        ({"quantity": "10001"}, "/fee_lines/0/quantity"),
        ({"quantity": "1e3"}, "/fee_lines/0/quantity"),
        ({"quantity": "１"}, "/fee_lines/0/quantity"),
        ({"quantity": 10_001}, "/fee_lines/0/quantity"),
        ({"unit_price_fen": -1}, "/fee_lines/0/unit_price_fen"),
        ({"unit_price_fen": 10**9 + 1}, "/fee_lines/0/unit_price_fen"),
        ({"unit_price_fen": "100"}, "/fee_lines/0/unit_price_fen"),
        ({"first_self_pay_bp": 10_001}, "/fee_lines/0/first_self_pay_bp"),
        ({"first_self_pay_bp": -1}, "/fee_lines/0/first_self_pay_bp"),
        ({"limit_price_fen": -1}, "/fee_lines/0/limit_price_fen"),
        ({"price": 1}, "/fee_lines/0/price"),
    ],
)
def test_what_a_line_may_not_say(hospital: Hospital, change: dict[str, Any], pointer: str) -> None:
    visit_id = hospital.admit()["id"]
    good = {"item_class": "A", "quantity": 1, "unit_price_fen": 100}
    answer = hospital.client.post(
        f"/v1/visits/{visit_id}/fee-lines", {"fee_lines": [good | change, good]}
    )
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"] == pointer
    assert hospital.get(f"/v1/visits/{visit_id}")["line_count"] == 0


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [("0.0001", "0.0001"), ("10000", "10000"), ("9999.9999", "9999.9999"), ("1.50", "1.50"),
     (1, "1"), (10_000, "10000"), (2.0, "2")],
)  # fmt: skip
def test_quantities_at_the_edges(hospital: Hospital, quantity: Any, shown: str) -> None:
    visit_id = hospital.admit()["id"]
    line = {"item_class": "A", "quantity": quantity, "unit_price_fen": 100}
    assert hospital.charge(visit_id, [line])["data"][0]["quantity"] == shown


def test_a_bill_has_a_limit(hospital: Hospital) -> None:
    visit_id = hospital.admit()["id"]
    largest = {"item_class": "A", "quantity": 10_000, "unit_price_fen": 10**9}
    hospital.charge(visit_id, [largest])
    more = {"item_class": "A", "quantity": 1, "unit_price_fen": 1}
    answer = hospital.client.post(f"/v1/visits/{visit_id}/fee-lines", {"fee_lines": [more]})
    assert (answer.status_code, answer.json["code"]) == (422, "bill_too_large")


@pytest.mark.parametrize("lines", [[], [{}] * 501])
def test_lines_come_one_to_five_hundred_at_a_time(hospital: Hospital, lines: list[Any]) -> None:
    good = {"item_class": "A", "quantity": 1, "unit_price_fen": 100}
    visit_id = hospital.admit()["id"]
    body = {"fee_lines": [good for _ in lines]}
    answer = hospital.client.post(f"/v1/visits/{visit_id}/fee-lines", body)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (400, "wrong_length")


def test_a_hospital_acts_in_its_own_region(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    in_chengdu = {"role": "hospital", "region": "510100"}
    answer = hospital.client.get(f"/v1/visits/{visit_id}", **in_chengdu)
    assert (answer.status_code, answer.json["code"]) == (403, "region_not_allowed")
    assert hospital.client.get("/v1/visits", **in_chengdu).json["data"] == []
    body = {"visit_id": visit_id}
    refused = hospital.client.post("/v1/settlements", body, key="k", **in_chengdu)
    assert refused.status_code == 403
    here = hospital.client.get("/v1/visits", role="hospital", region="500000").json["data"]
    assert [visit["id"] for visit in here] == [visit_id]


def test_a_pharmacy_settles_no_stay(hospital: Hospital) -> None:
    answer = hospital.client.post("/v1/visits", admission(), role="pharmacy")
    assert (answer.status_code, answer.json["code"]) == (403, "role_not_allowed")


def test_every_world_has_institutions_and_may_have_more(hospital: Hospital) -> None:
    found = hospital.get("/v1/institutions?region_code=990100&kind=hospital")["data"]
    assert [one["level"] for one in found] == ["level_3", "level_2", "level_1", "primary"]
    body = {
        "institution_code": "H44010000088",
        "name": "示范医院",
        "level": "level_3",
        "region_code": "440100",
    }
    made = hospital.client.post("/v1/institutions", body)
    assert made.status_code == 201
    assert hospital.get(f"/v1/institutions/{made.json['id']}") == made.json
    again = hospital.client.post("/v1/institutions", body)
    assert (again.status_code, again.json["code"]) == (409, "institution_exists")
    unknown = hospital.client.post("/v1/institutions", {**body, "region_code": "123456"})
    assert (unknown.status_code, unknown.json["code"]) == (422, "region_unknown")
