"""The journey of a professional qualification examination: registered, paid, sat."""

from datetime import timedelta
from typing import Any

from scenarios.benefits.desk import BANK_PIN, CHONGQING, DEMO_CITY, PIN, Cardholder, Desk, expect
from scenarios.benefits.electronic_cards import raised
from scenarios.benefits.learning import held, rejected, today

# ---- HRSS-074 专业技术人员资格考试


def examination(desk: Desk, code: str, *, seats: int = 500, **more: Any) -> dict[str, Any]:
    """An examination that is open, and is held in sixty days."""
    days = {"opens_on_date": 0, "closes_on_date": 10, "refund_until_date": 20, "held_on_date": 60}
    said = {
        "region_code": DEMO_CITY,
        "exam_code": code,
        "title": "示范专业技术人员资格考试",
        "subjects": ["专业实务", "法规"],
        "least_education": "college",
        "least_years": 2,
        "fee_fen": 12_200,
        "seats": seats,
        "pass_mark": 60,
        **{name: (today(desk) + timedelta(days=n)).isoformat() for name, n in days.items()},
    }
    made: dict[str, Any] = desk.post("/v1/examinations", {**said, **more}, desk.agency(DEMO_CITY))
    return made


def registered(
    desk: Desk, who: Cardholder, code: str, where: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An application for it; `where`: by which region it is taken in and decided."""
    form = {
        "exam_code": code,
        "exam_region_code": DEMO_CITY,
        "subjects": ["专业实务", "法规"],
        "education": "bachelor",
        "years_in_profession": 3,
        "pay_by": "card_account",
    }
    return desk.apply("HRSS-074", who, {**form, **more}, **(where or {}))


def qualification_exam(desk: Desk) -> None:
    """Registered, paid, let in, scored, qualified; refunded, absent and lapsed beside it."""
    people = [desk.cardholder(name=name) for name in ("江考", "史退", "方缺", "毛迟")]
    exam = examination(desk, "KS-01")
    short = registered(desk, people[0], "KS-01", education="senior_secondary")
    rejected(short, "exam_education_short")
    records = [
        f"/v1/exam-registrations/{made['result']['exam_registration_id']}"
        for made in (registered(desk, each, "KS-01") for each in people)
    ]
    rejected(registered(desk, people[0], "KS-01"), "exam_registered_already")
    accounts = [
        _paid(desk, each, record) for each, record in zip(people[:3], records, strict=False)
    ]
    desk.post(f"{records[1]}/refund")
    desk.refused("exam_registration_state", desk.post, f"{records[1]}/refund")
    desk.advance(by="PT5M")
    expect(desk.balance(accounts[1]), 20_000, "the fee is back")
    desk.advance(by="P11D")
    expect(desk.get(records[3])["status"], "lapsed", "who did not pay")
    pin = {"password": BANK_PIN}
    desk.refused("exam_registration_state", desk.post, f"{records[3]}/pay", pin)
    desk.advance(by="P11D")
    desk.refused("exam_refund_late", desk.post, f"{records[0]}/refund")
    _sat(desk, people, exam, records)
    _paid_by_code(desk)
    _taken_elsewhere(desk)


def _paid(desk: Desk, who: Cardholder, record: str) -> str:
    """Without an account, with a wrong password, with nothing on it; then paid once."""
    pay, pin = f"{record}/pay", {"password": BANK_PIN}
    desk.refused("card_account_missing", desk.post, pay, pin)
    account = desk.account(who)
    desk.refused("exam_pay_way", desk.post, pay, {"electronic_code": "x"})
    desk.refused("bank_password_wrong", desk.post, pay, {"password": "936184"})
    desk.refused("bank_balance_too_low", desk.post, pay, pin)
    expect(desk.get(record)["status"], "registered", "after what the bank refused")
    desk.post(f"{account}/credits", {"amount_fen": 20_000, "source": "cash"})
    done = desk.post(pay, pin)
    expect((done["status"], desk.balance(account)), ("admitted", 7_800))
    desk.refused("exam_registration_state", desk.post, pay, pin)
    return account


def _paid_by_code(desk: Desk) -> None:
    """By a code of the electronic card: of level 2, confirmed, used once; and given back."""
    holder = desk.cardholder(name="白码")
    examination(desk, "KS-02")
    made = registered(desk, holder, "KS-02", pay_by="electronic_card")
    record = f"/v1/exam-registrations/{made['result']['exam_registration_id']}"
    pay, pin = f"{record}/pay", {"password": PIN}
    desk.refused("exam_pay_way", desk.post, pay, pin)
    desk.refused("capability_missing", desk.code, holder, "payment")
    account = raised(desk, holder)
    desk.post(f"{account}/credits", {"amount_fen": 20_000, "source": "cash"})
    wrong = {"electronic_code": desk.code(holder, "payment"), "password": "862037"}
    desk.refused("electronic_password_wrong", desk.post, pay, wrong)
    expect(desk.get(record)["status"], "registered", "after what the bank refused")
    shown = {"electronic_code": desk.code(holder, "payment"), **pin}
    expect(desk.post(pay, shown)["status"], "admitted")
    expect(desk.balance(account), 7_800, "the account after the fee")
    desk.refused("exam_registration_state", desk.post, pay, shown)
    desk.post(f"{record}/refund")
    desk.advance(by="PT5M")
    expect(desk.balance(account), 20_000, "the fee is back")


def _taken_elsewhere(desk: Desk) -> None:
    """Handed in at Chongqing for the examination of Demo City, and let in there."""
    mover = desk.cardholder(CHONGQING, name="齐渝")
    exam = examination(desk, "KS-03")
    there = {"region_code": DEMO_CITY, "accepting_region_code": CHONGQING}
    made = registered(desk, mover, "KS-03", there)
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "nationwide"))
    desk.advance(by="PT10M")
    done = desk.application(made)
    expect(done["status"], "effective", "the registration from another region")
    record = f"/v1/exam-registrations/{done['result']['exam_registration_id']}"
    _paid(desk, mover, record)
    desk.advance(to=f"{exam['held_on_date']}T08:30:00+08:00")
    door = f"/v1/examinations/{exam['id']}/entries"
    mine = {"card_id": mover.card_id, "face": "match"}
    expect(desk.post(door, mine, desk.agency(DEMO_CITY))["status"], "entered")


def _sat(desk: Desk, people: list[Cardholder], exam: dict[str, Any], records: list[str]) -> None:
    """The day of the examination, and what comes of it."""
    site, door = desk.agency(DEMO_CITY), f"/v1/examinations/{exam['id']}/entries"
    mine = {"card_id": people[0].card_id, "face": "match"}
    desk.refused("exam_not_today", desk.post, door, mine, site)
    desk.advance(to=f"{exam['held_on_date']}T08:30:00+08:00")
    desk.refused("face_not_matched", desk.post, door, {**mine, "face": "mismatch"}, site)
    refunded = {"card_id": people[1].card_id, "face": "match"}
    desk.refused("not_admitted_to_exam", desk.post, door, refunded, site)
    expect(desk.post(door, mine, site)["status"], "entered")
    desk.advance(by="P1D")
    expect(desk.get(records[2])["status"], "absent", "who did not come")
    marks = [{"subject": "专业实务", "score": 82}]
    desk.refused("scores_dont_fit", desk.post, f"{records[0]}/scores", {"scores": marks}, site)
    both = {"scores": [*marks, {"subject": "法规", "score": 60}]}
    scored = desk.post(f"{records[0]}/scores", both, site)
    expect((scored["status"], scored["is_passed"]), ("scored", True))
    [(_, status)] = held(desk, people[0])
    expect(status, "valid", "the qualification, by the certificate query")


JOURNEYS = {
    "HRSS-074": qualification_exam,
}
