"""Refunds to employers that kept their staff, over HTTP."""

from dataclasses import asdict
from typing import Any

import marshmallow as ma

from services.benefits import problems_insurance
from services.benefits import problems_unemployment as problems
from services.benefits.api.views import spoken
from services.benefits.domain.insurance.insured_employer import SIZES
from services.benefits.domain.unemployment import retention_record as domain
from services.benefits.flows.unemployment import retentions as flow
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ExplanationView, ListQuery, Query, Resource, Schema, fields

job_retention = Blueprint(
    "job_retention",
    tag="Job retention refunds",
    description="稳岗返还: a share of last year's unemployment contributions, back to employers.",
)
_PATH = "/v1/job-retention-refunds"
_NONE = {"job_retention_refund_id": "jrr_" + "0" * 26}


class JobRetentionRefundView(Resource):
    object = fields.Object("job_retention_refund")
    insured_employer_id = fields.Id("ise", attribute="employer_id", required=True)
    credit_code = fields.Text(required=True, max=18)
    employer_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    year = fields.Int(required=True, description="Whose contributions it is a share of.")
    size = fields.Enum(SIZES, required=True)
    months_contributed = fields.Int(
        attribute="months", required=True, description="Of which all that was due was paid."
    )
    staff_count = fields.Int(
        attribute="staff", required=True, description="Insured, on average of the year."
    )
    laid_off_count = fields.Int(attribute="laid_off", required=True)
    contributed_fen = fields.Fen(attribute="contributed", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    explanation = fields.Nested(ExplanationView, required=True)
    payment_id = fields.Id("bpy", description="None where all of it was kept back.")
    status = fields.Enum(domain.STATUSES, required=True)

    @ma.pre_dump
    def _spoken(self, found: Any, **_: Any) -> Any:
        said = {"explanation": spoken(found.explanation)}
        return asdict(found) | {"contributed": found.contributed, "amount": found.amount} | said


class JobRetentionRefundFilters(ListQuery):
    credit_code = fields.Text(max=18)
    region_code = fields.Region()
    year = fields.QueryInt(min=1990, max=2100)
    status = fields.Enum(domain.STATUSES)


class JobRetentionRefundNew(Schema):
    credit_code = fields.Text(required=True, min=18, max=18, example="91990100MA0000901K")
    region_code = fields.Region(required=True, example="990100")


@job_retention.post(
    _PATH,
    body=JobRetentionRefundNew,
    answer=JobRetentionRefundView,
    status=201,
    location="/v1/job-retention-refunds/{id}",
    key="required",
    scope="insurance.write",
    roles=("agency", "employer"),
    problems=(
        problems_insurance.InsuredEmployerNotFound,
        problems_insurance.EmployerOfAnother,
        problems.JobRetentionRefunded,
        problems.JobRetentionRefused,
        world.RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
)
def refund_job_retention(body: dict[str, Any]) -> Any:
    """Ask for last year's refund (稳岗返还); it is decided on the records, and paid at once.

    A share of the unemployment contributions of the calendar year before, by the employer's size:
    twelve months were paid in full, and few of the staff were laid off. Once a year and region.
    """
    return flow.ask(**body)


@job_retention.get(
    _PATH,
    listing=JobRetentionRefundView,
    query=JobRetentionRefundFilters,
    scope="insurance.read",
)
def list_job_retention_refunds(query: Query) -> Any:
    """List refunds to employers, the newest first; an employer sees its own."""
    return flow.page(query.page, dict(query.filters))


@job_retention.get(
    _PATH + "/<id('jrr'):job_retention_refund_id>",
    answer=JobRetentionRefundView,
    scope="insurance.read",
    problems=(problems.JobRetentionRefundNotFound,),
    path_examples=_NONE,
)
def get_job_retention_refund(job_retention_refund_id: str) -> Any:
    """Show a refund to an employer, with what explains its sum."""
    return flow.get(job_retention_refund_id)
