"""Orders to the card service over HTTP; they are made by applications for card items."""

from typing import Any

import marshmallow as ma

from services.benefits import problems_cards as problems
from services.benefits.api.views import item_code
from services.benefits.domain.cards import order
from services.benefits.flows import card_orders as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, View, fields

card_orders = Blueprint(
    "card_orders",
    tag="Card orders",
    description="办卡业务单: what an approved application has done by the card service, and how "
    "far a card is that has to be made.",
)


class OrderReasonView(View):
    code = fields.Text(required=True, max=60)
    message = fields.Text(required=True, max=2000)


def _spoken(reason: Any) -> Any:
    """A refusal of the card service in the caller's language."""
    if not reason:
        return None
    spoken = "en" if world.current().language == "en" else "zh"
    return {"code": reason["code"], "message": reason[spoken]}


class CardOrderView(Resource):
    object = fields.Object("card_order")
    application_id = fields.Id("svc", required=True)
    item_code = item_code(required=True)
    action = fields.Text(required=True, max=30, description="What the card service does.")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="The agency that has it done.")
    accepting_region_code = fields.Region(attribute="accepting_region", required=True)
    status = fields.Enum(order.STATUSES, required=True)
    password_entry_id = fields.Id("pwe", description="What the holder types at the terminal.")
    card_application_id = fields.Id("app", description="The card that is being made.")
    delivery = fields.Enum((order.BRANCH, order.MAIL))
    due_date = fields.Date(description="Until when the new card has to be there.")
    is_overdue = fields.Bool(required=True)
    result = fields.Plain(attribute="result_or_none", description="Ids of what was changed.")
    reason = fields.Nested(
        OrderReasonView, attribute="spoken_reason", description="Why the card service refused."
    )

    @ma.pre_dump
    def _plain(self, found: Any, **_: Any) -> Any:
        if not isinstance(found, order.CardOrder):
            return found
        shown = {name: getattr(found, name) for name in order.CardOrder.__dataclass_fields__}
        return shown | {
            "is_overdue": found.is_overdue,
            "result_or_none": dict(found.result) or None,
            "spoken_reason": _spoken(found.reason),
        }


class CardOrderFilters(ListQuery):
    person_id = fields.Id("psn")
    application_id = fields.Id("svc")
    item_code = item_code()
    status = fields.Enum(order.STATUSES)


@card_orders.get(
    "/v1/card-orders", listing=CardOrderView, query=CardOrderFilters, scope="card_order.read"
)
def list_card_orders(query: Query) -> Any:
    """List orders to the card service, the newest first."""
    return flow.page(query.page, dict(query.filters))


@card_orders.get(
    "/v1/card-orders/<id('cdo'):card_order_id>",
    answer=CardOrderView,
    scope="card_order.read",
    problems=(problems.CardOrderNotFound,),
    path_examples={"card_order_id": "cdo_" + "0" * 26},
)
def get_card_order(card_order_id: str) -> Any:
    """Show an order to the card service, and how far it is (办卡进度)."""
    return flow.get(card_order_id)
