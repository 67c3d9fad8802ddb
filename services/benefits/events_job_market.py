"""What the benefits service tells of vacancies, introductions and job fairs."""

from services.benefits.domain.employment import job_fair, referral, vacancy
from sscsim.event_types import REGION, declare, ident, word
from sscsim.kernel.problems import Text

_VACANCY = {"id": ident("vac"), "region_code": REGION, "status": word(*vacancy.STATUSES)}
declare("benefits", "job_vacancy.posted", Text("招聘岗位已发布", "A vacancy was posted"), _VACANCY)
declare(
    "benefits",
    "job_vacancy.ended",
    Text("招聘岗位已停止招聘", "A vacancy is filled, closed or expired"),
    _VACANCY,
)
_REFERRAL = {
    "id": ident("jrf"),
    "person_id": ident("psn"),
    "job_vacancy_id": ident("vac"),
    "status": word(*referral.STATUSES),
}
for _name, _zh, _en in (
    ("proposed", "已向用人单位推荐求职者", "A job-seeker was introduced to an employer"),
    ("interview", "已邀请面试", "A job-seeker was invited to an interview"),
    ("hired", "已录用", "A job-seeker was hired"),
    ("declined", "未录用或已谢绝", "Nothing came of an introduction"),
):
    declare("benefits", f"job_referral.{_name}", Text(_zh, _en), _REFERRAL)
_FAIR = {"id": ident("jbf"), "region_code": REGION, "status": word(*job_fair.STATUSES)}
for _name, _zh, _en in (
    ("planned", "招聘会已发布", "A job fair was announced"),
    ("held", "招聘会已举办", "A job fair was held"),
    ("cancelled", "招聘会已取消", "A job fair was cancelled"),
):
    declare("benefits", f"job_fair.{_name}", Text(_zh, _en), _FAIR)
_VISIT = {
    "id": ident("jfv"),
    "person_id": ident("psn"),
    "job_fair_id": ident("jbf"),
    "status": word(*job_fair.VISIT_STATUSES),
}
declare(
    "benefits",
    "job_fair_registration.registered",
    Text("已报名招聘会", "Somebody registered for a job fair"),
    _VISIT,
)
declare(
    "benefits",
    "job_fair_registration.entered",
    Text("已刷卡入场", "Somebody was let in to a job fair by card"),
    _VISIT,
)
