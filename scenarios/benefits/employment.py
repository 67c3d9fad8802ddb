"""Journeys of the employment items."""

from datetime import date
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect

SEEKING: dict[str, Any] = {
    "education": "bachelor",
    "occupation_wanted": "中式烹调师",
    "expected_pay_fen": 600_000,
    "region_code": DEMO_CITY,
}
PROOF = {"title": "孤儿证明", "sha256": "ab" * 32, "issued_by": "示范民政局"}


# ---- HRSS-001 求职登记


def job_seeker_registration(desk: Desk) -> None:
    """Registered by card, seen by the record query, refused twice over, and over after its time."""
    seeker = desk.cardholder()
    made = desk.apply("HRSS-001", seeker, SEEKING)
    expect((made["status"], made["waiting_for"]), ("effective", "nobody"))
    record = desk.get(f"/v1/job-seekers/{made['result']['job_seeker_id']}")
    expect((record["status"], record["person_id"]), ("registered", seeker.id))
    expect(_recorded(desk, seeker), [("job_seeker", "registered")], "the record query")
    again = desk.apply("HRSS-001", seeker, SEEKING)
    expect((again["status"], _codes(again)), ("rejected", ["job_seeker_registered"]))
    child = desk.cardholder(born=date(2012, 6, 1))
    young = desk.apply("HRSS-001", child, SEEKING)
    expect((young["status"], _codes(young)), ("rejected", ["below_working_age"]))
    _refusals(desk, seeker)
    _from_another_region(desk)
    desk.advance(by="P6M1D")
    ended = desk.get(f"/v1/job-seekers/{record['id']}")
    expect(ended["status"], "expired", "the registration after its time")
    expect(_recorded(desk, seeker), [("job_seeker", "expired")], "the record query later")


def _refusals(desk: Desk, seeker: Cardholder) -> None:
    """What is no application at all: nothing is written of it."""
    body = {"item_code": "HRSS-001", "inputs": SEEKING}
    path = "/v1/service-applications"
    before = len(desk.listed(path, person_id=seeker.id))
    desk.refused("credential_needed", desk.post, path, {**body, "person_id": seeker.id})
    other = desk.cardholder(name="王宁")
    strange = {**body, "card_id": other.card_id, "person_id": seeker.id}
    desk.refused("credential_of_another", desk.post, path, strange)
    lost = desk.cardholder(name="赵平")
    desk.post(f"/v1/cards/{lost.card_id}/report-temporary-loss", {"channel": "telephone_12333"})
    desk.refused("credential_refused", desk.apply, "HRSS-001", lost, SEEKING)
    elsewhere = {"accepting_region_code": CHENGDU, "region_code": "990000"}
    desk.refused("region_cannot_handle", desk.apply, "HRSS-001", seeker, SEEKING, **elsewhere)
    expect(len(desk.listed(path, person_id=seeker.id)), before, "what was written")


def _from_another_region(desk: Desk) -> None:
    """Handed in at Chengdu for Chongqing, by electronic card, while Chongqing is stopped first."""
    mover = desk.cardholder(CHONGQING, name="周行")
    body = {
        "item_code": "HRSS-001",
        "electronic_code": desk.code(mover),
        "inputs": {**SEEKING, "region_code": CHONGQING},
    }
    with desk.region_stopped("500000"):
        made = desk.post("/v1/service-applications", body, desk.agency(CHENGDU))
        desk.advance(by="PT10M")
        waits = desk.application(made)
        expect((waits["status"], waits["waiting_for"]), ("submitted", "competent_region"))
    expect((made["scheme"], made["card_form"]), ("chuan-yu", "electronic"))
    desk.advance(by="PT7H")
    done = desk.application(made)
    expect(done["status"], "effective", "the application after the region is back")
    regions = [step["region_code"] for step in desk.steps(made)]
    expect(regions[:2] + regions[-1:], [CHENGDU, CHENGDU, CHONGQING], "who did what where")


def _codes(application: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in application.get("reasons", [])]


def _recorded(desk: Desk, who: Cardholder) -> list[tuple[str, str]]:
    """What HRSS-005 answers of the person."""
    answered = desk.apply("HRSS-005", who, {"print_certificate": False})
    return [(each["kind"], each["status"]) for each in answered["result"]["records"]]


# ---- HRSS-005 就业失业登记信息查询


def employment_record_query(desk: Desk) -> None:
    """Nothing on record is an answer too; a record is printed, and the print is verified."""
    seeker = desk.cardholder(name="孙宜")
    nothing = desk.apply("HRSS-005", seeker, {"print_certificate": False})
    expect((nothing["status"], nothing["result"]["outcome"]), ("completed", "none_found"))
    desk.apply("HRSS-001", seeker, SEEKING)
    asked = {"print_certificate": True}
    answered = desk.apply("HRSS-005", seeker, asked)
    expect(answered["result"]["records"][0]["kind"], "job_seeker", "the record")
    printed = desk.get(f"/v1/service-certificates/{answered['certificate_id']}")
    said = {"number": printed["number"], "verification_code": printed["verification_code"]}
    verify = "/v1/service-certificates/verify"
    expect(desk.post(verify, said)["finding"], "valid")
    expect(desk.post(verify, {**said, "verification_code": "A" * 16})["finding"], "unknown")
    page = desk.get(f"/v1/service-certificates/{printed['id']}/page")
    expect(printed["number"] in page and "<svg" in page, True, "the page to print")
    revoke = f"/v1/service-certificates/{printed['id']}/revoke"
    desk.post(revoke, {"reason": "信息有误"}, desk.agency(DEMO_CITY))
    expect(desk.post(verify, said)["finding"], "revoked")
    wrong_way = {"from_month": "2026-03", "to_month": "2026-01", "print_certificate": False}
    desk.refused("months_reversed", desk.apply, "HRSS-005", seeker, wrong_way)
    elsewhere = desk.apply(
        "HRSS-005", seeker, asked, at=desk.agency(CHENGDU), region_code=DEMO_CITY
    )
    expect(elsewhere["waiting_for"], "competent_region")
    desk.advance(by="PT2M")
    expect(desk.application(elsewhere)["status"], "completed", "the query from another region")


# ---- HRSS-009 求职创业补贴


def job_hunting_subsidy(desk: Desk) -> None:
    """Supplement, public notice, decision, a payment that comes back, and its re-issue."""
    student = desk.cardholder(name="何晴", born=date(2004, 3, 8), sex="female")
    graduation = _in_months(desk, 3)
    form = {
        "school_name": "示范学院",
        "student_number": "2022010203",
        "graduation_date": graduation,
        "category": "orphan",
    }
    made = desk.apply("HRSS-009", student, form)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["category_proof"]))
    desk.refused("service_application_open", desk.apply, "HRSS-009", student, form)
    partial = {"inputs": {"school_name": "别处"}}
    desk.refused("supplement_not_wanted", desk.act, made, "supplement", partial)
    supplied = desk.act(made, "supplement", {"inputs": {"category_proof": PROOF}})
    expect((supplied["status"], supplied["waiting_for"]), ("on_notice", "clock"))
    notice = desk.get(f"/v1/public-notices/{supplied['public_notice_id']}")
    expect((notice["masked_name"], notice["amount_fen"]), ("何*", 200_000))
    _paid_at_the_second_try(desk, student, made)
    once = desk.apply("HRSS-009", student, {**form, "category_proof": PROOF})
    expect((once["status"], _codes(once)), ("rejected", ["subsidy_granted_before"]))
    early = desk.cardholder(name="吴早", born=date(2006, 3, 8))
    far = {**form, "graduation_date": _in_months(desk, 30), "category_proof": PROOF}
    expect(_codes(desk.apply("HRSS-009", early, far)), ["graduation_too_far"])


def _paid_at_the_second_try(desk: Desk, student: Cardholder, made: dict[str, Any]) -> None:
    """No account takes the money first; with one, the same sum is paid once."""
    desk.advance(by="P12D")
    returned = desk.application(made)
    expect((returned["status"], returned["amount_fen"]), ("payment_returned", 200_000))
    expect(returned["explanation"]["totals"]["subsidy_fen"], 200_000, "what explains the sum")
    [first] = desk.listed("/v1/benefit-payments", application_id=made["id"])
    expect((first["status"], first["return_code"]), ("returned", "01"))
    account = desk.account(student)
    reissue = f"/v1/benefit-payments/{first['id']}/reissue"
    second = desk.post(reissue, None, desk.agency(DEMO_CITY))
    expect(second["replaces_payment_id"], first["id"])
    desk.refused("benefit_payment_not_returned", desk.post, reissue)
    desk.advance(by="PT2M")
    expect(desk.application(made)["status"], "completed", "the application after the re-issue")
    expect(desk.balance(account), 200_000, "what is on the card")
    expect(desk.spent(DEMO_CITY, "employment_subsidy") >= 200_000, True, "the region's book")


def _in_months(desk: Desk, months: int) -> str:
    """The last day of a month so far from the world's today."""
    today = date.fromisoformat(desk.get("/sandbox/v1/clock")["now"][:10])
    number = today.year * 12 + today.month - 1 + months
    return date(number // 12, number % 12 + 1, 28).isoformat()


JOURNEYS = {
    "HRSS-001": job_seeker_registration,
    "HRSS-005": employment_record_query,
    "HRSS-009": job_hunting_subsidy,
}
