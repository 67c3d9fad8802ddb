"""Networks and libraries over HTTP, with their rules."""

from dataclasses import fields as fields_of
from typing import Any

from services.culture import problems_libraries as refusals
from services.culture.api.library_views import LIBRARY, NETWORK, NamedView, library_id
from services.culture.domain.house import Tier
from services.culture.domain.library import TIERS
from services.culture.flows import libraries as flow
from sscsim.kernel.explain import STATUSES, Figure
from sscsim.kernel.money import Money
from sscsim.web import Blueprint, ListQuery, Query, Schema, View, fields

libraries = Blueprint(
    "libraries",
    tag="Libraries",
    description="Libraries (图书馆), their networks, and the rules of each.",
)


class RuleView(View):
    """One figure of a rule; exactly one of the values is there."""

    rule = fields.Text(required=True, max=60, example="loan_days")
    value_fen = fields.Fen()
    value_number = fields.Int()
    value_flag = fields.Bool()
    value_text = fields.Text(max=60)
    value_words = fields.List(fields.Text(max=40))
    source_title = fields.Text(required=True, max=500)
    source_status = fields.Enum(STATUSES, required=True)
    in_force_from = fields.Text(required=True, max=10)


class LibraryView(View):
    id = library_id(required=True)
    object = fields.Object("library")
    name = fields.Nested(NamedView, required=True)
    tier = fields.Enum(TIERS, required=True)
    region_code = fields.Region(required=True)
    network_id = fields.Text(required=True, max=20)
    on_date = fields.Date(required=True)
    rules = fields.List(
        fields.Nested(RuleView), required=True, description="House rules; what is not said is not."
    )
    common_rules = fields.List(
        fields.Nested(RuleView), required=True, description="Where no house rule was found."
    )


class LibraryNetworkView(View):
    id = fields.Text(required=True, max=20)
    object = fields.Object("library_network")
    name = fields.Nested(NamedView, required=True)
    region_codes = fields.List(fields.Region(), required=True)
    since_date = fields.Date(required=True)
    source_title = fields.Text(required=True, max=500)
    source_status = fields.Enum(STATUSES, required=True)
    on_date = fields.Date(required=True)
    rules = fields.List(fields.Nested(RuleView), required=True)
    library_ids = fields.List(library_id(), required=True)


class LibraryFilters(ListQuery):
    region_code = fields.Region(example="510100")
    network_id = fields.Text(max=20, example=NETWORK)
    on = fields.Date(description="Rules in force on this day; today when left out.")


class OnQuery(Schema):
    on = fields.Date(description="Rules in force on this day; today when left out.")


class NetworkFilters(ListQuery):
    on = fields.Date(description="Rules in force on this day; today when left out.")


def _listed(record: Any) -> list[dict[str, Any]]:
    """The figures of a record of rules, those in groups by their dotted names."""
    if record is None:
        return []
    return [_rule(name, figure) for name, figure in _figures(record)]


def _figures(record: Any, top: str = "") -> list[tuple[str, Figure[Any]]]:
    found: list[tuple[str, Figure[Any]]] = []
    for field in fields_of(record):
        value, name = getattr(record, field.name), f"{top}{field.name}"
        if isinstance(value, Figure):
            found.append((name, value))
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, Tier):
                    found += _figures(inner, f"{name}.{key}.")
                else:
                    found.append((f"{name}.{key}", inner))
    return found


def _rule(name: str, figure: Figure[Any]) -> dict[str, Any]:
    shown = {
        "rule": name,
        "source_title": figure.basis.source.title,
        "source_status": figure.basis.source.status,
        "in_force_from": figure.basis.since,
    }
    match figure.value:
        case bool():
            return {**shown, "value_flag": figure.value}
        case Money():
            return {**shown, "value_fen": figure.value}
        case int():
            return {**shown, "value_number": figure.value}
        case tuple():
            return {**shown, "value_words": list(figure.value)}
    return {**shown, "value_text": str(figure.value)}


def _library(shown: flow.ShownLibrary) -> dict[str, Any]:
    one = shown.library
    return {
        "id": one.id,
        "name": one.name,
        "tier": one.tier,
        "region_code": one.region,
        "network_id": one.network_id,
        "on_date": shown.on,
        "rules": _listed(shown.house),
        "common_rules": _listed(shown.common),
    }


def _network(shown: flow.ShownNetwork) -> dict[str, Any]:
    one = shown.network
    return {
        "id": one.id,
        "name": one.name,
        "region_codes": one.regions,
        "since_date": one.since,
        "source_title": one.source,
        "source_status": one.status,
        "on_date": shown.on,
        "rules": _listed(shown.rules),
        "library_ids": [each.id for each in shown.members],
    }


@libraries.get(
    "/v1/library-networks",
    listing=LibraryNetworkView,
    query=NetworkFilters,
    scope="library.read",
)
def list_library_networks(query: Query) -> Any:
    """List networks of libraries that act for each other (通借通还)."""
    return flow.page_of_networks(query.page, query.get("on")).map(_network)


@libraries.get(
    "/v1/library-networks/<network_id>",
    answer=LibraryNetworkView,
    query=OnQuery,
    scope="library.read",
    problems=(refusals.LibraryNetworkNotFound,),
    path_examples={"network_id": NETWORK},
)
def get_library_network(network_id: str, query: dict[str, Any]) -> Any:
    """Show a network, its members and what they agreed, each figure with its source."""
    return _network(flow.get_network(network_id, **query))


@libraries.get(
    "/v1/libraries",
    listing=LibraryView,
    query=LibraryFilters,
    scope="library.read",
)
def list_libraries(query: Query) -> Any:
    """List libraries with the house rules of a day."""
    asked = query.filters
    found = flow.page(
        query.page, asked.get("region_code"), asked.get("network_id"), asked.get("on")
    )
    return found.map(_library)


@libraries.get(
    "/v1/libraries/<library_id>",
    answer=LibraryView,
    query=OnQuery,
    scope="library.read",
    problems=(refusals.LibraryNotFound,),
    path_examples={"library_id": LIBRARY},
)
def get_library(library_id: str, query: dict[str, Any]) -> Any:
    """Show a library and its house rules on a day, each figure with its source."""
    return _library(flow.get(library_id, **query))
