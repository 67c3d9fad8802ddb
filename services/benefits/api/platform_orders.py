"""The trial of insurance for platform workers over HTTP."""

from typing import Any

from services.benefits import problems_platform as problems
from services.benefits.api import injury_fund_views as views
from services.benefits.flows import platform_orders as flow
from services.benefits.problems_relations import NotTheirRecord, RecordState
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

platform_orders = Blueprint(
    "platform_orders",
    tag="Platform workers",
    description="职业伤害保障试点: orders as platforms report them, and what they pay for each.",
)
_ORDERS, _PREMIUMS = "/v1/platform-orders", "/v1/platform-premiums"
_PREMIUM = _PREMIUMS + "/<id('ppm'):platform_premium_id>"


@platform_orders.post(
    _ORDERS,
    body=views.PlatformOrderNew,
    answer=views.PlatformOrderView,
    status=201,
    key="required",
    location="/v1/platform-orders/{id}",
    scope="insurance.write",
    roles=("employer",),
    problems=(
        problems.PlatformOrderTimes,
        problems.PlatformWorkerUnknown,
        problems.PlatformOrderReported,
        PolicyMissing,
        FigureMissing,
    ),
    relayed={422: ("identity_number_invalid", "real_looking_identity")},
)
def create_platform_order(body: dict[str, Any]) -> Any:
    """Report an order that was carried out (订单报送): it insures who did, and is paid for.

    An accident on it is recognised by HRSS-042 with `platform_order_number`.
    """
    return flow.report(**body)


@platform_orders.get(
    _ORDERS,
    listing=views.PlatformOrderView,
    query=views.PlatformOrderFilters,
    scope="insurance.read",
)
def list_platform_orders(query: Query) -> Any:
    """List orders as reported, the newest first; a platform sees its own."""
    return flow.orders_page(query.page, dict(query.filters))


@platform_orders.get(
    _ORDERS + "/<id('pfo'):platform_order_id>",
    answer=views.PlatformOrderView,
    scope="insurance.read",
    problems=(problems.PlatformOrderNotFound, NotTheirRecord),
    path_examples=views.ORDER,
)
def get_platform_order(platform_order_id: str) -> Any:
    """Show an order."""
    return flow.get_order(platform_order_id)


@platform_orders.get(
    _PREMIUMS,
    listing=views.PlatformPremiumView,
    query=views.PlatformPremiumFilters,
    scope="insurance.read",
)
def list_platform_premiums(query: Query) -> Any:
    """List what platforms were charged for a month's orders; a platform sees its own."""
    return flow.premiums_page(query.page, dict(query.filters))


@platform_orders.get(
    _PREMIUM,
    answer=views.PlatformPremiumView,
    scope="insurance.read",
    problems=(problems.PlatformPremiumNotFound, NotTheirRecord),
    path_examples=views.PREMIUM,
)
def get_platform_premium(platform_premium_id: str) -> Any:
    """Show how a month's premium came about."""
    return flow.get_premium(platform_premium_id)


@platform_orders.post(
    _PREMIUM + "/pay",
    answer=views.PlatformPremiumView,
    key="required",
    scope="insurance.write",
    roles=("employer", "agency"),
    problems=(
        problems.PlatformPremiumNotFound,
        NotTheirRecord,
        world.RegionNotAllowed,
        RecordState,
    ),
    path_examples=views.PREMIUM,
)
def pay_platform_premium(platform_premium_id: str) -> Any:
    """Pay a month's premium into the fund of the region (缴费)."""
    return flow.pay(platform_premium_id)
