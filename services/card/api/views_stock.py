"""What callers send and get: orders for pre-made cards and the stock of branches."""

from typing import Any

from services.card.api.aliases import Aliased
from services.card.api.bank_views import bank_code
from services.card.domain import bank_account, stock
from sscsim.web import ListQuery, Resource, Schema, View, fields


def branch(description: str = "Which branch of the area.", **kwargs: Any) -> fields.Text:
    return fields.Text(
        min=1,
        max=20,
        pattern="[a-z0-9-]{1,20}",
        description=description,
        example=stock.MAIN_BRANCH,
        **kwargs,
    )


def _region(**kwargs: Any) -> fields.Region:
    return fields.Region(description="Issuing area.", example="510100", **kwargs)


class StockOrderForm(Aliased):
    region_code = _region(required=True)
    branch = branch(load_default=stock.MAIN_BRANCH)
    bank_code = bank_code(load_default=bank_account.DEFAULT_BANK)
    quantity = fields.Int(min=1, max=stock.MAX_QUANTITY, required=True, example=20)


class StockOrderView(Resource):
    object = fields.Object("stock_order")
    region_code = _region(required=True)
    branch = branch(required=True)
    bank_code = bank_code(required=True)
    quantity = fields.Int(required=True, example=20)
    status = fields.Enum(
        stock.ORDERS.states, required=True, description="`at_branch`: the cards are in stock."
    )
    asked_by = fields.Text(required=True, max=40, description="The party that ordered.")
    arrived_at = fields.Instant()


class StockOrderFilters(ListQuery):
    region_code = _region()
    branch = branch()
    status = fields.Enum(stock.ORDERS.states)


class StockCardView(Resource):
    object = fields.Object("stock_card")
    order_id = fields.Id("sto", required=True, description="The order it came with.")
    region_code = _region(required=True)
    branch = branch(required=True)
    bank_code = bank_code(required=True)
    card_number = fields.Text(required=True, max=9, example="X00000019")
    card_identification_code = fields.Text(
        required=True, max=32, example="639900D15600000500BF7C7A48FB4966"
    )
    status = fields.Enum(stock.CARDS.states, required=True)
    card_id = fields.Id("card", description="The card that it became in somebody's hands.")
    application_id = fields.Id("app")
    reason = fields.Text(max=200, description="Why it was scrapped.")


class StockCardFilters(ListQuery):
    region_code = _region()
    branch = branch()
    status = fields.Enum(stock.CARDS.states)
    order_id = fields.Id("sto")


class StockScrap(Schema):
    reason = fields.Text(required=True, max=200, example="卡面破损")


class StockView(View):
    """What a branch has of one bank."""

    object = fields.Object("card_stock")
    region_code = _region(required=True)
    branch = branch(required=True)
    bank_code = bank_code(required=True)
    on_order = fields.Int(required=True, description="Ordered and not there yet.")
    stocked_in = fields.Int(required=True, description="All that ever arrived (入库).")
    assigned = fields.Int(required=True, description="Given out to persons (出库).")
    scrapped = fields.Int(required=True, description="Taken out as damaged or faulty (作废).")
    in_stock = fields.Int(required=True)


class StockQuery(Schema):
    region_code = _region()
    branch = branch()
    bank_code = bank_code()


class Stocks(View):
    data = fields.List(fields.Nested(StockView), required=True)
