"""Regions and co-operation schemes over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_scheme as refusals
from services.card.api.views import CARD_ID
from services.card.domain import scheme as domain
from services.card.flows import schemes as flows
from sscsim import world
from sscsim.kernel import regions as divisions
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields
from sscsim.world import RegionNotAllowed

schemes = Blueprint(
    "schemes",
    tag="Regions and schemes",
    description="Where people are insured and treated, and which provinces work together.",
)
_SCHEMES = tuple(scheme.id for scheme in divisions.SCHEMES)


class Said(fields.Text):
    """A text in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value and value.into(world.current().language)


class RegionView(View):
    object = fields.Object("region")
    region_code = fields.Region(required=True, attribute="region.code", example="510100")
    name_zh = fields.Text(required=True, attribute="region.zh")
    name_en = fields.Text(required=True, attribute="region.en")
    province_code = fields.Region(required=True, attribute="province.code")
    province_zh = fields.Text(required=True, attribute="province.zh")
    can_insure = fields.Bool(required=True, description="People are insured there.")
    can_treat = fields.Bool(required=True, description="People of other regions are treated there.")
    schemes = fields.List(fields.Enum(_SCHEMES), required=True)
    invented = fields.Bool(
        required=True, attribute="is_invented", description="Made up by us, for tests."
    )


class RegionFilters(ListQuery):
    province_code = fields.Region(description="Cities of this province.", example="510000")
    scheme = fields.Enum(_SCHEMES, description="Members of this scheme.")


class SchemeView(View):
    object = fields.Object("scheme")
    id = fields.Enum(_SCHEMES, required=True)
    name_zh = fields.Text(required=True, attribute="zh")
    name_en = fields.Text(required=True, attribute="en")
    provinces = fields.List(
        fields.Region(), required=True, description="Members; none: every province."
    )
    since = fields.Text(max=10, description="Year or day from which sources speak of it.")


class Schemes(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(SchemeView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


class ItemView(View):
    object = fields.Object("scheme_item")
    number = fields.Int(required=True)
    field = fields.Enum(domain.FIELDS, required=True)
    item = Said(required=True)
    scenario = Said(required=True)
    place = Said(required=True)
    card_form = fields.Enum(domain.FORMS, required=True, attribute="form")
    function = fields.Text(max=40, description="What the card must carry for it.")
    since = fields.Text(max=10)
    source = fields.Text(required=True)
    status = fields.Enum(domain.STATUSES, required=True, description="How far to trust it.")


class Items(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(ItemView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


class ItemQuery(Schema):
    field = fields.Enum(domain.FIELDS)
    card_form = fields.Enum(domain.FORMS[:2], description="Items that this form is good for.")


class FunctionOrder(Schema):
    scheme_id = fields.Enum(_SCHEMES, required=True, example="chuan-yu")
    function = fields.Text(required=True, max=40, pattern="[a-z_]+", example="library")
    to_date = fields.Date(description="Last day; until further notice when left out.")


class FunctionView(Resource):
    object = fields.Object("card_function")
    card_id = fields.Id("card", required=True)
    scheme_id = fields.Enum(_SCHEMES, required=True)
    function = fields.Text(required=True, max=40)
    from_date = fields.Date(required=True)
    to_date = fields.Date()


class Functions(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(FunctionView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


@schemes.get(
    "/v1/regions",
    listing=RegionView,
    query=RegionFilters,
    scope="region.read",
    problems=(refusals.SchemeNotFound,),
)
def list_regions(query: Query) -> Any:
    """List the pooling areas by code: every prefecture-level city can insure and treat."""
    return flows.list_regions(query)


@schemes.get(
    "/v1/regions/<region:region_code>",
    answer=RegionView,
    scope="region.read",
    problems=(refusals.RegionNotFound,),
    path_examples={"region_code": "510100"},
)
def get_region(region_code: str) -> Any:
    """Show a region: a pooling area or a province."""
    return flows.get_region(region_code)


@schemes.get("/v1/schemes", answer=Schemes, scope="region.read")
def list_schemes() -> Any:
    """List the schemes in which provinces work together on the one card (一卡通)."""
    return {"data": divisions.SCHEMES}


@schemes.get(
    "/v1/schemes/<scheme_id>",
    answer=SchemeView,
    scope="region.read",
    problems=(refusals.SchemeNotFound,),
    path_examples={"scheme_id": "chuan-yu"},
)
def get_scheme(scheme_id: str) -> Any:
    """Show a scheme and its members."""
    return flows.get_scheme(scheme_id)


@schemes.get(
    "/v1/schemes/<scheme_id>/items",
    answer=Items,
    query=ItemQuery,
    scope="region.read",
    problems=(refusals.SchemeNotFound,),
    path_examples={"scheme_id": "yangtze-delta"},
)
def list_scheme_items(scheme_id: str, query: dict[str, Any]) -> Any:
    """List a scheme's items (应用事项清单): item, scenario, place, form of card.

    A part of the real lists, each line with its source and how far to trust it.
    """
    return {"data": flows.list_items(scheme_id, query.get("field"), query.get("card_form"))}


@schemes.post(
    "/v1/cards/<id('card'):card_id>/functions",
    body=FunctionOrder,
    answer=FunctionView,
    status=201,
    key="accepted",
    location="/v1/cards/{card_id}/functions",
    scope="card.write",
    roles=("agency", "bank", "transit", "library"),
    problems=(
        problems.CardNotFound,
        refusals.SchemeNotFound,
        refusals.RegionNotInScheme,
        refusals.FunctionNotOffered,
        problems.CardExpired,
        refusals.CardCannotCarry,
        refusals.CardHasFunction,
        RegionNotAllowed,
    ),
    links={"listCardFunctions": {"card_id": "$response.body#/card_id"}},
    path_examples={"card_id": CARD_ID},
    example={"scheme_id": "chuan-yu", "function": "library"},
)
def add_card_function(card_id: str, body: dict[str, Any]) -> Any:
    """Put a scheme's function on a card: it becomes a joint card (联名卡)."""
    return flows.put_on_card(card_id, **body)


@schemes.get(
    "/v1/cards/<id('card'):card_id>/functions",
    answer=Functions,
    scope="card.read",
    problems=(problems.CardNotFound,),
    path_examples={"card_id": CARD_ID},
)
def list_card_functions(card_id: str) -> Any:
    """List what a card carries for schemes."""
    return {"data": flows.functions_of(card_id)}
