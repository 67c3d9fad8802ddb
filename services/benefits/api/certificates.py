"""Certificates over HTTP: as JSON, as a page to print, and to verify."""

from typing import Any

from flask import Response

from services.benefits import problems_money as problems
from services.benefits.api import certificate_page, views
from services.benefits.flows import certificates as flow
from sscsim import world
from sscsim.web import Blueprint, Query

certificates = Blueprint(
    "service_certificates",
    tag="Certificates",
    description="证明: what items print, with a number and a code that anyone can verify.",
)
_PATH = "/v1/service-certificates/<id('crt'):certificate_id>"
_EXAMPLE = {"certificate_id": views.CERTIFICATE_ID}


@certificates.get(
    "/v1/service-certificates",
    listing=views.CertificateView,
    query=views.CertificateFilters,
    scope="service_certificate.read",
)
def list_service_certificates(query: Query) -> Any:
    """List certificates, the newest first."""
    return flow.page(query.page, dict(query.filters))


@certificates.get(
    _PATH,
    answer=views.CertificateView,
    scope="service_certificate.read",
    problems=(problems.CertificateNotFound,),
    path_examples=_EXAMPLE,
)
def get_service_certificate(certificate_id: str) -> Any:
    """Show a certificate, with the code by which it is verified."""
    return flow.get(certificate_id)


@certificates.get(
    _PATH + "/page",
    gives="text/html",
    raw=True,
    status=200,
    scope="service_certificate.read",
    problems=(problems.CertificateNotFound,),
    path_examples=_EXAMPLE,
)
def get_service_certificate_page(certificate_id: str) -> Response:
    """The certificate as a page to print, in both languages, with a QR code of number and code."""
    return certificate_page.page(flow.get(certificate_id))


@certificates.post(
    "/v1/service-certificates/verify",
    body=views.CertificateQuestion,
    answer=views.FindingView,
    status=200,
    scope="service_certificate.read",
)
def verify_service_certificate(body: dict[str, Any]) -> Any:
    """Verify a certificate by number and code (验真): valid, revoked, expired, or unknown.

    A wrong code is as unknown as a wrong number.
    """
    return flow.verify(**body)


@certificates.post(
    _PATH + "/revoke",
    body=views.WithReason,
    answer=views.CertificateView,
    key="accepted",
    scope="service_certificate.write",
    roles=("agency",),
    problems=(problems.CertificateNotFound, problems.CertificateRevoked, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def revoke_service_certificate(certificate_id: str, body: dict[str, Any]) -> Any:
    """Take a certificate back (撤销); whoever verifies it from now on is told."""
    return flow.revoke(certificate_id, body["reason"])
