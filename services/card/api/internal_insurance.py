"""Insurance and family for other services: never routed by the gateway."""

from typing import Any

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
