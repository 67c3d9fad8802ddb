"""Insurance and family for other services: never routed by the gateway."""

from typing import Any

from services.card.domain.enrolment import CATEGORIES
from services.card.domain.enrolment import KINDS as INSURANCE_KINDS
from services.card.domain.entitlement import KINDS
from services.card.domain.person import SEXES
from services.card.flows import insured
from services.card.problems import PersonNotFound
from sscsim.web import Blueprint, Schema, View, fields

internal_insurance = Blueprint("card_internal_insurance", description="For the other services.")


class StretchesQuestion(Schema):
    person_ids = fields.List(fields.Id("psn"), required=True, min=1, max=500)
    insurance_kind = fields.Text(required=True, max=40)
    from_date = fields.Date(required=True)
    to_date = fields.Date(required=True)


class StretchView(View):
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    category = fields.Text(required=True)
    from_date = fields.Date(required=True)
    to_date = fields.Date()
    contribution_base_fen = fields.Fen(attribute="contribution_base")


class StretchesView(View):
    data = fields.List(fields.Nested(StretchView), required=True)


@internal_insurance.post(
    "/internal/v1/insurance-stretches", body=StretchesQuestion, answer=StretchesView, status=200
)
def list_insurance_stretches(body: dict[str, Any]) -> Any:
    """Where, and as what, these people were insured in a stretch of time."""
    return {"data": insured.stretches(**body)}


class FamilyQuestion(Schema):
    person_id = fields.Id("psn", required=True)
    relative_id = fields.Id("psn", required=True)


class FamilyView(View):
    relation = fields.Text(description="What the relative is to the person; absent: no link.")
    relative_regions = fields.List(fields.Region(), required=True, description="Insured today.")


@internal_insurance.post(
    "/internal/v1/family-links",
    body=FamilyQuestion,
    answer=FamilyView,
    status=200,
    problems=(PersonNotFound,),
)
def get_family_relation(body: dict[str, Any]) -> Any:
    """What two people are to each other, and where the relative is insured today."""
    return insured.family(**body)


class InsuredMention(Schema):
    person_id = fields.Id("psn", required=True)


class NumbersQuestion(Schema):
    person_ids = fields.List(fields.Id("psn"), required=True, max=100)


class NumberedView(View):
    person_id = fields.Id("psn", required=True)
    social_security_number = fields.Text(required=True)


class NumbersView(View):
    """Who isn't known isn't in it."""

    people = fields.List(fields.Nested(NumberedView), required=True, max=100)


class OwnStretchView(View):
    insurance_kind = fields.Enum(INSURANCE_KINDS, required=True)
    region_code = fields.Region(required=True)
    category = fields.Enum(CATEGORIES, required=True)
    from_date = fields.Date(required=True)
    to_date = fields.Date()


class OwnEntitlementView(View):
    kind = fields.Enum(KINDS, required=True)
    region_code = fields.Region(required=True)
    from_date = fields.Date(required=True)
    to_date = fields.Date()


class InsuredView(View):
    """The number is whole: the medical service prints it where the message interface has it."""

    id = fields.Id("psn", required=True, attribute="person.id")
    social_security_number = fields.Text(required=True, attribute="person.social_security_number")
    name = fields.Text(required=True, attribute="person.name")
    sex = fields.Enum(SEXES, required=True, attribute="person.sex")
    birth_date = fields.Date(required=True, attribute="person.birth_date")
    nation = fields.Text(attribute="person.nation")
    enrolments = fields.List(fields.Nested(OwnStretchView), required=True)
    entitlements = fields.List(fields.Nested(OwnEntitlementView), required=True)


@internal_insurance.post(
    "/internal/v1/insured-persons",
    body=InsuredMention,
    answer=InsuredView,
    status=200,
    problems=(PersonNotFound,),
)
def get_insured_person(body: dict[str, Any]) -> Any:
    """A person with all their insurance and entitlements, through time."""
    return insured.all_of(**body)


@internal_insurance.post(
    "/internal/v1/insured-persons/numbers", body=NumbersQuestion, answer=NumbersView, status=200
)
def list_insured_numbers(body: dict[str, Any]) -> Any:
    """The numbers of many people at once, for the medical service's lists."""
    numbers = insured.numbers(body["person_ids"])
    return {
        "people": [
            {"person_id": person_id, "social_security_number": number}
            for person_id, number in numbers.items()
        ]
    }
