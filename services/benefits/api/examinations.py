"""Examinations and registrations for them over HTTP; who registers applies for HRSS-074."""

from typing import Any

from services.benefits import problems
from services.benefits import problems_training as refusals
from services.benefits.api import training_views as views
from services.benefits.api.training import RELAYED_CARD, SHOWN
from services.benefits.domain.training.exam import Examination, ExamRegistration
from services.benefits.flows import exam_fees
from services.benefits.flows import examinations as flow
from services.benefits.flows import training_known as known
from sscsim import world
from sscsim.web import Blueprint, Query

examinations = Blueprint(
    "examinations",
    tag="Examinations",
    description="专业技术人员资格考试: registration, fee by card, entry by card and face, scores.",
)
_AUTHORITY = ("agency",)
_EXAM = "/v1/examinations/<id('exm'):examination_id>"
_REGISTRATION = "/v1/exam-registrations/<id('exr'):exam_registration_id>"
_KNOWN = (refusals.ExamRegistrationNotFound, refusals.ExamRegistrationState)


@examinations.post(
    "/v1/examinations",
    body=views.ExaminationNew,
    answer=views.ExaminationView,
    status=201,
    key="required",
    location="/v1/examinations/{id}",
    scope="examination.write",
    roles=_AUTHORITY,
    problems=(
        refusals.ExamCodeTaken,
        refusals.ExamDatesWrong,
        refusals.ExamSubjectsTwice,
        problems.RegionCantHandle,
        world.RegionNotAllowed,
    ),
    links={"getExamination": {"examination_id": "$response.body#/id"}},
)
def announce_examination(body: dict[str, Any]) -> Any:
    """Announce an examination: conditions, fee, seats and days (发布考试)."""
    return flow.announce(**body)


@examinations.get(
    "/v1/examinations",
    listing=views.ExaminationView,
    query=views.ExaminationFilters,
    scope="examination.read",
)
def list_examinations(query: Query) -> Any:
    """List examinations, the newest first."""
    return known.page(Examination, query.page, dict(query.filters))


@examinations.get(
    _EXAM,
    answer=views.ExaminationView,
    scope="examination.read",
    problems=(refusals.ExaminationNotFound,),
    path_examples=views.EXAM,
)
def get_examination(examination_id: str) -> Any:
    """Show an examination."""
    return known.get(Examination, examination_id)


@examinations.post(
    _EXAM + "/entries",
    body=views.ExamEntry,
    answer=views.RegistrationView,
    key="accepted",
    scope="examination.write",
    roles=_AUTHORITY,
    problems=(
        refusals.ExaminationNotFound,
        refusals.ExamNotToday,
        refusals.NotAdmitted,
        refusals.FaceNotMatched,
        refusals.ExamRegistrationState,
        world.RegionNotAllowed,
        *SHOWN,
    ),
    relayed=RELAYED_CARD,
    path_examples=views.EXAM,
)
def enter_examination(examination_id: str, body: dict[str, Any]) -> Any:
    """Let the holder of a card in, if they are admitted and the face is theirs (持卡入场)."""
    return flow.enter(examination_id, face=body.pop("face"), credential=body)


@examinations.get(
    "/v1/exam-registrations",
    listing=views.RegistrationView,
    query=views.RegistrationFilters,
    scope="exam_registration.read",
)
def list_exam_registrations(query: Query) -> Any:
    """List registrations for examinations, the newest first."""
    return known.page(ExamRegistration, query.page, dict(query.filters))


@examinations.get(
    _REGISTRATION,
    answer=views.RegistrationView,
    scope="exam_registration.read",
    problems=(refusals.ExamRegistrationNotFound,),
    path_examples=views.REGISTRATION,
)
def get_exam_registration(exam_registration_id: str) -> Any:
    """Show a registration, with its admission number and scores once there are any."""
    return known.get(ExamRegistration, exam_registration_id)


@examinations.post(
    _REGISTRATION + "/pay",
    body=views.FeePayment,
    answer=views.RegistrationView,
    key="required",
    scope="exam_registration.write",
    roles=("holder", "agency"),
    problems=(*_KNOWN, refusals.ExamPayWay, refusals.ExamFeeLate),
    relayed={
        404: ("person_not_found", "bank_account_not_found", "electronic_card_not_found"),
        409: (
            "card_account_missing",
            "bank_account_not_usable",
            "bank_balance_too_low",
            "code_payment_closed",
            "code_expired",
            "code_used",
            "code_revoked",
            "electronic_card_suspended",
            "level_two_needs_account",
        ),
        422: (
            "bank_password_wrong",
            "amount_over_limit",
            "electronic_password_wrong",
            "confirmation_failed",
            "scan_refused",
        ),
    },
    path_examples=views.REGISTRATION,
)
def pay_exam_fee(exam_registration_id: str, body: dict[str, Any]) -> Any:
    """Pay the fee from the card, in the time for registration (缴费): admitted with a number.

    A refusal of the bank leaves the registration as it was. After a lost answer the same call
    finds out what came of it, and so does a job ten minutes later: the fee is taken once.
    """
    return exam_fees.pay(exam_registration_id, **body)


@examinations.post(
    _REGISTRATION + "/refund",
    answer=views.RegistrationView,
    key="accepted",
    scope="exam_registration.write",
    roles=("holder", "agency"),
    problems=(*_KNOWN, refusals.ExamRefundLate),
    path_examples=views.REGISTRATION,
)
def refund_exam_fee(exam_registration_id: str) -> Any:
    """Give the fee back onto the card until the day that was announced (退费); the seat is free."""
    return exam_fees.refund(exam_registration_id)


@examinations.post(
    _REGISTRATION + "/scores",
    body=views.Scores,
    answer=views.RegistrationView,
    key="accepted",
    scope="examination.write",
    roles=_AUTHORITY,
    problems=(*_KNOWN, refusals.ScoresDontFit, world.RegionNotAllowed),
    path_examples=views.REGISTRATION,
)
def record_exam_scores(exam_registration_id: str, body: dict[str, Any]) -> Any:
    """Record the marks of somebody who was there; who passes gets the qualification."""
    marks = [(each["subject"], each["score"]) for each in body["scores"]]
    return flow.score(exam_registration_id, marks)
