"""Records of work, vacancies and fairs for the world that has one of everything."""

from typing import Any

from tests.support.money_benefits import DEMO_CITY, SEEKING

JOB = {"employment_kind": "self_employed", "start_date": "2026-01-05", "post": "厨师"}
NEVER = {"leaving_reason": "never_employed", "left_on_date": "2026-01-05", "seeks_work": True}
PLACE = {
    "employer_credit_code": "91990100MA0000001G",
    "employer_name": "示范餐饮有限公司",
    "region_code": DEMO_CITY,
    "occupation": SEEKING["occupation_wanted"],
    "headcount": 5,
    "pay_from_fen": 100_000,
    "pay_to_fen": 90_000_000,
    "until_date": "2099-12-31",
}
FAIR = {
    "region_code": DEMO_CITY,
    "name": "春风行动专场招聘会",
    "campaign": "spring_breeze",
    "venue": "示范市人力资源市场",
    "on_date": "2099-02-02",
    "capacity": 500,
}


def make(town: Any) -> None:
    """One of each; the recognition of difficulty is there once its public notice is over."""
    works, seeks = town.card(), town.card()
    applied(town, works, "HRSS-002", JOB)
    applied(town, works, "HRSS-004", {"purpose": "policy", "write_to_chip": False})
    applied(town, seeks, "HRSS-003", NEVER)
    seeker = applied(town, seeks, "HRSS-001", SEEKING)["result"]["job_seeker_id"]
    left = {"school_name": "示范学院", "education": "bachelor", "graduated_on": "2025-06-30"}
    town.post("/v1/unemployed-graduates", {"person_id": seeks["person_id"], **left})
    applied(town, seeks, "HRSS-006", {"category": "graduate"})
    place = town.post("/v1/job-vacancies", PLACE)
    town.post("/v1/job-referrals", {"job_seeker_id": seeker, "job_vacancy_id": place["id"]})
    fair = town.post("/v1/job-fairs", FAIR)
    town.post("/v1/job-fair-registrations", {"job_fair_id": fair["id"], "card_id": works["id"]})


def applied(town: Any, card: Any, code: str, inputs: Any) -> Any:
    body = {"item_code": code, "card_id": card["id"], "inputs": inputs}
    return town.post("/v1/service-applications", body)
