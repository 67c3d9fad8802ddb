"""The catalogue over HTTP: drugs, services, consumables and diseases."""

from typing import Any

from flask import Response

from services.medical import problems_catalogue as problems
from services.medical.domain import catalogue as domain
from services.medical.domain.vocabulary import CHRONIC_DISEASES, ITEM_CLASSES, LEVELS
from services.medical.flows import catalogue as flow
from services.medical.problems import RegionUnknown
from sscsim.kernel.explain import STATUSES
from sscsim.web import Blueprint, ListQuery, Query, Schema, View, fields

catalogues = Blueprint(
    "catalogues",
    tag="Catalogue",
    description="The medical catalogue (医保目录) by region and day, and diseases. All invented.",
)
ITEM_CODE = "XJ01CAX990A001010199001"
DISEASE_CODE = "I10.x00x901"
_FORMS = {"ndjson": "application/x-ndjson", "csv": "text/csv"}


def _region() -> fields.Region:
    return fields.Region(
        description="Region of treatment (就医地); what holds nationwide when left out.",
        example="500000",
    )


def _on() -> fields.Date:
    return fields.Date(description="In force on this day; today when left out.")


def _word() -> fields.Text:
    return fields.Text(max=40, description="A word in the name, Chinese or English.")


class LimitView(View):
    level = fields.Enum(LEVELS, required=True)
    limit_price_fen = fields.Fen(required=True)


class BecauseView(View):
    """Which terms decided: the nation's, or with `region_code` the region's own."""

    decides = fields.Enum((domain.CLASS, domain.SHARE, domain.LIMIT), required=True)
    since_date = fields.Date(required=True, attribute="since", description="From this day on.")
    region_code = fields.Region(attribute="region")


class CatalogueItemView(View):
    object = fields.Object("catalogue_item")
    item_code = fields.Text(required=True, max=30, attribute="item.code", example=ITEM_CODE)
    kind = fields.Enum(domain.ITEM_KINDS, required=True, attribute="item.kind")
    name_zh = fields.Text(required=True, attribute="item.zh")
    name_en = fields.Text(required=True, attribute="item.en")
    unit = fields.Text(required=True, max=20, attribute="item.unit")
    region_code = fields.Region(attribute="region")
    on_date = fields.Date(required=True, attribute="on", description="The day that was asked for.")
    item_class = fields.Enum(ITEM_CLASSES, required=True, attribute="found.item_class")
    first_self_pay_bp = fields.Bp(
        attribute="share_bp",
        description="先行自付. Absent where neither the item nor the region says it.",
    )
    limit_prices = fields.List(
        fields.Nested(LimitView), required=True, attribute="limits", description="限价 of one unit."
    )
    because = fields.List(fields.Nested(BecauseView), required=True, attribute="found.because")
    sex = fields.Enum(domain.SEXES, attribute="item.sex", description="限制使用: for them only.")
    levels = fields.List(
        fields.Enum(LEVELS), attribute="item.levels", description="限制使用: all when empty."
    )
    inpatient_only = fields.Bool(required=True, attribute="item.inpatient_only")
    valid_from_date = fields.Date(required=True, attribute="item.since")
    valid_until_date = fields.Date(attribute="item.until", description="The last day.")
    source_status = fields.Enum(STATUSES, required=True, attribute="item.status")


class ItemFilters(ListQuery):
    kind = fields.Enum(domain.ITEM_KINDS)
    item_class = fields.Enum(ITEM_CLASSES, description="As it counts there on that day.")
    name = _word()
    region_code = _region()
    on = _on()


class ItemQuery(Schema):
    region_code = _region()
    on = _on()


class TableQuery(Schema):
    format = fields.Enum(tuple(_FORMS), load_default="ndjson")
    kind = fields.Enum(domain.ITEM_KINDS)
    item_class = fields.Enum(ITEM_CLASSES)
    region_code = _region()
    on = _on()


class DiseaseView(View):
    object = fields.Object("disease")
    disease_code = fields.Text(required=True, max=20, attribute="code", example=DISEASE_CODE)
    name_zh = fields.Text(required=True, attribute="zh")
    name_en = fields.Text(required=True, attribute="en")
    scheme = fields.Enum(
        domain.DISEASE_SCHEMES,
        required=True,
        description="普通, 慢性病 or 特殊病: as what an outpatient may be treated for it.",
    )
    sex = fields.Enum(domain.SEXES, description="Whose illness it is; absent: anybody's.")
    registers = fields.Enum(
        CHRONIC_DISEASES, description="门诊慢特病病种 that the diagnosis is evidence of."
    )


class DiseaseFilters(ListQuery):
    scheme = fields.Enum(domain.DISEASE_SCHEMES)
    sex = fields.Enum(domain.SEXES, description="What a person of this sex can have.")
    name = _word()


def _shown(one: flow.ShownItem) -> dict[str, Any]:
    limits = [
        {"level": level, "limit_price_fen": one.found.limits[level]}
        for level in LEVELS
        if level in one.found.limits
    ]
    return {
        "item": one.item,
        "region": one.region,
        "on": one.on,
        "found": one.found,
        "share_bp": one.share_bp,
        "limits": limits,
    }


@catalogues.get(
    "/v1/catalogue-items",
    listing=CatalogueItemView,
    query=ItemFilters,
    scope="catalogue.read",
    problems=(RegionUnknown,),
    links={"getCatalogueItem": {"item_code": "$response.body#/data/0/item_code"}},
)
def list_catalogue_items(query: Query) -> Any:
    """List the items in force on a day, in the order of the catalogue."""
    return flow.page(query.page, query.filters).map(_shown)


@catalogues.get(
    "/v1/catalogue-items/table",
    status=200,
    raw=True,
    query=TableQuery,
    scope="catalogue.read",
    problems=(RegionUnknown,),
)
def get_catalogue_table(query: dict[str, Any]) -> Response:
    """Download the catalogue (目录下载) of a region and day as NDJSON or CSV, a line an item."""
    form = query.pop("format")
    return Response(flow.table(form, **query), mimetype=_FORMS[form])


@catalogues.get(
    "/v1/catalogue-items/<item_code>",
    answer=CatalogueItemView,
    query=ItemQuery,
    scope="catalogue.read",
    problems=(problems.ItemNotFound, problems.ItemNotInForce, RegionUnknown),
    path_examples={"item_code": ITEM_CODE},
)
def get_catalogue_item(item_code: str, query: dict[str, Any]) -> Any:
    """Show an item as it counts in a region on a day, and which terms decide that."""
    return _shown(flow.get(item_code, **query))


@catalogues.get(
    "/v1/diseases",
    listing=DiseaseView,
    query=DiseaseFilters,
    scope="catalogue.read",
    links={"getDisease": {"disease_code": "$response.body#/data/0/disease_code"}},
)
def list_diseases(query: Query) -> Any:
    """List diseases (疾病诊断), by code."""
    return flow.page_of_diseases(query.page, query.filters)


@catalogues.get(
    "/v1/diseases/<disease_code>",
    answer=DiseaseView,
    scope="catalogue.read",
    problems=(problems.DiseaseNotFound,),
    path_examples={"disease_code": DISEASE_CODE},
)
def get_disease(disease_code: str) -> Any:
    """Show a disease."""
    return flow.disease(disease_code)
