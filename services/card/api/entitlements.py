"""Entitlements besides basic insurance over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_entitlements as own
from services.card import problems_people as people
from services.card.api import views
from services.card.domain import entitlement
from services.card.flows import entitle
from sscsim.web import Blueprint, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

entitlements = Blueprint(
    "entitlements",
    tag="Entitlements",
    description="Who is a civil servant (公务员) or in need of assistance (医疗救助对象).",
)
_KIND = (
    "`civil_servant` 公务员, `destitute` 特困人员, `minimum_living` 低保对象, `other_low_income` "
    "低收入人口, `assistance` 救助对象 whose category isn't told."
)


class EntitlementStart(Schema):
    kind = fields.Enum(entitlement.KINDS, required=True, description=_KIND)
    region_code = fields.Region(
        required=True,
        description="The pooling area that recognised it; it counts for insurance there.",
    )
    from_date = fields.Date(required=True, description="First day.", example="2026-01-01")
    to_date = fields.Date(description="Last day; until further notice when left out.")


class EntitlementEnd(Schema):
    to_date = fields.Date(required=True, description="Last day.", example="2026-12-31")


class EntitlementView(Resource):
    object = fields.Object("entitlement")
    person_id = fields.Id("psn", required=True)
    kind = fields.Enum(entitlement.KINDS, required=True, description=_KIND)
    region_code = fields.Region(required=True)
    from_date = fields.Date(required=True, description="First day.")
    to_date = fields.Date(description="Last day; absent while there is no end.")


@entitlements.post(
    "/v1/persons/<id('psn'):person_id>/entitlements",
    body=EntitlementStart,
    answer=EntitlementView,
    status=201,
    key="accepted",
    location="/v1/entitlements/{id}",
    scope="enrolment.write",
    roles=("agency",),
    problems=(
        problems.PersonNotFound,
        problems.NotPoolingArea,
        people.PersonDeceased,
        own.EntitlementOverlaps,
        own.EntitlementEndsBeforeStart,
        RegionNotAllowed,
    ),
    links={
        "getEntitlement": {"entitlement_id": "$response.body#/id"},
        "endEntitlement": {"entitlement_id": "$response.body#/id"},
    },
    path_examples={"person_id": views.OTHER_PERSON_ID},
    example={"kind": "minimum_living", "region_code": "500000", "from_date": "2026-01-01"},
)
def start_entitlement(person_id: str, body: dict[str, Any]) -> Any:
    """Recognise somebody as a civil servant, or as in need of assistance (身份认定).

    From that day on the settlements of their insurance in this region have the civil servants'
    subsidy (公务员医疗补助), or medical assistance (医疗救助) by category. Somebody is in one
    category of assistance at a time.
    """
    return entitle.start(person_id, **body)


@entitlements.get(
    "/v1/persons/<id('psn'):person_id>/entitlements",
    listing=EntitlementView,
    scope="enrolment.read",
    problems=(problems.PersonNotFound,),
    path_examples={"person_id": views.OTHER_PERSON_ID},
)
def list_entitlements(person_id: str, query: Query) -> Any:
    """List what somebody is recognised as, the newest first."""
    return entitle.page(person_id, query.page)


@entitlements.get(
    "/v1/entitlements/<id('ent'):entitlement_id>",
    answer=EntitlementView,
    scope="enrolment.read",
    problems=(own.EntitlementNotFound,),
)
def get_entitlement(entitlement_id: str) -> Any:
    """Show an entitlement."""
    return entitle.get(entitlement_id)


@entitlements.post(
    "/v1/entitlements/<id('ent'):entitlement_id>/end",
    body=EntitlementEnd,
    answer=EntitlementView,
    key="accepted",
    scope="enrolment.write",
    roles=("agency",),
    problems=(
        own.EntitlementNotFound,
        own.EntitlementEnded,
        own.EntitlementEndsBeforeStart,
        RegionNotAllowed,
    ),
    links={"getEntitlement": {"entitlement_id": "$response.body#/id"}},
    example={"to_date": "2026-12-31"},
)
def end_entitlement(entitlement_id: str, body: dict[str, Any]) -> Any:
    """End an entitlement (取消认定). An end that is set stays."""
    return entitle.end(entitlement_id, **body)
