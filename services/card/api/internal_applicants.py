"""Who applies for a service, for the benefits service: never routed by the gateway."""

from typing import Any

from services.card import problems
from services.card.api import views
from services.card.api.verifications import REFUSALS
from services.card.domain.person import LIVING_STATES, SEXES
from services.card.flows import applicants
from sscsim.web import Blueprint, Schema, View, fields

internal_applicants = Blueprint("card_internal_applicants", description="For the other services.")
_DOOR = "/internal/v1/service-applicants"


class ApplicantShown(views.VerificationRequest):
    event = fields.Text(required=True, max=80, description="The same is verified once.")
    scanned_at = fields.Instant(description="Of a code that a gate without network scanned.")


class PersonMention(Schema):
    person_id = fields.Id("psn", required=True)


class NumberMention(Schema):
    social_security_number = fields.Text(required=True, max=30)


class RelationQuestion(Schema):
    person_id = fields.Id("psn", required=True)
    relative_id = fields.Id("psn", required=True)


class PeopleMention(Schema):
    person_ids = fields.List(fields.Id("psn"), min=1, max=1000, required=True)


class DeceasedView(View):
    id = fields.Id("psn", required=True)
    deceased_on = fields.Date(required=True)


class AllDeceasedView(View):
    data = fields.List(fields.Nested(DeceasedView), required=True)


class ApplicantView(View):
    id = fields.Id("psn", required=True)
    name = fields.Text(required=True, max=100)
    sex = fields.Enum(SEXES, required=True)
    birth_date = fields.Date(required=True)
    region_code = fields.Region(required=True)
    living_state = fields.Enum(LIVING_STATES, required=True)


class ApplicantsView(View):
    data = fields.List(fields.Nested(ApplicantView), required=True)


class RelationView(View):
    relation = fields.Text(description="What the relative is to the person; absent: no link.")
    in_family_service = fields.Bool(required=True)


class KindsView(View):
    kinds = fields.List(fields.Text(max=30), required=True)


@internal_applicants.post(
    _DOOR + "/verify",
    body=ApplicantShown,
    answer=views.VerificationView,
    status=200,
    problems=REFUSALS,
)
def verify_applicant(body: dict[str, Any]) -> Any:
    """Verify a card for an application; the same event is answered with the same record."""
    return applicants.verified(**body)


@internal_applicants.post(
    _DOOR + "/person",
    body=PersonMention,
    answer=ApplicantView,
    status=200,
    problems=(problems.PersonNotFound,),
)
def get_applicant(body: dict[str, Any]) -> Any:
    """Somebody as they are registered today."""
    return applicants.person(body["person_id"])


@internal_applicants.post(
    _DOOR + "/search",
    body=NumberMention,
    answer=ApplicantsView,
    status=200,
    problems=(problems.IdentityNumberInvalid, problems.RealLookingIdentity),
)
def search_applicant(body: dict[str, Any]) -> Any:
    """Whose social security number it is."""
    return {"data": applicants.with_number(body["social_security_number"])}


@internal_applicants.post(
    _DOOR + "/deceased", body=PeopleMention, answer=AllDeceasedView, status=200
)
def list_deceased_applicants(body: dict[str, Any]) -> Any:
    """Those of these people who have died, for benefits that end with it."""
    return {"data": applicants.deceased(body["person_ids"])}


@internal_applicants.post(
    _DOOR + "/relation",
    body=RelationQuestion,
    answer=RelationView,
    status=200,
    problems=(problems.PersonNotFound,),
)
def get_applicant_relation(body: dict[str, Any]) -> Any:
    """What two people are to each other, and whether one is in the other's family service."""
    return applicants.relation(**body)


@internal_applicants.post(
    _DOOR + "/entitlements",
    body=PersonMention,
    answer=KindsView,
    status=200,
    problems=(problems.PersonNotFound,),
)
def list_applicant_entitlements(body: dict[str, Any]) -> Any:
    """As what the person is recognised today."""
    return {"kinds": applicants.recognised(body["person_id"])}
