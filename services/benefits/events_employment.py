"""What the benefits service tells of people's work: registrations, recognitions, certificates."""

from typing import Any

from services.benefits.domain.employment import employment as employments
from services.benefits.domain.employment import employment_certificate
from services.benefits.domain.employment import graduate as graduates
from services.benefits.domain.employment import hardship as hardships
from services.benefits.domain.employment import job_seeker as seekers
from services.benefits.domain.employment import unemployment as unemployments
from sscsim.event_types import DATE, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_PERSON = {"person_id": ident("psn")}


def _told(name: str, zh: str, en: str, **fields: Any) -> None:
    declare("benefits", name, Text(zh, en), {**fields, **_PERSON})


_SEEKER = {"id": ident("jsk"), "status": word(*seekers.STATUSES)}
_told("job_seeker.matched", "求职者已就业", "A job-seeker has found work", **_SEEKER)
_told(
    "job_seeker.withdrawn", "求职登记已撤回", "A job-seeker took the registration back", **_SEEKER
)

_EMPLOYMENT = {"id": ident("emr"), "status": word(*employments.STATUSES)}
_told(
    "employment_record.registered", "就业登记已办理", "An employment was registered", **_EMPLOYMENT
)
_told(
    "employment_record.ended",
    "就业登记已终止",
    "An employment ended",
    **_EMPLOYMENT,
    ended_on=DATE,
    leaving_reason=word(*employments.LEFT_FOR),
)
_told(
    "employment_record.renewed",
    "就业登记随劳动合同续订",
    "An employment goes on, as its labour contract does",
    **_EMPLOYMENT,
    **{"contract_end_date?": DATE},
)
_told(
    "employment_record.corrected",
    "就业登记已更正",
    "A record of an employment was replaced by a right one",
    **_EMPLOYMENT,
    corrects_id=ident("emr"),
)
_told(
    "unemployment_registration.registered",
    "失业登记已办理",
    "Somebody was registered as unemployed",
    id=ident("une"),
    leaving_reason=TEXT,
)
_told(
    "unemployment_registration.cancelled",
    "失业登记已注销",
    "A registration of unemployment ended",
    id=ident("une"),
    cancelled_for=word(*unemployments.CANCELLED_FOR),
)
_HARDSHIP = {"id": ident("hdr"), "category": word(*hardships.CATEGORIES)}
_told(
    "hardship_recognition.recognised",
    "已认定就业困难人员",
    "Somebody was recognised as having employment difficulty",
    **_HARDSHIP,
)
_told(
    "hardship_recognition.checked",
    "就业困难认定已通过年度核查",
    "A recognition passed its yearly check",
    **_HARDSHIP,
)
_told(
    "hardship_recognition.ended",
    "就业困难认定已终止",
    "A recognition of employment difficulty ended",
    id=ident("hdr"),
    ended_for=word(*hardships.ENDED_FOR),
)
_CERTIFICATE = {"id": ident("ecr"), "status": word(*employment_certificate.STATUSES)}
for _name, _zh, _en in (
    ("issued", "就业创业证已发放", "An employment certificate was issued"),
    ("review_due", "就业创业证须年检", "An employment certificate is due for its yearly review"),
    ("reviewed", "就业创业证已通过年检", "An employment certificate passed its review"),
    (
        "suspended",
        "就业创业证逾期未年检，已暂停",
        "An employment certificate was not reviewed in time",
    ),
    ("cancelled", "就业创业证已注销", "An employment certificate was cancelled"),
):
    _told(f"employment_certificate.{_name}", _zh, _en, **_CERTIFICATE)
_told(
    "unemployed_graduate.registered",
    "毕业生已实名登记",
    "A graduate without work was registered",
    id=ident("ugr"),
)
_told(
    "unemployed_graduate.ended",
    "毕业生登记已结束",
    "Somebody is no graduate without work any more",
    id=ident("ugr"),
    status=word(*graduates.STATUSES),
)
