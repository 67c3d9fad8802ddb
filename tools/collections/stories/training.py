"""Stories of training, examinations and titles."""

from datetime import date

from scenarios.benefits import Desk, examinations, learning, titles, training
from scenarios.benefits.desk import BANK_PIN, CHENGDU, DEMO_CITY, Cardholder
from tools.collections.story import Story, at_desk

COURSE, EXAM = "KC-COOK-01", "KS-01"


def _voucher(desk: Desk) -> None:
    """A voucher is bound to a course, attended by card, and redeemed by who gave the course."""
    learner = desk.cardholder(name="韩习")
    claim = {"action": "claim", "person_category": "unemployed"}
    voucher = desk.apply("HRSS-068", learner, claim)["result"]
    announced = training.course(desk, COURSE)
    taken = training.enrolled(desk, learner, COURSE)["result"]["training_id"]
    mine = {"voucher_code": voucher["voucher_code"]}
    desk.apply("HRSS-068", learner, {"action": "bind", "course_code": COURSE, **mine})
    school, shown = training.school(desk), {"card_id": learner.card_id}
    for _ in range(2):
        desk.advance(by="P1D")
        desk.post(f"/v1/training-courses/{announced['id']}/sign-ins", shown, school)
    desk.get(f"/v1/trainings/{taken}")
    desk.post(f"/v1/trainings/{taken}/complete", {"outcome": "passed"}, school)
    desk.apply("HRSS-068", learner, {"action": "redeem", **mine})
    desk.advance(by="PT5M")
    settled = desk.get(f"/v1/training-vouchers/{voucher['voucher_id']}")
    desk.get(f"/v1/benefit-payments/{settled['benefit_payment_id']}")
    _certificate(desk, learner)


def _certificate(desk: Desk, learner: Cardholder) -> None:
    """The appraisal's certificate: verified, printed, and subsidised."""
    desk.account(learner)
    made = learning.certified(desk, learner, "S000099010000000601")
    known = {"number": made["number"], "person_id": learner.id, "level": "primary"}
    desk.post("/v1/skill-certificates/verify", known)
    printed = desk.apply("HRSS-071", learner, {"print_certificate": True})
    desk.get(f"/v1/service-certificates/{printed['certificate_id']}/page")
    form = {
        "subsidy": "appraisal",
        "certificate_number": made["number"],
        "skill_level": "primary",
        "issued_on_date": made["issued_on_date"],
        "fee_fen": 20_000,
        "fee_receipt": learning.PAPER,
    }
    desk.apply("HRSS-069", learner, form)
    desk.advance(by="PT5M")


def _examination(desk: Desk) -> None:
    """Two register and pay from the card's account; one is refunded, one sits and passes."""
    sits, leaves = desk.cardholder(name="江考"), desk.cardholder(name="史退")
    exam = examinations.examination(desk, EXAM)
    records = []
    for each in (sits, leaves):
        made = examinations.registered(desk, each, EXAM)["result"]["exam_registration_id"]
        account = desk.account(each)
        desk.post(f"{account}/credits", {"amount_fen": 20_000, "source": "cash"})
        records.append(f"/v1/exam-registrations/{made}")
        desk.post(f"{records[-1]}/pay", {"password": BANK_PIN})
    desk.post(f"{records[1]}/refund")
    desk.advance(to=f"{exam['held_on_date']}T08:30:00+08:00")
    site, door = desk.agency(DEMO_CITY), f"/v1/examinations/{exam['id']}/entries"
    desk.post(door, {"card_id": sits.card_id, "face": "match"}, site)
    desk.advance(by="P1D")
    marks = [{"subject": "专业实务", "score": 82}, {"subject": "法规", "score": 60}]
    desk.post(f"{records[0]}/scores", {"scores": marks}, site)
    desk.get(records[0])
    learning.held(desk, sits)


def _title(desk: Desk) -> None:
    """An engineer's title: the board votes, it stands on notice, is granted, and is revoked."""
    engineer = desk.cardholder(CHENGDU, name="夏工", born=date(1985, 9, 1))
    inputs = {**titles.ENGINEER, "employer_recommendation": learning.PAPER}
    made = desk.apply("HRSS-072", engineer, inputs, region_code=CHENGDU)
    titles.voted(desk, made, 9, 8)
    desk.advance(by="P12D")
    title = desk.application(made)["result"]["title_id"]
    desk.get(f"/v1/professional-titles/{title}")
    learning.held(desk, engineer, "HRSS-073")
    wrong = {"reason": "材料不实"}
    desk.post(f"/v1/professional-titles/{title}/revoke", wrong, desk.agency(CHENGDU))
    learning.held(desk, engineer, "HRSS-073")


STORIES = (
    Story(
        "J",
        "Story J - a training voucher and a skill certificate",
        "A voucher is claimed and bound to a course, the course attended by card and passed, the "
        "voucher redeemed to its school. The certificate that follows is verified and subsidised.",
        "story-j",
        at_desk("training", _voucher),
    ),
    Story(
        "K",
        "Story K - an examination and a professional title",
        "Two register for an examination and pay from the card: one is refunded, one sits and "
        "passes. An engineer's title is voted on, granted after its notice, and revoked.",
        "story-k",
        at_desk("titles", _examination, _title),
    ),
)
