"""Diagnoses of a visit over HTTP."""

from typing import Any

from services.medical import problems
from services.medical import problems_catalogue as refusals
from services.medical.api import views_common
from services.medical.domain.vocabulary import DIAGNOSIS_KINDS
from services.medical.flows import diagnoses as flow
from sscsim.web import Blueprint, Match, Schema, View, fields
from sscsim.world import RegionNotAllowed

diagnoses = Blueprint("diagnoses", tag="Diagnoses", description="What a person was treated for.")
_VISIT = {"visit_id": views_common.VISIT_ID}
_KIND = "入院诊断 and 出院诊断 of a stay, 门诊诊断 of an outpatient visit."


class DiagnosisNew(Schema):
    kind = fields.Enum(DIAGNOSIS_KINDS, required=True, description=_KIND, example="admission")
    disease_code = fields.Text(
        required=True, max=20, description="See /v1/diseases.", example="I10.x00x901"
    )
    is_main = fields.Bool(load_default=False, description="主要诊断: one of each kind.")


class DiagnosesNew(Schema):
    diagnoses = fields.List(fields.Nested(DiagnosisNew), required=True, min=1, max=50)


class DiagnosisView(View):
    id = fields.Text(required=True, max=40, attribute="diagnosis.id")
    object = fields.Object("diagnosis")
    kind = fields.Enum(DIAGNOSIS_KINDS, required=True, attribute="diagnosis.kind")
    ordinal = fields.Int(min=1, required=True, attribute="diagnosis.ordinal")
    disease_code = fields.Text(required=True, max=20, attribute="disease.code")
    name_zh = fields.Text(required=True, attribute="disease.zh")
    name_en = fields.Text(required=True, attribute="disease.en")
    is_main = fields.Bool(required=True, attribute="diagnosis.is_main")
    created_at = fields.Instant(required=True, attribute="diagnosis.created_at")


class DiagnosesView(View):
    object = fields.Object("visit_diagnoses")
    visit_id = fields.Id("vis", required=True)
    revision = fields.Int(min=0, required=True, description="0: none were recorded yet.")
    is_current = fields.Bool(required=True, description="The newest revision is what counts.")
    diagnoses = fields.List(fields.Nested(DiagnosisView), required=True)


class RevisionQuery(Schema):
    revision = fields.QueryInt(min=1, max=10**6, description="An earlier one; else the newest.")


@diagnoses.post(
    "/v1/visits/<id('vis'):visit_id>/diagnoses",
    body=DiagnosesNew,
    answer=DiagnosesView,
    status=201,
    location="/v1/visits/{visit_id}/diagnoses",
    match="accepted",
    key="accepted",
    scope="visit.write",
    roles=("hospital",),
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
        problems.VisitNotOpen,
        refusals.DiagnosesRefused,
    ),
    path_examples=_VISIT,
    links={"getDiagnoses": {"visit_id": "$response.body#/visit_id"}},
    example={
        "diagnoses": [
            {"kind": "admission", "disease_code": "I10.x00x901", "is_main": True},
            {"kind": "admission", "disease_code": "E11.900x901"},
        ]
    },
)
def create_diagnoses(visit_id: str, body: dict[str, Any], match: Match) -> Any:
    """Record the diagnoses of an open visit (诊断信息上传), in place of those before.

    The list counts as a whole and in its order; earlier revisions stay to be read. `If-Match`
    with the ETag of the visit, or of its diagnoses, is checked when it is sent.
    """
    return flow.record(visit_id, body["diagnoses"], match)


@diagnoses.get(
    "/v1/visits/<id('vis'):visit_id>/diagnoses",
    answer=DiagnosesView,
    query=RevisionQuery,
    scope="visit.read",
    problems=(RegionNotAllowed, problems.VisitNotFound, refusals.DiagnosesNotFound),
    path_examples=_VISIT,
)
def get_diagnoses(visit_id: str, query: dict[str, Any]) -> Any:
    """Show the diagnoses of a visit: the newest revision, or an earlier one."""
    return flow.get(visit_id, **query)
