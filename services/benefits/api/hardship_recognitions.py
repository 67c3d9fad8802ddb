"""Recognitions of employment difficulty over HTTP; they are made by applications for HRSS-006."""

from typing import Any

from services.benefits import problems_employment as problems
from services.benefits.domain.employment import hardship
from services.benefits.flows.items.employment import hardship_recognition as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, fields

hardship_recognitions = Blueprint(
    "hardship_recognitions",
    tag="Hardship recognitions",
    description="就业困难人员认定: who has employment difficulty, by which category, until when.",
)
_PATH = "/v1/hardship-recognitions/<id('hdr'):hardship_recognition_id>"
_EXAMPLE = {"hardship_recognition_id": "hdr_" + "0" * 26}


class HardshipRecognitionView(Resource):
    object = fields.Object("hardship_recognition")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    application_id = fields.Id("svc", required=True)
    category = fields.Enum(hardship.CATEGORIES, required=True)
    confirmed_by = fields.Enum(("data", "document", "records"), required=True)
    unemployment_registration_id = fields.Id("une", required=True, attribute="unemployment_id")
    recognised_on = fields.Date(required=True)
    until_date = fields.Date(required=True, description="Last day unless it ends before.")
    next_check_on = fields.Date(description="年度核查.")
    checks = fields.Int(required=True, description="How often it was checked.")
    ended_on = fields.Date()
    ended_for = fields.Enum(hardship.ENDED_FOR)
    status = fields.Enum(hardship.STATUSES, required=True)


class HardshipFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    category = fields.Enum(hardship.CATEGORIES)
    status = fields.Enum(hardship.STATUSES)


@hardship_recognitions.get(
    "/v1/hardship-recognitions",
    listing=HardshipRecognitionView,
    query=HardshipFilters,
    scope="hardship_recognition.read",
)
def list_hardship_recognitions(query: Query) -> Any:
    """List recognitions of employment difficulty, the newest first."""
    return flow.page(query.page, dict(query.filters))


@hardship_recognitions.get(
    _PATH,
    answer=HardshipRecognitionView,
    scope="hardship_recognition.read",
    problems=(problems.HardshipNotFound,),
    path_examples=_EXAMPLE,
)
def get_hardship_recognition(hardship_recognition_id: str) -> Any:
    """Show a recognition of employment difficulty."""
    return flow.get(hardship_recognition_id)


@hardship_recognitions.post(
    _PATH + "/revoke",
    answer=HardshipRecognitionView,
    key="accepted",
    scope="hardship_recognition.write",
    roles=("agency",),
    problems=(problems.HardshipNotFound, problems.HardshipOver, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def revoke_hardship_recognition(hardship_recognition_id: str) -> Any:
    """Revoke a recognition whose category is over or was wrong (取消认定)."""
    return flow.revoke(hardship_recognition_id)
