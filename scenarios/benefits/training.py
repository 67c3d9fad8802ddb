"""Journeys of training and of the voucher that pays for it."""

from datetime import timedelta
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import COOK, rejected, today
from scenarios.client import Client

# ---- the providers' side


def school(desk: Desk) -> Client:
    return desk.party("employer", name="Training school")


def course(desk: Desk, code: str, *, places: int = 30, **more: Any) -> dict[str, Any]:
    """A course of two days that begins tomorrow."""
    first = today(desk) + timedelta(days=1)
    said = {
        "region_code": DEMO_CITY,
        "course_code": code,
        "title": "中式烹调师（初级）培训",
        "provider_name": "示范培训学校",
        "occupation": COOK,
        "shift": "day",
        "starts_on_date": first.isoformat(),
        "ends_on_date": (first + timedelta(days=3)).isoformat(),
        "places": places,
        "days_needed": 2,
        "fee_fen": 80_000,
    }
    made: dict[str, Any] = desk.post("/v1/training-courses", {**said, **more}, school(desk))
    return made


def enrolled(desk: Desk, who: Cardholder, code: str, **more: Any) -> dict[str, Any]:
    inputs = {"course_code": code, "person_category": "unemployed"}
    return desk.apply("HRSS-067", who, inputs, **more)


# ---- HRSS-067 职业培训报名登记


def training_enrolment(desk: Desk) -> None:
    """The last place, attendance by card, too little of it, and then passed."""
    learner, late = desk.cardholder(name="钱学"), desk.cardholder(name="冯迟")
    announced = course(desk, "KC-CHEF-01", places=1)
    made = enrolled(desk, learner, "KC-CHEF-01")
    expect(made["status"], "effective")
    record = f"/v1/trainings/{made['result']['training_id']}"
    rejected(enrolled(desk, late, "KC-CHEF-01"), "training_course_full")
    rejected(enrolled(desk, learner, "KC-CHEF-01"), "training_taken_before")
    rejected(enrolled(desk, late, "KC-NONE"), "training_course_unknown")
    course(desk, "KC-CHEF-02")
    rejected(enrolled(desk, learner, "KC-CHEF-02"), "training_at_the_same_time")
    _attended(desk, learner, late, announced, record)
    _left(desk, late)
    _enrolled_elsewhere(desk)


def _attended(
    desk: Desk, learner: Cardholder, late: Cardholder, announced: dict[str, Any], record: str
) -> None:
    sign_in, mine = f"/v1/training-courses/{announced['id']}/sign-ins", {"card_id": learner.card_id}
    desk.refused("course_not_today", desk.post, sign_in, mine, school(desk))
    desk.advance(by="P1D")
    other = desk.party("employer", name="Another school")
    desk.refused("not_their_record", desk.post, sign_in, mine, other)
    desk.refused("not_in_course", desk.post, sign_in, {"card_id": late.card_id}, school(desk))
    expect(desk.post(sign_in, mine, school(desk))["status"], "attended")
    desk.refused("signed_in_today", desk.post, sign_in, mine, school(desk))
    passed = {"outcome": "passed"}
    desk.refused("attendance_too_low", desk.post, f"{record}/complete", passed, school(desk))
    desk.advance(by="P1D")
    by_code = {"electronic_code": desk.code(learner)}
    expect(desk.post(sign_in, by_code, school(desk))["days"], 2, "the days of attendance")
    desk.post(f"{record}/complete", passed, school(desk))
    expect(desk.get(record)["status"], "passed", "the enrolment")
    desk.refused("training_state", desk.post, f"{record}/complete", passed, school(desk))


def _left(desk: Desk, late: Cardholder) -> None:
    """Enrolled, there on no day, and given up: no other course is in the way any more."""
    course(desk, "KC-CHEF-03")
    made = enrolled(desk, late, "KC-CHEF-03")
    record = f"/v1/trainings/{made['result']['training_id']}"
    desk.post(f"{record}/complete", {"outcome": "dropped"}, school(desk))
    expect(desk.get(record)["status"], "dropped", "the enrolment of who left")


def _enrolled_elsewhere(desk: Desk) -> None:
    """Handed in at Chongqing for a course in Chengdu."""
    mover = desk.cardholder(CHONGQING, name="罗迁")
    course(desk, "KC-CD-01", region_code=CHENGDU)
    made = enrolled(desk, mover, "KC-CD-01", region_code=CHENGDU, accepting_region_code=CHONGQING)
    expect((made["status"], made["scheme"]), ("submitted", "chuan-yu"))
    desk.advance(by="PT2M")
    expect(desk.application(made)["status"], "effective", "the enrolment from another region")


# ---- HRSS-068 职业培训券


def training_voucher(desk: Desk) -> None:
    """Claimed, bound, redeemed after the course, and paid to the provider; another expires."""
    learner, idle = desk.cardholder(name="韩习"), desk.cardholder(name="唐闲")
    claim = {"action": "claim", "person_category": "unemployed"}
    excluded = {**claim, "person_category": "employee"}
    rejected(desk.apply("HRSS-068", learner, excluded), "voucher_category_excluded")
    voucher = desk.apply("HRSS-068", learner, claim)["result"]
    rejected(desk.apply("HRSS-068", learner, claim), "voucher_claimed_this_year")
    course(desk, "KC-VCH-01")
    mine = {"voucher_code": voucher["voucher_code"]}
    bind = {"action": "bind", "course_code": "KC-VCH-01", **mine}
    rejected(desk.apply("HRSS-068", learner, bind), "voucher_without_enrolment")
    taken = enrolled(desk, learner, "KC-VCH-01")
    rejected(desk.apply("HRSS-068", idle, bind), "voucher_unknown")
    expect(desk.apply("HRSS-068", learner, bind)["status"], "effective")
    redeem = {"action": "redeem", **mine}
    rejected(desk.apply("HRSS-068", learner, redeem), "voucher_course_not_passed")
    _passed(desk, learner, taken)
    before = desk.spent(DEMO_CITY, "training_subsidy")
    redeemed = desk.apply("HRSS-068", learner, redeem)
    expect(redeemed["amount_fen"], 80_000, "what the provider gets")
    rejected(desk.apply("HRSS-068", learner, redeem), "voucher_in_another_state")
    desk.advance(by="PT5M")
    shown = desk.get(f"/v1/training-vouchers/{voucher['voucher_id']}")
    expect((shown["status"], shown["paid_fen"]), ("settled", 80_000))
    paid = desk.get(f"/v1/benefit-payments/{shown['benefit_payment_id']}")
    expect((paid["status"], paid.get("person_id")), ("paid", None), "onto no card")
    expect(desk.spent(DEMO_CITY, "training_subsidy") - before, 80_000, "the region's book")
    unused = desk.apply("HRSS-068", idle, claim)["result"]
    desk.advance(by="P6M1D")
    expired = desk.get(f"/v1/training-vouchers/{unused['voucher_id']}")
    expect(expired["status"], "expired", "a voucher that nobody used")
    _voucher_elsewhere(desk)


def _voucher_elsewhere(desk: Desk) -> None:
    """Claimed at Chengdu from Demo City, whose voucher it is, and bound at Chongqing."""
    mover = desk.cardholder(name="韦远")
    course(desk, "KC-VCH-02")
    expect(enrolled(desk, mover, "KC-VCH-02")["status"], "effective", "the enrolment")
    claim = {"action": "claim", "person_category": "unemployed"}
    claimed = _handed_over(desk, mover, claim, CHENGDU)
    mine = {"voucher_code": claimed["result"]["voucher_code"]}
    _handed_over(desk, mover, {"action": "bind", "course_code": "KC-VCH-02", **mine}, CHONGQING)
    shown = desk.get(f"/v1/training-vouchers/{claimed['result']['voucher_id']}")
    expect((shown["status"], shown["region_code"]), ("bound", DEMO_CITY))


def _handed_over(desk: Desk, who: Cardholder, inputs: dict[str, Any], at: str) -> dict[str, Any]:
    made = desk.apply("HRSS-068", who, inputs, accepting_region_code=at)
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "nationwide"))
    desk.advance(by="PT10M")
    done = desk.application(made)
    expect(done["status"], "effective", f"what was handed in at {at}")
    return done


def _passed(desk: Desk, learner: Cardholder, taken: dict[str, Any]) -> None:
    record = desk.get(f"/v1/trainings/{taken['result']['training_id']}")
    for _ in range(2):
        desk.advance(by="P1D")
        shown = {"card_id": learner.card_id}
        desk.post(f"/v1/training-courses/{record['course_id']}/sign-ins", shown, school(desk))
    desk.post(f"/v1/trainings/{record['id']}/complete", {"outcome": "passed"}, school(desk))


JOURNEYS = {
    "HRSS-067": training_enrolment,
    "HRSS-068": training_voucher,
}
