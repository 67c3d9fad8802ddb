"""Who is a civil servant or in need of assistance, through the doors, on both databases."""

import pytest

from sscsim.demo_people import LIN_XIAO, ZHOU_MING

pytestmark = pytest.mark.db

LIN = LIN_XIAO.person_id("demo")
PATH = f"/v1/persons/{LIN}/entitlements"
CHENGDU, CHONGQING = "510100", "500000"


def started(desk, kind="minimum_living", from_date="2026-01-01", region=CHENGDU, **more):
    body = {"kind": kind, "region_code": region, "from_date": from_date, **more}
    return desk.post(PATH, body)


def covered(desk, on: str) -> list[str]:
    body = {"person_id": LIN, "insurance_kind": "employee_basic_medical", "on": on}
    answer = desk.tried("POST", "/internal/v1/coverage", body, key=None, role="service")
    assert answer.status_code == 200, answer.text
    return answer.json["entitlements"]


def test_it_counts_from_its_first_day_to_its_last(demo_desk):
    desk = demo_desk
    assert covered(desk, "2026-01-01") == []
    made = started(desk)
    assert (made["object"], made["kind"], "to_date" in made) == (
        "entitlement", "minimum_living", False,
    )  # fmt: skip
    ended = desk.post(f"/v1/entitlements/{made['id']}/end", {"to_date": "2026-03-31"})
    assert desk.get(f"/v1/entitlements/{made['id']}") == ended
    assert [covered(desk, day) for day in ("2025-12-31", "2026-01-01", "2026-03-31")] == [
        [], ["minimum_living"], ["minimum_living"],
    ]  # fmt: skip
    assert covered(desk, "2026-04-01") == []
    assert desk.events(made["id"]) == ["entitlement.started", "entitlement.ended"]
    again = desk.refused(f"/v1/entitlements/{made['id']}/end", {"to_date": "2026-04-30"})
    assert again == "entitlement_already_ended"


def test_it_counts_where_it_was_recognised_and_nowhere_else(demo_desk):
    started(demo_desk, "destitute", region=CHONGQING)
    assert covered(demo_desk, "2026-04-01") == []


def test_one_category_of_assistance_at_a_time_and_a_civil_servant_beside_it(demo_desk):
    desk = demo_desk
    started(desk, to_date="2026-06-30")
    started(desk, "civil_servant")
    body = {"kind": "destitute", "region_code": CHENGDU, "from_date": "2026-06-30"}
    assert desk.refused(PATH, body) == "entitlement_overlaps"
    started(desk, "destitute", "2026-07-01")
    assert covered(desk, "2026-06-30") == ["minimum_living", "civil_servant"]
    assert covered(desk, "2026-07-01") == ["civil_servant", "destitute"]
    assert [one["kind"] for one in desk.get(PATH)["data"]] == [
        "destitute", "civil_servant", "minimum_living",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"region_code": "510000"}, "not_a_pooling_area"),
        ({"to_date": "2025-12-31"}, "entitlement_ends_before_start"),
        ({"kind": "rich"}, "invalid_request"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(demo_desk, change, code):
    body = {"kind": "civil_servant", "region_code": CHENGDU, "from_date": "2026-01-01", **change}
    assert demo_desk.refused(PATH, body) == code
    assert demo_desk.get(PATH)["data"] == []


def test_with_death_it_ends(demo_desk):
    made = started(demo_desk)
    demo_desk.post(f"/v1/persons/{LIN}/report-death", {"died_on": "2026-03-31"})
    assert demo_desk.get(f"/v1/entitlements/{made['id']}")["to_date"] == "2026-03-31"
    body = {"kind": "destitute", "region_code": CHENGDU, "from_date": "2026-05-01"}
    assert demo_desk.refused(PATH, body) == "person_deceased"


def test_an_agency_of_another_region_recognises_nobody_here(demo_desk):
    body = {"kind": "civil_servant", "region_code": CHENGDU, "from_date": "2026-01-01"}
    path = f"/v1/persons/{ZHOU_MING.person_id('demo')}/entitlements"
    answer = demo_desk.tried("POST", path, body, role="agency", region=CHONGQING)
    assert (answer.status_code, answer.json["code"]) == (403, "region_not_allowed")
