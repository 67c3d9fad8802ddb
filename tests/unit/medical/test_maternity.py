"""Emergencies, check-ups before birth and deliveries."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, SEED
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import (
    CHENGDU_LEVEL_3,
    DEMO_LEVEL_2,
    charged,
    nothing_used,
    refused,
    visit_of,
    year_of,
)

pytestmark = pytest.mark.db


def patch(hospital: Hospital, visit_id: str, changes: dict[str, Any]) -> Any:
    etag = hospital.client.get(f"/v1/visits/{visit_id}").headers["ETag"]
    headers = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
    return hospital.client.call("PATCH", f"/v1/visits/{visit_id}", changes, headers=headers)


def delivery(**more: Any) -> dict[str, Any]:
    return visit_of(
        HE_JING, "maternity_inpatient", DEMO_LEVEL_2, discharge_date="2026-04-01", **more
    )


def test_check_ups_have_a_ratio_and_a_cap_of_their_own(hospital: Hospital) -> None:
    body = visit_of(HE_JING, "maternity_outpatient", DEMO_LEVEL_2)
    first = hospital.settled(charged(hospital, body, 2000), "one")
    # no deductible: 2,000.00 x 90%
    assert (first["deductible_fen"], first["funds"]["hifp"]) == (0, 180_000)
    second = hospital.settled(charged(hospital, body, 1000), "two")
    # 900.00, of which the cap of 2,000.00 lets 200.00
    assert second["funds"]["hifp"] == 20_000
    year = year_of(hospital, HE_JING)
    assert (year["prenatal_pool_used_fen"], year["outpatient_pool_used_fen"]) == (200_000, 0)
    for number, settled in enumerate((second, first)):
        assert hospital.reverse(settled["id"], f"back-{number}").status_code == 201
    assert nothing_used(year_of(hospital, HE_JING))
    assert hospital.broken_laws() == {}


def test_a_delivery_is_paid_up_to_its_quota_and_then_like_a_stay(hospital: Hospital) -> None:
    visit_id = charged(hospital, delivery(), 7000)
    early = hospital.settle(visit_id, "early")
    assert (early.status_code, early.json["code"]) == (422, "visit_kind_fields_wrong")
    assert early.json["errors"][0]["pointer"] == "/delivery"
    assert patch(hospital, visit_id, {"delivery": "caesarean"}).json["delivery"] == "caesarean"
    settled = hospital.settled(visit_id, "one")
    # 6,000.00 in full, and (1,000.00 - 400.00) x 85% = 510.00
    assert (settled["deductible_fen"], settled["funds"]["hifp"]) == (40_000, 651_000)
    own = {"hifp_fen": 651_000, "ratio_bp": 8500, "oth_fen": 0}
    told = hospital.client.post(f"/v1/settlements/{settled['id']}/compare", {"amounts": own})
    assert told.json["is_equal"]
    year = year_of(hospital, HE_JING)
    assert (year["delivery_pool_fen"], year["pool_used_fen"], year["stays"]) == (600_000, 51_000, 1)
    assert hospital.reverse(settled["id"]).status_code == 201
    assert nothing_used(year_of(hospital, HE_JING))
    assert hospital.broken_laws() == {}


def test_a_delivery_away_from_home(hospital: Hospital) -> None:
    filing = {"person_id": HE_JING.person_id(SEED), "care_region_code": "510100",
              "kind": "referral"}  # fmt: skip
    assert hospital.client.post("/v1/filings", filing).status_code == 201
    body = {**delivery(delivery="natural"), **visit_of(HE_JING, "maternity_inpatient",
            CHENGDU_LEVEL_3)}  # fmt: skip
    settled = hospital.settled(charged(hospital, body, 3000), "one")
    # within the quota of 3,500.00: 3,000.00 x (100% - 10 points)
    assert settled["funds"]["hifp"] == 270_000
    asked = hospital.exchange.asked[-1]["request"]
    assert (asked["visit_kind"], asked["delivery"]) == ("maternity_inpatient", "natural")
    assert hospital.reverse(settled["id"]).status_code == 201
    assert nothing_used(year_of(hospital, HE_JING))


def test_no_man_is_in_childbed(hospital: Hospital) -> None:
    for kind in ("maternity_inpatient", "maternity_outpatient"):
        body = visit_of(CHEN_YU, kind, DEMO_LEVEL_2)
        assert refused(hospital, "/v1/visits", body) == (422, "visit_kind_for_others")
    named = visit_of(HE_JING, "inpatient", DEMO_LEVEL_2, delivery="natural")
    assert refused(hospital, "/v1/visits", named) == (422, "visit_kind_fields_wrong")
    other = charged(hospital, visit_of(HE_JING, "inpatient", DEMO_LEVEL_2), 1)
    told = patch(hospital, other, {"delivery": "natural"})
    assert (told.status_code, told.json["code"]) == (422, "visit_kind_fields_wrong")


def test_an_emergency_counts_as_the_region_says_and_needs_no_filing(hospital: Hospital) -> None:
    here = hospital.settled(charged(hospital, visit_of(CHEN_YU, "emergency"), 1000), "one")
    # Demo City pays an employee's emergency like a stay: (1,000.00 - 800.00) x 80%
    assert (here["deductible_fen"], here["funds"]["hifp"]) == (80_000, 16_000)
    assert hospital.reverse(here["id"], "back-1").status_code == 201
    body = visit_of(CHEN_YU, "emergency", CHENGDU_LEVEL_3)
    away = hospital.settled(charged(hospital, body, 1000), "two")
    # 0.90 times 80% is 72%
    assert (away["treatment"], away["funds"]["hifp"]) == ("emergency", 14_400)
    assert year_of(hospital, CHEN_YU)["stays"] == 1
    assert hospital.reverse(away["id"], "back-2").status_code == 201
    assert nothing_used(year_of(hospital, CHEN_YU))
    assert hospital.broken_laws() == {}
