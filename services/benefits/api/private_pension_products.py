"""Products of the private pension over HTTP: the list, and what is held of it."""

from typing import Any

from services.benefits import problems_private_pension as problems
from services.benefits.api import private_pension_views as views
from services.benefits.flows.private_pension import known
from services.benefits.flows.private_pension import products as flow
from services.benefits.store import private_pensions as rows
from sscsim import policy
from sscsim.web import Blueprint, Query

private_pension_products = Blueprint(
    "private_pension_products",
    tag="Private pension products",
    description="个人养老金产品: as many of each class as were published, all of them invented.",
)
_HOLDING = "/v1/private-pension-holdings/<id('pph'):holding_id>"
_READ = "private_pension.read"
_MISSING = (policy.PolicyMissing, policy.FigureMissing)


@private_pension_products.get(
    "/v1/private-pension-products",
    listing=views.ProductView,
    query=views.ProductFilters,
    scope=_READ,
    problems=_MISSING,
    links={"getPrivatePensionProduct": {"product_code": "$response.body#/data/0/code"}},
)
def list_private_pension_products(query: Query) -> Any:
    """List the products of today (个人养老金产品目录), class by class."""
    return flow.page(query.page, dict(query.filters)).map(views.product)


@private_pension_products.get(
    "/v1/private-pension-products/<product_code>",
    answer=views.ProductView,
    scope=_READ,
    problems=(problems.PrivatePensionProductNotFound, *_MISSING),
    path_examples={"product_code": "F0001"},
)
def get_private_pension_product(product_code: str) -> Any:
    """Show a product on the list of today."""
    return views.product(flow.get(product_code))


@private_pension_products.get(
    "/v1/private-pension-holdings",
    listing=views.HoldingView,
    query=views.HoldingFilters,
    scope=_READ,
)
def list_private_pension_holdings(query: Query) -> Any:
    """List what was bought, the newest first."""
    return known.listed(rows.holdings, query.page, dict(query.filters))


@private_pension_products.get(
    _HOLDING,
    answer=views.HoldingView,
    scope=_READ,
    problems=(problems.PrivatePensionHoldingNotFound,),
    path_examples=views.HOLDING,
)
def get_private_pension_holding(holding_id: str) -> Any:
    """Show a product that is held, or was."""
    return flow.get_holding(holding_id)


@private_pension_products.post(
    _HOLDING + "/redeem",
    body=views.Sale,
    answer=views.HoldingView,
    key="required",
    scope="private_pension.write",
    roles=("holder", "bank", "agency"),
    problems=(
        problems.PrivatePensionHoldingNotFound,
        problems.PrivatePensionHoldingShort,
        problems.PrivatePensionState,
    ),
    path_examples=views.HOLDING,
)
def redeem_private_pension_holding(holding_id: str, body: dict[str, Any]) -> Any:
    """Sell it, or a part, into the funds account with its income, which isn't taxed now (赎回)."""
    return flow.sell(holding_id, body.get("amount"))
