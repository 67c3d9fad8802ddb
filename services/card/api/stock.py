"""Pre-made cards over HTTP: orders, stock, what left it."""

from typing import Any

from services.card import problems
from services.card import problems_bank as bank
from services.card import problems_stock as refusals
from services.card.api import views_stock as shapes
from services.card.flows.production import stock as flows
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

stock = Blueprint(
    "stock",
    tag="Pre-made cards",
    description="Cards made ahead without a holder (预制卡), in the stock of a branch until they "
    "are given out at the counter: apply with kind `premade`.",
)
_ORDER = {"order_id": "sto_" + "0" * 26}
_CARD = {"stock_card_id": "stc_" + "0" * 26}


@stock.post(
    "/v1/stock-orders",
    body=shapes.StockOrderForm,
    answer=shapes.StockOrderView,
    status=201,
    key="required",
    location="/v1/stock-orders/{id}",
    scope="production.write",
    roles=("agency", "bank"),
    problems=(
        problems.NotPoolingArea,
        bank.BankNotFound,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={"getStockOrder": {"order_id": "$response.body#/id"}},
    example={"region_code": "510100", "quantity": 20},
)
def create_stock_order(body: dict[str, Any]) -> Any:
    """Order blank cards for a branch (预制卡入库).

    Factory and centre make them by due jobs, in the days of `card_production`; then they lie
    in the branch's stock. They belong to nobody and have no account until they are given out.
    """
    return flows.order(**body)


@stock.get(
    "/v1/stock-orders",
    listing=shapes.StockOrderView,
    query=shapes.StockOrderFilters,
    scope="production.read",
)
def list_stock_orders(query: Query) -> Any:
    """List orders for pre-made cards, the newest first."""
    return flows.list_orders(query)


@stock.get(
    "/v1/stock-orders/<id('sto'):order_id>",
    answer=shapes.StockOrderView,
    scope="production.read",
    problems=(refusals.StockOrderNotFound,),
    path_examples=_ORDER,
)
def get_stock_order(order_id: str) -> Any:
    """Show how far an order is."""
    return flows.get_order(order_id)


@stock.get(
    "/v1/card-stocks", answer=shapes.Stocks, query=shapes.StockQuery, scope="production.read"
)
def list_card_stocks(query: dict[str, Any]) -> Any:
    """Count what each branch has of each bank: on order, in, given out, scrapped, left."""
    return {"data": flows.counted(**query)}


@stock.get(
    "/v1/stock-cards",
    listing=shapes.StockCardView,
    query=shapes.StockCardFilters,
    scope="production.read",
)
def list_stock_cards(query: Query) -> Any:
    """List pre-made cards, the newest first; `status=in_stock` is what can be given out."""
    return flows.list_cards(query)


@stock.get(
    "/v1/stock-cards/<id('stc'):stock_card_id>",
    answer=shapes.StockCardView,
    scope="production.read",
    problems=(refusals.StockCardNotFound,),
    path_examples=_CARD,
)
def get_stock_card(stock_card_id: str) -> Any:
    """Show a pre-made card, and whose it became."""
    return flows.get_card(stock_card_id)


@stock.post(
    "/v1/stock-cards/<id('stc'):stock_card_id>/scrap",
    body=shapes.StockScrap,
    answer=shapes.StockCardView,
    key="accepted",
    scope="production.write",
    roles=("agency", "bank"),
    problems=(refusals.StockCardNotFound, refusals.StockCardGone, RegionNotAllowed),
    links={"getStockCard": {"stock_card_id": "$response.body#/id"}},
    path_examples=_CARD,
    example={"reason": "卡面破损"},
)
def scrap_stock_card(stock_card_id: str, body: dict[str, Any]) -> Any:
    """Take a damaged or missing card out of the stock (作废)."""
    return flows.scrap(stock_card_id, **body)
