"""What is told of courses, vouchers, certificates, titles and examinations."""

from services.benefits.domain.training.exam import STATUSES
from sscsim.event_types import TEXT, Schema, declare, ident, word
from sscsim.kernel.problems import Text

_PERSON = {"person_id": ident("psn")}


def _told(name: str, zh: str, en: str, fields: dict[str, Schema]) -> None:
    declare("benefits", name, Text(zh, en), fields)


_told(
    "training_course.announced",
    "培训课程已发布",
    "A training course was announced",
    {"id": ident("trc"), "course_code": TEXT},
)
for _state, _zh, _en in (
    ("enrolled", "培训已报名", "Somebody enrolled in a course"),
    ("attended", "培训已签到", "Somebody signed in at a course by card"),
    ("passed", "培训已合格", "Somebody passed a course"),
    ("dropped", "培训已退出", "Somebody left a course"),
):
    _fields = {"id": ident("trn"), **_PERSON, "course_code": TEXT}
    _told(f"training.{_state}", _zh, _en, _fields)
for _state, _zh, _en in (
    ("claimed", "培训券已领取", "A training voucher was claimed"),
    ("bound", "培训券已选定课程", "A training voucher was bound to a course"),
    ("redeemed", "培训券已核销", "A training voucher was redeemed"),
    ("settled", "培训券已结算", "A training voucher was settled with the provider"),
    ("expired", "培训券已过期", "A training voucher expired"),
):
    _told(f"training_voucher.{_state}", _zh, _en, {"id": ident("vch"), **_PERSON, "code": TEXT})
for _state, _zh, _en in (
    ("issued", "技能证书已核发", "A skill certificate was issued"),
    ("revoked", "技能证书已撤销", "A skill certificate was revoked"),
):
    _told(f"skill_certificate.{_state}", _zh, _en, {"id": ident("skc"), **_PERSON, "number": TEXT})
for _state, _zh, _en in (
    ("granted", "职称已授予", "A professional title was granted"),
    ("revoked", "职称已撤销", "A professional title was revoked"),
):
    _told(f"professional_title.{_state}", _zh, _en, {"id": ident("ttl"), **_PERSON, "level": TEXT})
_told(
    "title_ballot.recorded",
    "评审委员会已表决",
    "A board voted on an application for a title",
    {"id": ident("bal"), "application_id": ident("svc")},
)
_told(
    "examination.announced",
    "考试已发布",
    "An examination was announced",
    {"id": ident("exm"), "exam_code": TEXT},
)
_told(
    "exam_registration.changed",
    "考试报名状态已变更",
    "A registration for an examination is in another state",
    {"id": ident("exr"), **_PERSON, "status": word(*STATUSES)},
)
