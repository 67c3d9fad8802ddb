"""A story of applications that people review, and of what an applicant can do about it."""

from scenarios.benefits import Desk
from scenarios.benefits.desk import DEMO_CITY, Cardholder
from scenarios.benefits.employment import PROOF, SEEKING
from tools.collections.story import Json, Story, at_desk, in_days


def _by_hand(desk: Desk) -> None:
    """Not accepted; withdrawn; sent back for a proof, shown, objected to and decided."""
    desk.reviewed_by_hand(DEMO_CITY)
    agency = desk.agency(DEMO_CITY)
    stranger = _asked(desk, desk.cardholder(name="吴早"))
    reasons = {"reasons": [{"code": "not_our_area", "text": "不属于本机构管辖"}]}
    desk.act(stranger, "refuse-acceptance", reasons, agency)
    desk.act(_asked(desk, desk.cardholder(name="沈退")), "withdraw", {})
    student = desk.cardholder(name="何晴", sex="female")
    made = _asked(desk, student)
    desk.act(made, "accept", None, agency)
    wanted = {"inputs": ["category_proof"], "note": "请补充证明材料"}
    desk.act(made, "request-supplement", wanted, agency)
    desk.act(made, "supplement", {"inputs": {"category_proof": PROOF}})
    shown = desk.act(made, "start-notice", None, agency)
    notice = f"/v1/public-notices/{shown['public_notice_id']}"
    desk.post(f"{notice}/objections", {"reason": "不符合条件"})
    desk.listed(f"{notice}/objections")
    desk.advance(by="P12D")
    desk.application(made)
    desk.act(made, "decide", {"outcome": "approved"}, agency)
    desk.reviewed_by_hand(DEMO_CITY, None)


def _asked(desk: Desk, student: Cardholder, **more: str) -> Json:
    form = {
        "school_name": "示范学院",
        "student_number": "2022010203",
        "graduation_date": in_days(desk, 80),
        "category": "orphan",
        "category_proof": PROOF,
        **more,
    }
    return desk.apply("HRSS-009", student, form)


def _appealed(desk: Desk) -> None:
    """Rejected for a date that is too far off, and appealed against."""
    late = desk.cardholder(name="郑迟")
    rejected = _asked(desk, late, graduation_date=in_days(desk, 900))
    desk.act(rejected, "appeal", {"reason": "毕业日期填写有误"})
    desk.steps(rejected)


def _printed(desk: Desk) -> None:
    """A certificate of what is on record: printed, verified, revoked."""
    seeker = desk.cardholder(name="孙宜")
    desk.apply("HRSS-001", seeker, SEEKING)
    made = desk.apply("HRSS-005", seeker, {"print_certificate": True})
    printed = desk.get(f"/v1/service-certificates/{made['certificate_id']}")
    desk.get(f"/v1/service-certificates/{printed['id']}/page")
    said = {"number": printed["number"], "verification_code": printed["verification_code"]}
    desk.post("/v1/service-certificates/verify", said)
    path = f"/v1/service-certificates/{printed['id']}/revoke"
    desk.post(path, {"reason": "信息有误"}, desk.agency(DEMO_CITY))
    desk.post("/v1/service-certificates/verify", said)


STORIES = (
    Story(
        "V",
        "Story V - people review applications",
        "One application is not accepted, one withdrawn; a third is sent back for a proof, shown "
        "to the public, objected to, and decided. A rejection is appealed against. A certificate "
        "is printed, verified and revoked.",
        "story-v",
        at_desk("reviews", _by_hand, _appealed, _printed),
    ),
)
