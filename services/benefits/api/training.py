"""Training courses, enrolments and vouchers over HTTP.

Enrolments and vouchers are made by applications for HRSS-067 and HRSS-068.
"""

from typing import Any

from services.benefits import problems
from services.benefits import problems_training as refusals
from services.benefits.api import training_views as views
from services.benefits.domain.training.course import Course, Training
from services.benefits.domain.training.voucher import Voucher
from services.benefits.flows import training_courses as flow
from services.benefits.flows import training_known as known
from services.benefits.problems_relations import NotTheirRecord
from sscsim import world
from sscsim.web import Blueprint, Query

training = Blueprint(
    "training",
    tag="Training",
    description="职业培训: courses with places, attendance by card, vouchers.",
)
PROVIDERS = ("employer", "agency")
SHOWN = (problems.CredentialForm, problems.CredentialRefused, problems.ApplicantDeceased)
RELAYED_CARD = {
    422: (
        "one_credential_needed",
        "card_number_invalid",
        "card_number_ambiguous",
        "card_identification_code_invalid",
    ),
}
_COURSE = "/v1/training-courses/<id('trc'):course_id>"
_TRAINING = "/v1/trainings/<id('trn'):training_id>"
_VOUCHER = "/v1/training-vouchers/<id('vch'):voucher_id>"


@training.post(
    "/v1/training-courses",
    body=views.CourseNew,
    answer=views.CourseView,
    status=201,
    key="required",
    location="/v1/training-courses/{id}",
    scope="training.write",
    roles=PROVIDERS,
    problems=(
        refusals.CourseCodeTaken,
        refusals.CourseDatesWrong,
        refusals.CourseTooShort,
        refusals.CourseInPast,
        problems.RegionCantHandle,
        world.RegionNotAllowed,
    ),
    links={"getTrainingCourse": {"course_id": "$response.body#/id"}},
)
def announce_training_course(body: dict[str, Any]) -> Any:
    """Announce a course with its places (发布培训课程).

    A training provider (培训机构) acts with the key of an organisation, role `employer`; only it,
    or the agency of the region, signs people in and says who passed.
    """
    return flow.announce(**body)


@training.get(
    "/v1/training-courses",
    listing=views.CourseView,
    query=views.CourseFilters,
    scope="training.read",
)
def list_training_courses(query: Query) -> Any:
    """List courses, the newest first."""
    return known.page(Course, query.page, dict(query.filters))


@training.get(
    _COURSE,
    answer=views.CourseView,
    scope="training.read",
    problems=(refusals.TrainingCourseNotFound,),
    path_examples=views.COURSE,
)
def get_training_course(course_id: str) -> Any:
    """Show a course."""
    return known.get(Course, course_id)


@training.post(
    _COURSE + "/sign-ins",
    body=views.CourseCard,
    answer=views.TrainingView,
    key="accepted",
    scope="training.write",
    roles=PROVIDERS,
    problems=(
        refusals.TrainingCourseNotFound,
        NotTheirRecord,
        refusals.NotInCourse,
        refusals.CourseNotToday,
        refusals.SignedInToday,
        refusals.TrainingState,
        world.RegionNotAllowed,
        *SHOWN,
    ),
    relayed=RELAYED_CARD,
    path_examples=views.COURSE,
)
def sign_in_at_training_course(course_id: str, body: dict[str, Any]) -> Any:
    """Sign the holder of a card in for today (持卡签到); the holder sees it among the uses."""
    return flow.sign_in(course_id, body)


@training.get(
    "/v1/trainings", listing=views.TrainingView, query=views.TrainingFilters, scope="training.read"
)
def list_trainings(query: Query) -> Any:
    """List enrolments in courses, the newest first."""
    return known.page(Training, query.page, dict(query.filters))


@training.get(
    _TRAINING,
    answer=views.TrainingView,
    scope="training.read",
    problems=(refusals.TrainingNotFound,),
    path_examples=views.TRAINING,
)
def get_training(training_id: str) -> Any:
    """Show an enrolment in a course."""
    return known.get(Training, training_id)


@training.post(
    _TRAINING + "/complete",
    body=views.TrainingEnding,
    answer=views.TrainingView,
    key="accepted",
    scope="training.write",
    roles=PROVIDERS,
    problems=(
        refusals.TrainingNotFound,
        NotTheirRecord,
        refusals.TrainingState,
        refusals.AttendanceTooLow,
        world.RegionNotAllowed,
    ),
    path_examples=views.TRAINING,
)
def complete_training(training_id: str, body: dict[str, Any]) -> Any:
    """Say that somebody passed the course, if they were there often enough, or left it."""
    return flow.complete(training_id, body["outcome"])


@training.get(
    "/v1/training-vouchers",
    listing=views.VoucherView,
    query=views.VoucherFilters,
    scope="training.read",
)
def list_training_vouchers(query: Query) -> Any:
    """List training vouchers, the newest first."""
    return known.page(Voucher, query.page, dict(query.filters))


@training.get(
    _VOUCHER,
    answer=views.VoucherView,
    scope="training.read",
    problems=(refusals.TrainingVoucherNotFound,),
    path_examples=views.VOUCHER,
)
def get_training_voucher(voucher_id: str) -> Any:
    """Show a training voucher."""
    return known.get(Voucher, voucher_id)
