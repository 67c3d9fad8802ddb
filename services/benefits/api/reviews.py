"""What an agency does with applications by hand, over HTTP."""

from typing import Any

from services.benefits import problems, problems_injury, problems_training
from services.benefits.api import views
from services.benefits.api.applications import EXAMPLE, PATH, PEOPLE, RULED
from services.benefits.flows import review, review_settings
from services.benefits.problems_catalogue import ServiceItemNotFound
from sscsim import world
from sscsim.web import Blueprint, Match

reviews = Blueprint(
    "reviews",
    tag="Reviews",
    description="人工审核: the agency of the region that decides, as an outside role.",
)
_SCOPE = "service_review.write"
_AGENCY = ("agency",)
_KNOWN = (
    problems.ApplicationNotFound,
    problems.ApplicationElsewhere,
    problems.ApplicationState,
    world.RegionNotAllowed,
    *RULED,
)
_SETTINGS = "/v1/review-settings/<region:region_code>"


@reviews.get(
    PATH + "/advice",
    answer=views.AdviceView,
    scope="service_review.read",
    roles=_AGENCY,
    problems=(
        problems.ApplicationNotFound,
        problems.ApplicationState,
        world.RegionNotAllowed,
        *RULED,
    ),
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def get_service_application_advice(service_application_id: str) -> Any:
    """What the item's rule says of an application today, for the reviewer; nothing is done."""
    application, said = review.advice(service_application_id)
    return {
        "service_application_id": application.id,
        "outcome": said.outcome,
        "reasons": [each.stored() for each in said.reasons],
        "missing_inputs": list(said.missing) or None,
        "amount_fen": said.amount,
        "explanation": views.spoken(said.explanation.as_json() if said.explanation else None),
    }


@reviews.post(
    PATH + "/accept",
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=_AGENCY,
    problems=_KNOWN,
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def accept_service_application(service_application_id: str) -> Any:
    """Accept an application (受理): the legal time begins to run."""
    return review.accept(service_application_id)


@reviews.post(
    PATH + "/refuse-acceptance",
    body=views.AcceptanceRefusal,
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=_AGENCY,
    problems=_KNOWN,
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def refuse_service_application(service_application_id: str, body: dict[str, Any]) -> Any:
    """Don't accept an application, with reasons (不予受理)."""
    return review.refuse_acceptance(service_application_id, body["reasons"])


@reviews.post(
    PATH + "/request-supplement",
    body=views.SupplementWanted,
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=_AGENCY,
    problems=(*_KNOWN, problems.NoSuchInput, problems.StepNotPartOfItem),
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def request_service_supplement(service_application_id: str, body: dict[str, Any]) -> Any:
    """Ask the applicant for inputs of the form (补正): the legal time stands still."""
    return review.request_supplement(service_application_id, **body)


@reviews.post(
    PATH + "/start-notice",
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=_AGENCY,
    problems=(*_KNOWN, problems.StepNotPartOfItem, problems.RuleForbidsApproval),
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def start_public_notice(service_application_id: str) -> Any:
    """Begin the public notice of what is about to be granted (公示)."""
    return review.start_notice(service_application_id)


@reviews.post(
    PATH + "/decide",
    body=views.DecisionNew,
    answer=views.ApplicationView,
    key="required",
    scope=_SCOPE,
    roles=_AGENCY,
    problems=(
        *_KNOWN,
        problems.RuleForbidsApproval,
        problems.NoticeNotHeld,
        problems.ReasonsNeeded,
        problems_training.BoardVoteWanted,
        problems_injury.PanelWanted,
    ),
    relayed=PEOPLE,
    path_examples=EXAMPLE,
)
def decide_service_application(service_application_id: str, body: dict[str, Any]) -> Any:
    """Approve or reject an application (办结); the effect follows in the same moment.

    What the item's rule forbids can't be approved, and what it would grant is rejected with
    reasons only.
    """
    return review.decide(service_application_id, **body)


# ---- who decides


@reviews.get(
    _SETTINGS,
    answer=views.SettingsView,
    scope="service_review.read",
    problems=(problems.RegionCantHandle,),
    path_examples={"region_code": "990100"},
)
def get_review_settings(region_code: str) -> Any:
    """Who decides in a region: the rule at once, the rule at the deadline, or people."""
    return review_settings.get(region_code)


@reviews.patch(
    _SETTINGS,
    body=views.SettingsPatch,
    answer=views.SettingsView,
    match=True,
    scope=_SCOPE,
    roles=_AGENCY,
    problems=(problems.RegionCantHandle, ServiceItemNotFound, world.RegionNotAllowed),
    path_examples={"region_code": "990100"},
)
def patch_review_settings(region_code: str, body: dict[str, Any], match: Match) -> Any:
    """Set who decides, for all items of a region or for single ones; null takes a setting out."""
    return review_settings.patch(region_code, body, match)
