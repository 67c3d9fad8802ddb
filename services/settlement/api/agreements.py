"""Agreements over HTTP."""

from typing import Any

from services.settlement import problems
from services.settlement.api import views
from services.settlement.flows import agree, read
from sscsim.web import Blueprint, Match, Query
from sscsim.world import RegionNotAllowed

agreements = Blueprint(
    "agreements",
    tag="Agreements",
    description="Which regions settle directly with which (异地就医直接结算协议).",
)


@agreements.post(
    "/v1/agreements",
    body=views.AgreementMade,
    answer=views.AgreementView,
    status=201,
    key="accepted",
    location="/v1/agreements/{id}",
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.AgreementExists, problems.AgreementInvalid, RegionNotAllowed),
    links={"getAgreement": {"agreement_id": "$response.body#/id"}},
    example={
        "home_region_code": "510100",
        "care_region_code": "440100",
        "effective_from_date": "2026-04-01",
    },
)
def create_agreement(body: dict[str, Any]) -> Any:
    """Let persons insured in one region settle directly in another.

    One direction; the other needs an agreement of its own. Without one in force, an
    exchange between the two regions is refused with `agreement_missing`.
    """
    return agree.agree(**body)


@agreements.patch(
    "/v1/agreements/<id('agr'):agreement_id>",
    body=views.AgreementChange,
    answer=views.AgreementView,
    match=True,
    scope="clearing.write",
    roles=("agency",),
    problems=(problems.AgreementNotFound, RegionNotAllowed),
    path_examples={"agreement_id": views.AGREEMENT_ID},
    example={"advance_hard_stop": True},
)
def change_agreement(agreement_id: str, body: dict[str, Any], match: Match) -> Any:
    """Say what happens while the advance is used up; by default, nothing.

    With `advance_hard_stop` an exchange is refused with `advance_exhausted` while what the
    insured region owes has reached its advance; what takes a settlement back always passes.
    With `advance_delays_providers` the region of treatment puts off paying its institutions for a
    month, a day at a time, until a payment or a top-up makes room: `delayed_regions` of the month.
    """
    return agree.change(agreement_id, match, **body)


@agreements.get(
    "/v1/agreements/<id('agr'):agreement_id>",
    answer=views.AgreementView,
    scope="clearing.read",
    problems=(problems.AgreementNotFound,),
    path_examples={"agreement_id": views.AGREEMENT_ID},
)
def get_agreement(agreement_id: str) -> Any:
    """Show an agreement."""
    return read.agreement(agreement_id)


@agreements.get(
    "/v1/agreements",
    listing=views.AgreementView,
    query=views.AgreementFilters,
    scope="clearing.read",
    links={"getAgreement": {"agreement_id": "$response.body#/data/0/id"}},
)
def list_agreements(query: Query) -> Any:
    """List agreements, the newest first."""
    return read.list_agreements(query.page, query.filters)
