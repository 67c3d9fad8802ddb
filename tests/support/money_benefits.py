"""Calls on applications for service items, ready to be done once each.

Part of `tests/support/money.py: CASES`: those that decide pay, sooner or later.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Protocol

from scenarios import road
from scenarios.client import Client

DEMO_CITY, BANK_PIN = "990100", "471592"
STUDENT = {
    "school_name": "示范学院",
    "student_number": "2022010203",
    "category": "orphan",
}
PROOF = {"title": "孤儿证明", "sha256": "ab" * 32}
SEEKING = {"education": "bachelor", "occupation_wanted": "厨师", "region_code": DEMO_CITY}


class Town(Protocol):
    """What the cases need of a world's owner."""

    owner: Client
    numbers: Any

    def post(self, path: str, body: Any = None) -> Any: ...
    def get(self, path: str, **query: Any) -> Any: ...
    def card(self, person: Any = None) -> Any: ...
    def account(self, fen: int = 10_000, card: Any = None) -> str: ...
    def balance(self, path: str) -> Callable[[], int]: ...
    def count(self, path: str, **query: Any) -> Callable[[], int]: ...


Parts = tuple[str, Any, Callable[[], Any], Any, Any]
"""Path, body, look, once, before: what a case is made of."""


def create_service_application(town: Town) -> Parts:
    card = town.card()
    body = {"item_code": "HRSS-001", "card_id": card["id"], "inputs": SEEKING}
    look = town.count("/v1/job-seekers", person_id=card["person_id"])
    return "/v1/service-applications", body, look, 1, 0


def create_form_filling(town: Town) -> Parts:
    """It moves no money; given once, it is logged once."""
    card = town.card()
    body = {"item_code": "HRSS-001", "card_id": card["id"], "consent": True}
    look = town.count("/v1/form-fillings", person_id=card["person_id"])
    return "/v1/form-fillings", body, look, 1, 0


def supplement_service_application(town: Town) -> Parts:
    made = student(town)
    look = lambda: len(list(town.owner.every("/v1/public-notices")))  # noqa: E731
    before = look()
    body = {"inputs": {"category_proof": PROOF}}
    return f"{_path(made)}/supplement", body, look, before + 1, before


def decide_service_application(town: Town) -> Parts:
    _mode(town, "by_hand")
    card = town.card()
    body = {"item_code": "HRSS-001", "card_id": card["id"], "inputs": SEEKING}
    made = town.post("/v1/service-applications", body)
    _mode(town, None)
    town.post(f"{_path(made)}/accept")
    look = town.count("/v1/job-seekers", person_id=card["person_id"])
    return f"{_path(made)}/decide", {"outcome": "approved"}, look, 1, 0


def appeal_service_application(town: Town) -> Parts:
    """Against a rejection for a date that was wrong; looked at again, it is rejected finally."""
    ahead = _today(town) + timedelta(days=3 * 365)
    made = student(town, graduation=ahead.isoformat())
    look = lambda: town.get(_path(made))["status"]  # noqa: E731
    body = {"reason": "毕业日期填写有误"}
    return f"{_path(made)}/appeal", body, look, "rejected_finally", "rejected"


def reissue_benefit_payment(town: Town) -> Parts:
    """A payment that came back for want of an account; there is one now."""
    made = student(town, category_proof=PROOF)
    road.advanced(town.owner, by="P21D")
    [returned] = town.get("/v1/benefit-payments", application_id=made["id"])["data"]
    town.account(0, card={"id": made["card_id"]})
    look = town.count("/v1/benefit-payments", application_id=made["id"])
    return f"/v1/benefit-payments/{returned['id']}/reissue", None, look, 2, 1


# ---- training, certificates, titles, examinations


def _course_body(town: Town) -> dict[str, Any]:
    first = _today(town) + timedelta(days=1)
    return {
        "region_code": DEMO_CITY,
        "course_code": f"KC-{next(town.numbers)}",
        "title": "培训",
        "provider_name": "示范培训学校",
        "occupation": "厨师",
        "shift": "day",
        "starts_on_date": first.isoformat(),
        "ends_on_date": (first + timedelta(days=9)).isoformat(),
        "places": 9,
        "days_needed": 1,
        "fee_fen": 80_000,
    }


def announce_training_course(town: Town) -> Parts:
    body = _course_body(town)
    look = town.count("/v1/training-courses", course_code=body["course_code"])
    return "/v1/training-courses", body, look, 1, 0


def issue_skill_certificate(town: Town) -> Parts:
    person_id = town.card()["person_id"]
    body = {
        "person_id": person_id,
        "region_code": DEMO_CITY,
        "number": f"S{next(town.numbers):09d}",
        "occupation": "厨师",
        "level": "primary",
        "issued_on_date": _today(town).isoformat(),
        "issuer_name": "示范技能评价中心",
    }
    look = town.count("/v1/skill-certificates", person_id=person_id)
    return "/v1/skill-certificates", body, look, 1, 0


def title_application(town: Town) -> Any:
    """One that waits for the board."""
    inputs = {
        "title_level": "assistant",
        "title_series": "工程技术",
        "speciality": "机械",
        "years_in_profession": 3,
        "education": "bachelor",
        "works": [],
        "employer_recommendation": PROOF,
    }
    body = {"item_code": "HRSS-072", "card_id": town.card()["id"], "inputs": inputs}
    return town.post("/v1/service-applications", body)


def record_title_ballot(town: Town) -> Parts:
    """The vote begins the public notice, once."""
    made = title_application(town)
    look = lambda: town.get(_path(made))["status"]  # noqa: E731
    body = {"service_application_id": made["id"], "seats": 9, "present": 9, "in_favour": 8}
    return "/v1/title-ballots", body, look, "on_notice", "in_review"


def _exam_body(town: Town) -> dict[str, Any]:
    days = {"opens_on": 0, "closes_on": 10, "refund_until": 20, "held_on": 60}
    return {
        "region_code": DEMO_CITY,
        "exam_code": f"KS-{next(town.numbers)}",
        "title": "示范资格考试",
        "subjects": ["实务"],
        "least_education": "college",
        "least_years": 0,
        "fee_fen": 12_200,
        "seats": 9,
        "pass_mark": 60,
        **{f"{k}_date": (_today(town) + timedelta(days=n)).isoformat() for k, n in days.items()},
    }


def announce_examination(town: Town) -> Parts:
    body = _exam_body(town)
    look = town.count("/v1/examinations", exam_code=body["exam_code"])
    return "/v1/examinations", body, look, 1, 0


def exam_registration(town: Town, card: Any) -> str:
    """The path of a registration that waits for its fee."""
    exam = town.post("/v1/examinations", _exam_body(town))
    inputs = {
        "exam_code": exam["exam_code"],
        "exam_region_code": DEMO_CITY,
        "subjects": ["实务"],
        "education": "bachelor",
        "years_in_profession": 1,
        "pay_by": "card_account",
    }
    body = {"item_code": "HRSS-074", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    return f"/v1/exam-registrations/{made['result']['exam_registration_id']}"


def pay_exam_fee(town: Town) -> Parts:
    card = town.card()
    account = town.account(20_000, card)
    path = exam_registration(town, card)
    return f"{path}/pay", {"password": BANK_PIN}, town.balance(account), 7_800, 20_000


def refund_exam_fee(town: Town) -> Parts:
    card = town.card()
    town.account(20_000, card)
    path = exam_registration(town, card)
    town.post(f"{path}/pay", {"password": BANK_PIN})
    look = town.count("/v1/benefit-payments", person_id=card["person_id"])
    return f"{path}/refund", None, look, 1, 0


def taken_course(town: Town, card: Any) -> Any:
    """An enrolment in a course that begins tomorrow."""
    course = town.post("/v1/training-courses", _course_body(town))
    inputs = {"course_code": course["course_code"], "person_category": "unemployed"}
    body = {"item_code": "HRSS-067", "card_id": card["id"], "inputs": inputs}
    made = town.post("/v1/service-applications", body)
    return town.get(f"/v1/trainings/{made['result']['training_id']}")


def claimed_voucher(town: Town, card: Any) -> str:
    """The id of a voucher."""
    inputs = {"action": "claim", "person_category": "unemployed"}
    body = {"item_code": "HRSS-068", "card_id": card["id"], "inputs": inputs}
    return str(town.post("/v1/service-applications", body)["result"]["voucher_id"])


def _today(town: Town) -> date:
    return date.fromisoformat(town.get("/sandbox/v1/clock")["now"][:10])


def student(town: Town, graduation: str = "", **more: Any) -> Any:
    today = date.fromisoformat(town.get("/sandbox/v1/clock")["now"][:10])
    inputs = {**STUDENT, "graduation_date": graduation or today.isoformat(), **more}
    body = {"item_code": "HRSS-009", "card_id": town.card()["id"], "inputs": inputs}
    return town.post("/v1/service-applications", body)


def _path(application: Any) -> str:
    return f"/v1/service-applications/{application['id']}"


def _mode(town: Town, mode: str | None) -> None:
    path = f"/v1/review-settings/{DEMO_CITY}"
    town.owner.call("PATCH", path, {"mode": mode}, headers={"If-Match": "*"})


CASES: dict[str, Callable[[Any], Parts]] = {
    "createServiceApplication": create_service_application,
    "createFormFilling": create_form_filling,
    "supplementServiceApplication": supplement_service_application,
    "decideServiceApplication": decide_service_application,
    "appealServiceApplication": appeal_service_application,
    "reissueBenefitPayment": reissue_benefit_payment,
    "announceTrainingCourse": announce_training_course,
    "issueSkillCertificate": issue_skill_certificate,
    "recordTitleBallot": record_title_ballot,
    "announceExamination": announce_examination,
    "payExamFee": pay_exam_fee,
    "refundExamFee": refund_exam_fee,
}
