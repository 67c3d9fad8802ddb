"""The 95 service items over HTTP."""

from typing import Any

from services.benefits.api import item_views as views
from services.benefits.api.item_views import CooperationItemView, ServiceItemDetail, ServiceItemView
from services.benefits.domain import item as words
from services.benefits.flows import service_items as flow
from services.benefits.problems_catalogue import ServiceItemNotFound
from sscsim.web import Blueprint, ListQuery, Query, fields

service_items = Blueprint(
    "service_items",
    tag="Service items",
    description="The 95 HR and social-security services of the card (服务事项), a reconstruction: "
    "the official text of the list could not be found. Each says how it is known.",
)
_CODE = "HRSS-[0-9]{3}"


class ItemFilters(ListQuery):
    q = fields.Text(
        max=60,
        description="Words in Chinese, pinyin (whole, initials, mixed) or English; all must fit.",
        example="sybxj",
    )
    domain = fields.Enum(views.DOMAINS)
    function_class = fields.Enum(views.FUNCTION_CLASSES)
    kind = fields.Enum(words.KINDS)
    scheme = fields.Enum(words.SCHEMES, description="Handled across regions within this scheme.")
    actor = fields.Enum(views.ACTORS, description="Takes part in it.")
    applicant = fields.Enum(views.ACTORS, description="May file it.")
    depth = fields.Enum(words.DEPTHS)
    confidence = fields.Enum(words.CONFIDENCES)
    in_official_95 = fields.Enum(words.MEMBERSHIPS)


class CooperationFilters(ListQuery):
    scheme = fields.Enum(words.SCHEMES)
    item_code = fields.Text(max=8, pattern=_CODE, example=views.ITEM_CODE)
    confidence = fields.Enum(words.CONFIDENCES)


@service_items.get(
    "/v1/service-items",
    listing=ServiceItemView,
    query=ItemFilters,
    scope="service_item.read",
    links={"getServiceItem": {"code": "$response.body#/data/0/code"}},
)
def list_service_items(query: Query) -> Any:
    """List the service items (服务事项), by code; words and filters narrow the list."""
    return flow.page(query.page, query.filters).map(views.shown)


@service_items.get(
    "/v1/service-items/<code>",
    answer=ServiceItemDetail,
    scope="service_item.read",
    problems=(ServiceItemNotFound,),
    path_examples={"code": views.ITEM_CODE},
)
def get_service_item(code: str) -> Any:
    """Show a service item with its form: typed inputs, JSON Schema and an example."""
    return views.detail(flow.get(code))


@service_items.get(
    "/v1/cooperation-items",
    listing=CooperationItemView,
    query=CooperationFilters,
    scope="service_item.read",
    links={"getServiceItem": {"code": "$response.body#/data/0/item_code"}},
)
def list_cooperation_items(query: Query) -> Any:
    """List what the regions of a scheme handle for each other (跨区通办清单), and who says so."""
    return flow.page_of_cooperation(query.page, query.filters).map(_entry)


def _entry(one: Any) -> dict[str, Any]:
    item = flow.get(one.item_code)
    return {
        "scheme": one.scheme,
        "item_code": one.item_code,
        "name_zh": item.name.zh,
        "name_en": item.name.en,
        "since": one.since,
        "source": one.source,
        "confidence": one.confidence,
        "depth": item.depth,
    }
