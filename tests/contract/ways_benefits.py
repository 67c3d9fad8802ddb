"""Ways to applications for service items in the states that an operation needs.

Each is made by the calls that the money drills make; what is used up by a call is made anew.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from scenarios import road
from tests.contract.towns import once, relations, town
from tests.support import money
from tests.support import money_benefits as benefits
from tests.support.money_benefits import DEMO_CITY, PROOF, SEEKING
from tests.support.work_things import FAIR, JOB, NEVER, PLACE

Values = dict[str, Any]


def _applied(code: str, inputs: Any) -> Any:
    body = {"item_code": code, "card_id": town().card()["id"], "inputs": inputs}
    return town().post("/v1/service-applications", body)


def _by_hand(mode: str | None) -> None:
    path = f"/v1/review-settings/{DEMO_CITY}"
    town().owner.call("PATCH", path, {"mode": mode}, headers={"If-Match": "*"})


def _id(made: Any, **more: Any) -> Values:
    return {"service_application_id": made["id"], **more}


def _application() -> Values:
    body = {"item_code": "HRSS-001", "card_id": town().card()["id"], "inputs": SEEKING}
    return {"body": body}


def _wanted() -> Values:
    return _id(benefits.student(town()), body={"inputs": {"category_proof": PROOF}})


def _withdrawable() -> Values:
    return _id(benefits.student(town()))


def _rejected() -> Values:
    return _id(benefits.student(town(), graduation="2099-06-30"))


def _submitted() -> Values:
    """One that waits for a reviewer to accept it."""
    _by_hand("by_hand")
    try:
        return _id(benefits.student(town(), category_proof=PROOF))
    finally:
        _by_hand(None)


def _in_review() -> Values:
    found = _submitted()
    town().post(f"/v1/service-applications/{found['service_application_id']}/accept")
    return found


def _decidable() -> Values:
    return _in_review() | {"body": {"outcome": "rejected", "reasons": [{"text": "不符合条件"}]}}


def _notice() -> Values:
    return {"notice_id": benefits.student(town(), category_proof=PROOF)["public_notice_id"]}


def _certificate() -> Values:
    return {"certificate_id": _applied("HRSS-005", {"print_certificate": True})["certificate_id"]}


@once
def _job_seeker() -> Values:
    return {"job_seeker_id": _applied("HRSS-001", SEEKING)["result"]["job_seeker_id"]}


@once
def _filling() -> Values:
    body = {"item_code": "HRSS-001", "card_id": town().card()["id"], "consent": True}
    return {"form_filling_id": town().post("/v1/form-fillings", body)["id"]}


def _reset() -> Any:
    """An application for the reset of a password; the terminal waits for the new one."""
    made = _applied("HRSS-088", {"action": "reset", "identity_check": "document"})
    road.calm(town().owner)
    return town().get(f"/v1/service-applications/{made['id']}")


@once
def _card_order() -> Values:
    return {"card_order_id": _reset()["result"]["card_order_id"]}


def _entry() -> Values:
    entry = _reset()["result"]["password_entry_id"]
    return {"password_entry_id": entry, "body": {"new_password": "862037"}}


@once
def _seen_entry() -> Values:
    return {"password_entry_id": _reset()["result"]["password_entry_id"]}


def _returned() -> Values:
    path = money.CASES["reissueBenefitPayment"](town()).path
    return {"benefit_payment_id": path.split("/")[3]}


@once
def _payment() -> Values:
    return _returned()


def _issued() -> Values:
    path, body, *_ = benefits.issue_skill_certificate(town())
    return {"skill_certificate_id": town().post(path, body)["id"]}


def _taken() -> Values:
    """An enrolment whose course is held today, and the card of who takes it."""
    card = town().card()
    made = benefits.taken_course(town(), card)
    road.advanced(town().owner, by="P1D")
    return {"course_id": made["course_id"], "body": {"card_id": card["id"]}}


def _attended() -> Values:
    found = _taken()
    path = f"/v1/training-courses/{found['course_id']}/sign-ins"
    return {"training_id": town().post(path, found["body"])["id"], "body": {"outcome": "passed"}}


@once
def _voucher() -> Values:
    return {"voucher_id": benefits.claimed_voucher(town(), town().card())}


def _ballot() -> Values:
    return {"body": benefits.record_title_ballot(town())[1]}


def _title() -> Values:
    path, body, *_ = benefits.record_title_ballot(town())
    town().post(path, body)
    road.advanced(town().owner, by="P21D")
    made = town().get(f"/v1/service-applications/{body['service_application_id']}")
    return {"title_id": made["result"]["title_id"]}


def _of_exam(path: str) -> Values:
    return {"exam_registration_id": path.split("/")[3]}


def _unpaid() -> Values:
    path, body, *_ = benefits.pay_exam_fee(town())
    return _of_exam(path) | {"body": body}


def _refundable() -> Values:
    return _of_exam(benefits.refund_exam_fee(town())[0])


def _exam_day() -> Values:
    """Somebody admitted, on the day."""
    path, *_ = benefits.refund_exam_fee(town())
    record = town().get(path.removesuffix("/refund"))
    road.advanced(town().owner, by="P60D")
    card = town().get("/v1/cards", person_id=record["person_id"])["data"][0]
    body = {"card_id": card["id"], "face": "match"}
    return {"examination_id": record["examination_id"], "body": body, "record": record["id"]}


def _at_the_door() -> Values:
    found = _exam_day()
    return {"examination_id": found["examination_id"], "body": found["body"]}


def _entered() -> Values:
    found = _exam_day()
    town().post(f"/v1/examinations/{found['examination_id']}/entries", found["body"])
    marks = {"scores": [{"subject": "实务", "score": 82}]}
    return {"exam_registration_id": found["record"], "body": marks}


# ---- records of work, vacancies, fairs


def _made(code: str, inputs: Any, name: str) -> Values:
    return {name: _applied(code, inputs)["result"][name]}


def _employment() -> Values:
    return _made("HRSS-002", JOB, "employment_record_id")


def _unemployment() -> Values:
    return _made("HRSS-003", NEVER, "unemployment_registration_id")


def _ending() -> Values:
    return _employment() | {"body": {"ended_on": "2026-02-05", "leaving_reason": "other"}}


def _correcting() -> Values:
    return _employment() | {"body": {"post": "面点师"}}


def _cancelling() -> Values:
    return _unemployment() | {"body": {"reason": "withdrawn"}}


def _employment_certificate() -> Values:
    """Of somebody who works for themselves."""
    card = town().card()
    body = {"item_code": "HRSS-002", "card_id": card["id"], "inputs": JOB}
    town().post("/v1/service-applications", body)
    form = {"purpose": "policy", "write_to_chip": False}
    asked = {"item_code": "HRSS-004", "card_id": card["id"], "inputs": form}
    made = town().post("/v1/service-applications", asked)
    return {"employment_certificate_id": made["result"]["employment_certificate_id"]}


def _cancelled_certificate() -> Values:
    return _employment_certificate() | {"body": {"reason": "本人申请"}}


def _recognised() -> Values:
    """In difficulty, as an older unemployed person, after the public notice."""
    desk = relations().desk
    who = desk.cardholder(born=date(1970, 5, 20))
    left = desk.get("/sandbox/v1/clock")["now"][:10]
    desk.apply("HRSS-003", who, {**NEVER, "left_on_date": left})
    desk.apply("HRSS-006", who, {"category": "elderly_unemployed"})
    desk.advance(by="P12D")
    [found] = desk.listed("/v1/hardship-recognitions", person_id=who.id)
    return {"hardship_recognition_id": found["id"]}


@once
def _recognised_before() -> Values:
    return _recognised()


def _graduate_form() -> Values:
    who = {"person_id": town().card()["person_id"], "school_name": "示范学院"}
    return {"body": {**who, "education": "bachelor", "graduated_on": "2025-06-30"}}


@once
def _graduate() -> Values:
    path = "/v1/unemployed-graduates"
    return {"unemployed_graduate_id": town().post(path, _graduate_form()["body"])["id"]}


def _vacancy() -> Values:
    return {"job_vacancy_id": town().post("/v1/job-vacancies", PLACE)["id"]}


def _pair() -> Values:
    return {"body": {**_job_seeker.__wrapped__(), **_vacancy()}}


def _referral() -> Values:
    return {"job_referral_id": town().post("/v1/job-referrals", _pair()["body"])["id"]}


def _invitable() -> Values:
    return _referral() | {"body": {"interview_on": "2099-01-01"}}


def _hireable() -> Values:
    found = _referral()
    day = {"interview_on": "2099-01-01"}
    town().post(f"/v1/job-referrals/{found['job_referral_id']}/invite", day)
    return found


def _fair() -> Values:
    return {"job_fair_id": town().post("/v1/job-fairs", FAIR)["id"]}


def _coming() -> Values:
    return {"body": {**_fair(), "card_id": town().card()["id"]}}


@once
def _visit() -> Values:
    made = town().post("/v1/job-fair-registrations", _coming()["body"])
    return {"job_fair_registration_id": made["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "acceptServiceApplication": _submitted,
    "appealServiceApplication": _rejected,
    "createServiceApplication": _application,
    "decideServiceApplication": _decidable,
    "enterPassword": _entry,
    "getBenefitPayment": _payment,
    "getCardOrder": _card_order,
    "getFormFilling": _filling,
    "getJobSeeker": _job_seeker,
    "getPasswordEntry": _seen_entry,
    "getPublicNotice": _notice,
    "getServiceApplicationAdvice": _in_review,
    "getServiceCertificate": _certificate,
    "getServiceCertificatePage": _certificate,
    "listObjections": _notice,
    "objectToPublicNotice": _notice,
    "refuseServiceApplication": _submitted,
    "reissueBenefitPayment": _returned,
    "requestServiceSupplement": _in_review,
    "revokeServiceCertificate": _certificate,
    "startPublicNotice": _in_review,
    "supplementServiceApplication": _wanted,
    "withdrawServiceApplication": _withdrawable,
    "getHardshipRecognition": _recognised_before,
    "revokeHardshipRecognition": _recognised,
    "signInAtTrainingCourse": _taken,
    "getTraining": lambda: {"training_id": _attended()["training_id"]},
    "completeTraining": _attended,
    "getTrainingVoucher": _voucher,
    "getSkillCertificate": _issued,
    "revokeSkillCertificate": _issued,
    "recordTitleBallot": _ballot,
    "getProfessionalTitle": _title,
    "revokeProfessionalTitle": _title,
    "getExamRegistration": _refundable,
    "payExamFee": _unpaid,
    "refundExamFee": _refundable,
    "enterExamination": _at_the_door,
    "recordExamScores": _entered,
    "cancelEmploymentCertificate": _cancelled_certificate,
    "cancelJobFair": _fair,
    "cancelUnemploymentRegistration": _cancelling,
    "closeJobVacancy": _vacancy,
    "correctEmploymentRecord": _correcting,
    "declineJobReferral": _referral,
    "endEmploymentRecord": _ending,
    "getEmploymentCertificate": _employment_certificate,
    "getEmploymentRecord": _employment,
    "getUnemployedGraduate": _graduate,
    "getJobFair": _fair,
    "getJobFairRegistration": _visit,
    "getJobReferral": _referral,
    "getJobVacancy": _vacancy,
    "getUnemploymentRegistration": _unemployment,
    "hireJobSeeker": _hireable,
    "introduceJobSeeker": _pair,
    "inviteToInterview": _invitable,
    "listCandidates": _vacancy,
    "listRecommendedVacancies": _job_seeker,
    "registerForJobFair": _coming,
    "registerUnemployedGraduate": _graduate_form,
}
