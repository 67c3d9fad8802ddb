"""Employment and start-up certificates over HTTP; they are made by applications for HRSS-004."""

from typing import Any

from services.benefits import problems_employment as problems
from services.benefits.domain.employment import employment_certificate
from services.benefits.flows.items.employment import employment_certificate as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

employment_certificates = Blueprint(
    "employment_certificates",
    tag="Employment certificates",
    description="就业创业证: carried on the card, and reviewed every year.",
)
_PATH = "/v1/employment-certificates/<id('ecr'):employment_certificate_id>"
_EXAMPLE = {"employment_certificate_id": "ecr_" + "0" * 26}
_SCOPE = "employment_certificate.write"
_KNOWN = (
    problems.EmploymentCertificateNotFound,
    problems.EmploymentCertificateState,
    world.RegionNotAllowed,
)


class EmploymentCertificateView(Resource):
    object = fields.Object("employment_certificate")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    application_id = fields.Id("svc", required=True)
    card_id = fields.Id("card", required=True, description="The card that carries it.")
    purpose = fields.Text(required=True, max=20)
    on_chip = fields.Bool(required=True, description="Written to the chip's employment file too.")
    issued_on = fields.Date(required=True)
    review_on = fields.Date(description="年检: suspended if nobody reviews it for some months.")
    cancelled_on = fields.Date()
    cancelled_for = fields.Text(max=400)
    status = fields.Enum(employment_certificate.STATUSES, required=True)


class EmploymentCertificateFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(employment_certificate.STATUSES)


class CertificateCancellation(Schema):
    reason = fields.Text(required=True, max=400, example="本人申请注销")


@employment_certificates.get(
    "/v1/employment-certificates",
    listing=EmploymentCertificateView,
    query=EmploymentCertificateFilters,
    scope="employment_certificate.read",
)
def list_employment_certificates(query: Query) -> Any:
    """List employment certificates, the newest first."""
    return flow.page(query.page, dict(query.filters))


@employment_certificates.get(
    _PATH,
    answer=EmploymentCertificateView,
    scope="employment_certificate.read",
    problems=(problems.EmploymentCertificateNotFound,),
    path_examples=_EXAMPLE,
)
def get_employment_certificate(employment_certificate_id: str) -> Any:
    """Show an employment certificate."""
    return flow.get(employment_certificate_id)


@employment_certificates.post(
    _PATH + "/review",
    answer=EmploymentCertificateView,
    key="accepted",
    scope=_SCOPE,
    roles=("agency",),
    problems=(*_KNOWN, problems.NothingRegistered),
    path_examples=_EXAMPLE,
)
def review_employment_certificate(employment_certificate_id: str) -> Any:
    """Review a certificate that is due or suspended (年检): good for another year."""
    return flow.review(employment_certificate_id)


@employment_certificates.post(
    _PATH + "/cancel",
    body=CertificateCancellation,
    answer=EmploymentCertificateView,
    key="accepted",
    scope=_SCOPE,
    roles=("holder", "agency"),
    problems=_KNOWN,
    path_examples=_EXAMPLE,
)
def cancel_employment_certificate(employment_certificate_id: str, body: dict[str, Any]) -> Any:
    """Cancel a certificate (注销)."""
    return flow.cancel(employment_certificate_id, body["reason"])
