"""What the benefits service tells of its changes: the types and what each says."""

from services.benefits import (  # noqa: F401  # each declares its types as it is imported
    events_annuity,
    events_cards,
    events_employment,
    events_files,
    events_fiscal,
    events_inheritance,
    events_injury,
    events_injury_fund,
    events_insurance,
    events_job_market,
    events_labour,
    events_pension,
    events_private_pension,
    events_subsidies,
    events_training,
    events_transfer,
    events_unemployment,
)
from services.benefits.domain.application import STATUSES
from services.benefits.domain.employment.job_seeker import STATUSES as SEEKER_STATUSES
from sscsim.event_types import DATE, FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

__all__ = ["events_fiscal"]

_APPLICATION = {
    "id": ident("svc"),
    "item_code": TEXT,
    "status": word(*STATUSES),
    "competent_region_code": REGION,
    "person_id?": ident("psn"),
}


def _told(name: str, zh: str, en: str, **more: object) -> None:
    fields = {**_APPLICATION, **more}
    declare("benefits", f"service_application.{name}", Text(zh, en), fields)  # type: ignore[arg-type]


_told("submitted", "办件已提交", "An application for a service item was handed in")
_told("accepted", "办件已受理", "It was accepted: the legal time runs")
_told("supplement_wanted", "办件须补正", "Something is wanted of the applicant")
_told(
    "notice_started",
    "办件进入公示",
    "Its public notice began",
    notice_id=ident("ntc"),
    to_date=DATE,
)
_told("decided", "办件已办结", "It was decided, or not accepted")
_told("effective", "办件已生效", "What was decided, or asked, has taken effect")
_told("withdrawn", "办件已撤回", "The applicant took it back")
_told("appealed", "办件已申请复核", "The applicant asked for a review")
_told("lapsed", "办件逾期未补正，已失效", "Nothing came of what was wanted")
_told("overdue", "办件超过法定时限", "The legal time is over without a decision", due_date=DATE)

declare(
    "benefits",
    "public_notice.objected",
    Text("公示收到异议", "Somebody objected to what a public notice shows"),
    {"id": ident("ntc"), "objection_id": ident("obj"), "application_id": ident("svc")},
)

_PAYMENT = {
    "id": ident("bpy"),
    "item_code": TEXT,
    "amount_fen": FEN,
    "region_code": REGION,
    "person_id?": ident("psn"),
    "application_id?": ident("svc"),
}
declare(
    "benefits",
    "benefit_payment.paid",
    Text("待遇已发放到账", "A benefit is on the account of the card"),
    _PAYMENT,
)
declare(
    "benefits",
    "benefit_payment.returned",
    Text("待遇发放被退回", "The bank returned a benefit payment"),
    {**_PAYMENT, "return_code": TEXT},
)
declare(
    "benefits",
    "service_certificate.issued",
    Text("证明已出具", "A certificate was issued"),
    {"id": ident("crt"), "number": TEXT, "application_id": ident("svc")},
)
declare(
    "benefits",
    "service_certificate.revoked",
    Text("证明已撤销", "A certificate was taken back"),
    {"id": ident("crt"), "number": TEXT},
)
declare(
    "benefits",
    "review_settings.changed",
    Text("审核方式已变更", "It was changed who decides in a region"),
    {"region_code": REGION},
)
declare(
    "benefits",
    "benefits_policy.loaded",
    Text("人社政策已载入", "Figures of HR services were loaded into this world"),
    {"region_code": REGION, "digest": TEXT},
)

_SEEKER = {"id": ident("jsk"), "person_id": ident("psn"), "status": word(*SEEKER_STATUSES)}
declare(
    "benefits",
    "job_seeker.registered",
    Text("求职登记已办理", "A job-seeker was registered"),
    _SEEKER,
)
declare(
    "benefits",
    "job_seeker.expired",
    Text("求职登记已到期", "The registration of a job-seeker ended"),
    _SEEKER,
)
