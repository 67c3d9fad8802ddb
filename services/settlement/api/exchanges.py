"""Exchanges over HTTP: what was carried between regions."""

from typing import Any

from services.settlement import problems
from services.settlement.api import views
from services.settlement.flows import read
from sscsim.web import Blueprint, Query

exchanges = Blueprint(
    "exchanges",
    tag="Exchanges",
    description="Questions carried from the region of treatment to the insured region.",
)


@exchanges.get(
    "/v1/exchanges/<id('exc'):exchange_id>",
    answer=views.ExchangeView,
    scope="clearing.read",
    problems=(problems.ExchangeNotFound,),
    links={"getClaim": {"claim_id": "$response.body#/claim_id"}},
)
def get_exchange(exchange_id: str) -> Any:
    """Show an exchange and what became of it."""
    return read.exchange(exchange_id)


@exchanges.get(
    "/v1/exchanges",
    listing=views.ExchangeView,
    query=views.ExchangeFilters,
    scope="clearing.read",
    links={"getExchange": {"exchange_id": "$response.body#/data/0/id"}},
)
def list_exchanges(query: Query) -> Any:
    """List exchanges, the newest first."""
    return read.list_exchanges(query.page, query.filters)
